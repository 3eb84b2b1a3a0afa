"""What an earlier run asked for in vain is named again; what it never asked for is not played on another day."""

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from deploy.imports import BadRow
from deploy.imports.receivables.playing import Play
from deploy.journeys.people import Refused
from tests.unit.imports.small_receivables import File, paid


class Accounting:
    """Has two of three invoices of the second day, and says no to the one between."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def all(self, _: str, path: str) -> list[dict[str, Any]]:
        if path == "/accounting/disputes":
            return []
        return [{"number": number, "invoice_id": number, "settlement": "open"} for number in ("A-1", "A-3")]

    async def post(self, _: str, path: str, body: dict[str, Any], key: str) -> dict[str, Any]:
        self.asked.append(key)
        raise Refused("POST", path, 422, {"code": "accounting.invoice.number-of-ours", "detail": body["number"]})


async def test_past_days_are_asked_again_only_as_far_as_an_earlier_run_went(tmp_path: Path) -> None:
    read = File(tmp_path).read(
        paid("A-1"), paid("A-2"), paid("A-3"), paid("A-4"), paid("A-5", invoiced="3/4/2031", days="16")
    )
    accounting = Accounting()
    company = SimpleNamespace(clock=SimpleNamespace(now=lambda: datetime(2031, 3, 3, 12, tzinfo=UTC)))
    unused: Any = None
    play = Play(read, read.invoices, cast("Any", accounting), cast("Any", company), unused, {"ANNA": "anna"})
    await play.take_up()
    assert accounting.asked == ["receivables/invoice/A-2"]
    stopped = "invoice A-2 stops here: accounting.invoice.number-of-ours: A-2"
    assert play.refused == [BadRow("invoices.csv", 3, stopped)]
    passed = "invoice A-4: its day has passed here without it; choose a home without a company"
    assert play.too_late == [BadRow("invoices.csv", 5, passed)]
