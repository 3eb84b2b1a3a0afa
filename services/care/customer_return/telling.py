"""How a return's own facts are told to the other departments."""

from services.care.customer_return.events import (
    CreditGranted,
    Item,
    RefundGranted,
    RepairGranted,
    ReplacementGranted,
    ReturnApproved,
    ReturnCancelled,
    ReturnClosed,
    ReturnExpired,
    RevocationRequested,
    UnitsCharged,
    UnitsNotAccepted,
)
from services.care.customer_return.progress import SENT
from services.care.customer_return.state import CustomerReturn, NotRequested
from shared.kernel.decider import Fact
from shared.kernel.records import replace
from shared.published.care import (
    ReturnApprovedV1,
    ReturnChargedV1,
    ReturnCreditGrantedV1,
    ReturnItem,
    ReturnNotAcceptedV1,
    ReturnRepairGrantedV1,
    ReturnReplacementGrantedV1,
    ReturnRevocationRequestedV1,
    ReturnSettledV1,
    ReturnWithdrawnV1,
)


def _item(item: Item) -> ReturnItem:
    return ReturnItem(
        item_no=item.item_no,
        line_no=item.line_no,
        sku=item.sku,
        shipment_id=item.shipment_id,
        quantity=item.quantity,
        last_shipment_id=item.last_shipment_id,
    )


def return_approved(fact: Fact[ReturnApproved], current: CustomerReturn) -> ReturnApprovedV1:
    """The warehouse expects the goods."""
    assert not isinstance(current, NotRequested)
    approved, request = fact.data, current.request
    return ReturnApprovedV1(
        return_id=fact.id,
        order_id=request.order_id,
        contract_id=request.contract_id,
        customer_id=request.customer_id,
        warehouse=request.warehouse,
        items=tuple(_item(item) for item in approved.items),
        expected_by=approved.expected_by,
        approved_on=approved.approved_on,
    )


def return_cancelled(fact: Fact[ReturnCancelled], _: CustomerReturn) -> ReturnWithdrawnV1 | None:
    """The warehouse expects nothing more. Of a return that was not approved it never heard."""
    cancelled = fact.data
    if not cancelled.items:
        return None
    return ReturnWithdrawnV1(
        return_id=fact.id,
        order_id=cancelled.order_id,
        reason=cancelled.reason,
        withdrawn_on=cancelled.cancelled_on,
    )


def return_expired(fact: Fact[ReturnExpired], _: CustomerReturn) -> ReturnWithdrawnV1:
    """The warehouse expects nothing more."""
    return ReturnWithdrawnV1(
        return_id=fact.id,
        order_id=fact.data.order_id,
        reason="it was not sent in time",
        withdrawn_on=fact.data.expired_on,
    )


def credit_granted(fact: Fact[CreditGranted], current: CustomerReturn) -> ReturnCreditGrantedV1:
    """Accounting credits the invoice of these units."""
    return _credit(fact.id, fact.data, current)


def refund_granted(fact: Fact[RefundGranted], current: CustomerReturn) -> ReturnCreditGrantedV1:
    """Accounting credits the invoice of these units, and gives back what was paid of it."""
    return replace(_credit(fact.id, fact.data, current), refund=True)


def _credit(return_id: str, granted: CreditGranted | RefundGranted, current: CustomerReturn) -> ReturnCreditGrantedV1:
    assert not isinstance(current, NotRequested)
    request = current.request
    return ReturnCreditGrantedV1(
        return_id=return_id,
        grant_id=granted.grant_id,
        order_id=request.order_id,
        customer_id=request.customer_id,
        item=_item(granted.item),
        reason=granted.reason,
        requested_by=request.requested_by,
        granted_by=granted.granted_by,
        granted_on=granted.granted_on,
        complaint_id=request.complaint_id if request.is_because_of_complaint(granted.item.line_no) else "",
    )


def replacement_granted(fact: Fact[ReplacementGranted], current: CustomerReturn) -> ReturnReplacementGrantedV1:
    """The warehouse sends others of the kind."""
    assert not isinstance(current, NotRequested)
    granted = fact.data
    return ReturnReplacementGrantedV1(
        return_id=fact.id,
        grant_id=granted.grant_id,
        order_id=current.request.order_id,
        item=_item(granted.item),
        granted_on=granted.granted_on,
    )


def repair_granted(fact: Fact[RepairGranted], current: CustomerReturn) -> ReturnRepairGrantedV1:
    """The warehouse repairs them and sends them back."""
    assert not isinstance(current, NotRequested)
    granted = fact.data
    return ReturnRepairGrantedV1(
        return_id=fact.id,
        grant_id=granted.grant_id,
        order_id=current.request.order_id,
        item=_item(granted.item),
        granted_on=granted.granted_on,
    )


def units_not_accepted(fact: Fact[UnitsNotAccepted], current: CustomerReturn) -> ReturnNotAcceptedV1:
    """The warehouse sends them back as they are."""
    assert not isinstance(current, NotRequested)
    refused = fact.data
    return ReturnNotAcceptedV1(
        return_id=fact.id,
        grant_id=refused.grant_id,
        order_id=current.request.order_id,
        item=_item(refused.item),
        grade=refused.grade,
        reason=refused.reason,
        granted_on=refused.granted_on,
    )


def revocation_requested(
    fact: Fact[RevocationRequested], current: CustomerReturn
) -> ReturnRevocationRequestedV1 | None:
    """The warehouse keeps what has not left. Of units that are scrap, or credited, it never heard."""
    assert not isinstance(current, NotRequested)
    asked = fact.data
    if asked.remedy not in SENT:
        return None
    return ReturnRevocationRequestedV1(
        return_id=fact.id,
        revocation_id=asked.revocation_id,
        grant_id=asked.grant_id,
        order_id=current.request.order_id,
        item=_item(asked.item),
        reason=asked.reason,
        requested_by=asked.requested_by,
        requested_on=asked.requested_on,
    )


def units_charged(fact: Fact[UnitsCharged], current: CustomerReturn) -> ReturnChargedV1:
    """Accounting invoices it."""
    assert not isinstance(current, NotRequested)
    charged, request = fact.data, current.request
    return ReturnChargedV1(
        return_id=fact.id,
        charge_id=f"{fact.id}.charge{charged.charge_no}",
        order_id=request.order_id,
        customer_id=request.customer_id,
        kind=charged.kind,
        item=_item(charged.item),
        unit_price=charged.unit_price,
        charged_on=charged.charged_on,
    )


def return_closed(fact: Fact[ReturnClosed], current: CustomerReturn) -> ReturnSettledV1:
    """Everybody may know. Where a complaint led to it, that tells when the last one is over."""
    assert not isinstance(current, NotRequested)
    request = current.request
    return ReturnSettledV1(
        return_id=fact.id,
        order_id=request.order_id,
        customer_id=request.customer_id,
        complaint_id=request.complaint_id,
        settled_on=fact.data.closed_on,
        complaint_tells=bool(request.complaint_id),
    )
