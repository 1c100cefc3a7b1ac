// Package ledger keeps a campaign: what came in by import, and what happened since: batches
// done or failed, deliveries. It is one SQLite file, or a PostgreSQL database where several
// coordinators share it.
//
//  1. What a call that returned without an error has written is there after any crash; of a
//     call that was cut off, all is there or nothing.
//  2. Writers take turns: none loses what another wrote.
//  3. Nothing is counted twice: ids are unique, a file is imported once, no spool gives
//     more than it holds, no order gets more than it is for.
package ledger

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver of PostgreSQL
	"github.com/pressly/goose/v3"
	"github.com/visiere/visiere/internal/say"
	_ "modernc.org/sqlite" // the driver of SQLite
)

//go:embed migrations/*.sql
var migrations embed.FS

// Store is a campaign's store. It may be used by several goroutines, and by several
// processes.
type Store struct {
	db       *sql.DB
	postgres bool
}

// isURL reports whether where names a PostgreSQL database rather than a file.
func isURL(where string) bool {
	return strings.HasPrefix(where, "postgres://") || strings.HasPrefix(where, "postgresql://")
}

// Create makes a store: a file that must not be there yet, or the tables of a database
// that has none.
//
// Errors: there is one already; it cannot be made.
func Create(ctx context.Context, where string) (*Store, error) {
	if isURL(where) {
		s, err := open(ctx, where)
		if err != nil {
			return nil, err
		}
		var n int
		if s.db.QueryRowContext(ctx, "SELECT count(*) FROM settings").Scan(&n) == nil {
			s.Close()
			return nil, say.Errorf("there is a campaign in this database already: use it, or give another database")
		}
		return s, s.closeOn(s.migrate(ctx))
	}
	// The file takes its name when it is whole: one cut off in the making is never opened.
	if _, err := os.Lstat(where); err == nil {
		return nil, say.Errorf("%s is there already: use it, or give another name", where)
	}
	dir, err := os.MkdirTemp(filepath.Dir(where), ".visiere-*")
	if err != nil {
		return nil, say.Errorf("cannot write %s: %v", where, err)
	}
	defer os.RemoveAll(dir)
	part := filepath.Join(dir, "store")
	s, err := open(ctx, part)
	if err == nil {
		err = errors.Join(s.migrate(ctx), s.Close())
	}
	if err == nil {
		err = os.Link(part, where) // fails where another was quicker
	}
	if err != nil {
		return nil, say.Errorf("cannot write %s: %v", where, err)
	}
	return Open(ctx, where)
}

// Open opens a store and brings it up to date.
//
// Errors: there is none, it cannot be opened, or it is of a newer version.
func Open(ctx context.Context, where string) (*Store, error) {
	if !isURL(where) {
		if _, err := os.Stat(where); err != nil {
			return nil, say.Errorf("there is no campaign in %s: make one with visiere campaign init, or give its file with --store", where)
		}
	}
	s, err := open(ctx, where)
	if err != nil {
		return nil, err
	}
	var n int
	if s.db.QueryRowContext(ctx, "SELECT count(*) FROM settings").Scan(&n) != nil {
		s.Close()
		return nil, say.Errorf("%s is not the store of a campaign: make one with visiere campaign init", hide(where))
	}
	return s, s.closeOn(s.migrate(ctx))
}

// hide returns where without a password.
func hide(where string) string {
	if u, err := url.Parse(where); err == nil && isURL(where) {
		return u.Redacted()
	}
	return where
}

// open connects to where.
func open(ctx context.Context, where string) (*Store, error) {
	driver, source := "sqlite", ""
	if isURL(where) {
		driver, source = "pgx", where
	} else {
		full, err := filepath.Abs(where)
		if err != nil {
			return nil, err
		}
		full = "/" + strings.TrimPrefix(filepath.ToSlash(full), "/")
		u := url.URL{Scheme: "file", Path: full}
		source = u.String() + "?_txlock=immediate&_pragma=busy_timeout(60000)&_pragma=journal_mode(WAL)" +
			"&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)"
	}
	db, err := sql.Open(driver, source)
	if err == nil {
		err = db.PingContext(ctx)
	}
	if err != nil {
		return nil, say.Errorf("cannot open %s: %v", hide(where), err)
	}
	return &Store{db, isURL(where)}, nil
}

// Close closes s.
func (s *Store) Close() error { return s.db.Close() }

// closeOn closes s where err is not nil, and returns err.
func (s *Store) closeOn(err error) error {
	if err != nil {
		return errors.Join(err, s.Close())
	}
	return nil
}

// provider returns what runs the migrations.
func (s *Store) provider() (*goose.Provider, error) {
	dialect := goose.DialectSQLite3
	if s.postgres {
		dialect = goose.DialectPostgres
	}
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(dialect, s.db, files)
}

// migrate brings the tables up to date. Where another process does it at the same time,
// one of both fails and finds nothing left to do.
func (s *Store) migrate(ctx context.Context) error {
	p, err := s.provider()
	if err != nil {
		return err
	}
	_, err = p.Up(ctx)
	if pending, err2 := p.HasPending(ctx); err2 == nil && !pending {
		err = nil
	}
	current, target, err2 := p.GetVersions(ctx)
	if err == nil && err2 == nil && current > target {
		return say.Errorf("this store is of a newer Visiere: use that one")
	}
	return err
}

// write runs f in a transaction of its own, alone among writers.
func (s *Store) write(ctx context.Context, f func(*tx) error) error {
	t, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return say.Errorf("the store is busy or cannot be written: %v", err)
	}
	defer t.Rollback() // nothing, once it is committed
	if s.postgres {
		if _, err := t.ExecContext(ctx, "SELECT pg_advisory_xact_lock(1447645257)"); err != nil {
			return err
		}
	}
	if err := f(&tx{t, ctx}); err != nil {
		return err
	}
	return t.Commit()
}

// Backup writes a copy of s into a file that must not be there yet, while others may go on
// writing.
//
// Errors: the file is there; s is a PostgreSQL database, which has tools of its own.
func (s *Store) Backup(ctx context.Context, file string) error {
	if s.postgres {
		return say.Errorf("a PostgreSQL database is backed up by pg_dump; or use visiere campaign export")
	}
	if _, err := os.Lstat(file); err == nil {
		return say.Errorf("%s is there already: give another name", file)
	}
	dir, err := os.MkdirTemp(filepath.Dir(file), ".visiere-*")
	if err != nil {
		return say.Errorf("cannot write %s: %v", file, err)
	}
	defer os.RemoveAll(dir)
	part := filepath.Join(dir, "store")
	if _, err = s.db.ExecContext(ctx, "VACUUM INTO $1", part); err == nil {
		err = os.Link(part, file)
	}
	if err != nil {
		return say.Errorf("cannot write %s: %v", file, err)
	}
	return nil
}
