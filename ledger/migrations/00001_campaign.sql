-- +goose Up
CREATE TABLE settings (
	id BIGINT PRIMARY KEY CHECK (id = 1),
	name TEXT NOT NULL, start_day TEXT NOT NULL, end_day TEXT NOT NULL, visits TEXT NOT NULL,
	spoilage DOUBLE PRECISION NOT NULL, spool_g DOUBLE PRECISION NOT NULL,
	handling_s DOUBLE PRECISION NOT NULL, finishing_s DOUBLE PRECISION NOT NULL,
	sheets BIGINT NOT NULL, elastic_mm DOUBLE PRECISION NOT NULL, clips BIGINT NOT NULL,
	stack BIGINT NOT NULL
);
CREATE TABLE designs (id TEXT PRIMARY KEY CHECK (id <> ''), file TEXT NOT NULL, model TEXT NOT NULL);
CREATE TABLE places (
	id TEXT PRIMARY KEY CHECK (id <> ''), name TEXT NOT NULL, postcode TEXT NOT NULL,
	lat DOUBLE PRECISION NOT NULL, lon DOUBLE PRECISION NOT NULL, collects BOOLEAN NOT NULL
);
CREATE TABLE orders (
	id TEXT PRIMARY KEY CHECK (id <> ''), who TEXT NOT NULL, place TEXT NOT NULL,
	frames BIGINT NOT NULL CHECK (frames > 0), design TEXT NOT NULL, material TEXT NOT NULL, due TEXT NOT NULL
);
CREATE TABLE makers (
	id TEXT PRIMARY KEY CHECK (id <> ''), name TEXT NOT NULL, place TEXT NOT NULL, visits TEXT NOT NULL,
	hours_s DOUBLE PRECISION NOT NULL CHECK (hours_s >= 0), printers TEXT NOT NULL
);
CREATE TABLE spools (
	id TEXT PRIMARY KEY CHECK (id <> ''), material TEXT NOT NULL, colour TEXT NOT NULL,
	grams DOUBLE PRECISION NOT NULL CHECK (grams >= 0), holder TEXT NOT NULL, owner TEXT NOT NULL
);
CREATE TABLE stock (
	holder TEXT PRIMARY KEY CHECK (holder <> ''), sheets BIGINT NOT NULL CHECK (sheets >= 0),
	elastic_mm DOUBLE PRECISION NOT NULL CHECK (elastic_mm >= 0), clips BIGINT NOT NULL CHECK (clips >= 0)
);
CREATE TABLE ready (
	maker TEXT NOT NULL REFERENCES makers (id), design TEXT NOT NULL, material TEXT NOT NULL,
	frames BIGINT NOT NULL CHECK (frames >= 0), PRIMARY KEY (maker, design, material)
);
CREATE TABLE rates (
	printer TEXT NOT NULL, nozzle_mm DOUBLE PRECISION NOT NULL, process TEXT NOT NULL, design TEXT NOT NULL, material TEXT NOT NULL,
	first_s DOUBLE PRECISION NOT NULL, frame_s DOUBLE PRECISION NOT NULL,
	first_g DOUBLE PRECISION NOT NULL, frame_g DOUBLE PRECISION NOT NULL, most BIGINT NOT NULL,
	PRIMARY KEY (printer, nozzle_mm, process, design, material)
);
CREATE TABLE batches (
	id TEXT PRIMARY KEY CHECK (id <> ''), maker TEXT NOT NULL REFERENCES makers (id), printer TEXT NOT NULL,
	design TEXT NOT NULL, material TEXT NOT NULL, spool TEXT NOT NULL,
	frames BIGINT NOT NULL CHECK (frames > 0), good BIGINT NOT NULL CHECK (good >= 0 AND good <= frames),
	grams DOUBLE PRECISION NOT NULL CHECK (grams >= 0), day TEXT NOT NULL, note TEXT NOT NULL
);
CREATE TABLE deliveries (
	id TEXT PRIMARY KEY CHECK (id <> ''), order_id TEXT NOT NULL REFERENCES orders (id), maker TEXT NOT NULL,
	frames BIGINT NOT NULL CHECK (frames > 0), day TEXT NOT NULL,
	design TEXT NOT NULL, material TEXT NOT NULL, drawn BOOLEAN NOT NULL
);
CREATE TABLE imports (digest TEXT PRIMARY KEY, name TEXT NOT NULL, day TEXT NOT NULL, added BIGINT NOT NULL, changed BIGINT NOT NULL);

-- +goose Down
DROP TABLE imports;
DROP TABLE deliveries;
DROP TABLE batches;
DROP TABLE rates;
DROP TABLE ready;
DROP TABLE stock;
DROP TABLE spools;
DROP TABLE makers;
DROP TABLE orders;
DROP TABLE places;
DROP TABLE designs;
DROP TABLE settings;
