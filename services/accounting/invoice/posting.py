"""Posting an invoice: taxed by the day of delivery, numbered, split into instalments; or withheld until it can be."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, assert_never

from services.accounting.billing.bill import STATED_TAX, BillCharge, BillLine, Term
from services.accounting.invoice.events import (
    DueInstalment,
    InvoiceCharge,
    InvoiceEvent,
    InvoiceLine,
    InvoicePosted,
    InvoiceWithheld,
    NothingToPay,
)
from services.accounting.invoice.state import Invoice, NotPosted, Posted, Withheld
from services.accounting.number_series.decider import NUMBER_SERIES
from services.accounting.number_series.numbering import number_in, series_of
from services.accounting.tax_code.taxing import rate_of, tax_streams
from shared.kernel.decider import Given, StreamId
from shared.kernel.money import Money, allocate, total
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command

KIND: Final = "INV"


class InvoiceUnknown(Rejection):
    """There is no such invoice."""

    code = "accounting.invoice.unknown"
    ground = Ground.NOT_FOUND


class NotYetPostable(Rejection):
    """What the invoice waits for has not come yet."""

    code = "accounting.invoice.not-yet-postable"


@command
class PostInvoice:
    """Invoice billed goods, or what is owed for a return. Given the tax codes, and the number series of its day."""

    order_id: str
    contract_id: str
    customer_id: str
    shipment_id: str
    currency: str
    lines: tuple[BillLine, ...]
    charges: tuple[BillCharge, ...]
    terms: tuple[Term, ...]
    delivered_on: date
    posted_on: date
    return_id: str = ""


@command
class PostWithheldInvoice:
    """Try again, on this day, to post an invoice that was withheld. Given the same as posting."""

    on: date


def reads_for_posting(codes: Sequence[str], posted_on: date) -> tuple[StreamId, ...]:
    """What posting has to be given: the tax codes, and the series that the number comes from."""
    return (NUMBER_SERIES.stream(series_of(KIND, posted_on)), *tax_streams(codes))


def post_invoice(request: PostInvoice, invoice: Invoice, given: Given) -> list[InvoiceEvent]:
    """Never refuses, since the goods are delivered: what cannot be posted is withheld, with the reason."""
    match invoice:
        case NotPosted():
            posted = _post(request, given)
            return [_withheld(request, posted)] if isinstance(posted, str) else _with_settlement(posted)
        case Withheld() | Posted():
            return []
        case _:
            assert_never(invoice)


def post_withheld_invoice(request: PostWithheldInvoice, invoice: Invoice, given: Given) -> list[InvoiceEvent]:
    """It is dated and numbered today; its tax is still that of the day of delivery."""
    match invoice:
        case NotPosted():
            raise InvoiceUnknown("nothing was billed under this id")
        case Posted():
            return []
        case Withheld():
            posting = PostInvoice(
                order_id=invoice.order_id,
                contract_id=invoice.contract_id,
                customer_id=invoice.customer_id,
                shipment_id=invoice.shipment_id,
                currency=invoice.currency,
                lines=invoice.lines,
                charges=invoice.charges,
                terms=invoice.terms,
                delivered_on=invoice.delivered_on,
                posted_on=request.on,
                return_id=invoice.return_id,
            )
            posted = _post(posting, given)
            if isinstance(posted, str):
                raise NotYetPostable(posted)
            return _with_settlement(posted)
        case _:
            assert_never(invoice)


def _post(request: PostInvoice, given: Given) -> InvoicePosted | str:
    """The posted invoice; or, in words, why it cannot be."""
    codes = {line.tax_code for line in request.lines}
    codes |= {charge.tax_code for charge in request.charges if charge.is_taxed}
    rates = {code: rate_of(code, request.delivered_on, given) for code in sorted(codes)}
    if without := [code for code, rate in rates.items() if rate is None]:
        return f"no tax rate on {request.delivered_on} for {', '.join(without)}"
    known = {code: rate for code, rate in rates.items() if rate is not None}
    lines, charges = _lines(request, known), _charges(request, known)
    net = total((*(line.net for line in lines), *(charge.net for charge in charges)), request.currency)
    tax = total((*(line.tax for line in lines), *(charge.tax for charge in charges)), request.currency)
    if (net + tax).minor < 0:
        return f"it would come to {net + tax}"
    series = series_of(KIND, request.posted_on)
    sequence = given.of(NUMBER_SERIES, series).last + 1
    return InvoicePosted(
        series=series,
        sequence=sequence,
        number=number_in(series, sequence),
        order_id=request.order_id,
        contract_id=request.contract_id,
        customer_id=request.customer_id,
        shipment_id=request.shipment_id,
        lines=lines,
        charges=charges,
        net=net,
        tax=tax,
        total=net + tax,
        instalments=instalments_of(net + tax, request.terms, request.posted_on),
        delivered_on=request.delivered_on,
        posted_on=request.posted_on,
        return_id=request.return_id,
    )


def _with_settlement(posted: InvoicePosted) -> list[InvoiceEvent]:
    return [posted] if posted.total else [posted, NothingToPay(settled_on=posted.posted_on)]


def _withheld(request: PostInvoice, obstacle: str) -> InvoiceWithheld:
    return InvoiceWithheld(
        order_id=request.order_id,
        contract_id=request.contract_id,
        customer_id=request.customer_id,
        shipment_id=request.shipment_id,
        currency=request.currency,
        lines=request.lines,
        charges=request.charges,
        terms=request.terms,
        delivered_on=request.delivered_on,
        reason=obstacle,
        withheld_on=request.posted_on,
        return_id=request.return_id,
    )


def _lines(request: PostInvoice, rates: Mapping[str, Decimal]) -> tuple[InvoiceLine, ...]:
    """Tax is rounded half up per line, and the lines' taxes are summed."""
    lines: list[InvoiceLine] = []
    for line in request.lines:
        percent = rates[line.tax_code]
        lines.append(
            InvoiceLine(
                line_no=line.line_no,
                sku=line.sku,
                description=line.description,
                quantity=line.quantity,
                unit_price=line.unit_price,
                net=line.net,
                tax_code=line.tax_code,
                tax_percent=percent,
                tax=line.net.percent(percent),
            )
        )
    return tuple(lines)


def _charges(request: PostInvoice, rates: Mapping[str, Decimal]) -> tuple[InvoiceCharge, ...]:
    """A charge of kind `tax` is tax as the order states it; a rounding is untaxed."""
    nothing = Money.zero(request.currency)
    charges: list[InvoiceCharge] = []
    for number, charge in enumerate(request.charges, start=1):
        percent = rates[charge.tax_code] if charge.is_taxed else Decimal(0)
        is_stated_tax = charge.kind == STATED_TAX
        charges.append(
            InvoiceCharge(
                charge_no=number,
                kind=charge.kind,
                description=charge.description,
                net=nothing if is_stated_tax else charge.amount,
                tax_code=charge.tax_code if charge.is_taxed else "",
                tax_percent=percent,
                tax=charge.amount if is_stated_tax else charge.amount.percent(percent),
                on_goods=charge.on_goods,
            )
        )
    return tuple(charges)


def instalments_of(amount: Money, terms: Sequence[Term], posted_on: date) -> tuple[DueInstalment, ...]:
    """The agreed shares, rounded down; the last with a share takes the remainder. Without terms all is due at once."""
    agreed = sorted((term for term in terms if term.percent > 0), key=lambda term: term.due_in_days)
    if not agreed:
        agreed = [Term(percent=Decimal(100), due_in_days=0)]
    shares = zip(allocate(amount, [term.percent for term in agreed]), agreed, strict=True)
    due = [(share, posted_on + timedelta(days=term.due_in_days)) for share, term in shares if share]
    return tuple(
        DueInstalment(instalment_no=number, due_on=due_on, amount=share)
        for number, (share, due_on) in enumerate(due, start=1)
    )
