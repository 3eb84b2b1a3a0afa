"""What can happen to a supplier. Stored for ever: change by a new version and an upcaster, never in place."""

from datetime import date

from shared.kernel.shapes import event, part


@part
class SupplierDetails:
    """Who the supplier is and on what terms it sells. `tax_id` is empty where we do not know it."""

    name: str
    tax_id: str
    country: str
    currency: str
    payment_days: int


@event("supplier.registered")
class SupplierRegistered:
    """We know this company as a supplier."""

    details: SupplierDetails
    registered_by: str
    registered_on: date


@event("supplier.details-corrected")
class SupplierDetailsCorrected:
    """Details were wrong or have changed. When they say who it is, an approval given before no longer holds."""

    details: SupplierDetails
    identity_changed: bool
    corrected_by: str
    corrected_on: date


@event("supplier.approved")
class SupplierApproved:
    """A second person looked at the supplier and lets us buy from it."""

    approved_by: str
    approved_on: date


@event("supplier.blocked")
class SupplierBlocked:
    """Nothing new is bought from the supplier; what was ordered goes its way."""

    reason: str
    blocked_by: str
    blocked_on: date


@event("supplier.unblocked")
class SupplierUnblocked:
    """The reason for the block is gone."""

    reason: str
    unblocked_by: str
    unblocked_on: date


SupplierEvent = SupplierRegistered | SupplierDetailsCorrected | SupplierApproved | SupplierBlocked | SupplierUnblocked
