package ledger

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/visiere/visiere/campaign"
)

// tx is one transaction. Its SQL is understood by SQLite and PostgreSQL alike.
type tx struct {
	*sql.Tx
	ctx context.Context
}

// exec runs a statement.
func (t *tx) exec(query string, args ...any) error {
	_, err := t.ExecContext(t.ctx, query, args...)
	return err
}

// table is how values of one type are kept: the names of its columns, the first of which
// are the key, and for a value the places of their fields.
type table[T any] struct {
	name    string
	columns string
	keys    int
	fields  func(*T) []any
}

// The tables.
var (
	settings = table[campaign.Campaign]{"settings", "id name start_day end_day visits spoilage spool_g handling_s finishing_s sheets elastic_mm clips stack off_days fail_hour fail_frame", 1,
		func(c *campaign.Campaign) []any {
			return []any{new(one), &c.Name, word{&c.Start}, word{&c.End}, list{&c.Visits}, &c.Spoilage, &c.Spool, &c.Handling, &c.Finishing, &c.Sheets, &c.Elastic, &c.Clips, &c.Stack, list{&c.Off}, &c.FailHour, &c.FailFrame}
		}}
	designs = table[campaign.Design]{"designs", "id file model", 1,
		func(d *campaign.Design) []any { return []any{&d.ID, &d.File, &d.Model} }}
	places = table[campaign.Place]{"places", "id name postcode lat lon collects", 1,
		func(p *campaign.Place) []any {
			return []any{&p.ID, &p.Name, &p.Postcode, &p.Lat, &p.Lon, &p.Collects}
		}}
	orders = table[campaign.Order]{"orders", "id who place frames design material due", 1,
		func(o *campaign.Order) []any {
			return []any{&o.ID, &o.Who, &o.Place, &o.Frames, &o.Design, &o.Material, word{&o.Due}}
		}}
	makers = table[campaign.Maker]{"makers", "id name place visits hours_s printers off_days", 1,
		func(m *campaign.Maker) []any {
			return []any{&m.ID, &m.Name, &m.Place, list{&m.Visits}, &m.Hours, list{&m.Printers}, list{&m.Off}}
		}}
	spools = table[campaign.Spool]{"spools", "id material colour grams holder owner", 1,
		func(s *campaign.Spool) []any {
			return []any{&s.ID, &s.Material, &s.Colour, &s.Left, &s.At, &s.Owner}
		}}
	stock = table[campaign.Stock]{"stock", "holder sheets elastic_mm clips", 1,
		func(s *campaign.Stock) []any { return []any{&s.At, &s.Sheets, &s.Elastic, &s.Clips} }}
	ready = table[campaign.Ready]{"ready", "maker design material frames", 3,
		func(r *campaign.Ready) []any { return []any{&r.Maker, &r.Design, &r.Material, &r.Frames} }}
	rates = table[campaign.Rate]{"rates", "printer nozzle_mm process design material first_s frame_s first_g frame_g most", 5,
		func(r *campaign.Rate) []any {
			return []any{&r.Printer, &r.Nozzle, &r.Process, &r.Design, &r.Material, &r.First, &r.Frame, &r.FirstGrams, &r.Grams, &r.Most}
		}}
	deliveries = table[Delivery]{"deliveries", "id order_id maker frames day design material drawn", 1,
		func(d *Delivery) []any {
			return []any{&d.ID, &d.Order, &d.Maker, &d.Frames, word{&d.Date}, &d.Design, &d.Material, &d.Drawn}
		}}
	batches = table[Batch]{"batches", batchColumns, 1, batchFields}
	planned = table[Batch]{"planned", batchColumns, 1, batchFields}
	plans   = table[Plan]{"plans", "number day batches", 1,
		func(p *Plan) []any { return []any{&p.Number, word{&p.Day}, &p.Batches} }}
	imports = table[Import]{"imports", "digest name day added changed", 1,
		func(i *Import) []any { return []any{&i.Digest, &i.Name, word{&i.Day}, &i.Added, &i.Changed} }}
)

const batchColumns = "id maker printer design material spool frames good grams day note"

func batchFields(b *Batch) []any {
	return []any{&b.ID, &b.Maker, &b.Printer, &b.Design, &b.Material, &b.Spool, &b.Frames, &b.Good, &b.Grams, word{&b.Day}, &b.Note}
}

// names returns the columns of t.
func (t *table[T]) names() []string { return strings.Fields(t.columns) }

// key returns what tells v from all others in t, for people and as a key.
func (t *table[T]) key(v *T) string {
	var words []string
	for _, f := range plain(t.fields(v)[:t.keys]) {
		words = append(words, fmt.Sprint(f))
	}
	return strings.Join(words, " / ")
}

// all returns t's values, in the order of their keys.
func (t *table[T]) all(x *tx) ([]T, error) {
	rows, err := x.QueryContext(x.ctx, "SELECT "+strings.Join(t.names(), ", ")+" FROM "+t.name)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	type keyed struct {
		key   string
		value T
	}
	var read []keyed
	for rows.Next() {
		var k keyed
		if err := rows.Scan(t.fields(&k.value)...); err != nil {
			return nil, err
		}
		k.key = t.key(&k.value)
		read = append(read, k)
	}
	slices.SortFunc(read, func(a, b keyed) int { return strings.Compare(a.key, b.key) })
	var values []T
	for _, k := range read {
		values = append(values, k.value)
	}
	return values, rows.Err()
}

// insert adds v.
func (t *table[T]) insert(x *tx, v *T) error {
	names := t.names()
	marks := make([]string, len(names))
	for i := range names {
		marks[i] = "$" + strconv.Itoa(i+1)
	}
	return x.exec("INSERT INTO "+t.name+" ("+strings.Join(names, ", ")+") VALUES ("+strings.Join(marks, ", ")+")", plain(t.fields(v))...)
}

// update replaces the value that has v's key.
func (t *table[T]) update(x *tx, v *T) error {
	var set, where []string
	for i, name := range t.names() {
		term := name + " = $" + strconv.Itoa(i+1)
		if i < t.keys {
			where = append(where, term)
		} else {
			set = append(set, term)
		}
	}
	return x.exec("UPDATE "+t.name+" SET "+strings.Join(set, ", ")+" WHERE "+strings.Join(where, " AND "), plain(t.fields(v))...)
}

// plain returns fields as the drivers take them: numbers, text and truth.
func plain(fields []any) []any {
	out := make([]any, len(fields))
	for i, f := range fields {
		v := reflect.ValueOf(f)
		if own, ok := f.(driver.Valuer); ok {
			out[i], _ = own.Value() // texts and lists of plain values do not fail
			continue
		}
		switch v = v.Elem(); v.Kind() {
		case reflect.Int:
			out[i] = v.Int()
		case reflect.Float64:
			out[i] = v.Float()
		case reflect.Bool:
			out[i] = v.Bool()
		default:
			out[i] = v.String()
		}
	}
	return out
}

// one is the key of a table with one row.
type one struct{}

// Value returns 1.
func (*one) Value() (driver.Value, error) { return int64(1), nil }

// Scan takes any.
func (*one) Scan(any) error { return nil }

// word keeps a day as its text.
type word struct{ *campaign.Date }

// Value returns the text.
func (w word) Value() (driver.Value, error) { return w.String(), nil }

// Scan reads it.
func (w word) Scan(src any) error {
	s, ok := src.(string)
	if !ok {
		return fmt.Errorf("%T is no text", src)
	}
	return w.Date.UnmarshalText([]byte(s))
}

// list keeps the slice that v points to as JSON.
type list struct{ v any }

// Value returns the JSON.
func (l list) Value() (driver.Value, error) {
	b, err := json.Marshal(l.v)
	return string(b), err
}

// Scan reads it.
func (l list) Scan(src any) error {
	s, ok := src.(string)
	if !ok {
		return fmt.Errorf("%T is no text", src)
	}
	return json.Unmarshal([]byte(s), l.v)
}
