"""The billing's table of contents."""

from typing import Final

from services.accounting.billing.amending import AmendBilling, amend_billing
from services.accounting.billing.charging import ChargeReturn, charge_return
from services.accounting.billing.delivering import (
    BillDelivery,
    BillUnbilled,
    ClearUnbilled,
    bill_delivery,
    bill_unbilled,
    clear_unbilled,
)
from services.accounting.billing.events import (
    BillingAmended,
    BillingCancelled,
    BillingOpened,
    DeliveryLeftUnbilled,
    GoodsBilled,
    ReturnCharged,
    ReturnChargeHeardEarly,
    ShipmentHeardEarly,
    ShipmentNoted,
    ShipmentReturnNoted,
    UnbilledCleared,
)
from services.accounting.billing.opening import CancelBilling, OpenBilling, cancel_billing, open_billing
from services.accounting.billing.shipping import NoteReturn, NoteShipment, note_return, note_shipment
from services.accounting.billing.state import AwaitingOrder, Billing, Open, evolve
from shared.kernel.decider import Decider

BILLING: Final[Decider[Billing]] = Decider(
    category="billing",
    initial=AwaitingOrder(heard=()),
    evolve=evolve,
    decisions={
        OpenBilling: open_billing,
        NoteShipment: note_shipment,
        NoteReturn: note_return,
        BillDelivery: bill_delivery,
        BillUnbilled: bill_unbilled,
        ClearUnbilled: clear_unbilled,
        AmendBilling: amend_billing,
        CancelBilling: cancel_billing,
        ChargeReturn: charge_return,
    },
    events=(
        BillingOpened,
        ShipmentHeardEarly,
        ShipmentNoted,
        ShipmentReturnNoted,
        GoodsBilled,
        DeliveryLeftUnbilled,
        UnbilledCleared,
        BillingAmended,
        BillingCancelled,
        ReturnChargeHeardEarly,
        ReturnCharged,
    ),
    shapes=(AwaitingOrder, Open),
)
