"""What a complaint that care heard contests of an invoice, and what that comes to."""

from datetime import date
from decimal import Decimal
from typing import Final, assert_never

from services.accounting.dispute.events import DisputeOpened
from services.accounting.dispute.state import goods_dispute_of
from services.accounting.invoice.crediting import Credited, credit_of_units
from services.accounting.invoice.decider import INVOICE
from services.accounting.invoice.state import NotPosted, Posted, Withheld
from services.accounting.invoice.stated_tax import credit_of_stated_tax
from shared.kernel.decider import Given, StreamId
from shared.kernel.money import Money, total
from shared.kernel.records import replace
from shared.kernel.shapes import part
from shared.published.care import (
    ComplaintCorrectedV1,
    ComplaintOpenedV1,
    ComplaintReopenedV1,
    ComplaintResolvedV1,
)

BY_CARE: Final = "care"
COMPLAINT: Final = "complaint"
GOODS: Final = "goods"
"""The kind of complaint that is about goods of an order, which it names as far as it is known."""


@part
class Contested:
    """What of an invoice a complaint, `reference`, is about: all of it, or only goods that it bills.

    Of goods it is one line, or all; of a line so many units, or all; `beside` are other complaints about such goods. A
    complaint about goods of the order `goods_of` is about no invoice of that order as a whole: its contested goods say
    which of them bill these.
    """

    invoice_id: str
    customer_id: str
    reference: str
    only_goods: bool = False
    line_no: int | None = None
    quantity: Decimal | None = None
    goods_of: str = ""
    beside: tuple[str, ...] = ()

    @property
    def dispute_id(self) -> str:
        """The id of its dispute."""
        return goods_dispute_of(self.reference, self.invoice_id) if self.only_goods else self.reference

    @property
    def given(self) -> tuple[StreamId, ...]:
        """What a decision about it reads."""
        return (INVOICE.stream(self.invoice_id),)


def theirs(contested: Contested, given: Given) -> Posted | None:
    """The invoice, as far as it is posted, the customer's, and contested here rather than by its goods."""
    invoice = posted_of(contested.invoice_id, given)
    if invoice is None or invoice.customer_id != contested.customer_id:
        return None
    return None if contested.goods_of and contested.goods_of == invoice.order_id else invoice


def named_by(
    complaint: ComplaintOpenedV1 | ComplaintCorrectedV1 | ComplaintReopenedV1 | ComplaintResolvedV1,
) -> Contested:
    """The invoice that a complaint names."""
    return Contested(
        invoice_id=complaint.invoice_id,
        customer_id=complaint.customer_id,
        reference=complaint.complaint_id,
        goods_of=complaint.order_id if complaint.kind == GOODS else "",
    )


def posted_of(invoice_id: str, given: Given) -> Posted | None:
    """The invoice, as far as it is posted."""
    invoice = given.of(INVOICE, invoice_id)
    match invoice:
        case NotPosted() | Withheld():
            return None
        case Posted():
            return invoice
        case _:
            assert_never(invoice)


def comes_to(contested: Contested, invoice: Posted, credited: Money | None) -> Money:
    """With tax, as far as it is not credited. `credited` is what credit notes took off for this complaint before."""
    if not contested.only_goods:
        return invoice.total - invoice.credited
    if credited is None:
        return _units_at(contested, contested.quantity, invoice)
    billed = _units_at(contested, contested.quantity, _as_billed(invoice))
    left = _units_at(contested, None, invoice)
    return min(max(billed - credited, Money.zero(invoice.total.currency)), left)


def contestable(contested: Contested, invoice: Posted, credited: Money | None) -> Money:
    """What of it is open, and not contested otherwise."""
    worth = min(comes_to(contested, invoice, credited), _left_beside(contested, invoice))
    return min(invoice.open - invoice.disputed, worth)


def creditable(contested: Contested, invoice: Posted, credited: Money | None) -> Money:
    """What of it may be credited, whether or not it is paid: not what is a loss already, nor contested otherwise."""
    others = (amount for dispute_id, amount in invoice.disputes.items() if dispute_id != contested.dispute_id)
    left = invoice.total - invoice.credited - invoice.written_off - total(others, invoice.total.currency)
    return min(comes_to(contested, invoice, credited), left, _left_beside(contested, invoice))


def _left_beside(contested: Contested, invoice: Posted) -> Money:
    """What other complaints about such goods do not contest of them: nothing else on the invoice takes its place."""
    if not contested.beside:
        return invoice.total
    others = (goods_dispute_of(one, contested.invoice_id) for one in contested.beside)
    taken = total((invoice.disputes[one] for one in others if one in invoice.disputes), invoice.total.currency)
    return max(_units_at(contested, None, invoice) - taken, Money.zero(invoice.total.currency))


def _units_at(contested: Contested, quantity: Decimal | None, invoice: Posted) -> Money:
    """What so many units of its lines would be credited at, or all that is left of them; with the stated tax."""
    lines = tuple(
        credit_of_units(one, one.creditable if quantity is None else min(quantity, one.creditable))
        for one in invoice.lines
        if contested.line_no in (None, one.line.line_no)
    )
    pieces: tuple[Credited, ...] = (*lines, *credit_of_stated_tax(lines, invoice))
    return total((one.net + one.tax for one in pieces), invoice.total.currency)


def _as_billed(invoice: Posted) -> Posted:
    """The invoice before anything of it was credited."""
    nothing = Money.zero(invoice.total.currency)
    return replace(
        invoice,
        lines=tuple(
            replace(one, credited=Decimal(0), credited_net=nothing, credited_tax=nothing) for one in invoice.lines
        ),
        charges=tuple(replace(one, credited_net=nothing, credited_tax=nothing) for one in invoice.charges),
    )


def opened_by_care(
    contested: Contested, invoice: Posted, amount: Money, *, note: str, by: str, on: date
) -> DisputeOpened:
    """That so much of it is contested."""
    return DisputeOpened(
        invoice_id=contested.invoice_id,
        invoice_number=invoice.number,
        customer_id=contested.customer_id,
        amount=amount,
        reason_code=COMPLAINT,
        note=note,
        raised_by=BY_CARE,
        reference=contested.reference,
        opened_by=by,
        opened_on=on,
    )
