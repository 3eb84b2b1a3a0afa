"""I5: invoices by an independent calculation, from the order and the tax rates that held; and their numbers."""

from datetime import UTC, date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from deploy.proof.charged import returns_are_charged_as_agreed
from deploy.proof.credited import credit_notes_are_right
from deploy.proof.evidence import Evidence, by, invariant
from deploy.proof.taxed import STATED_TAX, TAXED_CHARGES, Rates, half_up, rates_of
from deploy.proof.verdict import Found
from services.accounting.invoice.events import InvoiceTakenOver, ReclaimPosted
from shared.published.accounting import InvoicePostedV1
from shared.published.sales import Charge, OrderPlacedV1
from shared.published.warehouse import ShipmentDeliveredV1


@invariant(
    "I5",
    "an invoice's total is its lines, charges and tax by an independent calculation; credit notes add up and take back "
    "no more; numbers have no gap",
    may_be_empty="nothing was invoiced yet",
)
async def invoices_are_right(evidence: Evidence, found: Found) -> None:
    """Against the order as sales placed it; and the same as was told to the other departments."""
    everything = await evidence.documents("accounting", "invoice")
    documents = [one for one in everything if one.total is not None]
    invoices = [one for one in documents if one.order_id]
    billed = by(lambda one: one.order_id, [one for one in everything if one.order_id])
    reclaims = [one for one in documents if one.reclaims_payment_id]
    for_returns = [one for one in documents if one.return_id]
    taken_over = [one for one in documents if not (one.order_id or one.reclaims_payment_id or one.return_id)]
    await _taken_over_as_they_were(evidence, found, taken_over)
    await _reclaimed_as_they_were(evidence, found, reclaims)
    orders = {order.order_id: order for order in await evidence.told(OrderPlacedV1)}
    rates = await rates_of(evidence)
    days = {
        shipment.shipment_id: shipment.delivered_at.astimezone(UTC).date()
        for shipment in await evidence.told(ShipmentDeliveredV1)
    }
    for order_id, of_order in by(lambda one: one.order_id, invoices).items():
        order = orders.get(order_id)
        if order is None:
            found.breach(f"invoice {of_order[0].number} is for order {order_id}, which was never placed")
            continue
        for invoice in of_order:
            day = days.get(invoice.shipment_id, invoice.delivered_on)
            _taxed_by_the_rates_of_the_day(found, invoice, rates, day)
            _adds_up(found, invoice)
        _lines_are_shares_of_the_order(found, order, billed[order_id])
        _charges_are_billed_once(found, order.charges, of_order)
    for charge in for_returns:
        _adds_up(found, charge)
    of_returns = [one for one in everything if one.return_id]
    await returns_are_charged_as_agreed(evidence, found, of_returns, orders, rates)
    await credit_notes_are_right(evidence, found, documents)
    await _same_was_told(evidence, found, invoices)
    await _numbers_have_no_gap(evidence, found, [*invoices, *reclaims, *for_returns])


async def _taken_over_as_they_were(evidence: Evidence, found: Found, invoices: list[Any]) -> None:
    """Those of the books before these have no order, and are owed once per number."""
    facts = {fact.id: fact.data for fact in await evidence.facts("accounting", InvoiceTakenOver)}
    numbers = [fact.number for fact in facts.values()]
    for number in {*numbers}:
        found.same(f"how often {number} was taken over", numbers.count(number), 1)
    for invoice in invoices:
        taken = facts.pop(invoice.invoice_id, None)
        if taken is None:
            found.breach(f"invoice {invoice.number} has no order, and was not taken over")
            continue
        _adds_up(found, invoice)
        found.same(
            f"invoice {invoice.number} as it was taken over",
            (invoice.customer_id, invoice.total, invoice.posted_on),
            (taken.customer_id, taken.amount, taken.invoiced_on),
        )
    for taken in facts.values():
        found.breach(f"invoice {taken.number} was taken over and is not there")


async def _reclaimed_as_they_were(evidence: Evidence, found: Found, reclaims: list[Any]) -> None:
    """What they are about is looked at with the payments; here, that they are shown as they were posted."""
    facts = {fact.id: fact.data for fact in await evidence.facts("accounting", ReclaimPosted)}
    for reclaim in reclaims:
        posted = facts.pop(reclaim.invoice_id, None)
        if posted is None:
            found.breach(f"invoice {reclaim.number} reclaims a refund, and was not posted")
            continue
        _adds_up(found, reclaim)
        found.same(
            f"invoice {reclaim.number} as it was posted",
            (reclaim.customer_id, reclaim.total, reclaim.tax.minor),
            (posted.customer_id, posted.amount, 0),
        )
    for posted in facts.values():
        found.breach(f"invoice {posted.number} was posted and is not there")


def _taxed_by_the_rates_of_the_day(found: Found, invoice: Any, rates: Rates, day: date) -> None:
    """By a rate that its code had for that day, and to the last unit. Which one it was the invoice says itself."""
    for piece in (*invoice.lines, *invoice.charges):
        name = getattr(piece, "kind", None) or f"line {piece.line_no}"
        if name == STATED_TAX:
            continue
        percent, what = piece.tax_percent, f"invoice {invoice.number}, {name}"
        found.require(
            percent in rates.ever(piece.tax_code, day),
            f"{what}: taxed at {percent} %, and {piece.tax_code} never was that on {day}",
        )
        tax = half_up(piece.net.minor * percent / 100)
        found.same(f"{what}: tax at {percent} % on {day}", piece.tax.minor, tax)


def _adds_up(found: Found, invoice: Any) -> None:
    pieces = (*invoice.lines, *invoice.charges)
    net, tax = sum(piece.net.minor for piece in pieces), sum(piece.tax.minor for piece in pieces)
    number = invoice.number
    found.same(f"invoice {number}: net", invoice.net.minor, net)
    found.same(f"invoice {number}: tax", invoice.tax.minor, tax)
    found.same(f"invoice {number}: total", invoice.total.minor, net + tax)
    instalments = sum(one.amount.minor for one in invoice.instalments)
    found.same(f"invoice {number}: sum of its instalments", instalments, net + tax)


def _lines_are_shares_of_the_order(found: Found, order: OrderPlacedV1, invoices: list[Any]) -> None:
    """All parts of a line together are exactly the share of their units in the line as it was placed, rounded half up.

    So is what they came to before each of them: as the difference of two such shares, a part is less than one minor
    unit away from its own. Withheld invoices count, since their goods are billed.
    """
    ordered = {line.line_no: line for line in order.lines}
    parts: dict[int, list[tuple[str, Any]]] = {}
    for invoice in invoices:
        for line in invoice.lines:
            parts.setdefault(line.line_no, []).append((invoice.number, line))
    for line_no, billed in parts.items():
        whole = ordered.get(line_no)
        if whole is None:
            found.breach(f"invoice {billed[0][0]}: order {order.order_id} has no line {line_no}")
            continue
        for number, line in billed:
            exact = whole.net.minor * line.quantity / whole.quantity
            found.require(
                line.tax_code == whole.tax_code
                and line.unit_price == whole.unit_price
                and abs(line.net.minor - exact) < 1,
                f"invoice {number}, line {line_no}: {line.quantity} units at {line.net}, {line.tax_code}; "
                f"{whole.quantity} were ordered for {whole.net}, {whole.tax_code}",
            )
        units = sum((line.quantity for _, line in billed), Decimal(0))
        found.same(
            f"line {line_no} of order {order.order_id}: its {units} billed units of {whole.quantity} for {whole.net}",
            sum(line.net.minor for _, line in billed),
            half_up(whole.net.minor * units / whole.quantity),
        )


def _charges_are_billed_once(found: Found, charges: tuple[Charge, ...], invoices: list[Any]) -> None:
    """All of them with one invoice of the order: net, or as tax where the order states tax."""
    carrying = [invoice for invoice in invoices if invoice.charges]
    if len(carrying) > 1:
        numbers = ", ".join(invoice.number for invoice in carrying)
        found.breach(f"the charges of order {carrying[0].order_id} are on several invoices: {numbers}")
    for invoice in carrying:
        billed = [(one.kind, (one.tax if one.kind == STATED_TAX else one.net).minor) for one in invoice.charges]
        agreed = [(one.kind, one.amount.minor) for one in charges]
        found.same(f"invoice {invoice.number}: charges", billed, agreed)
        codes = [one.tax_code for one in invoice.charges]
        taxed = [one.tax_code if one.kind in TAXED_CHARGES else "" for one in charges]
        found.same(f"invoice {invoice.number}: tax codes of its charges", codes, taxed)


async def _same_was_told(evidence: Evidence, found: Found, invoices: list[Any]) -> None:
    told = {posted.invoice_id: posted for posted in await evidence.told(InvoicePostedV1)}
    for invoice in invoices:
        posted = told.pop(invoice.invoice_id, None)
        if posted is None:
            found.breach(f"invoice {invoice.number} was never told")
            continue
        found.same(
            f"invoice {invoice.number} as it was told",
            (posted.number, posted.customer_id, posted.net, posted.tax, posted.total),
            (invoice.number, invoice.customer_id, invoice.net, invoice.tax, invoice.total),
        )
    for posted in told.values():
        found.breach(f"invoice {posted.number} was told and is not there")


async def _numbers_have_no_gap(evidence: Evidence, found: Found, invoices: list[Any]) -> None:
    numbers = [invoice.number for invoice in invoices]
    for note in await evidence.documents("accounting", "credit_note"):
        numbers += [number for number in (note.number, note.cancelled_by_number) if number]
    used = by(lambda number: number.rpartition("-")[0], numbers)
    issued = {series.code: series.issued for series in await evidence.documents("accounting", "number_series")}
    for series in sorted({*used, *issued}):
        sequences = sorted(int(number.rpartition("-")[2]) for number in used.get(series, []))
        found.looked_at += len(sequences)
        last = issued.get(series, 0)
        missing = sorted({*range(1, last + 1)} - {*sequences})
        twice = [one for one, following in pairwise(sequences) if one == following]
        if missing or twice or (sequences and sequences[-1] > last):
            found.breach(f"series {series}, {last} issued: missing {missing[:5]}, twice {twice[:5]}")
