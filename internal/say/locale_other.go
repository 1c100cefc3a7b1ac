//go:build !windows

package say

// desktop returns no locale: outside Windows the environment tells it.
func desktop() string { return "" }
