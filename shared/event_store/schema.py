"""The store's tables and functions, as numbered steps for the departments' migrations. Never edit a released step."""

from collections.abc import Sequence
from typing import Final

from shared.event_store.tables import HEADS, IMMUTABLE, REFUSE_CHANGE, TABLES
from shared.published.topics import PARTITIONS

# One call is one transaction. Order of locks: idempotency keys and inbox rows first, log heads (ascending) last.
_COMMIT_UNIT: Final = """
CREATE FUNCTION commit_unit(keys json, heard json, deadlines_claimed json, events json, reads json, outbox json,
    snapshots json, views text[], rows json[], deadlines_cleared json, deadlines_set json, positions json,
    parked json, unparked json)
RETURNS json LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    e record;
    head_partition smallint := NULL;
    head_position bigint;
    head_hash bytea;
    known json;
    sent json := '[]';
BEGIN
    IF commit_unit.keys IS NOT NULL THEN
        WITH asked AS MATERIALIZED (
            SELECT * FROM json_to_recordset(commit_unit.keys)
                AS k(scope text, key text, fingerprint text, outcome json, used_at timestamptz)),
        used AS (
            INSERT INTO idempotency_keys (scope, key, fingerprint, outcome, used_at)
            SELECT k.scope, k.key, k.fingerprint, k.outcome, k.used_at FROM asked k
            ON CONFLICT DO NOTHING RETURNING scope, key)
        SELECT json_agg(json_build_object('scope', k.scope, 'key', k.key)) INTO known FROM asked k
        WHERE NOT EXISTS (SELECT FROM used u WHERE u.scope = k.scope AND u.key = k.key);
        IF known IS NOT NULL THEN
            RAISE EXCEPTION 'keys used before' USING ERRCODE = 'O2C01', DETAIL = (
                SELECT json_agg(to_json(i)) FROM idempotency_keys i
                JOIN json_to_recordset(known) AS k(scope text, key text) USING (scope, key));
        END IF;
    END IF;

    IF commit_unit.heard IS NOT NULL THEN
        WITH told AS MATERIALIZED (
            SELECT * FROM json_to_recordset(commit_unit.heard) AS h(event_id uuid, type text, topic text,
                partition smallint, seq bigint, stream text, outcome text, heard_at timestamptz)),
        taken AS (
            INSERT INTO inbox (event_id, type, topic, partition, seq, stream, outcome, heard_at)
            SELECT h.event_id, h.type, h.topic, h.partition, h.seq, h.stream, h.outcome, h.heard_at FROM told h
            ON CONFLICT DO NOTHING RETURNING event_id)
        SELECT json_agg(h.event_id) INTO known FROM told h
        WHERE NOT EXISTS (SELECT FROM taken t WHERE t.event_id = h.event_id);
        IF known IS NOT NULL THEN
            RAISE EXCEPTION 'heard before' USING ERRCODE = 'O2C02', DETAIL = known;
        END IF;
    END IF;

    IF commit_unit.deadlines_claimed IS NOT NULL THEN
        WITH asked AS MATERIALIZED (
            SELECT * FROM json_to_recordset(commit_unit.deadlines_claimed)
                AS c(stream text, name text, due_at timestamptz)),
        claimed AS (
            DELETE FROM deadlines d USING asked c
            WHERE d.stream = c.stream AND d.name = c.name AND d.due_at = c.due_at RETURNING d.stream, d.name)
        SELECT json_agg(json_build_array(c.stream, c.name)) INTO known FROM asked c
        WHERE NOT EXISTS (SELECT FROM claimed x WHERE x.stream = c.stream AND x.name = c.name);
        IF known IS NOT NULL THEN
            RAISE EXCEPTION 'deadline gone' USING ERRCODE = 'O2C04', DETAIL = known;
        END IF;
    END IF;

    FOR e IN SELECT * FROM json_to_recordset(commit_unit.events) AS r(partition smallint, stream text, version integer,
            event_id uuid, type text, schema_version smallint, occurred_at timestamptz, recorded_at timestamptz,
            data json, metadata json)
    LOOP
        IF head_partition IS DISTINCT FROM e.partition THEN
            IF head_partition IS NOT NULL THEN
                UPDATE log_head SET position = head_position, hash = head_hash WHERE partition = head_partition;
            END IF;
            SELECT partition, position, hash INTO STRICT head_partition, head_position, head_hash
            FROM log_head WHERE partition = e.partition FOR UPDATE;
        END IF;
        head_position := head_position + 1;
        head_hash := sha256(head_hash || convert_to(concat_ws(E'\\x1f', e.partition, head_position, e.stream,
            e.version, e.event_id, e.type, e.schema_version,
            (extract(epoch FROM e.occurred_at) * 1000000)::bigint,
            (extract(epoch FROM e.recorded_at) * 1000000)::bigint, e.data::text, e.metadata::text), 'UTF8'));
        INSERT INTO events (partition, position, stream, version, event_id, type, schema_version, occurred_at,
            recorded_at, data, metadata, hash)
        VALUES (e.partition, head_position, e.stream, e.version, e.event_id, e.type, e.schema_version, e.occurred_at,
            e.recorded_at, e.data, e.metadata, head_hash);
    END LOOP;
    IF head_partition IS NOT NULL THEN
        UPDATE log_head SET position = head_position, hash = head_hash WHERE partition = head_partition;
    END IF;

    IF commit_unit.reads IS NOT NULL THEN
        SELECT json_agg(r.stream) INTO known
        FROM json_to_recordset(commit_unit.reads) AS r(stream text, version integer)
        WHERE r.version <> coalesce((SELECT max(v.version) FROM events v WHERE v.stream = r.stream), 0);
        IF known IS NOT NULL THEN
            RAISE EXCEPTION 'a stream that was read has moved' USING ERRCODE = 'O2C03', DETAIL = known;
        END IF;
    END IF;

    IF commit_unit.outbox IS NOT NULL THEN
        WITH added AS (
            INSERT INTO outbox (topic, partition, seq, key, event_id, type, stream, stream_version, occurred_at,
                causation_id, correlation_id, trace, data)
            SELECT m.topic, m.partition, coalesce((SELECT max(o.seq) FROM outbox o
                    WHERE o.topic = m.topic AND o.partition = m.partition), 0)
                + row_number() OVER (PARTITION BY m.topic, m.partition ORDER BY m.ordinality),
                m.key, m.event_id, m.type, m.stream, m.stream_version, m.occurred_at, m.causation_id,
                m.correlation_id, m.trace, m.data
            FROM ROWS FROM (json_to_recordset(commit_unit.outbox) AS (topic text, partition smallint, key text,
                event_id uuid, type text, stream text, stream_version integer, occurred_at timestamptz,
                causation_id uuid, correlation_id uuid, trace text, data json)) WITH ORDINALITY AS m
            RETURNING event_id, topic, partition, seq)
        SELECT json_agg(to_json(added)) INTO sent FROM added;
    END IF;

    IF commit_unit.snapshots IS NOT NULL THEN
        INSERT INTO snapshots (stream, version, shape, data)
        SELECT s.stream, s.version, s.shape, s.data FROM json_to_recordset(commit_unit.snapshots)
            AS s(stream text, version integer, shape text, data json)
        ON CONFLICT (stream) DO UPDATE SET version = excluded.version, shape = excluded.shape, data = excluded.data
        WHERE snapshots.version < excluded.version;
    END IF;

    FOR nth IN 1 .. coalesce(array_length(commit_unit.views, 1), 0) LOOP
        EXECUTE format('SELECT %I($1)', 'upsert_' || commit_unit.views[nth]) USING commit_unit.rows[nth];
    END LOOP;

    IF commit_unit.deadlines_cleared IS NOT NULL THEN
        DELETE FROM deadlines d USING json_to_recordset(commit_unit.deadlines_cleared) AS c(stream text, name text)
        WHERE d.stream = c.stream AND d.name = c.name;
    END IF;
    IF commit_unit.deadlines_set IS NOT NULL THEN
        INSERT INTO deadlines (stream, name, due_at, correlation_id)
        SELECT s.stream, s.name, s.due_at, s.correlation_id FROM json_to_recordset(commit_unit.deadlines_set)
            AS s(stream text, name text, due_at timestamptz, correlation_id uuid)
        ON CONFLICT (stream, name) DO UPDATE SET due_at = excluded.due_at, correlation_id = excluded.correlation_id;
    END IF;

    IF commit_unit.positions IS NOT NULL THEN
        INSERT INTO heard_positions (topic, partition, next_seq, epoch)
        SELECT p.topic, p.partition, p.next_seq, p.epoch FROM json_to_recordset(commit_unit.positions)
            AS p(topic text, partition smallint, next_seq bigint, epoch integer)
        ON CONFLICT (topic, partition) DO UPDATE SET epoch = excluded.epoch,
            next_seq = CASE WHEN heard_positions.epoch = excluded.epoch
                THEN greatest(heard_positions.next_seq, excluded.next_seq) ELSE excluded.next_seq END;
    END IF;

    IF commit_unit.parked IS NOT NULL THEN
        INSERT INTO parked (event_id, topic, partition, seq, key, type, headers, data, cause, detail, parked_at,
            status, next_try_at)
        SELECT p.event_id, p.topic, p.partition, p.seq, p.key, p.type, p.headers, decode(p.data, 'base64'), p.cause,
            p.detail, p.parked_at, p.status, p.next_try_at
        FROM json_to_recordset(commit_unit.parked) AS p(event_id uuid, topic text, partition smallint, seq bigint,
            key text, type text, headers json, data text, cause text, detail text, parked_at timestamptz,
            status text, next_try_at timestamptz)
        ON CONFLICT (event_id) DO NOTHING;
    END IF;
    IF commit_unit.unparked IS NOT NULL THEN
        UPDATE parked SET status = 'settled', next_try_at = NULL
        WHERE status IN ('waiting', 'retrying', 'parked')
            AND event_id IN (SELECT u::uuid FROM json_array_elements_text(commit_unit.unparked) u);
    END IF;
    RETURN sent;
END $$;
"""

# Writes the upsert of one view table from its columns as they are now; run it again after a change of columns.
_MAKE_VIEW_UPSERT: Final = """
CREATE FUNCTION make_view_upsert(view_name text) RETURNS void LANGUAGE plpgsql AS $make$
DECLARE
    names text;
    assignments text;
BEGIN
    SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position),
           string_agg(format('%1$I = excluded.%1$I', column_name), ', ' ORDER BY ordinal_position)
               FILTER (WHERE column_name <> 'id')
    INTO STRICT names, assignments
    FROM information_schema.columns WHERE table_schema = 'public' AND table_name = view_name;
    EXECUTE format('CREATE OR REPLACE FUNCTION %I(rows json) RETURNS void LANGUAGE sql AS
        $sql$ INSERT INTO %I (%s) SELECT %s FROM json_populate_recordset(NULL::%I, $1)
        ON CONFLICT (id) DO UPDATE SET %s $sql$',
        'upsert_' || view_name, view_name, names, names, view_name, assignments);
END $make$;
"""

_GRANTS: Final = """
GRANT USAGE ON SCHEMA public TO APP_ROLE;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO APP_ROLE;
REVOKE UPDATE, DELETE, TRUNCATE ON events, outbox, inbox, idempotency_keys, parked_audit FROM APP_ROLE;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO APP_ROLE;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO APP_ROLE;
"""


def step_1() -> list[str]:
    """Tables, immutability and the commit function of a new department database, as statements in order."""
    heads = HEADS.replace("PARTITIONS", str(PARTITIONS))
    return [*_each(TABLES), heads, REFUSE_CHANGE, *_each(IMMUTABLE), _COMMIT_UNIT, _MAKE_VIEW_UPSERT]


# Who did what is told. Before it, nobody said so, and processes of before still leave it out.
_ADD_ACTOR: Final = "ALTER TABLE outbox ADD COLUMN actor text"
_WITHOUT_ACTOR: Final = (
    "causation_id, correlation_id, trace, data)\n",
    "m.correlation_id, m.trace, m.data\n",
    "correlation_id uuid, trace text, data json)",
)
_WITH_ACTOR: Final = (
    "causation_id, correlation_id, trace, data, actor)\n",
    "m.correlation_id, m.trace, m.data, m.actor\n",
    "correlation_id uuid, trace text, data json, actor text)",
)


def step_2() -> list[str]:
    """The outbox also keeps who did what is told. The function only reads more of what it is given."""
    commit_unit = _COMMIT_UNIT.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1)
    return [_ADD_ACTOR, _changed(commit_unit, _WITHOUT_ACTOR, _WITH_ACTOR)]


# What was heard is known by its words too, and by its cause; a deadline by what set it for its moment. What waits is as
# its source says it now.
_ADD_DIGEST: Final = "ALTER TABLE inbox ADD COLUMN digest bytea, ADD COLUMN caused_by uuid"
_ADD_SET_BY: Final = "ALTER TABLE deadlines ADD COLUMN set_by uuid"
_WITHOUT_DIGEST: Final = (
    "outcome text, heard_at timestamptz)),\n",
    "INSERT INTO inbox (event_id, type, topic, partition, seq, stream, outcome, heard_at)\n",
    "h.outcome, h.heard_at FROM told h\n",
    "INSERT INTO deadlines (stream, name, due_at, correlation_id)\n",
    "s.due_at, s.correlation_id FROM json_to_recordset(commit_unit.deadlines_set)\n",
    "AS s(stream text, name text, due_at timestamptz, correlation_id uuid)\n",
    "SET due_at = excluded.due_at, correlation_id = excluded.correlation_id;\n",
    "ON CONFLICT (event_id) DO NOTHING;\n",
)
_WITH_DIGEST: Final = (
    "outcome text, heard_at timestamptz,\n                digest text, caused_by uuid)),\n",
    "INSERT INTO inbox (event_id, type, topic, partition, seq, stream, outcome, heard_at, digest, caused_by)\n",
    "h.outcome, h.heard_at,\n                decode(h.digest, 'base64'), h.caused_by FROM told h\n",
    "INSERT INTO deadlines (stream, name, due_at, correlation_id, set_by)\n",
    "s.due_at, s.correlation_id, s.set_by FROM json_to_recordset(commit_unit.deadlines_set)\n",
    "AS s(stream text, name text, due_at timestamptz, correlation_id uuid, set_by uuid)\n",
    """SET due_at = excluded.due_at, correlation_id = excluded.correlation_id,
            set_by = CASE WHEN deadlines.due_at = excluded.due_at THEN deadlines.set_by ELSE excluded.set_by END;\n""",
    """ON CONFLICT (event_id) DO UPDATE SET topic = excluded.topic, partition = excluded.partition, seq = excluded.seq,
            key = excluded.key, type = excluded.type, headers = excluded.headers, data = excluded.data,
            (status, cause, detail, attempts, next_try_at) = (
                SELECT parked.status, parked.cause, parked.detail, parked.attempts, parked.next_try_at
                WHERE (parked.topic, parked.key) = (excluded.topic, excluded.key)
                UNION ALL
                SELECT excluded.status, excluded.cause, excluded.detail, excluded.attempts, excluded.next_try_at
                WHERE (parked.topic, parked.key) <> (excluded.topic, excluded.key))
        WHERE parked.status IN ('waiting', 'retrying', 'parked')
            AND parked.headers->>'epoch' <> excluded.headers->>'epoch';\n""",
)


def step_3() -> list[str]:
    """The inbox keeps a digest of each message, and its cause; what waits follows a source that was restored.

    A deadline keeps what set it.
    """
    return [_ADD_DIGEST, _ADD_SET_BY, _changed(step_2()[1], _WITHOUT_DIGEST, _WITH_DIGEST)]


# A deadline that was set anew for the moment at which it fired is not claimed by who saw it before.
_BY_MOMENT: Final = (
    "AS c(stream text, name text, due_at timestamptz)),\n",
    "AND d.due_at = c.due_at RETURNING d.stream, d.name)\n",
)
_BY_WHAT_SET_IT: Final = (
    "AS c(stream text, name text, due_at timestamptz, set_by uuid)),\n",
    """AND d.due_at = c.due_at
                AND (c.set_by IS NULL OR d.set_by = c.set_by) RETURNING d.stream, d.name)\n""",
)


def step_4() -> list[str]:
    """A deadline is claimed by what set it. Processes of before do not say what that was, and claim by the moment."""
    return [_changed(step_3()[2], _BY_MOMENT, _BY_WHAT_SET_IT)]


def steps() -> list[str]:
    """Everything for a new database."""
    return [*step_1(), *step_2(), *step_3(), *step_4()]


def _changed(function: str, before: Sequence[str], now: Sequence[str]) -> str:
    for old, new in zip(before, now, strict=True):
        assert function.count(old) == 1, old
        function = function.replace(old, new)
    return function


def _each(script: str) -> list[str]:
    """The statements of a script without function bodies, one by one, as prepared statements need them."""
    return [statement for statement in script.split(";\n") if statement.strip()]


def grants(role: str) -> list[str]:
    """What the application role may do: append and read; never change or remove an event."""
    quoted = '"' + role.replace('"', '""') + '"'
    return [statement.replace("APP_ROLE", quoted) for statement in _each(_GRANTS)]
