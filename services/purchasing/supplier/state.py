"""The stages of a supplier's life, and how each fact moves it on."""

from typing import assert_never

from services.purchasing.supplier.events import (
    SupplierApproved,
    SupplierBlocked,
    SupplierDetails,
    SupplierDetailsCorrected,
    SupplierEvent,
    SupplierRegistered,
    SupplierUnblocked,
)
from shared.kernel.records import replace
from shared.kernel.shapes import state


@state
class Unregistered:
    """Nobody has registered this supplier."""


@state
class Registered:
    """Known, not approved. `makers` wrote what an approver would have to look at."""

    details: SupplierDetails
    makers: tuple[str, ...]


@state
class Approved:
    """A second person approved it."""

    details: SupplierDetails
    approved_by: str


@state
class Blocked:
    """Nothing new is bought from it. `approved_by` is None when it was not approved, or is no longer."""

    details: SupplierDetails
    makers: tuple[str, ...]
    approved_by: str | None
    reason: str


Supplier = Unregistered | Registered | Approved | Blocked


def evolve(supplier: Supplier, fact: SupplierEvent) -> Supplier:
    """The supplier after the fact. Never refuses: what happened, happened."""
    match fact:
        case SupplierRegistered(details=details, registered_by=by):
            return Registered(details=details, makers=(by,))
        case SupplierDetailsCorrected():
            return _corrected(supplier, fact)
        case SupplierApproved(approved_by=by):
            if isinstance(supplier, Registered):
                return Approved(details=supplier.details, approved_by=by)
            return supplier
        case SupplierBlocked(reason=reason):
            return _blocked(supplier, reason)
        case SupplierUnblocked():
            if not isinstance(supplier, Blocked):
                return supplier
            if supplier.approved_by is not None:
                return Approved(details=supplier.details, approved_by=supplier.approved_by)
            return Registered(details=supplier.details, makers=supplier.makers)
        case _:
            assert_never(fact)


def _corrected(supplier: Supplier, fact: SupplierDetailsCorrected) -> Supplier:
    match supplier:
        case Unregistered():
            return supplier
        case Registered(makers=makers):
            return Registered(details=fact.details, makers=(*makers, fact.corrected_by))
        case Approved() if fact.identity_changed:
            return Registered(details=fact.details, makers=(fact.corrected_by,))
        case Approved():
            return replace(supplier, details=fact.details)
        case Blocked(makers=makers, approved_by=approved_by):
            return replace(
                supplier,
                details=fact.details,
                makers=(*makers, fact.corrected_by),
                approved_by=None if fact.identity_changed else approved_by,
            )
        case _:
            assert_never(supplier)


def _blocked(supplier: Supplier, reason: str) -> Supplier:
    match supplier:
        case Unregistered():
            return supplier
        case Registered(details=details, makers=makers):
            return Blocked(details=details, makers=makers, approved_by=None, reason=reason)
        case Approved(details=details, approved_by=by):
            return Blocked(details=details, makers=(), approved_by=by, reason=reason)
        case Blocked():
            return replace(supplier, reason=reason)
        case _:
            assert_never(supplier)


def name_of(supplier: Supplier) -> str:
    """What the supplier is called; nothing, when nobody has registered it."""
    return "" if isinstance(supplier, Unregistered) else supplier.details.name
