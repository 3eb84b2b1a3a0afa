"""From private facts to published events: the only list of what leaves this department."""

from typing import Final

from services.sales.contract.events import ContractClosedShort, ContractFulfilled, ContractReopened, ContractSigned
from services.sales.contract.state import Contract, Unsigned
from services.sales.customer.events import CustomerDetailsCorrected, CustomerRegistered
from services.sales.customer.state import Customer
from services.sales.order.events import (
    OrderCancelled,
    OrderCompleted,
    OrderConfirmed,
    OrderHeld,
    OrderHoldReleased,
    OrderPlaced,
    OrderReopened,
)
from services.sales.order.shipping_again import ShippingAgainRequested
from services.sales.order.shrinking import OrderAmended, OrderReductionRequested
from services.sales.order.state import Order, Unplaced, lines_of
from shared.kernel.decider import Fact
from shared.kernel.reaction import Publish
from shared.published.sales import (
    ContractClosedV1,
    ContractFulfilledV1,
    ContractReopenedV1,
    ContractSignedV1,
    CustomerDetailsCorrectedV1,
    CustomerRegisteredV1,
    LineChange,
    OrderAmendedV1,
    OrderCancelledV1,
    OrderCompletedV1,
    OrderConfirmedV1,
    OrderHeldV1,
    OrderHoldReleasedV1,
    OrderPlacedV1,
    OrderReductionRequestedV1,
    OrderReopenedV1,
    OrderShippingAgainRequestedV1,
    WantedLine,
)


def customer_registered(fact: Fact[CustomerRegistered], _: Customer) -> CustomerRegisteredV1:
    """Others may deal with this customer from now on."""
    registered = fact.data
    return CustomerRegisteredV1(
        customer_id=fact.id,
        name=registered.name,
        tax_id=registered.tax_id,
        country=registered.country,
        currency=registered.currency,
        billing_email=registered.billing_email,
        terms=registered.terms,
        registered_on=registered.registered_on,
        language=registered.language,
    )


def customer_details_corrected(fact: Fact[CustomerDetailsCorrected], _: Customer) -> CustomerDetailsCorrectedV1:
    """What others print on the next bill."""
    corrected = fact.data
    return CustomerDetailsCorrectedV1(
        customer_id=fact.id,
        name=corrected.name,
        tax_id=corrected.tax_id,
        country=corrected.country,
        billing_email=corrected.billing_email,
        language=corrected.language,
    )


def contract_signed(fact: Fact[ContractSigned], _: Contract) -> ContractSignedV1:
    """Both sides are bound."""
    signed = fact.data
    return ContractSignedV1(
        contract_id=fact.id,
        customer_id=signed.customer_id,
        quotation_id=signed.quotation_id,
        revision=signed.revision,
        lines=signed.lines,
        charges=signed.charges,
        net=signed.net,
        terms=signed.terms,
        warranty_months=signed.warranty_months,
        signed_by=signed.signed_by,
        signed_on=signed.signed_on,
        service_months=signed.service_months,
    )


def contract_fulfilled(fact: Fact[ContractFulfilled], contract: Contract) -> ContractFulfilledV1 | None:
    """Nothing more will come under this contract."""
    if isinstance(contract, Unsigned):
        return None
    return ContractFulfilledV1(
        contract_id=fact.id, customer_id=contract.agreed.customer_id, fulfilled_on=fact.data.fulfilled_on
    )


def contract_reopened(fact: Fact[ContractReopened], contract: Contract) -> ContractReopenedV1 | None:
    """Something is owed under this contract again."""
    if isinstance(contract, Unsigned):
        return None
    return ContractReopenedV1(
        contract_id=fact.id, customer_id=contract.agreed.customer_id, reopened_on=fact.data.reopened_on
    )


def contract_closed(fact: Fact[ContractClosedShort], contract: Contract) -> ContractClosedV1 | None:
    """Nothing more will be called under this contract."""
    if isinstance(contract, Unsigned):
        return None
    return ContractClosedV1(
        contract_id=fact.id,
        customer_id=contract.agreed.customer_id,
        reason=fact.data.reason,
        closed_on=fact.data.closed_on,
    )


def order_placed(fact: Fact[OrderPlaced], _: Order) -> OrderPlacedV1:
    """Sales asks accounting for credit."""
    placed = fact.data
    return OrderPlacedV1(
        order_id=fact.id,
        contract_id=placed.contract_id,
        customer_id=placed.customer_id,
        lines=placed.lines,
        charges=placed.charges,
        net=placed.net,
        terms=placed.terms,
        placed_on=placed.placed_on,
        placed_by=placed.placed_by,
        customer_reference=placed.customer_reference,
    )


def order_confirmed(fact: Fact[OrderConfirmed], order: Order) -> OrderConfirmedV1 | None:
    """Sales asks the warehouse for the goods."""
    if isinstance(order, Unplaced):
        return None
    call = order.call
    return OrderConfirmedV1(
        order_id=fact.id,
        contract_id=call.contract_id,
        customer_id=call.customer_id,
        lines=lines_of(order),
        ship_from=call.ship_from,
        deliver_to=call.deliver_to,
        requested_on=call.requested_on,
        warranty_months=call.warranty_months,
        confirmed_on=fact.data.confirmed_on,
        service_months=call.service_months,
    )


def order_held(fact: Fact[OrderHeld], order: Order) -> OrderHeldV1 | None:
    """Sales asks the warehouse to keep what has not left, now or once it is confirmed."""
    if isinstance(order, Unplaced):
        return None
    held = fact.data
    return OrderHeldV1(
        order_id=fact.id,
        contract_id=order.call.contract_id,
        customer_id=order.call.customer_id,
        name=held.name,
        reason=held.reason,
        held_by=held.held_by,
        held_at=held.held_at,
    )


def order_hold_released(fact: Fact[OrderHoldReleased], order: Order) -> OrderHoldReleasedV1 | None:
    """The goods may leave, as far as this hold is concerned."""
    if isinstance(order, Unplaced):
        return None
    released = fact.data
    return OrderHoldReleasedV1(
        order_id=fact.id,
        contract_id=order.call.contract_id,
        customer_id=order.call.customer_id,
        name=released.name,
        reason=released.reason,
        released_by=released.released_by,
        released_at=released.released_at,
    )


def order_reduction_requested(fact: Fact[OrderReductionRequested], order: Order) -> OrderReductionRequestedV1 | None:
    """Sales asks the warehouse what it can give back."""
    if isinstance(order, Unplaced):
        return None
    asked = fact.data
    return OrderReductionRequestedV1(
        order_id=fact.id,
        contract_id=order.call.contract_id,
        customer_id=order.call.customer_id,
        reduction_id=asked.reduction_id,
        lines=tuple(WantedLine(line_no=line.line_no, quantity=line.quantity) for line in asked.lines),
        reason=asked.reason,
        requested_by=asked.requested_by,
        requested_on=asked.requested_on,
    )


def order_shipping_again_requested(
    fact: Fact[ShippingAgainRequested], order: Order
) -> OrderShippingAgainRequestedV1 | None:
    """Sales asks the warehouse to set aside once more what came back."""
    if isinstance(order, Unplaced):
        return None
    asked = fact.data
    return OrderShippingAgainRequestedV1(
        order_id=fact.id,
        contract_id=order.call.contract_id,
        customer_id=order.call.customer_id,
        request_id=asked.request_id,
        skus=tuple(dict.fromkeys(line.sku for line in order.call.lines)),
        ship_from=order.call.ship_from,
        reason=asked.reason,
        requested_by=asked.requested_by,
        requested_on=asked.requested_on,
    )


def order_amended(fact: Fact[OrderAmended], order: Order) -> OrderAmendedV1 | None:
    """Accounting bills no more than that, and reserves credit for no more."""
    if isinstance(order, Unplaced):
        return None
    amended = fact.data
    return OrderAmendedV1(
        order_id=fact.id,
        contract_id=order.call.contract_id,
        customer_id=order.call.customer_id,
        changes=tuple(
            LineChange(line_no=line.line_no, old_quantity=line.old_quantity, quantity=line.quantity)
            for line in amended.lines
        ),
        lines=lines_of(order),
        net=amended.net,
        reason=amended.reason,
        amended_by=amended.amended_by,
        amended_on=amended.amended_on,
    )


def order_cancelled(fact: Fact[OrderCancelled], order: Order) -> OrderCancelledV1 | None:
    """Every department gives back what it holds for the order."""
    if isinstance(order, Unplaced):
        return None
    return OrderCancelledV1(
        order_id=fact.id,
        contract_id=order.call.contract_id,
        customer_id=order.call.customer_id,
        reason=fact.data.reason,
        cancelled_on=fact.data.cancelled_on,
    )


def order_completed(fact: Fact[OrderCompleted], order: Order) -> OrderCompletedV1 | None:
    """Nobody waits for anything any more."""
    if isinstance(order, Unplaced):
        return None
    return OrderCompletedV1(
        order_id=fact.id,
        contract_id=order.call.contract_id,
        customer_id=order.call.customer_id,
        completed_on=fact.data.completed_on,
    )


def order_reopened(fact: Fact[OrderReopened], order: Order) -> OrderReopenedV1 | None:
    """It is not completed after all."""
    if isinstance(order, Unplaced):
        return None
    return OrderReopenedV1(
        order_id=fact.id,
        contract_id=order.call.contract_id,
        customer_id=order.call.customer_id,
        reopened_on=fact.data.reopened_on,
    )


PUBLISHING: Final[dict[type, Publish]] = {
    CustomerRegistered: customer_registered,
    CustomerDetailsCorrected: customer_details_corrected,
    ContractSigned: contract_signed,
    ContractFulfilled: contract_fulfilled,
    ContractReopened: contract_reopened,
    ContractClosedShort: contract_closed,
    OrderPlaced: order_placed,
    OrderConfirmed: order_confirmed,
    OrderHeld: order_held,
    OrderHoldReleased: order_hold_released,
    OrderReductionRequested: order_reduction_requested,
    ShippingAgainRequested: order_shipping_again_requested,
    OrderAmended: order_amended,
    OrderCancelled: order_cancelled,
    OrderCompleted: order_completed,
    OrderReopened: order_reopened,
}
