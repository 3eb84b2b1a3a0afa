CREATE OR REPLACE FUNCTION commit_unit(keys json, heard json, deadlines_claimed json, events json, reads json, outbox json,
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
                partition smallint, seq bigint, stream text, outcome text, heard_at timestamptz,
                digest text, caused_by uuid)),
        taken AS (
            INSERT INTO inbox (event_id, type, topic, partition, seq, stream, outcome, heard_at, digest, caused_by)
            SELECT h.event_id, h.type, h.topic, h.partition, h.seq, h.stream, h.outcome, h.heard_at,
                decode(h.digest, 'base64'), h.caused_by FROM told h
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
                AS c(stream text, name text, due_at timestamptz, set_by uuid)),
        claimed AS (
            DELETE FROM deadlines d USING asked c
            WHERE d.stream = c.stream AND d.name = c.name AND d.due_at = c.due_at
                AND (c.set_by IS NULL OR d.set_by = c.set_by) RETURNING d.stream, d.name)
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
        head_hash := sha256(head_hash || convert_to(concat_ws(E'\x1f', e.partition, head_position, e.stream,
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
                causation_id, correlation_id, trace, data, actor)
            SELECT m.topic, m.partition, coalesce((SELECT max(o.seq) FROM outbox o
                    WHERE o.topic = m.topic AND o.partition = m.partition), 0)
                + row_number() OVER (PARTITION BY m.topic, m.partition ORDER BY m.ordinality),
                m.key, m.event_id, m.type, m.stream, m.stream_version, m.occurred_at, m.causation_id,
                m.correlation_id, m.trace, m.data, m.actor
            FROM ROWS FROM (json_to_recordset(commit_unit.outbox) AS (topic text, partition smallint, key text,
                event_id uuid, type text, stream text, stream_version integer, occurred_at timestamptz,
                causation_id uuid, correlation_id uuid, trace text, data json, actor text)) WITH ORDINALITY AS m
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
        INSERT INTO deadlines (stream, name, due_at, correlation_id, set_by)
        SELECT s.stream, s.name, s.due_at, s.correlation_id, s.set_by FROM json_to_recordset(commit_unit.deadlines_set)
            AS s(stream text, name text, due_at timestamptz, correlation_id uuid, set_by uuid)
        ON CONFLICT (stream, name) DO UPDATE SET due_at = excluded.due_at, correlation_id = excluded.correlation_id,
            set_by = CASE WHEN deadlines.due_at = excluded.due_at THEN deadlines.set_by ELSE excluded.set_by END;
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
        ON CONFLICT (event_id) DO UPDATE SET topic = excluded.topic, partition = excluded.partition, seq = excluded.seq,
            key = excluded.key, type = excluded.type, headers = excluded.headers, data = excluded.data,
            (status, cause, detail, attempts, next_try_at) = (
                SELECT parked.status, parked.cause, parked.detail, parked.attempts, parked.next_try_at
                WHERE (parked.topic, parked.key) = (excluded.topic, excluded.key)
                UNION ALL
                SELECT excluded.status, excluded.cause, excluded.detail, excluded.attempts, excluded.next_try_at
                WHERE (parked.topic, parked.key) <> (excluded.topic, excluded.key))
        WHERE parked.status IN ('waiting', 'retrying', 'parked')
            AND parked.headers->>'epoch' <> excluded.headers->>'epoch';
    END IF;
    IF commit_unit.unparked IS NOT NULL THEN
        UPDATE parked SET status = 'settled', next_try_at = NULL
        WHERE status IN ('waiting', 'retrying', 'parked')
            AND event_id IN (SELECT u::uuid FROM json_array_elements_text(commit_unit.unparked) u);
    END IF;
    RETURN sent;
END $$;
