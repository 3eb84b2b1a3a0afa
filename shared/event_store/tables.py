"""The store's tables as its first step makes them, and what keeps them as they are. Never edit them: add a step."""

from typing import Final

TABLES: Final = """
CREATE TABLE log_head (
    partition smallint PRIMARY KEY,
    position bigint NOT NULL,
    hash bytea NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE events (
    partition smallint NOT NULL,
    position bigint NOT NULL,
    stream text COLLATE "C" NOT NULL,
    version integer NOT NULL,
    event_id uuid NOT NULL,
    type text NOT NULL,
    schema_version smallint NOT NULL,
    occurred_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    data json NOT NULL,
    metadata json NOT NULL,
    hash bytea NOT NULL,
    PRIMARY KEY (partition, position),
    CONSTRAINT events_stream_version UNIQUE (stream, version)
);
CREATE INDEX events_event_id ON events (event_id);

CREATE TABLE snapshots (
    stream text COLLATE "C" PRIMARY KEY,
    version integer NOT NULL,
    shape text NOT NULL,
    data json NOT NULL
);

CREATE TABLE idempotency_keys (
    scope text NOT NULL,
    key text NOT NULL,
    fingerprint text NOT NULL,
    outcome json NOT NULL,
    used_at timestamptz NOT NULL,
    PRIMARY KEY (scope, key)
);

CREATE TABLE outbox (
    topic text NOT NULL,
    partition smallint NOT NULL,
    seq bigint NOT NULL,
    key text NOT NULL,
    event_id uuid NOT NULL,
    type text NOT NULL,
    stream text NOT NULL,
    stream_version integer NOT NULL,
    occurred_at timestamptz NOT NULL,
    causation_id uuid NOT NULL,
    correlation_id uuid NOT NULL,
    trace text,
    data json NOT NULL,
    committed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (topic, partition, seq)
);

CREATE TABLE relay_state (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    fence bigint NOT NULL,
    source_epoch integer NOT NULL
);
INSERT INTO relay_state (fence, source_epoch) VALUES (0, 1);

CREATE TABLE relay_positions (
    topic text NOT NULL,
    partition smallint NOT NULL,
    sent_seq bigint NOT NULL,
    sent_offset bigint NOT NULL,
    fence bigint NOT NULL,
    PRIMARY KEY (topic, partition)
) WITH (fillfactor = 50);

CREATE TABLE inbox (
    event_id uuid PRIMARY KEY,
    type text NOT NULL,
    topic text NOT NULL,
    partition smallint NOT NULL,
    seq bigint NOT NULL,
    stream text NOT NULL,
    outcome text NOT NULL,
    heard_at timestamptz NOT NULL,
    committed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE heard_positions (
    topic text NOT NULL,
    partition smallint NOT NULL,
    next_seq bigint NOT NULL,
    epoch integer NOT NULL,
    PRIMARY KEY (topic, partition)
) WITH (fillfactor = 50);

CREATE TABLE parked (
    event_id uuid PRIMARY KEY,
    topic text NOT NULL,
    partition smallint NOT NULL,
    seq bigint NOT NULL,
    key text NOT NULL,
    type text NOT NULL,
    headers json NOT NULL,
    data bytea NOT NULL,
    cause text NOT NULL,
    detail text NOT NULL,
    parked_at timestamptz NOT NULL,
    status text NOT NULL CHECK (status IN ('waiting', 'retrying', 'parked', 'unreadable', 'settled', 'discarded')),
    attempts integer NOT NULL DEFAULT 0,
    next_try_at timestamptz
);
CREATE INDEX parked_waiting ON parked (topic, key, seq) WHERE status IN ('waiting', 'retrying', 'parked');

CREATE TABLE parked_audit (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id uuid NOT NULL REFERENCES parked,
    action text NOT NULL CHECK (action IN ('retry', 'discard')),
    actor text NOT NULL,
    reason text NOT NULL,
    acted_at timestamptz NOT NULL
);

CREATE TABLE deadlines (
    stream text COLLATE "C" NOT NULL,
    name text NOT NULL,
    due_at timestamptz NOT NULL,
    correlation_id uuid NOT NULL,
    PRIMARY KEY (stream, name)
);
CREATE INDEX deadlines_due ON deadlines (due_at);

CREATE TABLE feed_positions (
    view text NOT NULL,
    partition smallint NOT NULL,
    position bigint NOT NULL,
    PRIMARY KEY (view, partition)
);
"""

HEADS: Final = """
INSERT INTO log_head SELECT p, 0, decode(repeat('00', 32), 'hex') FROM generate_series(0, PARTITIONS - 1) p
"""

REFUSE_CHANGE: Final = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused: what happened, happened', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
"""
IMMUTABLE: Final = """
CREATE TRIGGER events_stay BEFORE UPDATE OR DELETE ON events FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER events_are_kept BEFORE TRUNCATE ON events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER outbox_stays BEFORE UPDATE OR DELETE ON outbox FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER outbox_is_kept BEFORE TRUNCATE ON outbox FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
