"""What the warehouse found returned units to be. Stored for ever: change by a new version and an upcaster."""

from datetime import date
from decimal import Decimal

from shared.kernel.shapes import event, part


@part
class Grades:
    """What the inspection made of units of an item."""

    item_no: int
    good: Decimal
    repair: Decimal
    scrap: Decimal
    finding: str


@event("customer_return.inspected")
class ReturnInspected:
    """The warehouse looked at these units one by one."""

    inspection_id: str
    items: tuple[Grades, ...]
    inspected_on: date


@event("customer_return.inspection-corrected")
class InspectionCorrected:
    """The units of an item that the warehouse had looked at then are that, and not what it had said before."""

    inspection_id: str
    correction_no: int
    item: Grades
    reason: str
    corrected_by: str
    corrected_on: date
