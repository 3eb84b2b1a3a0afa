"""The import of AdventureWorks into PostgreSQL: the files' sums to the cent, whatever was killed on the way."""

import signal
from collections.abc import AsyncIterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from deploy.commands import importing
from deploy.databases import company_databases
from deploy.embedded.company import open_company
from deploy.imports.adventureworks import files as names
from deploy.imports.adventureworks.files import read_folder
from deploy.imports.adventureworks.importing import import_folder
from deploy.imports.opening import AnotherCompany
from deploy.imports.receivables.importing import import_file
from deploy.journeys.doors import into_app
from deploy.journeys.people import People
from deploy.proof.report import prove, proven
from deploy.registry import SERVICES
from tests.integration.imports.commanded import Unwatched, events_of, home_for_a_company, imported, python
from tests.integration.imports.first_rows import STORES, first_rows
from tests.unit.imports.small_folder import Folder, order, price, product, seen, sold, stock, vendor
from tests.unit.imports.small_receivables import ALL, File
from tests.unit.imports.test_adventureworks_files import real_folder

pytestmark = pytest.mark.slow

KIND = "adventureworks"
ORDERS = 25
KILLS = (("setting up", 250), ("playing orders", 200))
"""While customers are registered, and while everything interleaves."""


@dataclass(frozen=True)
class Imported:
    """A company that was imported, and what the last run said."""

    home: Path
    told: dict[str, Any]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """More orders than are imported."""
    return first_rows(real_folder(), tmp_path_factory.mktemp("adventureworks"), ORDERS + 5)


@pytest.fixture(scope="module")
async def killed(source: Path) -> AsyncIterator[Imported]:
    """Killed again and again, and then finished."""
    with home_for_a_company() as home:
        for stage, requests in KILLS:
            doomed = (KIND, str(source), str(home), str(ORDERS), stage, str(requests))
            status, _, err = await python("tests.integration.imports.doomed", *doomed)
            assert status == -signal.SIGKILL, err.decode()
        yield Imported(home, await imported(KIND, source, home, "--limit", str(ORDERS)))


@pytest.fixture(scope="module")
async def undisturbed(source: Path) -> AsyncIterator[Imported]:
    """In one go."""
    with home_for_a_company() as home:
        yield Imported(home, await imported(KIND, source, home, "--limit", str(ORDERS)))


async def test_the_sums_are_those_of_the_files_to_the_cent(killed: Imported, source: Path) -> None:
    orders = read_folder(source).orders[:ORDERS]
    sums = {one["measure"]: one for one in killed.told["sums"]}
    assert {measure: Decimal(one["difference"]) for measure, one in sums.items()} == dict.fromkeys(sums, Decimal(0))
    assert Decimal(sums["total"]["company"]) == sum(one.in_cents().total for one in orders)
    assert Decimal(sums["paid"]["company"]) == Decimal(sums["total"]["company"])
    assert Decimal(sums["net"]["files_exact"]) == sum(one.net for one in orders)
    assert killed.told["holds"]
    assert (killed.told["differing"], killed.told["open_orders"], killed.told["bad_rows"]) == ([], [], [])


async def test_every_row_became_one_document(killed: Imported) -> None:
    assert [one for one in killed.told["counts"] if one["in_file"] != one["in_company"]] == []
    counted = {one["what"].rpartition(": ")[2]: one["in_company"] for one in killed.told["counts"]}
    assert (counted["orders"], counted["items"], counted["customers without orders"]) == (ORDERS, 108, STORES)
    assert sum(killed.told["bought"].values()) > 0


async def test_being_killed_doubles_and_loses_nothing(killed: Imported, undisturbed: Imported) -> None:
    """Each kind of event was recorded exactly as often as in an import that nobody disturbed."""
    assert await events_of(killed.home) == await events_of(undisturbed.home)
    for what in ("counts", "sums", "bought"):
        assert killed.told[what] == undisturbed.told[what]


async def test_starting_it_again_changes_nothing(undisturbed: Imported, source: Path) -> None:
    before = await events_of(undisturbed.home)
    again = await import_folder(read_folder(source), undisturbed.home, Unwatched(), limit=ORDERS)
    assert again.holds
    assert await events_of(undisturbed.home) == before


async def test_the_proof_is_green_afterwards(killed: Imported) -> None:
    async with company_databases(SERVICES, killed.home) as databases:
        verdicts = await prove(databases)
    assert [(verdict.id, verdict.breaches) for verdict in verdicts if verdict.breaches] == []
    assert proven(verdicts)


async def test_bad_rows_are_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.read(
        PRODUCTS=[product(1), product(2, make="1"), product(3, sku="NO SKU"), product(4, cost="dear")],
        STOCK=[stock(1, 1, "1"), stock(3, 1)],
        VENDORS=[vendor(50), vendor(51, active="perhaps")],
        PRICES=[price(1, 50), price(3, 50)],
        ORDERS=[order(7), order(8, total="1.00"), order(9), order(10)],
        LINES=[sold(7, 70), sold(8, 80), sold(9, 90, product=3), sold(10, 100)],
        TRACKING=[seen(700, 7, 6), seen(800, 8, 6), seen(900, 9, 6)],
    )
    with home_for_a_company() as home:
        told = await imported(KIND, tmp_path, home)
    named = [(one["file"], one["line"], one["reason"]) for one in told["bad_rows"]]
    assert [place[:2] for place in named] == [
        (names.PRODUCTS, 4),
        (names.VENDORS, 2),
        (names.ORDERS, 3),
        (names.PRODUCTS, 3),
        (names.ORDERS, 4),
    ]
    assert "StandardCost 'dear' is not a plain number" in named[0][2]
    assert "TotalDue" in named[2][2]
    assert "shared.request.invalid" in named[3][2]
    assert "order 9 stops here: shared.request.invalid" in named[4][2]
    assert told["holds"]
    assert [one["company"] for one in told["sums"] if one["measure"] == "total"] == ["19.89"]
    assert [(one["order_id"], one["status"]) for one in told["open_orders"]] == [(9, "not placed"), (10, "confirmed")]
    assert told["bought"] == {"Vendor 50": 10}, "one piece is there; two orders of two are short, five are the least"


async def test_a_company_with_a_history_of_its_own_is_left_alone(tmp_path: Path) -> None:
    Folder(tmp_path).read()
    with home_for_a_company() as home:
        async with open_company(home, SERVICES) as company:
            people = People(into_app(company, company.token))
            await people.put("wim.storekeeper", "/warehouse/items/PUMP-40", {"name": "Pump", "unit": "EA"})
        before = await events_of(home)
        with pytest.raises(AnotherCompany, match="choose a home without a company"):
            await import_folder(read_folder(tmp_path), home, Unwatched())
        with pytest.raises(AnotherCompany, match="choose a home without a company"):
            await import_file(File(tmp_path).write(*ALL), home, Unwatched())
        assert await events_of(home) == before


def test_a_folder_of_something_else_is_refused_by_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "configure_logging", lambda *_, **__: None)  # that of a process, not of one test
    assert importing.adventureworks(tmp_path, tmp_path / "home", limit=None, as_json=False) == 2
    assert "is not an AdventureWorks folder" in capsys.readouterr().err
