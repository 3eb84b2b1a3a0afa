"""A record that was tampered with is caught by the invariant that guards it, and by no other."""

from deploy.backup.reconciling import reconciliation
from deploy.departments import NAMES
from deploy.registry import SERVICES
from shared.messaging.set_aside import FORGOTTEN, id_told_again
from tests.integration.proof.conftest import Traded
from tests.integration.proof.forging import Forger, breaches_of


class TestI9Outbox:
    async def test_a_published_event_that_is_gone_is_named(self, forger: Forger) -> None:
        # Nobody hears that a contract was signed; with others, the departments that heard them would tell (I10).
        await forger.plant(
            "sales",
            """DELETE FROM outbox o USING (SELECT topic, partition, seq FROM outbox one
                WHERE type = 'sales.contract.signed.v1' AND EXISTS (SELECT FROM outbox later
                    WHERE (later.topic, later.partition) = (one.topic, one.partition) AND later.seq > one.seq)
                LIMIT 1) gone
            WHERE (o.topic, o.partition, o.seq) = (gone.topic, gone.partition, gone.seq)""",
        )
        breached = await breaches_of(forger)
        assert breached.keys() == {"I9"}
        assert breached["I9"].startswith("sales.contract/")

    async def test_what_the_relay_has_not_sent_is_named_where_there_is_one(self, forger: Forger) -> None:
        await forger.plant(
            "warehouse",
            """INSERT INTO relay_positions (topic, partition, sent_seq, sent_offset, fence)
            SELECT topic, partition, max(seq) - (topic = 'warehouse.goods')::integer, 0, 1 FROM outbox GROUP BY 1, 2""",
        )
        breached = await breaches_of(forger)
        assert breached.keys() == {"I9"}
        assert breached["I9"].startswith("warehouse.goods/")
        assert ": sent up to " in breached["I9"]

    async def test_a_published_event_that_never_happened_is_named(self, forger: Forger) -> None:
        await forger.plant(
            "sales",
            """INSERT INTO outbox SELECT topic, partition, max(seq) + 1, 'nobody', gen_random_uuid(),
                'sales.contract.closed.v1', 'contract-nobody', 1, now(), gen_random_uuid(), gen_random_uuid(), NULL,
                '{}', now() FROM outbox WHERE topic = 'sales.contract' GROUP BY 1, 2 LIMIT 1""",
        )
        breached = await breaches_of(forger)
        assert breached.keys() == {"I9"}
        assert "sales.contract.closed.v1" in breached["I9"]
        assert "was published and is not in the log" in breached["I9"]

    async def test_an_id_that_two_events_have_is_named(self, forger: Forger) -> None:
        await forger.plant(
            "care",
            """UPDATE events SET event_id = (SELECT event_id FROM events WHERE type = 'survey.scheduled' LIMIT 1)
            WHERE type = 'survey.scheduled'""",
        )
        breached = await breaches_of(forger)
        assert breached.keys() == {"I9", "I15"}
        assert breached["I9"].startswith("care: ")
        assert breached["I9"].endswith(": survey.scheduled")


class TestI10Inbox:
    async def test_a_message_that_was_told_and_not_heard_is_named(self, forger: Forger) -> None:
        heard = "SELECT event_id FROM inbox WHERE type = 'accounting.invoice.posted.v1' LIMIT 1"
        event_id = await forger.ask("sales", heard)
        await forger.plant("sales", "DELETE FROM inbox WHERE event_id = $1", event_id)
        breached = await breaches_of(forger)
        assert breached == {"I10": f"sales never heard accounting.invoice.posted.v1 {event_id}"}

    async def test_a_message_that_is_parked_is_not_missing(self, forger: Forger) -> None:
        await forger.plant(
            "sales",
            """WITH gone AS (DELETE FROM inbox WHERE event_id = (SELECT event_id FROM inbox LIMIT 1) RETURNING *)
            INSERT INTO parked (event_id, topic, partition, seq, key, type, headers, data, cause, detail, parked_at,
                status) SELECT event_id, topic, partition, seq, 'key', type, '{}', '', 'failed', 'test', now(),
                'parked' FROM gone""",
        )
        assert await breaches_of(forger) == {}

    async def test_a_message_that_nobody_told_is_named(self, forger: Forger) -> None:
        await forger.plant(
            "care",
            """INSERT INTO inbox (event_id, type, topic, partition, seq, stream, outcome, heard_at)
            VALUES ('00000000-0000-0000-0000-000000000001', 'warehouse.shipment.delivered.v1', 'warehouse.shipment',
                0, 99, 'shipment-of-nobody', 'handled', now())""",
        )
        breached = await breaches_of(forger)
        assert breached == {"I10": "care heard 00000000-0000-0000-0000-000000000001, which nobody told"}

    async def test_what_its_source_forgot_while_it_was_parked_is_on_record(self, forger: Forger) -> None:
        await forger.plant("warehouse", "UPDATE relay_state SET fence = fence")  # a copy, for its new epoch
        await forger.plant(
            "care",
            """INSERT INTO parked (event_id, topic, partition, seq, key, type, headers, data, cause, detail, parked_at,
                status) VALUES (gen_random_uuid(), 'warehouse.shipment', 0, 99, 'nobody',
                'warehouse.shipment.delivered.v1', '{"stream": "shipment-nobody"}', '', 'failed', 'test', now(),
                'parked')""",
        )
        async with reconciliation(SERVICES, forger.access) as found:
            (split,) = [pair for pair in await found.pairs(may_begin=True) if pair.is_split]
            await found.accept(split, "otto.operator", "the shipment is not ours")
        assert [one.status for one in split.forgotten] == ["parked"]
        noted = "SELECT outcome FROM inbox WHERE stream = 'shipment-nobody'"
        assert await forger.ask("care", noted) == "discarded"
        assert await breaches_of(forger) == {}

    async def test_a_version_that_this_code_does_not_know_counts_as_what_it_is(self, forger: Forger) -> None:
        """As while departments are upgraded one after the other, and the proof is of the version before."""
        confirmed = "SELECT event_id FROM outbox WHERE type = 'sales.order.confirmed.v1' LIMIT 1"
        event_id = await forger.ask("sales", confirmed)
        later = "UPDATE outbox SET type = 'sales.order.confirmed.v9' WHERE event_id = $1"
        await forger.plant("sales", later, event_id)
        assert await breaches_of(forger) == {}
        await forger.plant("warehouse", "DELETE FROM inbox WHERE event_id = $1", event_id)
        assert await breaches_of(forger) == {"I10": f"warehouse never heard sales.order.confirmed.v9 {event_id}"}

    async def test_a_message_that_is_told_otherwise_than_it_was_heard_is_named_with_both(self, forger: Forger) -> None:
        """As by a department that was restored, and decided otherwise about what it heard again."""
        told = "SELECT event_id FROM outbox WHERE type = 'warehouse.reservation.made.v1' LIMIT 1"
        event_id = await forger.ask("warehouse", told)
        words = "SELECT digest FROM inbox WHERE event_id = $1"
        before = await forger.ask("sales", words, event_id)
        otherwise = "UPDATE outbox SET data = '{\"lines\": []}' WHERE event_id = $1"
        await forger.plant("warehouse", otherwise, event_id)
        breached = await breaches_of(forger)
        assert breached.keys() == {"I10"}
        named = f"sales heard warehouse.reservation.made.v1 {event_id} as {before.hex()}, told is "
        assert named in breached["I10"]
        assert "purchasing heard " in breached["I10"]

    async def test_what_was_told_otherwise_and_is_parked_is_on_record(self, forger: Forger) -> None:
        told = "SELECT event_id FROM outbox WHERE type = 'warehouse.shipment.delivered.v1' LIMIT 1"
        event_id = await forger.ask("warehouse", told)
        otherwise = "UPDATE outbox SET data = (data::text || ' ')::json WHERE event_id = $1"
        await forger.plant("warehouse", otherwise, event_id)
        for named in (await breaches_of(forger))["I10"].splitlines():
            department, *_, digest = named.split()
            await forger.plant(
                department,
                """INSERT INTO parked (event_id, topic, partition, seq, key, type, headers, data, cause, detail,
                    parked_at, status) SELECT $2, topic, partition, seq, 'key', type, '{}', '', 'told again', 'test',
                    now(), 'unreadable' FROM inbox WHERE event_id = $1""",
                event_id,
                id_told_again(event_id, bytes.fromhex(digest)),
            )
        assert await breaches_of(forger) == {}


class TestI11Order:
    async def test_a_message_heard_before_an_earlier_one_of_its_stream_is_named(self, forger: Forger) -> None:
        await forger.plant(
            "sales",
            """WITH pair AS (SELECT topic, stream, min(seq) AS early FROM inbox GROUP BY 1, 2
                HAVING count(*) > 1 LIMIT 1)
            UPDATE inbox SET committed_at = committed_at + interval '1 day' FROM pair
            WHERE (inbox.topic, inbox.stream, inbox.seq) = (pair.topic, pair.stream, pair.early)""",
        )
        breached = await breaches_of(forger)
        assert breached.keys() == {"I11"}
        assert breached["I11"].startswith("sales: ")
        assert "was heard after a later one" in breached["I11"]

    async def test_what_a_restored_source_forgot_is_not_before_what_it_said_since(self, forger: Forger) -> None:
        """The source gives the sequences of what it forgot once more."""
        await forger.plant(
            "sales",
            """WITH forgotten AS (
                INSERT INTO inbox (event_id, type, topic, partition, seq, stream, outcome, heard_at, committed_at)
                SELECT gen_random_uuid(), type, topic, partition, seq + 1, stream, outcome, heard_at,
                    committed_at - interval '1 day' FROM inbox LIMIT 1 RETURNING *)
            INSERT INTO parked (event_id, topic, partition, seq, key, type, headers, data, cause, detail, parked_at,
                status) SELECT event_id, topic, partition, seq, stream, type, '{}', '', $1, 'test', now(), 'discarded'
                FROM forgotten""",
            FORGOTTEN,
        )
        assert await breaches_of(forger) == {}

    async def test_what_a_person_discarded_was_not_heard(self, forger: Forger) -> None:
        """It may have waited behind one that was heard later on."""
        await forger.plant(
            "sales",
            """WITH pair AS (SELECT topic, stream, max(seq) AS late FROM inbox GROUP BY 1, 2
                HAVING count(*) = 2 LIMIT 1)
            UPDATE inbox SET outcome = 'discarded', committed_at = committed_at - interval '1 day' FROM pair
            WHERE (inbox.topic, inbox.stream, inbox.seq) = (pair.topic, pair.stream, pair.late)""",
        )
        assert await breaches_of(forger) == {}


class TestI12Effects:
    async def test_a_message_that_had_effects_at_two_moments_is_named(self, forger: Forger) -> None:
        await forger.rewrite(
            "accounting",
            """UPDATE events SET recorded_at = recorded_at + interval '1 second'
            WHERE type = 'journal.entry-recorded' AND data->>'source' = 'invoice'""",
        )
        breached = await breaches_of(forger)
        assert breached.keys() == {"I12"}
        assert "accounting: warehouse.shipment.delivered.v1 " in breached["I12"]
        assert "had effects in 2 transactions" in breached["I12"]


class TestI13Views:
    async def test_a_view_that_says_something_else_than_the_log_is_named(self, traded: Traded, forger: Forger) -> None:
        customer = traded.story.straight.customer_id
        await forger.plant(
            "sales",
            "UPDATE customer SET document = jsonb_set(document::jsonb, '{blocked_by}', '\"hr\"')::json WHERE id = $1",
            customer,
        )
        breached = await breaches_of(forger)
        assert breached == {"I13": f"sales.customer: 1 rows: {customer} differs"}

    async def test_a_row_that_is_missing_is_named(self, forger: Forger) -> None:
        survey = await forger.ask("care", "SELECT id FROM survey LIMIT 1")
        await forger.plant("care", "DELETE FROM survey WHERE id = $1", survey)
        breached = await breaches_of(forger)
        assert breached == {"I13": f"care.survey: 1 rows: {survey} is missing"}


class TestI14Streams:
    async def test_an_event_that_no_code_knows_is_named(self, traded: Traded, forger: Forger) -> None:
        stream = f"fulfilment-{traded.story.straight.order_id}"
        forgotten = "UPDATE events SET type = 'fulfilment.forgotten' WHERE stream = $1 AND version = 3"
        await forger.rewrite("sales", forgotten, stream)
        breached = await breaches_of(forger)
        assert breached.keys() == {"I14"}
        assert breached["I14"].startswith(f"sales: {stream} does not fold: UnknownEvent: fulfilment.forgotten")

    async def test_an_event_that_a_view_cannot_read_stops_neither_the_proof_nor_the_other_views(
        self, forger: Forger
    ) -> None:
        forgotten = "UPDATE events SET type = 'policy.forgotten' WHERE type = 'supplier.registered'"
        await forger.plant("purchasing", forgotten)
        breached = await breaches_of(forger)
        assert breached.keys() == {"I13", "I14", "I15"}
        assert breached["I13"].startswith("purchasing.supplier cannot be rebuilt: UnknownEvent")

    async def test_a_snapshot_that_is_not_its_history_is_named(self, forger: Forger) -> None:
        await forger.plant(
            "accounting",
            """INSERT INTO snapshots (stream, version, shape, data)
            SELECT stream, max(version), 'NumberSeries', '{"last": 99, "last_document_id": "nobody"}' FROM events
            WHERE stream LIKE 'number_series-INV-%' GROUP BY 1""",
        )
        breached = await breaches_of(forger)
        assert breached.keys() == {"I14"}
        assert breached["I14"].startswith("accounting: the snapshot of number_series-INV-")


class TestI15Chains:
    async def test_an_event_that_was_rewritten_is_named(self, forger: Forger) -> None:
        await forger.plant(
            "sales",
            """UPDATE events SET metadata = jsonb_set(metadata::jsonb, '{actor}', '"nobody"')::json
            WHERE type = 'fulfilment.finished' AND partition = 0 OR stream LIKE 'fulfilment-%' AND version = 1""",
        )
        breached = await breaches_of(forger)
        assert breached.keys() == {"I15"}
        assert "the event is not as it was written" in breached["I15"]

    async def test_a_log_that_was_cut_off_is_named(self, forger: Forger) -> None:
        for name in NAMES:
            await forger.plant(name, "UPDATE log_head SET position = position + 1")
        breached = await breaches_of(forger)
        assert breached.keys() == {"I15"}
        assert breached["I15"].count("the log ends before its head at") == 4 * len(NAMES)


class TestI16Waiting:
    async def test_a_deadline_that_nobody_fired_is_named(self, forger: Forger) -> None:
        await forger.plant("care", "UPDATE deadlines SET due_at = now() - interval '2 minutes' WHERE name = 'send'")
        breached = await breaches_of(forger)
        assert breached.keys() == {"I16"}
        assert breached["I16"].startswith("care: send of survey-")

    async def test_an_order_that_waits_without_a_deadline_is_named(self, traded: Traded, forger: Forger) -> None:
        order_id = traded.story.waiting_order
        await forger.plant("sales", "DELETE FROM deadlines WHERE stream = $1", f"fulfilment-{order_id}")
        breached = await breaches_of(forger)
        assert breached.keys() == {"I16"}
        assert breached["I16"].startswith(f"order {order_id} waits for shipment until ")
        assert breached["I16"].endswith("and its deadline is not set")

    async def test_an_order_that_waits_for_nothing_that_has_a_name_is_named(
        self, traded: Traded, forger: Forger
    ) -> None:
        order_id = traded.story.held_order
        await forger.plant(
            "sales",
            """UPDATE "order" SET document = jsonb_set(document::jsonb, '{holds}', '[]')::json WHERE id = $1""",
            order_id,
        )
        breached = await breaches_of(forger)
        # The view was changed and not the log, so that it is unlike its rebuild too (I13).
        assert breached.keys() == {"I13", "I16"}
        assert breached["I16"] == f"order {order_id} is placed and waits for nothing that has a name"
