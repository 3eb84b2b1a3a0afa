"""Clearing a supplier for buying: approving, blocking, unblocking, and the question whether we may buy."""

from datetime import date
from typing import assert_never

from services.purchasing.supplier.events import (
    SupplierApproved,
    SupplierBlocked,
    SupplierEvent,
    SupplierUnblocked,
)
from services.purchasing.supplier.state import Approved, Blocked, Registered, Supplier, Unregistered
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command


class SupplierUnknown(Rejection):
    """No supplier is registered under this id."""

    code = "purchasing.supplier.unknown"
    ground = Ground.NOT_FOUND


class SupplierIsBlocked(Rejection):
    """The supplier is blocked: nothing new is bought from it."""

    code = "purchasing.supplier.blocked"


class SupplierNotApproved(Rejection):
    """The policy wants a second person to approve the supplier before we buy from it."""

    code = "purchasing.supplier.not-approved"


class ApproverIsMaker(Rejection):
    """Who registered or corrected the supplier cannot approve it."""

    code = "purchasing.supplier.approver-is-maker"
    ground = Ground.NOT_ALLOWED


@command
class ApproveSupplier:
    """Let us buy from it."""

    by: str
    on: date


@command
class BlockSupplier:
    """Buy nothing new from it."""

    reason: str
    by: str
    on: date


@command
class UnblockSupplier:
    """Let it be as it was before the block."""

    reason: str
    by: str
    on: date


def approve_supplier(request: ApproveSupplier, supplier: Supplier) -> list[SupplierEvent]:
    """Four eyes: by somebody who did not write what is approved."""
    match supplier:
        case Unregistered():
            raise SupplierUnknown("register it first")
        case Registered(makers=makers) if request.by in makers:
            raise ApproverIsMaker(f"{request.by} registered or corrected it", makers=list(makers))
        case Registered():
            return [SupplierApproved(approved_by=request.by, approved_on=request.on)]
        case Approved():
            return []
        case Blocked(reason=reason):
            raise SupplierIsBlocked(reason)
        case _:
            assert_never(supplier)


def block_supplier(request: BlockSupplier, supplier: Supplier) -> list[SupplierEvent]:
    """Blocked once; another reason is a new fact."""
    match supplier:
        case Unregistered():
            raise SupplierUnknown("register it first")
        case Blocked(reason=request.reason):
            return []
        case Registered() | Approved() | Blocked():
            return [SupplierBlocked(reason=request.reason, blocked_by=request.by, blocked_on=request.on)]
        case _:
            assert_never(supplier)


def unblock_supplier(request: UnblockSupplier, supplier: Supplier) -> list[SupplierEvent]:
    """What is not blocked stays as it is."""
    match supplier:
        case Unregistered():
            raise SupplierUnknown("register it first")
        case Registered() | Approved():
            return []
        case Blocked():
            return [SupplierUnblocked(reason=request.reason, unblocked_by=request.by, unblocked_on=request.on)]
        case _:
            assert_never(supplier)


def require_cleared(supplier: Supplier, *, approval_needed: bool) -> None:
    """Raises SupplierUnknown, SupplierIsBlocked or SupplierNotApproved unless we may buy from it."""
    match supplier:
        case Unregistered():
            raise SupplierUnknown("register it first", field="supplier_id")
        case Blocked(reason=reason):
            raise SupplierIsBlocked(reason, field="supplier_id")
        case Registered(details=details) if approval_needed:
            raise SupplierNotApproved(f"{details.name} waits for an approver", field="supplier_id")
        case Registered() | Approved():
            return
        case _:
            assert_never(supplier)


def is_cleared(supplier: Supplier, *, approval_needed: bool) -> bool:
    """Whether we may buy from it."""
    match supplier:
        case Unregistered() | Blocked():
            return False
        case Registered():
            return not approval_needed
        case Approved():
            return True
        case _:
            assert_never(supplier)
