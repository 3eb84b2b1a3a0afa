"""Finding the invoices that bill what a customer complains about, and remembering them until it is decided."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from services.accounting.billing.decider import BILLING
from services.accounting.billing.state import Billing
from services.accounting.contested_goods.allotting import (
    NOTHING,
    allotted,
    allotted_when_posted,
    left_for,
    on_invoices,
    still_to_bill,
)
from services.accounting.contested_goods.events import (
    ContestedGoodsEvent,
    ContestedGoodsInvoiced,
    ContestedReturnSettled,
    GoodsContested,
    GoodsContestEnded,
    InvoicedUnits,
)
from services.accounting.contested_goods.state import Complained, ContestedGoods, evolve
from services.accounting.dispute.state import made_good
from shared.kernel.decider import Given
from shared.kernel.records import replace
from shared.kernel.shapes import command


@command
class HearGoodsContested:
    """Care heard a complaint about goods of the order, of one line or of all. Given the order's billing.

    `quantity` is how many units of the line; None: all of them. `named_invoice_id` is the invoice that it names.
    """

    order_id: str
    complaint_id: str
    customer_id: str
    line_no: int | None
    note: str
    by: str
    on: date
    quantity: Decimal | None = None
    named_invoice_id: str = ""


@command
class HearContestedAgain:
    """Care opened a complaint again. Given the order's billing."""

    order_id: str
    complaint_id: str
    note: str
    by: str
    on: date


@command
class NoteInvoicePosted:
    """An invoice of the order was posted, with so many units of each of these lines. Given the order's billing.

    `delivered_on` is the day on which the customer had them.
    """

    order_id: str
    invoice_id: str
    units: Mapping[int, Decimal]
    on: date
    delivered_on: date | None = None


@command
class NoteContestedReturnSettled:
    """What came back with a return because of a complaint is settled."""

    complaint_id: str
    return_id: str
    on: date


@command
class HearContestEnded:
    """Care decided about a complaint, or the customer withdrew it."""

    complaint_id: str
    outcome: str
    reason: str
    by: str
    on: date
    named_invoice_id: str = ""
    awaits_returns: bool = False


def hear_goods_contested(request: HearGoodsContested, goods: ContestedGoods, given: Given) -> list[ContestedGoodsEvent]:
    """Never refused. Goods that are not billed yet are contested once they are.

    A complaint that was corrected may come to be about goods that it was about before. What came back because of it may
    be settled before it is heard of.
    """
    before = goods.complaints.get(request.complaint_id)
    if before is not None and before.is_open:
        return []
    contested = _contested(request, request, goods, given.of(BILLING, request.order_id))
    early = goods.early.get(request.complaint_id, {})
    return [contested, *_settled(early, request.complaint_id, contested.invoice_ids)]


def hear_contested_again(request: HearContestedAgain, goods: ContestedGoods, given: Given) -> list[ContestedGoodsEvent]:
    """As it was contested before. A complaint that was about no goods changes nothing."""
    before = goods.complaints.get(request.complaint_id)
    if before is None or before.is_open:
        return []
    contested = replace(_contested(request, before, goods, given.of(BILLING, request.order_id)), again=True)
    since = replace(before, reopened_on=request.on).returns_since
    return [contested, *_settled(since, request.complaint_id, contested.invoice_ids)]


def _contested(
    request: HearGoodsContested | HearContestedAgain,
    about: HearGoodsContested | Complained,
    goods: ContestedGoods,
    billing: Billing,
) -> GoodsContested:
    """What the complaint is about, as the request or an earlier one said, on the invoices that bill it by now."""
    found = on_invoices(billing, goods, request.complaint_id, about.line_no)
    named = next((one.invoice_id for one in found if one.invoice_id == about.named_invoice_id), "")
    billed = allotted(found, about.quantity, named, about.units if isinstance(about, Complained) else {})
    return GoodsContested(
        complaint_id=request.complaint_id,
        customer_id=about.customer_id,
        line_no=about.line_no,
        note=request.note,
        invoice_ids=tuple(one.invoice_id for one in billed),
        contested_by=request.by,
        contested_on=request.on,
        quantity=about.quantity,
        units=() if about.quantity is None else billed,
        named_invoice_id=named,
        beside=tuple(goods.complaints_beside(request.complaint_id, about.line_no)),
    )


def note_invoice_posted(request: NoteInvoicePosted, goods: ContestedGoods, given: Given) -> list[ContestedGoodsEvent]:
    """Contested at once, where it bills goods of a complaint; to be credited, where care decided for the customer.

    What was delivered after the decision, that was not about.
    """
    billing = given.of(BILLING, request.order_id)
    facts: list[ContestedGoodsEvent] = []
    so_far = goods
    for complaint_id, complained in goods.complaints.items():
        is_billed = complained.line_no is None or complained.line_no in request.units
        is_wanted = complained.may_be_about(request.delivered_on) and complained.may_be_on(request.invoice_id)
        if not is_wanted or not is_billed or request.invoice_id in complained.invoiced:
            continue
        line_no = complained.line_no
        on_it = NOTHING if line_no is None else request.units[line_no]
        posted = left_for(so_far, complaint_id, request.invoice_id, line_no, on_it)
        quantity = allotted_when_posted(complained, posted, still_to_bill(billing, line_no))
        if quantity is not None and quantity <= 0:
            continue
        invoiced = ContestedGoodsInvoiced(
            complaint_id=complaint_id,
            customer_id=complained.customer_id,
            line_no=complained.line_no,
            note=complained.note,
            invoice_id=request.invoice_id,
            invoiced_on=request.on,
            quantity=quantity,
            granted_because=complained.granted_because,
            beside=tuple(goods.complaints_beside(complaint_id, line_no)),
        )
        facts += [invoiced, *_settled(complained.returns_since, complaint_id, (request.invoice_id,))]
        so_far = evolve(so_far, invoiced)
    return facts


def note_contested_return_settled(
    request: NoteContestedReturnSettled, goods: ContestedGoods
) -> list[ContestedGoodsEvent]:
    """Once, whether or not the complaint is decided, or heard of; again, where it is settled anew on another day."""
    complained = goods.complaints.get(request.complaint_id)
    known = goods.early.get(request.complaint_id, {}) if complained is None else complained.returns
    is_awaited = complained is not None and complained.awaits_returns
    if known.get(request.return_id) == request.on and not is_awaited:
        return []
    returns = {request.return_id: request.on}
    is_earlier = complained is None or not made_good(returns, complained.reopened_on)
    return _settled(returns, request.complaint_id, () if complained is None or is_earlier else complained.invoice_ids)


def _settled(returns: Mapping[str, date], complaint_id: str, invoice_ids: tuple[str, ...]) -> list[ContestedGoodsEvent]:
    return [
        ContestedReturnSettled(complaint_id=complaint_id, return_id=one, invoice_ids=invoice_ids, settled_on=on)
        for one, on in returns.items()
    ]


def hear_contest_ended(request: HearContestEnded, goods: ContestedGoods) -> list[ContestedGoodsEvent]:
    """What that means for each invoice, its dispute decides."""
    complained = goods.complaints.get(request.complaint_id)
    if complained is None or not complained.is_open:
        return []
    return [
        GoodsContestEnded(
            complaint_id=request.complaint_id,
            outcome=request.outcome,
            reason=request.reason,
            invoice_ids=complained.invoice_ids,
            ended_by=request.by,
            ended_on=request.on,
            customer_id=complained.customer_id,
            line_no=complained.line_no,
            units=tuple(InvoicedUnits(invoice_id=one, quantity=units) for one, units in complained.units.items()),
            named_invoice_id=request.named_invoice_id,
            awaits_returns=request.awaits_returns,
            beside=tuple(goods.complaints_beside(request.complaint_id, complained.line_no)),
        )
    ]
