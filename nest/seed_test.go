package nest

import "flag"

// init fixes the seed of the property tests, so that a failure is one for everybody;
// -rapid.seed looks elsewhere.
func init() {
	if err := flag.Set("rapid.seed", "2020"); err != nil {
		panic(err)
	}
}
