package say

import "golang.org/x/sys/windows"

// desktop returns the locale's name of the user's desktop, empty where it is not known.
func desktop() string {
	names, err := windows.GetUserPreferredUILanguages(windows.MUI_LANGUAGE_NAME)
	if err != nil || len(names) == 0 {
		return ""
	}
	return names[0]
}
