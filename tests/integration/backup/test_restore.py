"""Databases restored from a backup beside a broker that lost everything: the company goes on, and says what is lost."""

import asyncio
import os
from pathlib import Path

import asyncpg
import pytest

from deploy.backup.hearing import hear_what_was_missed
from deploy.backup.reconciling import AtWork, Pair, reconciliation
from deploy.backup.restoring import RestoreRefused, restore
from deploy.backup.taking import NotABackup, read_manifest, take_backup
from deploy.departments import NAMES
from deploy.embedded.company import Access, prepare_databases
from deploy.embedded.kafka import LocalKafka
from deploy.embedded.kafka_jars import NoKafkaFiles, kafka_files
from deploy.embedded.postgres import EmbeddedPostgres
from deploy.journeys.people import People
from deploy.journeys.shop import PUMPS, customer, opening_stock, tax_and_prices
from deploy.journeys.straight import straight
from deploy.proof.report import prove
from deploy.registry import SERVICES
from shared.observability.counters import RESTORED
from tests.integration.backup.over_kafka import company_over_kafka

pytestmark = pytest.mark.slow

ARTICLES = PUMPS[:2]


@pytest.fixture
def kafka_homes(server_home: Path) -> list[Path]:
    """Folders for brokers of our own, whose topics may be lost. Without one: an error in CI, a skip elsewhere."""
    try:
        kafka_files()
    except NoKafkaFiles as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"only a broker of our own can lose its topics: {error}")
    return [server_home / "kafka", server_home / "kafka-anew"]


async def _restored(access: dict[str, Access], place: Path, *departments: str) -> None:
    manifest = read_manifest(place)
    for name in departments:
        await restore(name, access[name], place, manifest, replace=True)


async def _put_back_by_others(access: dict[str, Access], place: Path, department: str) -> None:
    """As a recovery of PostgreSQL to a moment leaves it: nobody was told, and the epoch is that of then."""
    await _restored(access, place, department)
    connection = await asyncpg.connect(access[department].owner_dsn)
    await connection.execute("UPDATE relay_state SET source_epoch = $1", read_manifest(place).dumps[department].epoch)
    await connection.close()


async def _split(access: dict[str, Access], reason: str | None = None) -> list[Pair]:
    """What restored departments forgot; with a reason that is accepted, and where there is nothing, it always is."""
    async with reconciliation(SERVICES, access) as found:
        await found.nobody_hears()
        pairs = await found.pairs(may_begin=True)
        for pair in pairs:
            if reason is not None or not pair.is_split:
                await found.accept(pair, "otto.operator", reason or "")
    return [pair for pair in pairs if pair.is_split]


async def _journey(people: People, serial: int) -> None:
    buyer = await customer(people, serial)
    await straight(people, buyer, articles=ARTICLES, quantity=1, revised=False, instalments=1)


async def _breaches(access: dict[str, Access]) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.id, one.breaches) for one in await prove(access, patience_seconds=30) if not one.holds]


async def test_the_company_goes_on_from_restored_databases_and_an_empty_broker(
    server_home: Path, kafka_homes: list[Path]
) -> None:
    """Five restored to one moment fit together; one restored alone is noticed, and what it forgot is named.

    So is one that was put back without a word: its relay finds on the broker what its outbox never held.
    """
    home, backups = server_home / "company", server_home / "backups"
    async with EmbeddedPostgres(server_home) as server:
        access = await prepare_databases(server, SERVICES)
        async with (
            LocalKafka(kafka_homes[0]) as kafka,
            company_over_kafka(home, server, kafka.bootstrap_servers) as people,
        ):
            first = await _backed_up_at_work(people, access, backups)
        await _restored(access, first, *NAMES)
        assert await _split(access) == []
        await hear_what_was_missed(SERVICES, access)
        async with LocalKafka(kafka_homes[1]) as kafka:
            async with company_over_kafka(home, server, kafka.bootstrap_servers) as people:
                await _journey(people, 3)
                assert await _breaches(access) == []
                second = await take_backup(access, backups)
                forgotten = await _known_to_accounting(people, 4)
            await _restored(access, second, "sales")
            async with company_over_kafka(home, server, kafka.bootstrap_servers) as people:
                unheard = await _until_accounting_halts(people, 100)
            await _settle_what_sales_forgot(access, forgotten, settled=1)
            async with company_over_kafka(home, server, kafka.bootstrap_servers) as people:
                await _heard_by_accounting(people, unheard)
                await _journey(people, 5)
                assert await _breaches(access) == []
                third = await take_backup(access, backups)
                forgotten = await _known_to_accounting(people, 6)
            await _put_back_by_others(access, third, "sales")
            async with company_over_kafka(home, server, kafka.bootstrap_servers) as people:
                unheard = await _until_accounting_halts(people, 200)
            await _settle_what_sales_forgot(access, forgotten, settled=2)
            async with company_over_kafka(home, server, kafka.bootstrap_servers) as people:
                await _heard_by_accounting(people, unheard)
                assert await _breaches(access) == []
                fourth = await take_backup(access, backups)
                forgotten = await _known_to_accounting(people, 7)
            await _put_back_by_others(access, fourth, "sales")
            # Before a worker has noticed: then none has to.
            await _settle_what_sales_forgot(access, forgotten, settled=3)
            async with company_over_kafka(home, server, kafka.bootstrap_servers) as people:
                await _known_to_accounting(people, 8)
                assert await _breaches(access) == []


async def _backed_up_at_work(people: People, access: dict[str, Access], folder: Path) -> Path:
    """A backup from the middle of a journey; and nobody restores or reconciles while others work."""
    await tax_and_prices(people, ARTICLES)
    await opening_stock(people, ARTICLES)
    busy = asyncio.create_task(_journey(people, 1))
    await customer(people, 2)
    place = await take_backup(access, folder)
    await busy
    with pytest.raises(RestoreRefused, match="at work"):
        await _restored(access, place, "sales")
    with pytest.raises(AtWork):
        await _split(access)
    return place


async def _known_to_accounting(people: People, serial: int) -> str:
    known = await customer(people, serial, limit=None)
    await _heard_by_accounting(people, known)
    return known


async def _heard_by_accounting(people: People, customer_id: str) -> None:
    await people.until("chi.chief-accountant", f"/accounting/credit-accounts/{customer_id}", bool, "it is heard")


async def _until_accounting_halts(people: People, serial_from: int) -> str:
    """Sales speaks in its new epoch until accounting has noticed; the last customer that accounting did not hear of."""
    RESTORED.labels("accounting", "sales").set(0)
    for serial in range(serial_from, serial_from + 100):
        unheard = await customer(people, serial, limit=None)
        for _ in range(20):
            if RESTORED.labels("accounting", "sales")._value.get():
                return unheard
            await asyncio.sleep(0.05)
    raise AssertionError("accounting goes on hearing a source that forgot")


async def _settle_what_sales_forgot(access: dict[str, Access], forgotten: str, *, settled: int) -> None:
    """`settled` messages in all, by the end."""
    split = await _split(access)
    assert {pair.source for pair in split} == {"sales"}
    named = [one for pair in split if pair.consumer == "accounting" for one in pair.forgotten]
    assert [one.type for one in named] == ["sales.customer.registered.v1"]
    assert named[0].stream.endswith(forgotten)
    assert len(await _split(access)) == len(split), "accepted without a reason"
    await _split(access, "the customer was registered again")
    assert await _split(access) == []
    await hear_what_was_missed(SERVICES, access)
    connection = await asyncpg.connect(access["accounting"].owner_dsn)
    kept = await connection.fetch("SELECT action, actor, reason FROM parked_audit")
    await connection.close()
    assert [tuple(row) for row in kept] == [("discard", "otto.operator", "the customer was registered again")] * settled


async def test_a_backup_that_is_not_whole_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotABackup):
        read_manifest(tmp_path)
    (tmp_path / "sales.dump").write_bytes(b"cut off")
    (tmp_path / "manifest.json").write_text(
        '{"taken_at":"2026-11-23T21:00:00Z","dumps":{"sales":{"file":"sales.dump","sha256":"00","epoch":1,"events":3}}}'
    )
    with pytest.raises(NotABackup, match="sales"):
        read_manifest(tmp_path)
