package mesh

import "errors"

// What is wrong with a mesh that cannot be used. The errors that this package returns
// wrap one of them, or an error of the file system.
var (
	ErrEmpty     = errors.New("no triangles")
	ErrFormat    = errors.New("not a mesh in a known format")
	ErrTruncated = errors.New("the end is missing")
	ErrTooLarge  = errors.New("too large")
	ErrUnit      = errors.New("unit unclear")
	ErrUnusable  = errors.New("not a solid")
)

// fault is a sentence for the user that wraps one of the errors above.
type fault struct {
	error
	kind error
}

// fail returns err as a fault of the given kind.
func fail(kind, err error) error { return &fault{err, kind} }

// Unwrap returns the sentence and the kind.
func (f *fault) Unwrap() []error { return []error{f.error, f.kind} }
