"""What can happen to a requisition. Stored for ever: change by a new version and an upcaster, never in place."""

from datetime import date
from decimal import Decimal

from services.purchasing.purchase_order.terms import Need
from services.purchasing.requisition.lines import RequisitionLine
from shared.kernel.shapes import event, part


@part
class Candidates:
    """The suppliers that offered a SKU on the day of approval, whether we may buy from them or not."""

    sku: str
    supplier_ids: tuple[str, ...]


@part
class Source:
    """Where a SKU is bought: the offer taken, the quantity (at least the minimum), and the needs that it covers."""

    sku: str
    supplier_id: str
    unit_price: Decimal
    currency: str
    quantity: Decimal
    lead_time_days: int
    purchase_order_id: str
    needs: tuple[Need, ...]


@event("requisition.raised")
class RequisitionRaised:
    """Somebody needs goods. `sales_order_id` is None when a person proposed it.

    Where it names what care granted a customer, `replacement_for` is the order that it stands in for.
    """

    sales_order_id: str | None
    warehouse: str
    lines: tuple[RequisitionLine, ...]
    reason: str
    raised_by: str
    raised_on: date
    replacement_for: str = ""


@event("requisition.extended")
class RequisitionExtended:
    """The customer's order is short of more than was known: so many more units of these lines are needed.

    Of what a person asked for, or care granted, the same is said when fewer had come of an order that had ended.
    A line may be named that is on a purchase order already: what is needed more of it is bought by another one.
    """

    lines: tuple[RequisitionLine, ...]
    reason: str
    extended_by: str
    extended_on: date


@event("requisition.approved")
class RequisitionApproved:
    """It may be bought. `approved_by` is a person, or the rule that a customer's order needs none."""

    approved_by: str
    approved_on: date
    candidates: tuple[Candidates, ...]


@event("requisition.rejected")
class RequisitionRejected:
    """An approver said no."""

    reason: str
    rejected_by: str
    rejected_on: date


@event("requisition.sourced")
class RequisitionSourced:
    """Suppliers were chosen, by rule or by a person. `makers` cannot approve the purchase orders that follow."""

    sales_order_id: str | None
    warehouse: str
    sources: tuple[Source, ...]
    makers: tuple[str, ...]
    sourced_by: str
    sourced_on: date
    replacement_for: str = ""


@event("requisition.ordered")
class RequisitionOrdered:
    """One of its purchase orders was sent."""

    purchase_order_id: str
    ordered_on: date


@event("requisition.reopened")
class RequisitionReopened:
    """One of its purchase orders was called off or closed short: these needs are open again.

    The lines that are `not_needed` any more are not: the customer's order is for less.
    """

    purchase_order_id: str
    unmet: tuple[Need, ...]
    reopened_on: date
    not_needed: tuple[int, ...] = ()


@event("requisition.lowered")
class RequisitionLowered:
    """The customer's order is for less: of these lines no more than that is needed from now on, or nothing.

    Lines that are open are bought in that quantity. What is on one of the `purchase_orders` stays there.
    """

    needs: tuple[Need, ...]
    purchase_orders: tuple[str, ...]
    reason: str
    lowered_by: str
    lowered_on: date


@event("requisition.shortage-filled")
class ShortageFilled:
    """The customer's order got goods, bought for it or free otherwise: of these lines no more than that is short.

    Where they came with `purchase_order_id`, so much less is still to come of that one.

    Of what a person asked for, or care granted, the same is said when goods come of a purchase order that had ended.

    Lines that are open are bought in that quantity, or not at all. What is on a purchase order stays there, but those
    that are not sent and of which nothing is needed are `withdrawn`.
    """

    needs: tuple[Need, ...]
    withdrawn: tuple[str, ...]
    filled_by: str
    filled_on: date
    purchase_order_id: str = ""


@event("requisition.needed-again")
class NeededAgain:
    """What the customer's order had got of that purchase order had not come after all: its supplier still owes it.

    So many units of these lines are needed that were not any more, and are not bought again.
    """

    purchase_order_id: str
    needs: tuple[Need, ...]
    needed_again_on: date


@event("requisition.cancelled")
class RequisitionCancelled:
    """Not needed any more. Purchase orders not sent are withdrawn; those kept are with the supplier, and their goods
    become free stock."""

    reason: str
    withdrawn: tuple[str, ...]
    kept: tuple[str, ...]
    cancelled_by: str
    cancelled_on: date


@event("requisition.forestalled")
class RequisitionForestalled:
    """The sales order was cancelled before we heard that anything was short for it."""

    reason: str
    forestalled_on: date


RequisitionEvent = (
    RequisitionRaised
    | RequisitionExtended
    | RequisitionApproved
    | RequisitionRejected
    | RequisitionSourced
    | RequisitionOrdered
    | RequisitionReopened
    | RequisitionLowered
    | ShortageFilled
    | NeededAgain
    | RequisitionCancelled
    | RequisitionForestalled
)
