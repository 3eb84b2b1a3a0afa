"""The stages of an invoice's life, and how each fact moves it on."""

from dataclasses import field
from datetime import date
from decimal import Decimal
from typing import Final, assert_never

from services.accounting.billing.bill import BillCharge, BillLine, Term
from services.accounting.invoice.balances import (
    ChargeBalance,
    InstalmentBalance,
    LineBalance,
    TakenBack,
    charges_credited,
    credited,
    fallen_due,
    let_off,
    lines_credited,
    lost,
    near_due,
    settled,
    unpaid,
)
from services.accounting.invoice.events import (
    Allocation,
    AmountReopened,
    AmountSettled,
    Debt,
    DisputeEnded,
    DueInstalment,
    InstalmentFellDue,
    InstalmentNearsDue,
    InvoiceCharge,
    InvoiceCreditCancelled,
    InvoiceCredited,
    InvoiceDisputed,
    InvoiceEvent,
    InvoicePosted,
    InvoiceTakenOver,
    InvoiceWithheld,
    InvoiceWrittenOff,
    NothingToPay,
    ReclaimPosted,
    SmallDifferenceLetOff,
    SmallDifferenceRestored,
    WriteOffReversed,
)
from shared.kernel.mappings import without
from shared.kernel.money import Money, total
from shared.kernel.records import replace
from shared.kernel.shapes import state

TAKEN_OVER: Final = "taken-over"
"""The kind of charge that an invoice consists of whose lines are in the books before these."""
RECLAIM: Final = "reclaim"
"""The kind of charge that a reclaim consists of: money that the customer was refunded, and that did not stay."""


@state
class NotPosted:
    """There is no invoice."""


@state
class Withheld:
    """Billed, but not yet postable."""

    order_id: str
    contract_id: str
    customer_id: str
    shipment_id: str
    currency: str
    lines: tuple[BillLine, ...]
    charges: tuple[BillCharge, ...]
    terms: tuple[Term, ...]
    delivered_on: date
    reason: str
    return_id: str = ""


@state
class Posted:
    """Owed, until its instalments are settled. Instalments are in order of their due dates.

    One that was taken over has neither order, contract nor shipment, and one charge: all that is owed. Nor has a
    reclaim, which names the payment that was refunded and then taken back. One of a return has a contract, and names
    the return that its charge is for. `taken_back` is what each credit note that stands took of it.
    `contested_when_lost` are the disputes that stood when it was written off, `contested_when_paid` when it was paid.
    What is open of it is in the books from `booked_on` on, which is later than `posted_on` where it was taken over, or
    is owed again since: money did not stay, a credit note was cancelled, or its write-off was reversed.
    """

    number: str
    order_id: str
    contract_id: str
    customer_id: str
    shipment_id: str
    lines: tuple[LineBalance, ...]
    charges: tuple[ChargeBalance, ...]
    net: Money
    tax: Money
    total: Money
    instalments: tuple[InstalmentBalance, ...]
    settlements: dict[str, tuple[Allocation, ...]]
    credit_note_ids: tuple[str, ...]
    credited: Money
    disputes: dict[str, Money]
    write_off_ids: tuple[str, ...]
    delivered_on: date
    posted_on: date
    booked_on: date
    reclaims_payment_id: str = ""
    contested_when_lost: tuple[str, ...] = ()
    contested_when_paid: tuple[str, ...] = ()
    return_id: str = ""
    taken_back: dict[str, TakenBack] = field(default_factory=dict)

    @property
    def is_billed(self) -> bool:
        """Whether it bills an order."""
        return bool(self.order_id)

    @property
    def is_taken_over(self) -> bool:
        """Whether it comes from the books before these."""
        return not self.order_id and not self.reclaims_payment_id and not self.return_id

    @property
    def open(self) -> Money:
        """All that is owed of it."""
        return total((instalment.open for instalment in self.instalments), self.total.currency)

    @property
    def disputed(self) -> Money:
        """What of it is contested and still open."""
        return min(total(self.disputes.values(), self.total.currency), self.open)

    @property
    def late(self) -> Money:
        """What of it is past its day and not contested: what the customer is dunned for."""
        return max(self.debt.overdue - self.disputed, Money.zero(self.total.currency))

    @property
    def written_off(self) -> Money:
        """What of it is a loss."""
        return total((instalment.written_off for instalment in self.instalments), self.total.currency)

    @property
    def let_off(self) -> Money:
        """What of it is a small difference that counts as paid."""
        return total((instalment.let_off for instalment in self.instalments), self.total.currency)

    @property
    def next_due(self) -> InstalmentBalance | None:
        """The unpaid instalment that is due first."""
        return next((instalment for instalment in self.instalments if instalment.open), None)

    @property
    def debt(self) -> Debt:
        """What is owed of it, as the customer's credit counts it."""
        overdue = total((one.open for one in self.instalments if one.fell_due), self.total.currency)
        return Debt(
            customer_id=self.customer_id,
            order_id=self.order_id,
            not_overdue=self.open - overdue,
            overdue=overdue,
        )


Invoice = NotPosted | Withheld | Posted


def evolve(invoice: Invoice, fact: InvoiceEvent) -> Invoice:
    """The invoice after the fact. Never refuses: what happened, happened."""
    match fact:
        case InvoiceWithheld():
            return _withheld(fact)
        case InvoicePosted():
            return _posted(fact)
        case InvoiceTakenOver():
            return _taken_over(fact)
        case ReclaimPosted():
            return _reclaimed(fact)
        case NothingToPay():
            return invoice
        case InstalmentNearsDue() | InstalmentFellDue() | AmountSettled() | AmountReopened():
            return _moved_on(invoice, fact) if isinstance(invoice, Posted) else invoice
        case InvoiceCredited() | InvoiceCreditCancelled():
            return _credited(invoice, fact) if isinstance(invoice, Posted) else invoice
        case SmallDifferenceLetOff(allocations=allocations):
            return _differing(invoice, allocations, sign=1)
        case SmallDifferenceRestored(allocations=allocations):
            return _differing(invoice, allocations, sign=-1)
        case InvoiceDisputed() | DisputeEnded() | InvoiceWrittenOff() | WriteOffReversed():
            return _contested_or_lost(invoice, fact) if isinstance(invoice, Posted) else invoice
        case _:
            assert_never(fact)


def posted_after(invoice: Posted, fact: InvoiceEvent) -> Posted:
    """The invoice once the fact has happened: what is posted is never un-posted."""
    after = evolve(invoice, fact)
    assert isinstance(after, Posted)
    return after


def debt_after(invoice: Posted, fact: InvoiceEvent) -> Debt:
    """What is owed once the fact has happened; the fact then carries it to those who cannot see the invoice."""
    return posted_after(invoice, fact).debt


def _withheld(fact: InvoiceWithheld) -> Withheld:
    return Withheld(
        order_id=fact.order_id,
        contract_id=fact.contract_id,
        customer_id=fact.customer_id,
        shipment_id=fact.shipment_id,
        currency=fact.currency,
        lines=fact.lines,
        charges=fact.charges,
        terms=fact.terms,
        delivered_on=fact.delivered_on,
        reason=fact.reason,
        return_id=fact.return_id,
    )


def _posted(fact: InvoicePosted) -> Posted:
    nothing = Money.zero(fact.total.currency)
    return Posted(
        number=fact.number,
        order_id=fact.order_id,
        contract_id=fact.contract_id,
        customer_id=fact.customer_id,
        shipment_id=fact.shipment_id,
        lines=tuple(
            LineBalance(line=line, credited=Decimal(0), credited_net=nothing, credited_tax=nothing)
            for line in fact.lines
        ),
        charges=tuple(
            ChargeBalance(charge=charge, credited_net=nothing, credited_tax=nothing) for charge in fact.charges
        ),
        net=fact.net,
        tax=fact.tax,
        total=fact.total,
        instalments=tuple(unpaid(due) for due in fact.instalments),
        settlements={},
        credit_note_ids=(),
        credited=nothing,
        disputes={},
        write_off_ids=(),
        delivered_on=fact.delivered_on,
        posted_on=fact.posted_on,
        booked_on=fact.posted_on,
        return_id=fact.return_id,
    )


def _taken_over(fact: InvoiceTakenOver) -> Posted:
    posted = _without_order(
        number=fact.number,
        customer_id=fact.customer_id,
        owed=_all_of(TAKEN_OVER, f"Invoice {fact.number}, taken over", fact.amount),
        due_on=fact.due_on,
        posted_on=fact.invoiced_on,
    )
    return replace(posted, booked_on=fact.taken_over_on)


def _reclaimed(fact: ReclaimPosted) -> Posted:
    posted = _without_order(
        number=fact.number,
        customer_id=fact.customer_id,
        owed=_all_of(RECLAIM, f"Refunded of a payment that the bank took back: {fact.reason}", fact.amount),
        due_on=fact.due_on,
        posted_on=fact.posted_on,
    )
    return replace(posted, reclaims_payment_id=fact.payment_id)


def _all_of(kind: str, description: str, amount: Money) -> InvoiceCharge:
    return InvoiceCharge(
        charge_no=1,
        kind=kind,
        description=description,
        net=amount,
        tax_code="",
        tax_percent=Decimal(0),
        tax=Money.zero(amount.currency),
    )


def _without_order(*, number: str, customer_id: str, owed: InvoiceCharge, due_on: date, posted_on: date) -> Posted:
    amount, nothing = owed.net, Money.zero(owed.net.currency)
    return Posted(
        number=number,
        order_id="",
        contract_id="",
        customer_id=customer_id,
        shipment_id="",
        lines=(),
        charges=(ChargeBalance(charge=owed, credited_net=nothing, credited_tax=nothing),),
        net=amount,
        tax=nothing,
        total=amount,
        instalments=(unpaid(DueInstalment(instalment_no=1, due_on=due_on, amount=amount)),),
        settlements={},
        credit_note_ids=(),
        credited=nothing,
        disputes={},
        write_off_ids=(),
        delivered_on=posted_on,
        posted_on=posted_on,
        booked_on=posted_on,
    )


def _moved_on(invoice: Posted, fact: InstalmentNearsDue | InstalmentFellDue | AmountSettled | AmountReopened) -> Posted:
    match fact:
        case InstalmentNearsDue(instalment_no=instalment_no):
            return replace(invoice, instalments=near_due(invoice.instalments, instalment_no))
        case InstalmentFellDue(instalment_no=instalment_no):
            return replace(invoice, instalments=fallen_due(invoice.instalments, instalment_no))
        case AmountSettled(payment_id=payment_id, allocations=allocations):
            stood = () if fact.debt.open else fact.contested_by
            held = (*invoice.settlements.get(payment_id, ()), *allocations)
            return replace(
                invoice,
                contested_when_paid=tuple(dict.fromkeys((*invoice.contested_when_paid, *stood))),
                instalments=settled(invoice.instalments, allocations, sign=1),
                settlements={**invoice.settlements, payment_id: held},
            )
        case AmountReopened(payment_id=payment_id, allocations=allocations, reopened_on=day):
            return replace(
                invoice,
                booked_on=day,
                instalments=settled(invoice.instalments, allocations, sign=-1),
                settlements=without(invoice.settlements, payment_id),
            )
        case _:
            assert_never(fact)


def _credited(invoice: Posted, fact: InvoiceCredited | InvoiceCreditCancelled) -> Posted:
    """The ids stay known of those that are cancelled: none is taken off twice."""
    sign = 1 if isinstance(fact, InvoiceCredited) else -1
    kept = without(invoice.taken_back, fact.credit_note_id)
    after = replace(
        invoice,
        lines=lines_credited(invoice.lines, fact.lines, sign=sign),
        charges=charges_credited(invoice.charges, fact.charges, sign=sign),
        instalments=credited(invoice.instalments, fact.allocations, sign=sign),
        credited=invoice.credited + fact.total.times(sign),
        taken_back=kept,
    )
    if isinstance(fact, InvoiceCreditCancelled):
        return replace(after, booked_on=fact.cancelled_on)
    taken = TakenBack(
        lines=fact.lines,
        charges=fact.charges,
        net=fact.net,
        tax=fact.tax,
        total=fact.total,
        allocations=fact.allocations,
        to_customer_credit=fact.to_customer_credit,
        contested_by=fact.contested_by,
    )
    note = fact.credit_note_id
    return replace(after, credit_note_ids=(*invoice.credit_note_ids, note), taken_back={**kept, note: taken})


def _differing(invoice: Invoice, allocations: tuple[Allocation, ...], *, sign: int) -> Invoice:
    if not isinstance(invoice, Posted):
        return invoice
    return replace(invoice, instalments=let_off(invoice.instalments, allocations, sign=sign))


def _contested_or_lost(
    invoice: Posted, fact: InvoiceDisputed | DisputeEnded | InvoiceWrittenOff | WriteOffReversed
) -> Posted:
    match fact:
        case InvoiceDisputed(dispute_id=dispute_id, amount=amount):
            return replace(invoice, disputes={**invoice.disputes, dispute_id: amount})
        case DisputeEnded(dispute_id=dispute_id):
            return replace(invoice, disputes=without(invoice.disputes, dispute_id))
        case InvoiceWrittenOff(write_off_id=write_off_id, allocations=allocations):
            return replace(
                invoice,
                instalments=lost(invoice.instalments, allocations, sign=1),
                write_off_ids=(*invoice.write_off_ids, write_off_id),
                contested_when_lost=tuple(dict.fromkeys((*invoice.contested_when_lost, *fact.contested_by))),
            )
        case WriteOffReversed(allocations=allocations, reversed_on=day):
            return replace(invoice, booked_on=day, instalments=lost(invoice.instalments, allocations, sign=-1))
        case _:
            assert_never(fact)
