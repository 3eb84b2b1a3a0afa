"""Whatever is delivered and reduced: the bills are the share of the order, and no credit is left behind."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from hypothesis import given as over
from hypothesis import strategies as some

from services.accounting.billing.amending import AmendBilling, LineNow
from services.accounting.billing.bill import BillLine
from services.accounting.billing.decider import BILLING
from services.accounting.billing.delivering import BillDelivery
from services.accounting.billing.events import (
    BillingAmended,
    BillingOpened,
    GoodsBilled,
    MovedQuantity,
    OrderedLine,
    ShipmentNoted,
)
from services.accounting.billing.shipping import NoteReturn, NoteShipment
from services.accounting.billing.state import LineBalance
from services.accounting.credit_account.decider import CREDIT_ACCOUNT
from services.accounting.credit_account.lowering import LowerReservedCredit
from services.accounting.credit_account.moving import (
    MoveBackFromShipped,
    MoveInvoiceExposure,
    MoveToInvoiced,
    MoveToShipped,
)
from services.accounting.credit_account.opening import OpenAccount
from services.accounting.credit_account.reserving import ReserveCredit
from services.accounting.credit_account.state import Open as OpenAccountState
from services.accounting.credit_policy.decider import CREDIT_POLICY, THE_CREDIT_POLICY
from shared.kernel.decider import Given
from shared.kernel.money import Money, total
from tests.unit.accounting.billing.reduced import (
    FREIGHT,
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    line,
    usd,
)

QUANTITIES = some.integers(1, 40).map(Decimal) | some.decimals(Decimal("0.0001"), 40, places=4)


@dataclass
class Books:
    """A billing and its customer's credit account, moved on together as the department's reactions do it."""

    billing: Any
    account: Any
    nets: list[int]
    lowest: int = 0

    @classmethod
    def opened(cls, quantity: Decimal, net: int) -> "Books":
        whole = line(1, 1, net)
        ordered = BillLine(
            line_no=1,
            sku=whole.sku,
            description="",
            quantity=quantity,
            unit_price=whole.unit_price,
            net=whole.net,
            tax_code="VAT10",
        )
        expected = usd(net) + usd(net).percent(Decimal(10))
        opened = BillingOpened(
            contract_id="C-1",
            customer_id="ACME",
            lines=(OrderedLine(line=ordered, expected=expected),),
            charges=(FREIGHT,),
            charges_expected=usd(550),
            expected=expected + usd(550),
            terms=(),
            placed_by="s.rep",
            placed_on=MONDAY,
        )
        books = cls(BILLING.fold([opened]), CREDIT_ACCOUNT.initial, [])
        books.account_hears(OpenAccount(customer_name="Acme", currency="USD", on=MONDAY))
        books.account_hears(ReserveCredit(order_id="O-1", amount=opened.expected, placed_by="s.rep", on=MONDAY))
        return books

    def happen(self, command: Any) -> None:
        for fact in BILLING.decide(command, self.billing, Given({})):
            self.billing = BILLING.evolve(self.billing, fact)
            match fact:
                case ShipmentNoted(shipment_id=shipment_id, expected=expected):
                    self.account_hears(
                        MoveToShipped(order_id="O-1", shipment_id=shipment_id, amount=expected, on=MONDAY)
                    )
                case BillingAmended(lowered=lowered):
                    self.lowest = min(self.lowest, lowered.minor)
                    self.account_hears(LowerReservedCredit(order_id="O-1", amount=lowered, on=MONDAY))
                case GoodsBilled(shipment_id=name, lines=lines, charges=charges):
                    self._invoice(name, [one.net for one in lines], [one.amount for one in charges])
                case _:
                    back_again = MoveBackFromShipped(
                        order_id="O-1",
                        shipment_id=fact.shipment_id,
                        owed_again=True,
                        on=MONDAY,
                        charges=fact.charges_expected,
                    )
                    self.account_hears(back_again)
        assert self.account.exposure.reserved == self.billing.unshipped_expected

    def _invoice(self, name: str, lines: list[Money], charges: list[Money]) -> None:
        self.nets += [net.minor for net in lines]
        owed = total((net + net.percent(Decimal(10)) for net in (*lines, *charges)), "USD")
        self.account_hears(MoveToInvoiced(order_id="O-1", shipment_id=name, invoice_id=name, total=owed, on=WEDNESDAY))

    def account_hears(self, command: Any) -> None:
        facts = CREDIT_ACCOUNT.decide(command, self.account, Given({THE_CREDIT_POLICY: CREDIT_POLICY.initial}))
        self.account = CREDIT_ACCOUNT.fold(facts, self.account)
        buckets = self.account.exposure
        self.lowest = min(self.lowest, buckets.reserved.minor, buckets.shipped.minor, buckets.open.minor)

    @property
    def line(self) -> LineBalance:
        found: LineBalance = self.billing.lines[0]
        return found

    def pay_everything(self) -> None:
        for name in dict(self.account.orders.get("O-1").invoices if self.account.orders else {}):
            self.account_hears(
                MoveInvoiceExposure(
                    order_id="O-1", invoice_id=name, not_overdue=usd(0), overdue=usd(0), because="paid", on=WEDNESDAY
                )
            )


@over(QUANTITIES, some.integers(0, 10**7), some.data())
def test_whatever_is_delivered_and_reduced_the_bills_are_the_share_and_no_credit_is_left_behind(
    quantity: Decimal, net: int, data: some.DataObject
) -> None:
    books = Books.opened(quantity, net)
    under_way: dict[str, Decimal] = {}
    coming_back: list[str] = []
    for number in range(data.draw(some.integers(0, 12))):
        what = data.draw(some.sampled_from(["ship", "deliver", "return", "amend", "amend early"]))
        unshipped = books.line.unshipped
        if what == "ship" and unshipped:
            gone = min(data.draw(QUANTITIES), unshipped)
            under_way[f"S-{number}"] = gone
            quantities = (MovedQuantity(line_no=1, quantity=gone),)
            books.happen(NoteShipment(shipment_id=f"S-{number}", quantities=quantities, on=TUESDAY))
        elif what == "amend":
            less = books.line.quantity - min(data.draw(QUANTITIES), unshipped)
            if less:  # an order for nothing is cancelled
                now = (LineNow(line_no=1, quantity=less),)
                books.happen(AmendBilling(lines=now, reason="", by="", on=TUESDAY))
        elif what == "amend early" and under_way:
            # What comes back is not wanted again, and that is heard of before its return.
            name = data.draw(some.sampled_from(sorted(under_way)))
            less = books.line.quantity - under_way[name]
            if less > 0:
                now = (LineNow(line_no=1, quantity=less),)
                books.happen(AmendBilling(lines=now, reason="", by="", on=TUESDAY))
                coming_back.append(name)
                del under_way[name]
        elif under_way:
            name = data.draw(some.sampled_from(sorted(under_way)))
            quantities = (MovedQuantity(line_no=1, quantity=under_way.pop(name)),)
            if what == "return":
                books.happen(NoteReturn(shipment_id=name, on=WEDNESDAY))
            else:
                books.happen(BillDelivery(shipment_id=name, quantities=quantities, on=WEDNESDAY))
    for name in coming_back:
        books.happen(NoteReturn(shipment_id=name, on=WEDNESDAY))
    for name, gone in under_way.items():
        quantities = (MovedQuantity(line_no=1, quantity=gone),)
        books.happen(BillDelivery(shipment_id=name, quantities=quantities, on=WEDNESDAY))
    if books.line.unshipped:
        quantities = (MovedQuantity(line_no=1, quantity=books.line.unshipped),)
        books.happen(BillDelivery(shipment_id="last", quantities=quantities, on=WEDNESDAY))
    final = (net * books.line.quantity / quantity).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    assert sum(books.nets) == final
    assert min(books.nets, default=0) >= 0
    assert books.lowest == 0
    books.pay_everything()
    assert isinstance(books.account, OpenAccountState)
    assert (books.account.exposure.total, books.account.orders) == (usd(0), {})
