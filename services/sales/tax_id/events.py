"""What can happen to a tax id. Stored for ever: change by a new version and an upcaster, never in place."""

from datetime import date

from shared.kernel.shapes import event


@event("tax_id.claimed")
class TaxIdClaimed:
    """The customer has it from now on; `branch_of` is the customer whose branch it is, empty where it is none."""

    customer_id: str
    branch_of: str
    claimed_on: date


@event("tax_id.released")
class TaxIdReleased:
    """The customer has it no longer."""

    customer_id: str
    released_on: date


TaxIdEvent = TaxIdClaimed | TaxIdReleased
