"""A rolling upgrade: the version before of a published event and its consumer, beside this version, both ways."""

import pytest

from deploy.proof.memory import MemoryEvidence
from shared.published.published import TYPES, published, read_as, upcasts
from tests.unit.messaging.versions import Upgrade


@pytest.fixture
def upgrade() -> Upgrade:
    return Upgrade()


class TestWithinOneVersion:
    async def test_a_field_that_is_not_known_is_ignored(self, upgrade: Upgrade) -> None:
        before = await upgrade.listener("v1")
        await upgrade.tell("v1 richer", "100")
        await before.hear()
        assert await upgrade.noted() == ["100 USD"]

    async def test_a_field_that_is_not_told_yet_takes_its_default(self, upgrade: Upgrade) -> None:
        now = await upgrade.listener("v1 richer")
        await upgrade.tell("v1", "100")
        await upgrade.tell("v1 richer", "90")
        await now.hear()
        assert await upgrade.noted() == ["100 USD none", "90 USD sale"]


class TestTheListenerFirst:
    async def test_what_was_told_in_the_version_before_is_upcast(self, upgrade: Upgrade) -> None:
        now = await upgrade.listener("v2")
        await upgrade.tell("v1", "100")
        await upgrade.tell("v2", "2500000")
        await upgrade.tell("v1", "90")
        await now.hear()
        assert await upgrade.noted() == ["100 USD", "2500000 VND", "90 USD"]
        assert upgrade.store.parked == {}

    async def test_both_versions_of_the_listener_side_by_side_hear_everything_once(self, upgrade: Upgrade) -> None:
        keys = [f"item-{number}" for number in range(12)]
        before, now = await upgrade.listener("v1"), await upgrade.listener("v2")
        for key in keys:
            await upgrade.tell("v1", "1", "2", key=key)
        await before.hear()
        await now.hear()
        await before.subscription.close()  # the old process goes, and its places to the new one
        for key in keys:
            await upgrade.tell("v2", "3", key=key)
        await now.hear()
        assert [await upgrade.noted(key) for key in keys] == [["1 USD", "2 USD", "3 VND"]] * 12
        assert upgrade.store.parked == {}

    async def test_a_step_that_cannot_cope_parks_the_message(self, upgrade: Upgrade) -> None:
        now = await upgrade.listener("v2")
        await upgrade.tell("v1", "-1")
        await now.hear()
        (parked,) = upgrade.store.parked.values()
        assert parked.cause == "unreadable"
        assert "no price is negative" in parked.detail


class TestTheSpeakerFirst:
    async def test_a_version_to_come_waits_with_all_behind_it_and_is_heard_after_the_upgrade(
        self, upgrade: Upgrade
    ) -> None:
        before = await upgrade.listener("v1")
        await upgrade.tell("v1", "1")
        await upgrade.tell("v2", "2")
        await upgrade.tell("v1", "3")
        await upgrade.tell("v1", "9", key="valve")
        await before.hear()
        assert await upgrade.noted() == ["1 USD"]
        assert await upgrade.noted("valve") == ["9 USD"]
        head, behind = await upgrade.lot.listed()
        assert (head.cause, head.status, behind.status) == ("unreadable", "parked", "waiting")
        assert "told.v2 is a version that is not known here" in head.detail

        await before.subscription.close()
        now = await upgrade.listener("v2")
        await now.consumer.load_positions()
        await upgrade.desk.retry(head.event_id, "otto", "upgraded")
        assert await now.parking.work_through() == 2
        await upgrade.tell("v2", "4")
        await now.hear()
        assert await upgrade.noted() == ["1 USD", "2 VND", "3 USD", "4 VND"]

    async def test_also_one_that_the_code_has_and_the_department_does_not_hear_yet(self, upgrade: Upgrade) -> None:
        topic = upgrade.versions.topic
        before = await upgrade.listener("v1")
        await upgrade.tell("v2", "2")
        (message,) = [row for rows in upgrade.source.outbox.values() for row in rows]
        TYPES[message.type] = object
        try:
            await before.hear()
        finally:
            del TYPES[message.type]
        assert [parked.topic for parked in upgrade.store.parked.values()] == [topic]


class TestTheProof:
    async def test_it_reads_what_was_told_in_the_version_before_as_well(self, upgrade: Upgrade) -> None:
        await upgrade.tell("v1", "100")
        await upgrade.tell("v2", "2500000")
        evidence = MemoryEvidence.of({upgrade.speaker: upgrade.source}, upgrade.clock.now())
        told = await evidence.told(upgrade.versions.latest)
        assert [(one.minor, one.currency) for one in told] == [(100, "USD"), (2500000, "VND")]


class TestSteps:
    async def test_nobody_hears_two_versions_of_one_event(self, upgrade: Upgrade) -> None:
        with pytest.raises(ValueError, match="in two ways"):
            await upgrade.listener("v1", "v2")

    def test_they_are_walked_one_by_one_and_lead_to_the_next_version_only(self) -> None:
        @published("sales.order.tried.v1", topic="sales.order")
        class First:
            text: str

        @published("sales.order.tried.v2", topic="sales.order")
        class Second:
            text: str

        @published("sales.order.tried.v3", topic="sales.order")
        class Third:
            text: str

        for version in (1, 2, 3):
            del TYPES[f"sales.order.tried.v{version}"]

        @upcasts(First, to=Second)
        def second(told: First) -> Second:
            return Second(text=told.text + "b")

        @upcasts(Second, to=Third)
        def third(told: Second) -> Third:
            return Third(text=told.text + "c")

        found = dict(read_as(Third))
        assert list(found) == [Third, Second, First]
        assert found[First](First(text="a")) == Third(text="abc")
        assert found[Third](Third(text="a")) == Third(text="a")
        with pytest.raises(ValueError, match="not the version after"):
            upcasts(First, to=Third)
        with pytest.raises(ValueError, match="two steps"):
            upcasts(First, to=Second)(second)
