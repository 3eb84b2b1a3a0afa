"""Part of I3: what the accounts of income and cost come to, from the documents that post to them."""

from collections.abc import Iterable
from typing import Any, Final

from deploy.proof.evidence import Evidence
from deploy.proof.inspected import inspected_items
from deploy.proof.verdict import Sums
from services.warehouse.stock_item.events import StockAdjusted
from shared.kernel.clock import derived_id
from shared.kernel.money import Money
from shared.published.corrections import GoodsReceiptCorrectedV1, ReturnInspectionCorrectedV1
from shared.published.free_goods import (
    ReplacementInspectedV1,
    ReplacementLostV1,
    ReplacementReturnedV2,
    ReplacementShippedV1,
)
from shared.published.purchasing import SupplierInvoiceApprovedV1
from shared.published.warehouse import (
    ShipmentDeliveredV1,
    ShipmentInspectedV1,
    ShipmentLostV1,
    ShipmentReturnedV2,
    ShipmentShippedV1,
    StockAdjustedV1,
)

Key = tuple[str, str]
"""Party (these have none) and currency."""

FREIGHT: Final = "freight"
ROUNDING: Final = "rounding"
RECLAIM: Final = "reclaim"
NOT_GOODS: Final = frozenset({FREIGHT, ROUNDING, RECLAIM})
"""Charges that are earned, or taken back, on an account of their own; all others go with the goods."""
INTEREST: Final = "interest"
SOLD_ONCE: Final = frozenset({"repair", "not-accepted"})
"""What leaves free of charge and was sold before: the customer gets the very units back."""


def _add(sums: Sums[Key], amount: Money, sign: int = 1) -> None:
    sums.add(("", amount.currency), sign * amount.minor)


async def _billed(evidence: Evidence) -> list[Any]:
    """Posted invoices of orders and of returns: others earned nothing here."""
    invoices = await evidence.documents("accounting", "invoice")
    return [one for one in invoices if one.total is not None and (one.order_id or one.return_id)]


async def _credit_notes(evidence: Evidence) -> list[Any]:
    notes = await evidence.documents("accounting", "credit_note")
    return [note for note in notes if note.status == "approved"]


async def revenue(evidence: Evidence) -> Sums[Key]:
    """What was billed for goods, before tax. What is taken back of it is on an account of its own."""
    earned: Sums[Key] = Sums()
    for invoice in await _billed(evidence):
        for piece in (*invoice.lines, *(one for one in invoice.charges if one.kind not in NOT_GOODS)):
            _add(earned, piece.net)
    return earned


async def sales_returns(evidence: Evidence) -> Sums[Key]:
    """What credit notes took back for goods, before tax."""
    taken_back: Sums[Key] = Sums()
    for note in await _credit_notes(evidence):
        for piece in (*note.lines, *(one for one in note.charges if one.kind not in NOT_GOODS)):
            _add(taken_back, piece.net)
    return taken_back


async def freight_revenue(evidence: Evidence) -> Sums[Key]:
    """What was billed for freight, less what credit notes took back of it."""
    return await _charged(evidence, FREIGHT)


async def rounding(evidence: Evidence) -> Sums[Key]:
    """The roundings that orders state, less those of suppliers whose total is not net and tax to the last unit."""
    rounded = await _charged(evidence, ROUNDING)
    for approved in await evidence.told(SupplierInvoiceApprovedV1):
        _add(rounded, approved.total - approved.net - approved.tax, -1)
    return rounded


async def _charged(evidence: Evidence, kind: str) -> Sums[Key]:
    earned: Sums[Key] = Sums()
    for documents, sign in ((await _billed(evidence), 1), (await _credit_notes(evidence), -1)):
        for document in documents:
            for charge in document.charges:
                if charge.kind == kind:
                    _add(earned, charge.net, sign)
    return earned


async def bad_debt(evidence: Evidence) -> Sums[Key]:
    """What is written off of invoices and of charges, and what was let off of a refund that left twice."""
    lost: Sums[Key] = Sums()
    for invoice in await evidence.documents("accounting", "invoice"):
        for one in invoice.instalments:
            _add(lost, one.written_off)
    for case in await evidence.documents("accounting", "dunning_case"):
        for charge in case.charges:
            _add(lost, charge.written_off)
    for note in await _credit_notes(evidence):
        for charge in note.charges:
            if charge.kind == RECLAIM:
                _add(lost, charge.net)
    return lost


async def small_differences(evidence: Evidence) -> Sums[Key]:
    """What is let off of invoices by the settlement policy."""
    let_off: Sums[Key] = Sums()
    for invoice in await evidence.documents("accounting", "invoice"):
        if invoice.let_off is not None:
            _add(let_off, invoice.let_off)
    return let_off


async def dunning_income(evidence: Evidence) -> Sums[Key]:
    """Fees that were claimed and not waived."""
    return await _claimed(evidence, interest=False)


async def interest_income(evidence: Evidence) -> Sums[Key]:
    """Interest that was claimed and not waived."""
    return await _claimed(evidence, interest=True)


async def _claimed(evidence: Evidence, *, interest: bool) -> Sums[Key]:
    claimed: Sums[Key] = Sums()
    for case in await evidence.documents("accounting", "dunning_case"):
        for charge in case.charges:
            if (charge.kind == INTEREST) == interest:
                _add(claimed, charge.amount - charge.waived)
    return claimed


async def input_vat(evidence: Evidence) -> Sums[Key]:
    """The tax of supplier invoices."""
    paid: Sums[Key] = Sums()
    for approved in await evidence.told(SupplierInvoiceApprovedV1):
        _add(paid, approved.tax)
    return paid


async def purchase_price_variance(evidence: Evidence) -> Sums[Key]:
    """What suppliers billed for goods, less what the same goods were ordered for."""
    dearer: Sums[Key] = Sums()
    for approved in await evidence.told(SupplierInvoiceApprovedV1):
        _add(dearer, approved.net)
        for line in approved.lines:
            _add(dearer, line.ordered_net, -1)
    return dearer


async def inventory_adjustment(evidence: Evidence) -> Sums[Key]:
    """The worth of what stock counts found, less that of what they missed; without what is taken over.

    And what the stock does not lose of what goods had come in at that had not come, or belong elsewhere.
    """
    found: Sums[Key] = Sums()
    for adjusted in await evidence.told(StockAdjustedV1):
        _add(found, adjusted.value)
    for key, minor in (await opening_stock(evidence)).items():
        found.add(key, -minor)
    for corrected in await evidence.told(GoodsReceiptCorrectedV1):
        for off in corrected.taken_off:
            _add(found, off.cost)
            _add(found, off.value, -1)
    for regraded in await evidence.told(ReturnInspectionCorrectedV1):
        for moved in regraded.moved:
            _add(found, moved.value)
        for item, sign in ((regraded.was, 1), (regraded.found, -1)):
            _add(found, item.good_value + item.repair_value, sign)
    return found


async def opening_stock(evidence: Evidence) -> Sums[Key]:
    """The worth of what was there before these books; but what earlier releases booked as found stays so."""
    found = {entry_id for entry_id, _, role, *_ in await evidence.journal_lines() if role == "inventory-adjustment"}
    taken_over: Sums[Key] = Sums()
    for fact in await evidence.facts("warehouse", StockAdjusted):
        if fact.data.opening and str(derived_id("journal", fact.event_id)) not in found:
            _add(taken_over, fact.data.value)
    return taken_over


async def cost_of_goods_sold(evidence: Evidence) -> Sums[Key]:
    """The cost of what left, less that of what came back; a repaired unit costs what it had cost when it was sold."""
    cost: Sums[Key] = Sums()
    kinds: tuple[tuple[type[Any], int], ...] = ((ShipmentShippedV1, 1), (ShipmentReturnedV2, -1))
    for kind, sign in kinds:
        for told in await evidence.told(kind):
            for line in () if sign < 0 and told.to_inspect else told.lines:
                _add(cost, line.cost, sign)
    await _lost(evidence, cost, -1, of_orders=True)
    _take_off(cost, (item for _, item in await inspected_items(evidence) if not item.kind))
    for parcel in await evidence.told(ShipmentInspectedV1):
        _take_off(cost, parcel.lines)
    await _given_away(evidence, cost, sold_once=True)
    return cost


async def _lost(evidence: Evidence, sums: Sums[Key], sign: int, *, of_orders: bool, sold_once: bool = False) -> None:
    """What parcels had cost that were given up as lost, less those that turned up."""
    orders: tuple[tuple[type[Any], int], ...] = (
        (ShipmentLostV1, sign),
        (ShipmentReturnedV2, -sign),
        (ShipmentDeliveredV1, -sign),
    )
    free: tuple[tuple[type[Any], int], ...] = ((ReplacementLostV1, sign), (ReplacementReturnedV2, -sign))
    for kind, effect in orders if of_orders else free:
        for told in await evidence.told(kind):
            is_counted = effect == sign or told.was_lost
            if is_counted and (of_orders or (told.kind in SOLD_ONCE) == sold_once):
                for line in told.lines:
                    _add(sums, line.cost, effect)


def _take_off(cost: Sums[Key], items: Iterable[Any]) -> None:
    """What was inspected is inventory again, or lost as scrap."""
    for item in items:
        for worth in (item.good_value, item.repair_value, item.scrap_cost):
            _add(cost, worth, -1)


async def warranty_cost(evidence: Evidence) -> Sums[Key]:
    """The cost of units that were given in place of others."""
    cost: Sums[Key] = Sums()
    await _given_away(evidence, cost, sold_once=False)
    return cost


async def _given_away(evidence: Evidence, cost: Sums[Key], *, sold_once: bool) -> None:
    kinds: tuple[tuple[type[Any], int], ...] = ((ReplacementShippedV1, 1), (ReplacementReturnedV2, -1))
    for kind, sign in kinds:
        for told in await evidence.told(kind):
            if (told.kind in SOLD_ONCE) == sold_once:
                for line in () if sign < 0 and told.to_inspect else told.lines:
                    _add(cost, line.cost, sign)
    await _lost(evidence, cost, -1, of_orders=False, sold_once=sold_once)
    for inspected in await evidence.told(ReplacementInspectedV1):
        if (inspected.kind in SOLD_ONCE) == sold_once:
            _take_off(cost, inspected.lines)
    came_back = [item for _, item in await inspected_items(evidence) if item.kind]
    _take_off(cost, (item for item in came_back if (item.kind in SOLD_ONCE) == sold_once))


async def scrap_loss(evidence: Evidence) -> Sums[Key]:
    """What units had cost that came back, from customers or undelivered, and were scrapped; or that were lost."""
    lost: Sums[Key] = Sums()
    for _, item in await inspected_items(evidence):
        _add(lost, item.scrap_cost)
    came_back: tuple[type[Any], ...] = (ShipmentInspectedV1, ReplacementInspectedV1)
    for kind in came_back:
        for parcel in await evidence.told(kind):
            for line in parcel.lines:
                _add(lost, line.scrap_cost)
    await _lost(evidence, lost, 1, of_orders=True)
    for sold_once in (True, False):
        await _lost(evidence, lost, 1, of_orders=False, sold_once=sold_once)
    return lost
