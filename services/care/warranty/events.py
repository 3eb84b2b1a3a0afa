"""What can happen to a warranty. Stored for ever: change by a new version and an upcaster, never in place."""

from datetime import date
from decimal import Decimal

from shared.kernel.shapes import event, part


@event("warranty.currency-noted")
class CurrencyNoted:
    """The order is paid in that currency: a repair of its goods is charged in no other."""

    currency: str


@part
class CoveredLine:
    """Delivered units of one order line; `until` is the last day on which they are covered.

    `served_until` is the last day of the service that the contract promises after that; None where it promises none.
    """

    line_no: int
    sku: str
    quantity: Decimal
    until: date
    served_until: date | None = None


@event("warranty.started", happened="started_on")
class WarrantyStarted:
    """A delivery reached the customer, and the warranty of its goods runs."""

    shipment_id: str
    contract_id: str
    customer_id: str
    lines: tuple[CoveredLine, ...]
    started_on: date


@part
class ClaimedUnits:
    """Units of one order line that came with one shipment.

    `last_shipment_id` is the one that brought them free of charge, in place of returned ones; empty of the first ones.
    """

    line_no: int
    shipment_id: str
    quantity: Decimal
    last_shipment_id: str = ""


@event("warranty.units-claimed")
class UnitsClaimed:
    """A return of these units was approved, or they arrived late: they cannot be returned again."""

    return_id: str
    units: tuple[ClaimedUnits, ...]
    claimed_on: date


@event("warranty.units-given-back")
class UnitsGivenBack:
    """These units are with the customer: they never came, or came back to them repaired or as others of the kind.

    `source_id` is the fact that says so, by which its repetition is noticed. They are covered as they were.
    """

    source_id: str
    return_id: str
    units: tuple[ClaimedUnits, ...]
    given_back_on: date


@event("warranty.units-kept")
class UnitsKept:
    """The customer pays for these units, which they kept though others were sent for them: both are covered.

    `source_id` is the fact that says so, by which its repetition is noticed.
    """

    source_id: str
    return_id: str
    units: tuple[ClaimedUnits, ...]
    kept_on: date


@event("warranty.units-sent")
class UnitsSent:
    """A shipment free of charge brought these units in place of returned ones, or these themselves again.

    They are covered as they were, and had left us with this one when they come back. `source_id` is the fact that says
    so, by which its repetition is noticed.
    """

    source_id: str
    return_id: str
    shipment_id: str
    units: tuple[ClaimedUnits, ...]
    sent_on: date


WarrantyEvent = CurrencyNoted | WarrantyStarted | UnitsClaimed | UnitsGivenBack | UnitsKept | UnitsSent
