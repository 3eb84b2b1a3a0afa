"""What accounting hears days after it happened is decided on the day that it knows, not on the day that it is of."""

from datetime import UTC, date, datetime

from shared.published.care import ComplaintOpenedV1
from tests.unit.accounting.desk import Desk
from tests.unit.accounting.dunning_case.late import CASE, POLICY, case, invoice_of, late_payer, level, until

TWO_LEVELS = POLICY | {"levels": [level("Reminder", 1), level("Final notice", 20)]}


async def _owes_two_invoices() -> Desk:
    return await late_payer(TWO_LEVELS, orders={"O-1": (1, 100_000), "O-2": (1, 50_000)})


async def _hears_a_complaint(desk: Desk, about: str, opened_at: datetime) -> None:
    invoice = await invoice_of(desk, about)
    told = ComplaintOpenedV1(
        complaint_id="K-1",
        customer_id="ACME",
        order_id="",
        invoice_id=invoice["invoice_id"],
        kind="price",
        subject="wrong price",
        opened_on=opened_at.date(),
    )
    await desk.company.tell("accounting", told, key="K-1", at=opened_at)
    await desk.company.settle()


async def test_a_complaint_from_before_the_due_day_resolves_nothing_that_is_late_by_now() -> None:
    desk = await _owes_two_invoices()
    await until(desk, date(2026, 4, 3))
    assert (await case(desk))["level"] == 1
    await _hears_a_complaint(desk, "O-2", datetime(2026, 3, 31, 15, tzinfo=UTC))
    found = await desk.get(CASE)
    assert (found["status"], found["level"]) == ("running", 1)
    assert found["disputed"]["minor"] == 50_000
    assert not [told for told in desk.told() if "dunning.resolved" in told]


async def test_one_of_seconds_before_midnight_of_the_due_day_does_not_either() -> None:
    desk = await _owes_two_invoices()
    await until(desk, date(2026, 4, 2))
    await _hears_a_complaint(desk, "O-2", datetime(2026, 4, 1, 23, 59, 50, tzinfo=UTC))
    assert (await case(desk))["status"] == "running"
