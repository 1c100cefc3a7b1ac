// Package layering holds no code: its test checks which package imports which.
package layering
