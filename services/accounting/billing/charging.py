"""What a customer owes for units of a return: a repair they agreed to pay for, or goods they kept."""

from datetime import date
from decimal import Decimal
from typing import Final, assert_never

from services.accounting.billing.bill import BillCharge
from services.accounting.billing.events import BillingEvent, ReturnCharged, ReturnChargeHeardEarly
from services.accounting.billing.state import AwaitingOrder, Billing, LineBalance, Open
from shared.kernel.money import Money
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command

REPAIR: Final = "repair"
KEPT_GOODS: Final = "kept-goods"


class LineNotOrdered(Rejection):
    """The order has no line of this number, so that nothing of it can be charged."""

    code = "accounting.billing.line-not-ordered"
    ground = Ground.UNACCEPTABLE


@command
class ChargeReturn:
    """Let the customer owe for so many units; at `unit_price` before tax, or where it is None, at the order's."""

    charge_id: str
    return_id: str
    kind: str
    line_no: int
    quantity: Decimal
    unit_price: Money | None
    on: date


def charge_return(request: ChargeReturn, billing: Billing) -> list[BillingEvent]:
    """Once per charge, by the terms of the order and the tax code of its line."""
    match billing:
        case AwaitingOrder(charges_heard=heard):
            if any(one.charge_id == request.charge_id for one in heard):
                return []
            return [
                ReturnChargeHeardEarly(
                    charge_id=request.charge_id,
                    return_id=request.return_id,
                    kind=request.kind,
                    line_no=request.line_no,
                    quantity=request.quantity,
                    unit_price=request.unit_price,
                    charged_on=request.on,
                )
            ]
        case Open(return_charges=known):
            if request.charge_id in known:
                return []
            balance = billing.balance_of(request.line_no)
            if balance is None:
                raise LineNotOrdered(f"line {request.line_no}", field="line_no")
            return [
                ReturnCharged(
                    contract_id=billing.contract_id,
                    customer_id=billing.customer_id,
                    return_id=request.return_id,
                    charge_id=request.charge_id,
                    charge=_charge(request, balance),
                    terms=billing.terms,
                    charged_on=request.on,
                )
            ]
        case _:
            assert_never(billing)


def _charge(request: ChargeReturn, balance: LineBalance) -> BillCharge:
    line = balance.line
    agreed = request.unit_price
    amount = line.net.share(request.quantity, line.quantity) if agreed is None else agreed.times(request.quantity)
    what = "Repair of" if request.kind == REPAIR else "Kept, though others were sent for them:"
    return BillCharge(
        kind=request.kind,
        description=f"{what} {request.quantity.normalize():f} {line.sku} {line.description}".rstrip(),
        amount=amount,
        tax_code=line.tax_code,
    )


def charged_early(early: ReturnChargeHeardEarly, billing: Billing) -> list[BillingEvent]:
    """What would have followed, had the order been heard of in time."""
    request = ChargeReturn(
        charge_id=early.charge_id,
        return_id=early.return_id,
        kind=early.kind,
        line_no=early.line_no,
        quantity=early.quantity,
        unit_price=early.unit_price,
        on=early.charged_on,
    )
    return charge_return(request, billing)
