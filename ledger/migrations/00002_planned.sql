-- +goose Up
CREATE TABLE plans (number BIGINT PRIMARY KEY, day TEXT NOT NULL, batches BIGINT NOT NULL);
CREATE TABLE planned (
	id TEXT PRIMARY KEY CHECK (id <> ''), maker TEXT NOT NULL REFERENCES makers (id), printer TEXT NOT NULL,
	design TEXT NOT NULL, material TEXT NOT NULL, spool TEXT NOT NULL,
	frames BIGINT NOT NULL CHECK (frames > 0), good BIGINT NOT NULL CHECK (good >= 0 AND good <= frames),
	grams DOUBLE PRECISION NOT NULL CHECK (grams >= 0), day TEXT NOT NULL, note TEXT NOT NULL
);

-- +goose Down
DROP TABLE planned;
DROP TABLE plans;
