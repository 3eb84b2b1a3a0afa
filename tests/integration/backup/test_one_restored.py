"""One department is put back while the others have gone on: what it says again by itself, and what otherwise."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from deploy.backup.hearing import hear_what_was_missed
from deploy.backup.reconciling import Pair, reconciliation
from deploy.backup.restoring import restore
from deploy.backup.taking import read_manifest, take_backup
from deploy.embedded.company import Access, open_company, prepare_databases
from deploy.embedded.driven import DrivenCompany
from deploy.embedded.postgres import EmbeddedPostgres, PostgresServer
from deploy.journeys.doors import into_app
from deploy.journeys.people import People
from deploy.journeys.shop import PUMPS, customer, lines_of, opening_stock, tax_and_prices
from deploy.journeys.straight import agreed_contract, placed_order
from deploy.proof.evidence import evidence
from deploy.proof.record import heard_in_order, heard_is_what_was_told
from deploy.registry import SERVICES
from shared.clocks.driven import DrivenClock

pytestmark = pytest.mark.slow

COUNTED, IN_STOCK = PUMPS[:1], PUMPS[1:2]


async def test_a_warehouse_says_the_same_of_what_it_knows_and_otherwise_of_what_was_counted_since(
    server_home: Path,
) -> None:
    home = server_home / "company"
    home.mkdir()
    async with EmbeddedPostgres(server_home) as server:
        access = await prepare_databases(server, SERVICES)
        place = await _ordered_after_a_backup(home, server, access, server_home / "backups")
        await restore("warehouse", access["warehouse"], place, read_manifest(place), replace=True)
        pairs = await _looked(access, "the stock will be counted again")
        assert {one.type for pair in pairs for one in pair.forgotten} == {"warehouse.stock.adjusted.v1"}
        coming = [(pair.consumer, one.type) for pair in pairs for one in pair.coming_again]
        made = "warehouse.reservation.made.v1"
        assert sorted(coming) == [("purchasing", made), ("purchasing", made), ("sales", made), ("sales", made)]

        await hear_what_was_missed(SERVICES, access)
        pairs = await _looked(access)
        assert [pair for pair in pairs if pair.forgotten or pair.coming_again] == []
        assert {pair.consumer: [one.type for one in pair.told_again] for pair in pairs if pair.is_split} == {
            "sales": [made],
            "purchasing": [made],
        }
        await _looked(access, "both orders are called off")
        assert [pair for pair in await _looked(access) if pair.is_split] == []
        async with evidence(access) as found:
            verdicts = [await heard_is_what_was_told(found), await heard_in_order(found)]
        assert [one.breaches for one in verdicts] == [(), ()]


async def _ordered_after_a_backup(home: Path, server: PostgresServer, access: dict[str, Access], folder: Path) -> Path:
    """One article was in stock when the backup was taken, the other was counted after it; both are ordered then."""
    clock = DrivenClock(datetime(2026, 11, 2, 8, tzinfo=UTC))
    async with open_company(home, SERVICES, clock=clock, server=server) as company:
        driven = DrivenCompany(company, clock)
        await driven.open()
        doors = into_app(company, lambda person: company.token(person), driven.settle)
        people = People(doors, patience_seconds=20)
        await tax_and_prices(people, PUMPS)
        await opening_stock(people, IN_STOCK)
        buyer = await customer(people, 1)
        contracts = [(await agreed_contract(people, buyer, lines_of(some, 2)))[1] for some in (COUNTED, IN_STOCK)]
        place = await take_backup(access, folder)
        await opening_stock(people, COUNTED)
        for contract in contracts:
            await placed_order(people, contract)
        await driven.settle()
        await driven.remember()
        await doors.client.aclose()
    return place


async def _looked(access: dict[str, Access], reason: str | None = None) -> list[Pair]:
    async with reconciliation(SERVICES, access) as found:
        pairs = await found.pairs(may_begin=True)
        for pair in pairs:
            if (pair.is_new_epoch or pair.is_split) and (reason is not None or not pair.is_split):
                await found.accept(pair, "otto.operator", reason or "")
    return pairs
