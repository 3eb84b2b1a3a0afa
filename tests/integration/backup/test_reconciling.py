"""What reconciling does to a consumer's places and to what it set aside: of two small departments, without a restore.

A source is put back here by taking what it said from its outbox, and by its new epoch.
"""

from itertools import count

import pytest

from shared.event_store.partitioning import partition_of
from shared.event_store.port import StoreUnavailable
from shared.messaging.envelope import Unreadable
from shared.messaging.local import LocalDelivery
from shared.messaging.set_aside import FORGOTTEN
from tests.integration.backup.conversing import Conversation
from tests.unit.messaging.small_talk import heard_of


def _neighbours() -> tuple[str, str]:
    """Two notes of one partition."""
    first = "bee"
    others = (f"bee{number}" for number in count())
    return first, next(one for one in others if partition_of(f"note-{one}") == partition_of(f"note-{first}"))


def _elsewhere(note: str) -> str:
    """A note of another partition."""
    others = (f"bee{number}" for number in count())
    return next(one for one in others if partition_of(f"note-{one}") != partition_of(f"note-{note}"))


class TestPlaces:
    async def test_what_a_dying_consumer_left_out_between_two_others_is_heard(self, conversation: Conversation) -> None:
        bee, cat = _neighbours()
        await conversation.listens(await conversation.says(bee, "early"))
        messages = [*await conversation.says(bee, "one", "two"), *await conversation.says(cat, "elsewhere")]
        conversation.store.last_gasp = messages[1]
        with pytest.raises(StoreUnavailable):
            await conversation.listens(messages)
        assert await conversation.of_listener("SELECT seq FROM inbox ORDER BY seq") == [(1,), (2,), (4,)]
        conversation.store.last_gasp = None
        await conversation.source_is_put_back()
        assert await conversation.reconciled() == []
        assert await heard_of(conversation.listener, bee) == ["early", "one", "two"]
        assert await heard_of(conversation.listener, cat) == ["elsewhere"]

    async def test_a_consumer_goes_back_to_where_its_source_was_put_back(self, conversation: Conversation) -> None:
        first, second, third = await conversation.says("bee", "one", "two", "three")
        await conversation.listens([first, second, third])
        await conversation.source_is_put_back(second, third)
        await conversation.says("bee", "two, told otherwise")
        (pair,) = await conversation.reconciled("it is the same")
        assert [one.event_id for one in pair.forgotten] == [second.event_id, third.event_id]
        assert await heard_of(conversation.listener, "bee") == ["one", "two", "three", "two, told otherwise"]

    @pytest.mark.parametrize("is_known", [True, False])
    async def test_what_the_source_forgot_is_not_heard_afterwards_where_it_was_silent(
        self, conversation: Conversation, *, is_known: bool
    ) -> None:
        """The broker still delivers it, in the old epoch; whether other places of the source were heard or not."""
        if is_known:
            await conversation.listens(await conversation.says(_elsewhere("bee"), "early"))
        forgotten = await conversation.says("bee", "one", "two")
        await conversation.source_is_put_back(*forgotten)
        assert await conversation.reconciled() == []
        await conversation.listens(forgotten)
        assert await heard_of(conversation.listener, "bee") == []
        await conversation.listens(await conversation.says("bee", "two, told otherwise"))
        assert await heard_of(conversation.listener, "bee") == ["two, told otherwise"]


class TestWhatWasMissed:
    async def test_it_is_heard_in_the_order_in_which_it_was_said_wherever_it_stands(
        self, conversation: Conversation
    ) -> None:
        notes = sorted((f"bee{number}" for number in range(12)), key=lambda note: -partition_of(f"note-{note}"))
        said = [message for note in (*notes, notes[0], notes[-1]) for message in await conversation.says(note, "hm")]
        assert [one.partition for one in said] != sorted(one.partition for one in said)
        assert await conversation.reconciled() == []
        heard = await conversation.of_listener("SELECT event_id FROM inbox ORDER BY committed_at, ctid")
        assert heard == [(one.event_id,) for one in said]


class TestWhatWasSetAside:
    async def test_a_message_that_its_source_forgot_is_named_with_what_it_waits_for_and_never_heard(
        self, conversation: Conversation
    ) -> None:
        moods = conversation.parties.moods
        known = await conversation.says("bee", "one")
        moods.rejected.add("no")
        moods.broken.add("hard")
        forgotten = [*await conversation.says("bee", "no", "behind"), *await conversation.says("cat", "hard")]
        await conversation.listens([*known, *forgotten])
        await conversation.source_is_put_back(*forgotten)

        (pair,) = await conversation.reconciled()
        named = {one.event_id: one.status for one in pair.forgotten}
        assert named == dict(zip((one.event_id for one in forgotten), ("parked", "waiting", "retrying"), strict=True))
        assert await conversation.of_listener("SELECT DISTINCT status FROM parked WHERE status = 'discarded'") == []

        assert await conversation.reconciled("it never happened") == [pair]
        assert await conversation.reconciled() == []
        assert await conversation.of_listener("SELECT status, cause, detail, next_try_at FROM parked") == [
            ("discarded", FORGOTTEN, f"{pair.source} was restored from a backup and does not know it", None)
        ] * len(forgotten)
        noted = await conversation.of_listener("SELECT event_id, stream, outcome FROM inbox WHERE outcome <> 'heard'")
        assert sorted(noted) == sorted((one.event_id, one.stream, "discarded") for one in forgotten)
        acted = await conversation.of_listener("SELECT action, actor, reason FROM parked_audit")
        assert acted == [("discard", "otto.operator", "it never happened")] * len(forgotten)

    async def test_its_stream_flows_again_in_what_the_source_says_since(self, conversation: Conversation) -> None:
        moods = conversation.parties.moods
        moods.rejected.add("no")
        forgotten = await conversation.says("bee", "no", "behind")
        await conversation.listens(forgotten)
        await conversation.source_is_put_back(*forgotten)
        await conversation.says("bee", "yes")
        await conversation.reconciled("it never happened")
        assert await heard_of(conversation.listener, "bee") == ["yes"]

    async def test_one_that_its_source_knows_splits_nothing_and_waits_on(self, conversation: Conversation) -> None:
        conversation.parties.moods.rejected.add("no")
        await conversation.listens(await conversation.says("bee", "one", "no", "behind"))
        await conversation.source_is_put_back()
        assert await conversation.reconciled() == []
        assert await conversation.of_listener("SELECT status FROM parked ORDER BY seq") == [("parked",), ("waiting",)]

    async def test_a_record_that_is_no_message_is_nobodys_to_know(self, conversation: Conversation) -> None:
        topic = conversation.parties.topic
        record = Unreadable(topic=topic, partition=0, offset=7, key="bee", headers={}, data=b"{", why="no headers")
        delivery = LocalDelivery([])
        delivery.unreadable = [record]
        await conversation.consumer().take(delivery)
        await conversation.source_is_put_back()
        assert await conversation.reconciled() == []
        assert await conversation.of_listener("SELECT status FROM parked") == [("unreadable",)]
