"""Calling goods under a contract, and giving a call back: the balance that no order can exceed."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, assert_never

from services.sales.contract.balance import Balance, Call, CallStatus, is_settled, net_of_part, returned
from services.sales.contract.events import CallReturned, ContractEvent, ContractFulfilled, GoodsCalled
from services.sales.contract.settling import settled_first
from services.sales.contract.state import Active, ClosedShort, Contract, Fulfilled, Suspended, Unsigned
from shared.kernel.money import Money, total
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command, part
from shared.published.sales import Charge, ContractLine, OrderLine

LONGEST_LEAD: Final = timedelta(days=3660)
"""Ten years: a day beyond it is a slip of the pen."""


class ContractUnknown(Rejection):
    """No contract was signed under this id."""

    code = "sales.contract.unknown"
    ground = Ground.NOT_FOUND


class ContractIsSuspended(Rejection):
    """Nothing may be called under the contract until it is resumed."""

    code = "sales.contract.suspended"


class ContractIsOver(Rejection):
    """The contract is fulfilled or closed."""

    code = "sales.contract.over"


class NothingLeftToCall(Rejection):
    """Everything was called already."""

    code = "sales.contract.nothing-left-to-call"


class ContractLineUnknown(Rejection):
    """The contract has no line of that number."""

    code = "sales.contract.line-unknown"
    ground = Ground.UNACCEPTABLE


class LineCalledTwice(Rejection):
    """An order names each line once."""

    code = "sales.contract.line-called-twice"
    ground = Ground.UNACCEPTABLE


class ExceedsContract(Rejection):
    """The order calls more than the contract has left."""

    code = "sales.order.exceeds-contract"


class RequestedTooFarOff(Rejection):
    """Goods are requested within ten years."""

    code = "sales.contract.requested-too-far-off"
    ground = Ground.UNACCEPTABLE


class RequestedInPast(Rejection):
    """Goods are requested for today or later."""

    code = "sales.contract.requested-in-past"
    ground = Ground.UNACCEPTABLE


@part
class CalledQuantity:
    """So many units of one contract line."""

    line_no: int
    quantity: Decimal


@command
class CallOff:
    """Call goods and place an order for them.

    No `lines` means all that is left; no `requested_on` means as soon as possible; no `deliver_to` means where the
    contract says. `ship_from` are warehouses in order of preference.
    """

    order_id: str
    lines: tuple[CalledQuantity, ...] | None
    requested_on: date | None
    deliver_to: str | None
    ship_from: tuple[str, ...]
    customer_reference: str
    placed_by: str
    on: date


@command
class ReturnCall:
    """Give back what an order took, because it was cancelled."""

    order_id: str
    on: date


def call_off(request: CallOff, contract: Contract) -> list[ContractEvent]:
    """The charges go with the first order that covers them; an order that was called already is not called again."""
    match contract:
        case Unsigned():
            raise ContractUnknown("sign it first", field="contract_id")
        case Active() | Suspended() | Fulfilled() | ClosedShort() if request.order_id in contract.balance.calls:
            return []
        case Suspended(reason=reason):
            raise ContractIsSuspended(reason)
        case Fulfilled(fulfilled_on=on):
            raise ContractIsOver(f"fulfilled on {on}")
        case ClosedShort(closed_on=on, reason=reason):
            raise ContractIsOver(f"closed on {on}: {reason}")
        case Active():
            return [_called(request, contract)]
        case _:
            assert_never(contract)


def return_call(request: ReturnCall, contract: Contract) -> list[ContractEvent]:
    """Gives back exactly what was taken; what was given back or completed already is not given back again.

    What was billed beyond the contract meanwhile is covered first. Where nothing is left to call by that, it is
    fulfilled as by the completion of the last order.
    """
    match contract:
        case Unsigned():
            return []
        case Active() | Suspended() | Fulfilled() | ClosedShort():
            call = contract.balance.calls.get(request.order_id)
            if call is None or call.status is not CallStatus.OPEN:
                return []
            back = _returned(request, call, contract.balance)
            if isinstance(contract, Active) and is_settled(returned(contract.balance, back)):
                return [back, ContractFulfilled(fulfilled_on=request.on)]
            return [back]
        case _:
            assert_never(contract)


def _returned(request: ReturnCall, call: Call, balance: Balance) -> CallReturned:
    lines, settled = settled_first(call.lines, balance)
    settles_charges = call.with_charges and balance.charges_uncovered
    return CallReturned(
        order_id=request.order_id,
        lines=lines,
        with_charges=call.with_charges and not settles_charges,
        returned_on=request.on,
        settled=settled,
        settles_charges=settles_charges,
    )


def _called(request: CallOff, contract: Active) -> GoodsCalled:
    agreed = contract.agreed
    requested_on = request.requested_on or request.on
    if requested_on < request.on:
        raise RequestedInPast(f"{requested_on} is before {request.on}", field="requested_on")
    if requested_on > request.on + LONGEST_LEAD:
        raise RequestedTooFarOff(f"{requested_on} is too far off", field="requested_on")
    if request.lines is None:
        lines = _all_that_is_left(contract)
    else:
        lines = [_order_line(contract, line, quantity) for line, quantity in _chosen(request.lines, contract)]
    net = total((line.net for line in lines), agreed.currency)
    leaves_charges = contract.balance.charges_left and not _covers(net, agreed.charges)
    return GoodsCalled(
        order_id=request.order_id,
        lines=tuple(lines),
        charges=agreed.charges if contract.balance.charges_left and not leaves_charges else (),
        net=net,
        requested_on=requested_on,
        deliver_to=agreed.deliver_to if request.deliver_to is None else request.deliver_to,
        ship_from=request.ship_from,
        customer_reference=request.customer_reference,
        placed_by=request.placed_by,
        called_on=request.on,
        customer_id=agreed.customer_id,
        leaves_charges=leaves_charges,
    )


def _covers(net: Money, charges: Sequence[Charge]) -> bool:
    """Whether nothing less than nothing would be billed, which nobody could post."""
    return net.minor + sum(charge.amount.minor for charge in charges) >= 0


def _all_that_is_left(contract: Active) -> list[OrderLine]:
    left = [(line, contract.balance.of(line).quantity) for line in contract.agreed.lines]
    lines = [_order_line(contract, line, quantity) for line, quantity in left if quantity]
    if not lines:
        raise NothingLeftToCall("every line was called in full")
    return lines


def _chosen(wanted: Sequence[CalledQuantity], contract: Active) -> list[tuple[ContractLine, Decimal]]:
    by_number = {line.line_no: line for line in contract.agreed.lines}
    chosen: dict[int, tuple[ContractLine, Decimal]] = {}
    for index, one in enumerate(wanted):
        line = by_number.get(one.line_no)
        if line is None:
            raise ContractLineUnknown(f"line {one.line_no}", field=f"lines.{index}.line_no")
        if one.line_no in chosen:
            raise LineCalledTwice(f"line {one.line_no}", field=f"lines.{index}.line_no")
        left = contract.balance.of(line).quantity
        if one.quantity > left:
            raise ExceedsContract(
                f"line {one.line_no}: {one.quantity:f} called, {left:f} left",
                field=f"lines.{index}.quantity",
                line_no=one.line_no,
                called=one.quantity,
                left=left,
            )
        chosen[one.line_no] = (line, one.quantity)
    return list(chosen.values())


def _order_line(contract: Active, line: ContractLine, quantity: Decimal) -> OrderLine:
    return OrderLine(
        line_no=line.line_no,
        sku=line.sku,
        description=line.description,
        quantity=quantity,
        unit_price=line.unit_price,
        net=net_of_part(line, contract.balance.of(line), quantity),
        tax_code=line.tax_code,
    )
