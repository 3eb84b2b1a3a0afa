"""Registering a supplier and putting its details right."""

from datetime import date
from typing import assert_never

from services.purchasing.supplier.clearing import SupplierUnknown
from services.purchasing.supplier.events import (
    SupplierDetails,
    SupplierDetailsCorrected,
    SupplierEvent,
    SupplierRegistered,
)
from services.purchasing.supplier.state import Approved, Blocked, Registered, Supplier, Unregistered
from services.purchasing.supplier.tax_id import checked_tax_id
from shared.kernel.records import replace
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command


class SupplierTaken(Rejection):
    """Another supplier is registered under this id already."""

    code = "purchasing.supplier.taken"


@command
class RegisterSupplier:
    """Make a company known as a supplier."""

    details: SupplierDetails
    by: str
    on: date


@command
class CorrectSupplier:
    """Put a supplier's details right: all of them, as they should read."""

    details: SupplierDetails
    by: str
    on: date


def register_supplier(request: RegisterSupplier, supplier: Supplier) -> list[SupplierEvent]:
    """Registered again in the same words, nothing happens."""
    details = _checked(request.details)
    match supplier:
        case Unregistered():
            return [SupplierRegistered(details=details, registered_by=request.by, registered_on=request.on)]
        case Registered(details=known) | Approved(details=known) | Blocked(details=known):
            if known == details:
                return []
            raise SupplierTaken(f"it is {known.name}", name=known.name)
        case _:
            assert_never(supplier)


def correct_supplier(request: CorrectSupplier, supplier: Supplier) -> list[SupplierEvent]:
    """Name, tax id and country say who it is: once one of them changes, an approval has to be given anew.

    Otherwise an approved supplier could be turned into another company by one person.
    """
    details = _checked(request.details)
    match supplier:
        case Unregistered():
            raise SupplierUnknown("register it first")
        case Registered(details=known) | Approved(details=known) | Blocked(details=known):
            if known == details:
                return []
            return [
                SupplierDetailsCorrected(
                    details=details,
                    identity_changed=_identity(known) != _identity(details),
                    corrected_by=request.by,
                    corrected_on=request.on,
                )
            ]
        case _:
            assert_never(supplier)


def _identity(details: SupplierDetails) -> tuple[str, str, str]:
    return details.name, details.tax_id, details.country


def _checked(details: SupplierDetails) -> SupplierDetails:
    return replace(details, tax_id=checked_tax_id(details.country, details.tax_id))
