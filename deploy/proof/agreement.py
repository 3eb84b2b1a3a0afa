"""I17: departments agree with each other about goods, holds, bills, debts and customers."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from deploy.proof.billed import not_billed
from deploy.proof.called import calls_agree
from deploy.proof.corrected import corrected_by_another, no_more_than_came
from deploy.proof.customers import customers_agree
from deploy.proof.evidence import Evidence, invariant
from deploy.proof.held import holds_agree
from deploy.proof.ordered import orders_agree
from deploy.proof.owing import debts_agree
from deploy.proof.returned import returns_agree
from deploy.proof.verdict import Found, Units
from services.purchasing.policy.events import PolicySet
from shared.published.accounting import InvoiceCreditCancelledV1, InvoiceCreditedV1, InvoicePostedV1
from shared.published.care import WarrantyStartedV1
from shared.published.corrections import GoodsReceiptCorrectedV1, ReturnReceiptCorrectedV1
from shared.published.free_goods import ReplacementDeliveredV1
from shared.published.purchasing import SupplierInvoiceApprovedV1
from shared.published.warehouse import (
    GoodsReceivedV1,
    ReturnReceivedV1,
    ShipmentDeliveredV1,
    ShipmentLostV1,
    ShipmentReturnedV2,
    ShipmentShippedV1,
)

UNDER_WAY: Final = frozenset({"shipped", "delivery-failed"})
Line = tuple[str, int]
"""Of an order or a purchase order: its id and the number of the line."""


@invariant(
    "I17",
    "sales, warehouse, purchasing, accounting and care agree: shipped = delivered + under way = invoiced + to invoice, "
    "received = received, supplier invoices are matched or released, returned units are inspected and settled once, "
    "what is held stays, what is called is taken off its contract, what is ordered, owed, late and paid is the same "
    "for all, and so are customers' names, addresses and stops of credit",
    may_be_empty="nothing was ordered yet",
)
async def departments_agree(evidence: Evidence, found: Found) -> None:
    """Each figure from two departments that learned it in different ways."""
    shipped = await _shipped(evidence, found)
    await _sales_heard_right(evidence, found, shipped)
    await debts_agree(evidence, found)
    await customers_agree(evidence, found)
    taken_off, not_rejected = await _corrected(evidence, found)
    await _purchasing_heard_right(evidence, found, taken_off, not_rejected)
    await _supplier_invoices_are_matched(evidence, found, taken_off)
    await returns_agree(evidence, found)
    await holds_agree(evidence, found)
    await calls_agree(evidence, found)
    await orders_agree(evidence, found)


async def _shipped(evidence: Evidence, found: Found) -> dict[str, Units[Line]]:
    """Units by order line: shipped, delivered and returned, as the warehouse told; its own documents say the same."""
    told = await _told(evidence)
    net = told["shipped"].minus(told["returned"])
    await _documents_say_the_same(evidence, found, told["delivered"], net)
    await _billing_says_the_same(evidence, found, told["delivered"], net)
    return told


async def _told(evidence: Evidence) -> dict[str, Units[Line]]:
    """What was given up as lost counts as returned until it turns up."""
    delivered = await evidence.told(ShipmentDeliveredV1)
    returned = await evidence.told(ShipmentReturnedV2)
    turned_up = {one.shipment_id for one in delivered if one.was_lost}
    turned_up |= {one.shipment_id for one in returned if one.was_lost}
    lost = [one for one in await evidence.told(ShipmentLostV1) if one.shipment_id not in turned_up]
    return {
        "shipped": _by_line(await evidence.told(ShipmentShippedV1)),
        "delivered": _by_line(delivered),
        "returned": _by_line((*returned, *lost)),
    }


def _by_line(messages: Iterable[Any]) -> Units[Line]:
    return Units[Line].of(((told.order_id, line.line_no), line.quantity) for told in messages for line in told.lines)


async def _documents_say_the_same(evidence: Evidence, found: Found, delivered: Units[Line], net: Units[Line]) -> None:
    here: Units[Line] = Units(delivered)
    for shipment in await evidence.documents("warehouse", "shipment"):
        if shipment.status in UNDER_WAY and shipment.free_of_charge is None:
            for line in shipment.lines:
                here.add((shipment.order_id, line.line_no), line.quantity)
    found.same_sums("delivered or under way of order line", here, net)
    reserved = Units[Line].of(
        ((reservation.order_id, line.line_no), line.shipped - line.returned)
        for reservation in await evidence.documents("warehouse", "reservation")
        if reservation.free_of_charge is None
        for line in reservation.lines
    )
    found.same_sums("left with reservations, order line", reserved, net)


async def _billing_says_the_same(evidence: Evidence, found: Found, delivered: Units[Line], net: Units[Line]) -> None:
    billings = await evidence.documents("accounting", "billing")
    shipped = Units[Line].of(((one.order_id, line.line_no), line.shipped) for one in billings for line in one.lines)
    found.same_sums("shipped as accounting knows, order line", shipped, net)
    billed = _by_line(await evidence.documents("accounting", "invoice"))
    accounted: Units[Line] = Units(billed)
    order_of = {told.shipment_id: told.order_id for told in await evidence.told(ShipmentDeliveredV1)}
    for not_invoiced in await not_billed(evidence):
        for (shipment_id, line_no), quantity in not_invoiced.items():
            accounted.add((order_of.get(shipment_id, "unknown"), line_no), quantity)
    found.same_sums("invoiced or to invoice, order line", accounted, delivered)
    balance = Units[Line].of(((one.order_id, line.line_no), line.billed) for one in billings for line in one.lines)
    found.same_sums("billed by the order's balance, order line", balance, billed)
    warranted = _by_line(await evidence.told(WarrantyStartedV1))
    found.same_sums("under warranty, order line", warranted, delivered)


async def _sales_heard_right(evidence: Evidence, found: Found, shipped: dict[str, Units[Line]]) -> None:
    credited = _by_line(await evidence.told(InvoiceCreditedV1))
    told: dict[str, Units[Line]] = {
        **shipped,
        "billed": _by_line(await evidence.told(InvoicePostedV1)),
        "credited": credited.minus(_by_line(await evidence.told(InvoiceCreditCancelledV1))),
        "taken_back": await _taken_back(evidence),
        "given_instead": Units[Line].of(
            ((given.order_id, instead.order_line_no), instead.quantity)
            for given in await evidence.told(ReplacementDeliveredV1)
            for instead in given.lines
        ),
    }
    orders = await evidence.documents("sales", "order")
    for name, should_be in told.items():
        known = Units[Line].of(
            ((order.order_id, line.line_no), getattr(line, name)) for order in orders for line in order.lines
        )
        found.same_sums(f"{name} as sales knows, order line", known, should_be)


async def _taken_back(evidence: Evidence) -> Units[Line]:
    received = Units[Line].of(
        ((back.order_id, item.line_no), item.quantity)
        for back in await evidence.told(ReturnReceivedV1)
        for item in back.items
    )
    return received.minus(
        Units[Line].of(
            ((corrected.order_id, item.line_no), item.quantity)
            for corrected in await evidence.told(ReturnReceiptCorrectedV1)
            for item in corrected.taken_off
        )
    )


async def _purchasing_heard_right(
    evidence: Evidence, found: Found, taken_off: Units[Line], not_rejected: Units[Line]
) -> None:
    came = [
        ((told.purchase_order_id, line.purchase_line_no), line)
        for told in await evidence.told(GoodsReceivedV1)
        for line in told.lines
    ]
    accepted = Units[Line].of((key, line.accepted) for key, line in came).minus(taken_off)
    rejected = Units[Line].of((key, line.rejected) for key, line in came).minus(not_rejected)
    bought = [
        ((order.purchase_order_id, line.line_no), line)
        for order in await evidence.documents("purchasing", "purchase_order")
        for line in order.lines
    ]
    awaited = [
        ((receipt.purchase_order_id, line.line_no), line)
        for receipt in await evidence.documents("warehouse", "expected_receipt")
        for line in receipt.lines
    ]
    known = Units[Line].of((key, line.received) for key, line in bought)
    turned_away = Units[Line].of((key, line.rejected) for key, line in bought)
    expected = Units[Line].of((key, line.accepted) for key, line in awaited)
    found.same_sums("received as purchasing knows, purchase line", known, accepted)
    found.same_sums("rejected as purchasing knows, purchase line", turned_away, rejected)
    found.same_sums("received of what was expected, purchase line", expected, accepted)
    ordered = {key: line.quantity for key, line in bought}
    for key, quantity in {key: line.ordered for key, line in awaited}.items():
        found.same(f"expected of line {key[1]} of purchase order {key[0]}", quantity, ordered.get(key, Decimal(0)))


async def _corrected(evidence: Evidence, found: Found) -> tuple[Units[Line], Units[Line]]:
    """Units by purchase line that had not come, and that had not been rejected, as receipts were corrected to say.

    Another person says so than who received them, and of no more than had been received.
    """
    receipts = {one.receipt_id: one for one in await evidence.told(GoodsReceivedV1)}
    told = await evidence.told(GoodsReceiptCorrectedV1)
    for corrected in told:
        corrected_by_another(found, receipts, corrected)
    fewer = [(corrected, off) for corrected in told for off in corrected.taken_off]
    no_more_than_came(
        found,
        "line",
        Units.of(((one.receipt_id, off.purchase_line_no), off.accepted) for one, off in fewer),
        Units.of(
            ((one.receipt_id, line.purchase_line_no), line.accepted) for one in receipts.values() for line in one.lines
        ),
    )
    lines = [((one.purchase_order_id, off.purchase_line_no), off) for one, off in fewer]
    return Units.of((key, off.accepted) for key, off in lines), Units.of((key, off.rejected) for key, off in lines)


async def _supplier_invoices_are_matched(evidence: Evidence, found: Found, taken_off: Units[Line]) -> None:
    policies = [fact.data for fact in await evidence.facts("purchasing", PolicySet)]
    more = max((policy.quantity_tolerance_percent for policy in policies), default=Decimal(0))
    dearer = max((policy.price_tolerance_percent for policy in policies), default=Decimal(0))
    ordered = {
        (order.purchase_order_id, line.line_no): line
        for order in await evidence.documents("purchasing", "purchase_order")
        for line in order.lines
    }
    documents = {one.supplier_invoice_id: one for one in await evidence.documents("purchasing", "supplier_invoice")}
    billed: Units[Line] = Units()
    excused: set[Line] = set()
    for told in await evidence.told(SupplierInvoiceApprovedV1):
        document = documents.get(told.supplier_invoice_id)
        if document is None or document.status != "approved" or document.total != told.total:
            found.breach(
                f"supplier invoice {told.supplier_reference} was told as approved over {told.total}, and is not"
            )
            continue
        released = _released(found, document)
        for line in told.lines:
            key = (told.purchase_order_id, line.purchase_line_no)
            billed.add(key, line.quantity)
            if released and not told.credits:
                excused.add(key)
            elif key in ordered and not told.credits:
                price = ordered[key].unit_price
                found.require(
                    abs(line.unit_price - price) <= price * dearer / 100,
                    f"supplier invoice {told.supplier_reference}, line {line.purchase_line_no}: {line.unit_price} a "
                    f"unit was approved by rule, {price} was ordered",
                )
    for key, quantity in billed.items():
        wanted = ordered.get(key)
        # What a correction took off may have been there when the invoice was matched.
        came = Decimal(0) if wanted is None else wanted.received + taken_off.get(key, Decimal(0))
        allowed = Decimal(0) if wanted is None else came + wanted.quantity * more / 100
        found.require(
            quantity <= allowed or key in excused,
            f"line {key[1]} of purchase order {key[0]}: {quantity} billed, {allowed} received, and nobody released it",
        )
    balance = {key: line.billed for key, line in ordered.items()}
    found.same_sums("billed by the order's balance, purchase line", balance, billed)
    await _what_is_credited_was_billed(evidence, found)
    await _what_is_approved_is_owed(evidence, found)


async def _what_is_credited_was_billed(evidence: Evidence, found: Found) -> None:
    """No more of a line than its supplier invoice bills, by all of its credits."""
    approved = await evidence.told(SupplierInvoiceApprovedV1)
    billed = Units[Line].of(
        ((told.supplier_invoice_id, line.purchase_line_no), line.quantity)
        for told in approved
        if not told.credits
        for line in told.lines
    )
    credited = Units[Line].of(
        ((told.credits, line.purchase_line_no), -line.quantity)
        for told in approved
        if told.credits
        for line in told.lines
    )
    for key, quantity in credited.items():
        most = billed.get(key, Decimal(0))
        found.require(
            quantity <= most, f"line {key[1]} of supplier invoice {key[0]}: {quantity} credited, {most} billed"
        )


def _released(found: Found, invoice: Any) -> bool:
    """Whether a person took its variances on themselves: with a reason, and somebody else than who recorded it."""
    if not invoice.variances:
        return False
    found.require(
        bool(invoice.reason) and invoice.approved_by != invoice.recorded_by,
        f"supplier invoice {invoice.supplier_reference} differs, and was released by {invoice.approved_by} "
        f"for the reason {invoice.reason!r}",
    )
    return True


async def _what_is_approved_is_owed(evidence: Evidence, found: Found) -> None:
    owed = {one.id: (one.supplier_id, one.owed) for one in await evidence.documents("accounting", "payable")}
    told = {
        one.supplier_invoice_id: (one.supplier_id, one.total) for one in await evidence.told(SupplierInvoiceApprovedV1)
    }
    for identity in sorted({*owed, *told}):
        found.same(f"payable {identity}", owed.get(identity), told.get(identity))
