"""Tax that an order states as an amount comes back with the goods that it is on, whoever credits them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

import pytest

from services.accounting.credit_note.decider import CREDIT_NOTE
from services.accounting.credit_note.drafting import DraftCreditNote, UnitsToCredit
from services.accounting.dispute.claiming import Contested, comes_to
from services.accounting.invoice.decider import INVOICE
from services.accounting.invoice.events import CreditedCharge, InvoiceCharge
from services.accounting.invoice.state import Posted
from shared.kernel.money import Money
from shared.published.sales import Charge
from shared.testing.specification import spec_of
from tests.unit.accounting.credit_note.test_credit_notes import credit
from tests.unit.accounting.credit_note.test_refunds import granted
from tests.unit.accounting.desk import Desk
from tests.unit.accounting.dunning_case.late import BOSS, invoice_of
from tests.unit.accounting.examples import delivered, line, placed, registered, shipped, usd
from tests.unit.accounting.invoice.billed import POSTED

TODAY: Final = date(2026, 3, 10)
TAX: Final = Charge(kind="tax", description="Sales tax", amount=usd(8000), tax_code="")
STATED: Final = InvoiceCharge(
    charge_no=2,
    kind="tax",
    description="Sales tax",
    net=usd(0),
    tax_code="",
    tax_percent=Decimal(0),
    tax=usd(100),
)
LINES: Final = tuple(replace(one, tax=usd(0)) for one in POSTED.lines)
INVOICED: Final = replace(
    POSTED, lines=LINES, charges=(*POSTED.charges, STATED), tax=usd(140), total=usd(2140), instalments=()
)
"""Three units for 1,000 and one for 500, with a tax of 100 on both, and freight that is taxed by its code."""
an_invoice = spec_of(INVOICE).given(INVOICED)


def draft(*units: tuple[int, int], charges: tuple[int, ...] = (), amount: Money | None = None) -> DraftCreditNote:
    return DraftCreditNote(
        invoice_id="I-1",
        units=tuple(UnitsToCredit(line_no=line_no, quantity=Decimal(quantity)) for line_no, quantity in units),
        charge_nos=charges,
        amount=amount,
        reason="came back",
        by="a.clerk",
        on=TODAY,
    )


def drafted(command: DraftCreditNote, *history: Any) -> Any:
    (fact,) = spec_of(CREDIT_NOTE).beside(INVOICE, "I-1", *(history or (INVOICED,))).when(command).facts
    return fact


def tax_of(fact: Any) -> list[int]:
    return [one.tax.minor for one in fact.charges if one.kind == "tax"]


class TestDrafting:
    def test_units_take_their_share_of_it_along_and_the_last_ones_the_rest(self) -> None:
        """333 of 1,500 are 22.2 of the tax; 667 of the 1,167 that are left are 44.47 of 78."""
        first = drafted(draft((1, 1)))
        assert first.charges == (CreditedCharge(charge_no=2, kind="tax", net=usd(0), tax=usd(22)),)
        assert (first.net, first.tax, first.total) == (usd(333), usd(22), usd(355))
        spec = an_invoice.given(*an_invoice.when(credit(first)).facts)
        second = drafted(draft((1, 2)), *spec.history)
        assert tax_of(second) == [45]
        spec = spec.given(*spec.when(credit(second, "N-2")).facts)
        assert tax_of(drafted(draft((2, 1)), *spec.history)) == [33]

    def test_named_with_them_it_is_credited_once(self) -> None:
        assert tax_of(drafted(draft((1, 1), charges=(2,)))) == [100]

    def test_a_charge_alone_takes_none_of_it_along(self) -> None:
        assert tax_of(drafted(draft(charges=(1,)))) == []

    def test_after_a_lower_price_units_take_their_share_of_what_is_left(self) -> None:
        lower = drafted(draft(amount=usd(1070)))
        assert tax_of(lower) == [50]
        spec = an_invoice.given(*an_invoice.when(credit(lower)).facts)
        assert tax_of(drafted(draft((2, 1)), *spec.history)) == [17]

    def test_what_is_on_goods_of_other_invoices_stays(self) -> None:
        """The order is for 3,000: half of its tax is on what this invoice bills."""
        stated = replace(STATED, on_goods=usd(3000))
        first = replace(INVOICED, charges=(*POSTED.charges, stated))
        assert tax_of(drafted(draft((2, 1)), first)) == [17]
        everything = drafted(draft((1, 3), (2, 1)), first)
        assert tax_of(everything) == [50]


def test_what_units_are_contested_at_has_it_too() -> None:
    contested = Contested(
        invoice_id="I-1", customer_id="ACME", reference="CP-1", only_goods=True, line_no=1, quantity=Decimal(1)
    )
    invoice = an_invoice.state
    assert isinstance(invoice, Posted)
    assert comes_to(contested, invoice, None) == usd(355)
    after = an_invoice.given(*an_invoice.when(credit(drafted(draft((1, 1))))).facts).state
    assert isinstance(after, Posted)
    assert comes_to(contested, after, usd(355)) == usd(0)
    assert comes_to(contested, after, usd(300)) == usd(55)


@pytest.fixture
async def desk() -> Desk:
    """ACME has ordered ten units for 1,000.00, and 80.00 of tax."""
    desk = await Desk.open()
    await desk.hear(registered(), key="ACME")
    await desk.hear(placed(line(1, 10, 100_000, tax_code="EXEMPT"), charges=(TAX,)), key="O-1")
    return desk


async def bill(desk: Desk, units: int) -> None:
    await desk.hear(shipped((1, units), shipment_id="S-O-1"), key="S-O-1")
    await desk.hear(delivered((1, units), shipment_id="S-O-1"), key="S-O-1")


async def notes(desk: Desk) -> list[tuple[str, int, int]]:
    found = (await desk.get("/credit-notes"))["items"]
    return [(one["status"], one["net"]["minor"], one["tax"]["minor"]) for one in found]


async def test_what_care_grants_is_credited_with_its_tax_in_the_books(desk: Desk) -> None:
    await bill(desk, 10)
    assert (await desk.balances())["2100"] == -8000
    await granted(desk, 3)
    assert await notes(desk) == [("approved", 30_000, 2400)]
    assert (await invoice_of(desk))["open"]["minor"] == 108_000 - 32_400
    balances = await desk.balances()
    assert (balances["2100"], balances["1100"]) == (-5600, 75_600)
    body = {"lines": [{"line_no": 1, "quantity": "7"}], "reason": "the others as well"}
    note = await desk.post(f"/invoices/{(await invoice_of(desk))['invoice_id']}/credit-notes", body)
    await desk.post(f"/credit-notes/{note['id']}/approval", **BOSS)
    assert (await invoice_of(desk))["open"]["minor"] == 0
    balances = await desk.balances()
    assert ("2100" in balances, "1100" in balances) == (False, False)


async def test_of_a_part_delivery_only_what_is_on_its_goods(desk: Desk) -> None:
    await bill(desk, 1)
    await granted(desk, 1)
    assert await notes(desk) == [("approved", 10_000, 800)]
    assert (await invoice_of(desk))["open"]["minor"] == 7200
