"""Part of I5: what customers owe for units of a return is what care charged, at the agreed price or the order's."""

from typing import Any

from deploy.proof.evidence import Evidence, by
from deploy.proof.taxed import Rates, half_up
from deploy.proof.verdict import Found
from shared.kernel.clock import derived_id
from shared.published.care import ReturnChargedV1
from shared.published.sales import OrderPlacedV1

REPAIR = "repair"


async def returns_are_charged_as_agreed(
    evidence: Evidence, found: Found, invoices: list[Any], orders: dict[str, OrderPlacedV1], rates: Rates
) -> None:
    """One invoice for each charge that care told of, for no order, with one charge on it. None without."""
    waiting = {invoice.invoice_id: invoice for invoice in invoices}
    charges = await evidence.told(ReturnChargedV1)
    for charged in charges:
        what = f"charge {charged.charge_id}"
        invoice = waiting.pop(str(derived_id("invoice", "return-charge", charged.charge_id)), None)
        order = orders.get(charged.order_id)
        if invoice is None or order is None:
            found.breach(f"{what}: care told of it, and there is no invoice of it, or no order")
            continue
        line = next(one for one in order.lines if one.line_no == charged.item.line_no)
        if charged.unit_price is None:
            net = half_up(line.net.minor * charged.item.quantity / line.quantity)
        else:
            found.same(f"{what}: currency of its price", charged.unit_price.currency, line.net.currency)
            net = half_up(charged.unit_price.minor * charged.item.quantity)
        found.same(
            f"{what}: customer, return, and what is billed for what",
            (invoice.customer_id, invoice.return_id, [(one.kind, one.net.minor) for one in invoice.charges]),
            (charged.customer_id, charged.return_id, [(charged.kind, net)]),
        )
        if invoice.total is not None:
            _taxed(found, invoice, line.tax_code, rates)
    for invoice in waiting.values():
        found.breach(f"invoice {invoice.number} is for return {invoice.return_id}, for which care charged nothing")
    await _nothing_is_charged_that_was_not_granted(evidence, found, charges)


def _taxed(found: Found, invoice: Any, code: str, rates: Rates) -> None:
    (charge,) = invoice.charges
    found.require(
        charge.tax_code == code and charge.tax_percent in rates.ever(code, invoice.delivered_on),
        f"invoice {invoice.number}: taxed at {charge.tax_percent} % by {charge.tax_code}, its goods are {code}",
    )
    found.same(
        f"invoice {invoice.number}: tax", invoice.tax.minor, half_up(charge.net.minor * charge.tax_percent / 100)
    )


async def _nothing_is_charged_that_was_not_granted(
    evidence: Evidence, found: Found, charges: list[ReturnChargedV1]
) -> None:
    """Kept goods as far as others were sent in advance, repairs as far as they were granted at a price."""
    told = by(lambda one: one.return_id, charges)
    for document in await evidence.documents("care", "customer_return"):
        charged = told.pop(document.return_id, [])
        found.same(f"return {document.return_id}: charges as they were told", len(charged), len(document.charges))
        for item in document.items:
            of_item = [one for one in charged if one.item.item_no == item.item_no]
            grants = [one for one in document.grants if one.item_no == item.item_no]
            prices = [one.unit_price for one in document.prices if one.line_no == item.line_no]
            repaired = sum(one.item.quantity for one in of_item if one.kind == REPAIR)
            kept = sum(one.item.quantity for one in of_item if one.kind != REPAIR)
            found.require(
                repaired <= sum(one.quantity for one in grants if one.remedy == REPAIR)
                and kept <= sum(one.quantity for one in grants if one.in_advance)
                and all(one.unit_price in prices for one in of_item if one.kind == REPAIR),
                f"return {document.return_id}, item {item.item_no}: {repaired} repaired and {kept} kept units charged",
            )
    for return_id in told:
        found.breach(f"return {return_id}: something was charged for it, and it is not there")
