"""The credit account's table of contents."""

from typing import Final

from services.accounting.credit_account.charging import CountCharges, count_charges
from services.accounting.credit_account.covering import CountMoney, count_money
from services.accounting.credit_account.events import (
    AccountOpened,
    AccountStopped,
    ChargeExposureMoved,
    CreditGivenBack,
    CreditHeld,
    CreditReduced,
    CreditRefused,
    CreditReserved,
    CustomerNamed,
    DeliveryBlocked,
    DeliveryUnblocked,
    DunningHoldLifted,
    ExposureInvoiced,
    ExposureShipped,
    ExposureUnshipped,
    HeldForDunning,
    InvoiceExposureMoved,
    LimitSet,
    MoneyOnAccountMoved,
    StopLifted,
    StopReasonAdded,
)
from services.accounting.credit_account.limiting import (
    HoldForDunning,
    LiftDunningHold,
    LiftStop,
    SetLimit,
    StopAccount,
    hold_for_dunning,
    lift_dunning_hold,
    lift_stop,
    set_limit,
    stop_account,
)
from services.accounting.credit_account.lowering import LowerReservedCredit, lower_reserved_credit
from services.accounting.credit_account.moving import (
    MoveBackFromShipped,
    MoveInvoiceExposure,
    MoveToInvoiced,
    MoveToShipped,
    move_back_from_shipped,
    move_invoice_exposure,
    move_to_invoiced,
    move_to_shipped,
)
from services.accounting.credit_account.opening import NameCustomer, OpenAccount, name_customer, open_account
from services.accounting.credit_account.releasing import (
    RefuseCredit,
    ReleaseHeldCredit,
    refuse_credit,
    release_held_credit,
)
from services.accounting.credit_account.reserving import (
    GiveBackCredit,
    ReserveCredit,
    give_back_credit,
    reserve_credit,
)
from services.accounting.credit_account.state import CreditAccount, Open, Unopened, evolve
from shared.kernel.decider import Decider

CREDIT_ACCOUNT: Final[Decider[CreditAccount]] = Decider(
    category="credit_account",
    initial=Unopened(),
    evolve=evolve,
    decisions={
        OpenAccount: open_account,
        NameCustomer: name_customer,
        SetLimit: set_limit,
        StopAccount: stop_account,
        LiftStop: lift_stop,
        HoldForDunning: hold_for_dunning,
        LiftDunningHold: lift_dunning_hold,
        ReserveCredit: reserve_credit,
        GiveBackCredit: give_back_credit,
        LowerReservedCredit: lower_reserved_credit,
        ReleaseHeldCredit: release_held_credit,
        RefuseCredit: refuse_credit,
        MoveToShipped: move_to_shipped,
        MoveBackFromShipped: move_back_from_shipped,
        MoveToInvoiced: move_to_invoiced,
        MoveInvoiceExposure: move_invoice_exposure,
        CountCharges: count_charges,
        CountMoney: count_money,
    },
    events=(
        AccountOpened,
        CustomerNamed,
        LimitSet,
        AccountStopped,
        StopLifted,
        StopReasonAdded,
        HeldForDunning,
        DunningHoldLifted,
        CreditReserved,
        CreditHeld,
        CreditRefused,
        CreditGivenBack,
        CreditReduced,
        DeliveryBlocked,
        DeliveryUnblocked,
        ExposureShipped,
        ExposureUnshipped,
        ExposureInvoiced,
        InvoiceExposureMoved,
        ChargeExposureMoved,
        MoneyOnAccountMoved,
    ),
    shapes=(Unopened, Open),
    snapshot_every=200,
)
