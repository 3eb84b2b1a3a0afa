"""I17: departments agree with each other about goods, holds, bills, debts and customers."""

from decimal import Decimal
from typing import Any, Final

from deploy.proof.billed import not_billed
from deploy.proof.called import calls_agree
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
from shared.published.corrected_receipts import GoodsReceiptCorrectedV1
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
    """Units by order line: shipped, delivered and returned, as the warehouse told; its own documents say the same.

    What was given up as lost counts as returned until it turns up.
    """
    sums: dict[str, Units[Line]] = {name: Units() for name in ("shipped", "delivered", "returned")}
    kinds: tuple[tuple[str, type[Any]], ...] = (
        ("shipped", ShipmentShippedV1),
        ("delivered", ShipmentDeliveredV1),
        ("returned", ShipmentReturnedV2),
        ("returned", ShipmentLostV1),
    )
    turned_up = {one.shipment_id for one in await evidence.told(ShipmentDeliveredV1) if one.was_lost}
    turned_up |= {one.shipment_id for one in await evidence.told(ShipmentReturnedV2) if one.was_lost}
    for name, kind in kinds:
        for told in await evidence.told(kind):
            if kind is not ShipmentLostV1 or told.shipment_id not in turned_up:
                for line in told.lines:
                    sums[name].add((told.order_id, line.line_no), line.quantity)
    net: Units[Line] = Units(sums["shipped"])
    for key, quantity in sums["returned"].items():
        net.add(key, -quantity)
    here: Units[Line] = Units(sums["delivered"])
    for shipment in await evidence.documents("warehouse", "shipment"):
        if shipment.status in UNDER_WAY and shipment.free_of_charge is None:
            for line in shipment.lines:
                here.add((shipment.order_id, line.line_no), line.quantity)
    found.same_sums("delivered or under way of order line", here, net)
    reserved: Units[Line] = Units()
    for reservation in await evidence.documents("warehouse", "reservation"):
        if reservation.free_of_charge is not None:
            continue
        for line in reservation.lines:
            reserved.add((reservation.order_id, line.line_no), line.shipped - line.returned)
    found.same_sums("left with reservations, order line", reserved, net)
    billing: Units[Line] = Units()
    for document in await evidence.documents("accounting", "billing"):
        for line in document.lines:
            billing.add((document.order_id, line.line_no), line.shipped)
    found.same_sums("shipped as accounting knows, order line", billing, net)
    await _invoiced_or_to_invoice(evidence, found, sums["delivered"])
    return sums


async def _invoiced_or_to_invoice(evidence: Evidence, found: Found, delivered: Units[Line]) -> None:
    order_of = {told.shipment_id: told.order_id for told in await evidence.told(ShipmentDeliveredV1)}
    accounted: Units[Line] = Units()
    for not_invoiced in await not_billed(evidence):
        for (shipment_id, line_no), quantity in not_invoiced.items():
            accounted.add((order_of.get(shipment_id, "unknown"), line_no), quantity)
    billed: Units[Line] = Units()
    for invoice in await evidence.documents("accounting", "invoice"):
        for line in invoice.lines:
            accounted.add((invoice.order_id, line.line_no), line.quantity)
            billed.add((invoice.order_id, line.line_no), line.quantity)
    found.same_sums("invoiced or to invoice, order line", accounted, delivered)
    balance: Units[Line] = Units()
    for document in await evidence.documents("accounting", "billing"):
        for line in document.lines:
            balance.add((document.order_id, line.line_no), line.billed)
    found.same_sums("billed by the order's balance, order line", balance, billed)
    warranted: Units[Line] = Units()
    for started in await evidence.told(WarrantyStartedV1):
        for covered in started.lines:
            warranted.add((started.order_id, covered.line_no), covered.quantity)
    found.same_sums("under warranty, order line", warranted, delivered)


async def _sales_heard_right(evidence: Evidence, found: Found, told: dict[str, Units[Line]]) -> None:
    told["billed"] = Units()
    for posted in await evidence.told(InvoicePostedV1):
        for line in posted.lines:
            told["billed"].add((posted.order_id, line.line_no), line.quantity)
    told["credited"] = Units()
    for credited in await evidence.told(InvoiceCreditedV1):
        for line in credited.lines:
            told["credited"].add((credited.order_id, line.line_no), line.quantity)
    for cancelled in await evidence.told(InvoiceCreditCancelledV1):
        for line in cancelled.lines:
            told["credited"].add((cancelled.order_id, line.line_no), -line.quantity)
    told["taken_back"], told["given_instead"] = Units(), Units()
    for back in await evidence.told(ReturnReceivedV1):
        for item in back.items:
            told["taken_back"].add((back.order_id, item.line_no), item.quantity)
    for given in await evidence.told(ReplacementDeliveredV1):
        for instead in given.lines:
            told["given_instead"].add((given.order_id, instead.order_line_no), instead.quantity)
    known: dict[str, Units[Line]] = {name: Units() for name in told}
    for order in await evidence.documents("sales", "order"):
        for line in order.lines:
            for name, sums in known.items():
                sums.add((order.order_id, line.line_no), getattr(line, name))
    for name, sums in known.items():
        found.same_sums(f"{name} as sales knows, order line", sums, told[name])


async def _purchasing_heard_right(
    evidence: Evidence, found: Found, taken_off: Units[Line], not_rejected: Units[Line]
) -> None:
    accepted: Units[Line] = Units()
    rejected: Units[Line] = Units()
    for told in await evidence.told(GoodsReceivedV1):
        for line in told.lines:
            accepted.add((told.purchase_order_id, line.purchase_line_no), line.accepted)
            rejected.add((told.purchase_order_id, line.purchase_line_no), line.rejected)
    for key, quantity in taken_off.items():
        accepted.add(key, -quantity)
    for key, quantity in not_rejected.items():
        rejected.add(key, -quantity)
    known, turned_away, expected = Units[Line](), Units[Line](), Units[Line]()
    ordered, awaited = Units[Line](), Units[Line]()
    for order in await evidence.documents("purchasing", "purchase_order"):
        for line in order.lines:
            known.add((order.purchase_order_id, line.line_no), line.received)
            turned_away.add((order.purchase_order_id, line.line_no), line.rejected)
            ordered[order.purchase_order_id, line.line_no] = line.quantity
    for receipt in await evidence.documents("warehouse", "expected_receipt"):
        for line in receipt.lines:
            expected.add((receipt.purchase_order_id, line.line_no), line.accepted)
            awaited[receipt.purchase_order_id, line.line_no] = line.ordered
    found.same_sums("received as purchasing knows, purchase line", known, accepted)
    found.same_sums("rejected as purchasing knows, purchase line", turned_away, rejected)
    found.same_sums("received of what was expected, purchase line", expected, accepted)
    for key, quantity in awaited.items():
        found.same(f"expected of line {key[1]} of purchase order {key[0]}", quantity, ordered.get(key, Decimal(0)))


async def _corrected(evidence: Evidence, found: Found) -> tuple[Units[Line], Units[Line]]:
    """Units by purchase line that had not come, and that had not been rejected, as receipts were corrected to say.

    Another person says so than who received them, and of no more than had been received.
    """
    receipts = {one.receipt_id: one for one in await evidence.told(GoodsReceivedV1)}
    taken_off, not_rejected, of_receipts = Units[Line](), Units[Line](), Units[Line]()
    for told in await evidence.told(GoodsReceiptCorrectedV1):
        receipt = receipts.get(told.receipt_id)
        found.require(
            receipt is not None and receipt.received_by != told.corrected_by and bool(told.reason),
            f"receipt {told.receipt_id} was corrected by {told.corrected_by} for the reason {told.reason!r}, and not "
            "received by another person before",
        )
        for off in told.taken_off:
            taken_off.add((told.purchase_order_id, off.purchase_line_no), off.accepted)
            not_rejected.add((told.purchase_order_id, off.purchase_line_no), off.rejected)
            of_receipts.add((told.receipt_id, off.purchase_line_no), off.accepted)
    for (receipt_id, line_no), quantity in of_receipts.items():
        lines = receipts[receipt_id].lines if receipt_id in receipts else ()
        came = sum((line.accepted for line in lines if line.purchase_line_no == line_no), Decimal(0))
        found.require(
            quantity <= came, f"line {line_no} of receipt {receipt_id}: {quantity} of {came} had not come, as corrected"
        )
    return taken_off, not_rejected


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
    billed, credited = Units[Line](), Units[Line]()
    for told in await evidence.told(SupplierInvoiceApprovedV1):
        for line in told.lines:
            if told.credits:
                credited.add((told.credits, line.purchase_line_no), -line.quantity)
            else:
                billed.add((told.supplier_invoice_id, line.purchase_line_no), line.quantity)
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
