// Visiere turns a face-shield visor frame into stacked G-code.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.Getenv))
}

// run does what the arguments ask for and returns the exit code. An interrupt cancels
// the work; a second one ends the program at once.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer, env func(string) string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	a := newApp(args, stdin, stdout, stderr, env)
	root := a.root()
	root.SetArgs(args)
	return a.end(root.ExecuteContext(ctx))
}
