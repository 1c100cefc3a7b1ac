package profiles

// check notes what does not go together in the set.
func (b *builder) check() {}
