"""What a restored source says again by itself, or otherwise: of two small departments, without a restore."""

from datetime import UTC, datetime
from uuid import uuid4

import asyncpg
from msgspec.structs import replace

from shared.event_store.unit import DeadlineRow
from shared.kernel.decider import StreamId
from shared.messaging.envelope import Envelope
from shared.messaging.set_aside import COMING_AGAIN, FORGOTTEN, TOLD_AGAIN
from shared.processes.deadlines import cause_of
from tests.integration.backup.conversing import Conversation
from tests.unit.messaging.small_talk import heard_of

_SAY_AGAIN = """
INSERT INTO outbox (topic, partition, seq, key, event_id, type, stream, stream_version, occurred_at, causation_id,
    correlation_id, trace, data)
SELECT $1, $2, coalesce((SELECT max(seq) FROM outbox WHERE topic = $1 AND partition = $2), 0) + 1, $3, $4, $5, $6, 1,
    now(), $7, $7, NULL, $8::text::json
"""


async def says_again(conversation: Conversation, message: Envelope, data: str) -> None:
    """The source led to it once more."""
    connection = await asyncpg.connect(conversation.databases[conversation.parties.speaker.name].owner_dsn)
    what = (message.topic, message.partition, message.key, message.event_id, message.type, message.stream)
    await connection.execute(_SAY_AGAIN, *what, message.causation_id, data)
    await connection.close()


async def has_a_cause_to_come(conversation: Conversation, message: Envelope) -> None:
    """It was said for a message of the listener that the speaker, which was put back, has not heard yet."""
    connection = await asyncpg.connect(conversation.databases[conversation.parties.listener.name].owner_dsn)
    what = ("listener.tally", 0, "cause", message.causation_id, "listener.tally.counted.v1", "tally-cause")
    await connection.execute(_SAY_AGAIN, *what, uuid4(), "{}")
    await connection.close()


def whispered(conversation: Conversation, message: Envelope) -> Envelope:
    """The same as something that nobody hears."""
    return replace(message, type=f"{conversation.parties.topic}.whispered.v1")


def text_of(message: Envelope) -> str:
    return message.data if isinstance(message.data, str) else message.data.decode()


class TestComingAgain:
    async def test_what_the_source_will_say_by_itself_asks_no_decision(self, conversation: Conversation) -> None:
        first, second, third = await conversation.says("bee", "one", "two", "three")
        await conversation.listens([first, second, third])
        await has_a_cause_to_come(conversation, third)
        await conversation.source_is_put_back(second, third)
        (pair,) = await conversation.reconciled()
        assert [one.event_id for one in pair.forgotten] == [second.event_id]
        assert [one.event_id for one in pair.coming_again] == [third.event_id]

        await conversation.reconciled("two is told in another way")
        await says_again(conversation, third, text_of(third))
        assert await conversation.reconciled() == []
        assert await heard_of(conversation.listener, "bee") == ["one", "two", "three"]
        kept = await conversation.of_listener("SELECT event_id, cause, status FROM parked")
        assert sorted(map(str, kept)) == sorted(
            map(str, [(second.event_id, FORGOTTEN, "discarded"), (third.event_id, COMING_AGAIN, "settled")])
        )

    async def test_one_that_does_not_come_after_all_is_forgotten(self, conversation: Conversation) -> None:
        (only,) = await conversation.says("bee", "one")
        await conversation.listens([only])
        await has_a_cause_to_come(conversation, only)
        await conversation.source_is_put_back(only)
        assert await conversation.reconciled() == []
        epoch = await conversation.epoch()
        await conversation.source_heard(only.causation_id)
        (pair,) = await conversation.reconciled()
        assert [one.event_id for one in pair.forgotten] == [only.event_id]
        assert await conversation.epoch() == epoch
        await conversation.reconciled("it was nothing")
        assert await conversation.reconciled() == []

    async def test_one_that_waits_is_heard_in_the_words_in_which_it_comes(self, conversation: Conversation) -> None:
        conversation.parties.moods.rejected.add("no")
        (only,) = await conversation.says("bee", "no")
        await conversation.listens([only])
        await has_a_cause_to_come(conversation, only)
        await conversation.source_is_put_back(only)
        assert await conversation.reconciled() == []
        await says_again(conversation, only, '{"text":"yes"}')
        assert await conversation.reconciled() == []
        waiting = await conversation.of_listener("SELECT status, convert_from(data, 'UTF8') FROM parked")
        assert waiting == [("parked", '{"text":"yes"}')]

    async def test_one_that_waits_is_expected_until_its_deadline_fires(self, conversation: Conversation) -> None:
        conversation.parties.moods.rejected.add("no")
        deadline = DeadlineRow(
            stream=StreamId("note-bee"),
            name="done",
            due_at=datetime(2026, 3, 2, 12, tzinfo=UTC),
            correlation_id=uuid4(),
            set_by=uuid4(),
        )
        (said,) = await conversation.says("bee", "no")
        only = replace(said, causation_id=cause_of(conversation.parties.speaker.name, deadline))
        await conversation.listens([only])
        await conversation.source_has(deadline)
        await conversation.source_is_put_back(only)
        assert await conversation.reconciled() == []
        epoch = await conversation.epoch()
        assert await conversation.reconciled() == []
        assert await conversation.epoch() == epoch
        await says_again(conversation, only, text_of(only))
        assert await conversation.reconciled() == []
        assert await conversation.of_listener("SELECT status FROM parked") == [("parked",)]

    async def test_a_second_look_begins_no_epoch(self, conversation: Conversation) -> None:
        (only,) = await conversation.says("bee", "one")
        await conversation.listens([only])
        epoch = await conversation.epoch()
        await conversation.source_is_put_back(only, epoch=False)
        (pair,) = await conversation.looked()
        assert (pair.was_put_back, pair.is_new_epoch, await conversation.epoch()) == (True, False, epoch)
        (pair,) = await conversation.reconciled()
        assert (pair.is_new_epoch, await conversation.epoch()) == (True, pair.epoch)
        assert pair.epoch > epoch


class TestToldOtherwise:
    async def test_as_something_that_the_listener_does_not_hear_it_is_forgotten(
        self, conversation: Conversation
    ) -> None:
        (only,) = await conversation.says("bee", "one")
        await conversation.listens([only])
        await has_a_cause_to_come(conversation, only)
        await conversation.source_is_put_back(only)
        assert await conversation.reconciled() == []
        epoch = await conversation.epoch()
        await says_again(conversation, whispered(conversation, only), text_of(only))
        await conversation.source_heard(only.causation_id)
        (pair,) = await conversation.reconciled()
        assert [(one.event_id, one.type) for one in pair.forgotten] == [(only.event_id, only.type)]
        await conversation.reconciled("it is called back")
        assert await conversation.reconciled() == []
        assert await conversation.epoch() == epoch

    async def test_what_the_listener_has_ceased_to_hear_is_told_as_it_was(self, conversation: Conversation) -> None:
        (only,) = await conversation.says("bee", "one")
        await conversation.listens([only])
        await conversation.source_is_put_back(only)
        await says_again(conversation, whispered(conversation, only), text_of(only))
        assert len(await conversation.looked()) == 1
        await conversation.of_listener("UPDATE inbox SET type = $1", whispered(conversation, only).type)
        assert await conversation.looked() == []

    async def test_it_is_named_until_a_person_accepts(self, conversation: Conversation) -> None:
        first, second = await conversation.says("bee", "one", "two")
        await conversation.listens([first, second])
        await has_a_cause_to_come(conversation, second)
        await conversation.source_is_put_back(second)
        assert await conversation.reconciled() == []
        await says_again(conversation, second, '{"text":"other"}')
        epoch = await conversation.epoch()
        assert await conversation.reconciled() == []  # it is heard only now

        (pair,) = await conversation.reconciled()
        (named,) = pair.told_again
        assert (named.heard_as, named.type, named.stream) == (str(second.event_id), second.type, second.stream)
        assert await heard_of(conversation.listener, "bee") == ["one", "two"]
        assert await conversation.reconciled("two it is, and they know") == [pair]
        assert await conversation.reconciled() == []
        assert await conversation.epoch() == epoch
        aside = await conversation.of_listener("SELECT cause, status FROM parked ORDER BY cause")
        assert aside == [(COMING_AGAIN, "settled"), (TOLD_AGAIN, "discarded")]
        acted = await conversation.of_listener("SELECT event_id, action, actor, reason FROM parked_audit")
        assert acted == [(named.event_id, "discard", "otto.operator", "two it is, and they know")]
