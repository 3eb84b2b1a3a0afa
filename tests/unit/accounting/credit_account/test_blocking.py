"""Credit is checked again before goods leave: by a stop, a lower limit, a payment that bounced."""

from dataclasses import replace
from datetime import date

import pytest

from services.accounting.credit_account.decider import CREDIT_ACCOUNT
from services.accounting.credit_account.events import (
    AccountOpened,
    AccountStopped,
    CreditGivenBack,
    CreditRefused,
    CreditReserved,
    DeliveryBlocked,
    DeliveryUnblocked,
    ExposureShipped,
    ExposureUnshipped,
    InvoiceExposureMoved,
    LimitSet,
    StopLifted,
)
from services.accounting.credit_account.limiting import LiftStop, SetLimit, StopAccount
from services.accounting.credit_account.moving import (
    CREDIT_CANCELLED,
    REOPENED,
    WRITE_OFF_REVERSED,
    MoveBackFromShipped,
    MoveInvoiceExposure,
    MoveToShipped,
)
from services.accounting.credit_account.releasing import AccountIsStopped, OwnOrder, RefuseCredit, ReleaseHeldCredit
from services.accounting.credit_account.reserving import GiveBackCredit
from services.accounting.credit_account.state import Open
from shared.kernel.money import Money
from shared.testing.specification import spec_of

TODAY = date(2026, 3, 2)


def usd(minor: int) -> Money:
    return Money(minor=minor, currency="USD")


def reserved(minor: int, exposure: int, *, order_id: str = "O-1", released_by: str | None = None) -> CreditReserved:
    return CreditReserved(
        order_id=order_id,
        amount=usd(minor),
        exposure=usd(exposure),
        limit=usd(1000),
        placed_by="s.rep",
        released_by=released_by,
        reason="",
        reserved_on=TODAY,
    )


def blocked(minor: int, exposure: int, standing: str, *, order_id: str = "O-1", limit: int = 1000) -> DeliveryBlocked:
    return DeliveryBlocked(
        order_id=order_id,
        amount=usd(minor),
        exposure=usd(exposure),
        limit=usd(limit),
        standing=standing,
        placed_by="s.rep",
        blocked_on=TODAY,
    )


def unblocked(exposure: int, *, order_id: str = "O-1", by: str | None = None, reason: str = "") -> DeliveryUnblocked:
    return DeliveryUnblocked(
        order_id=order_id, exposure=usd(exposure), unblocked_by=by, reason=reason, unblocked_on=TODAY
    )


def limit(minor: int) -> SetLimit:
    return SetLimit(limit=usd(minor), reason="bank report", by="m", on=TODAY)


def limited(minor: int) -> LimitSet:
    return LimitSet(limit=usd(minor), reason="bank report", set_by="m", set_on=TODAY)


def paid_or_reopened(minor: int, because: str = "paid") -> MoveInvoiceExposure:
    return MoveInvoiceExposure(
        order_id="O-9", invoice_id="I-9", not_overdue=usd(minor), overdue=usd(0), because=because, on=TODAY
    )


OPENED = AccountOpened(customer_name="Acme", currency="USD", opened_on=TODAY)
STOP = StopAccount(reason="lawyers", by="m", on=TODAY)
STOPPED = AccountStopped(reason="lawyers", stopped_by="m", stopped_on=TODAY)
LIFT = LiftStop(reason="paid", by="m", on=TODAY)
LIFTED = StopLifted(reason="paid", lifted_by="m", lifted_on=TODAY)
RELEASE = ReleaseHeldCredit(order_id="O-1", reason="their bank confirmed", by="m", on=TODAY)
REFUSE = RefuseCredit(order_id="O-1", reason="no", by="m", on=TODAY)
OWED = InvoiceExposureMoved(
    order_id="O-9", invoice_id="I-9", not_overdue=usd(400), overdue=usd(0), because=REOPENED, moved_on=TODAY
)
an_account = spec_of(CREDIT_ACCOUNT).given(OPENED, limited(1000))
fitting = an_account.given(reserved(600, 600))
over = an_account.given(reserved(600, 600), reserved(700, 1300, order_id="O-2", released_by="m"))


class TestBlocking:
    def test_a_stop_keeps_everything_that_has_not_left(self) -> None:
        decided = over.when(STOP).then(STOPPED, blocked(600, 1300, "stop"), blocked(700, 1300, "stop", order_id="O-2"))
        decided.then_asked_again_nothing()

    def test_what_has_left_cannot_be_kept(self) -> None:
        shipped = ExposureShipped(
            order_id="O-1", shipment_id="S-1", amount=usd(600), from_order=usd(600), shipped_on=TODAY
        )
        fitting.given(shipped).when(STOP).then(STOPPED)
        back = MoveBackFromShipped(order_id="O-1", shipment_id="S-1", owed_again=True, on=TODAY)
        facts = fitting.given(shipped, STOPPED).when(back).then_asked_again_nothing().facts
        assert facts[-1] == blocked(600, 600, "stop")

    def test_what_comes_back_over_a_limit_that_was_lowered_meanwhile_does_not_leave_again(self) -> None:
        shipped = ExposureShipped(
            order_id="O-1", shipment_id="S-1", amount=usd(600), from_order=usd(600), shipped_on=TODAY
        )
        lowered = fitting.given(shipped).when(limit(100)).then(limited(100))
        back = MoveBackFromShipped(order_id="O-1", shipment_id="S-1", owed_again=True, on=TODAY)
        returned = fitting.given(shipped, *lowered.facts)
        decided = returned.when(back).then_asked_again_nothing()
        assert decided.facts[1:] == (blocked(600, 600, "hold", limit=100),)
        for_nothing = returned.when(replace(back, owed_again=False))
        assert [type(fact) for fact in for_nothing.facts] == [ExposureUnshipped]

    def test_only_what_comes_back_and_only_what_nobody_let_go_over_the_limit(self) -> None:
        account = an_account.given(reserved(600, 600), reserved(300, 900, order_id="O-3"))
        shipped = ExposureShipped(
            order_id="O-1", shipment_id="S-1", amount=usd(600), from_order=usd(600), shipped_on=TODAY
        )
        owed = replace(OWED, because="invoiced")
        back = MoveBackFromShipped(order_id="O-1", shipment_id="S-1", owed_again=True, on=TODAY)
        facts = account.given(shipped, owed).when(back).facts
        assert facts[1:] == (blocked(600, 1300, "hold"),)
        approved = an_account.given(reserved(600, 1300, released_by="m"), shipped, owed, limited(100))
        assert len(approved.when(back).facts) == 1

    def test_what_left_before_the_warehouse_heard_of_it_is_kept_no_more(self) -> None:
        stopped = fitting.given(STOPPED, blocked(600, 600, "stop"))
        for left, over_by_then in ((600, True), (400, False)):
            ship = MoveToShipped(order_id="O-1", shipment_id="S-1", amount=usd(left), on=TODAY)
            shipped = ExposureShipped(
                order_id="O-1", shipment_id="S-1", amount=usd(left), from_order=usd(left), shipped_on=TODAY
            )
            facts = (shipped, unblocked(600)) if over_by_then else (shipped,)
            stopped.when(ship).then(*facts).then_asked_again_nothing()

    def test_a_lower_limit_keeps_what_nobody_let_go_over_it(self) -> None:
        over.when(limit(900)).then(limited(900), blocked(600, 1300, "hold", limit=900)).then_asked_again_nothing()

    def test_a_limit_that_still_fits_keeps_nothing(self) -> None:
        fitting.when(limit(600)).then(limited(600))

    def test_a_payment_that_bounces_may_keep_goods(self) -> None:
        account = an_account.given(reserved(700, 700))
        facts = account.when(paid_or_reopened(400, REOPENED)).then_asked_again_nothing().facts
        assert facts == (OWED, blocked(700, 1100, "hold"))

    @pytest.mark.parametrize("because", [CREDIT_CANCELLED, WRITE_OFF_REVERSED])
    def test_so_may_all_that_is_owed_again(self, because: str) -> None:
        facts = an_account.given(reserved(700, 700)).when(paid_or_reopened(400, because)).facts
        assert facts == (replace(OWED, because=because), blocked(700, 1100, "hold"))


class TestUnblocking:
    def test_what_fits_again_may_leave_whatever_made_it_fit(self) -> None:
        kept = an_account.given(reserved(700, 700), OWED, blocked(700, 1100, "hold"))
        for command, exposure in ((limit(1100), 1100), (paid_or_reopened(0), 700)):
            facts = kept.when(command).then_asked_again_nothing().facts
            assert facts[1:] == (unblocked(exposure),)

    def test_a_lifted_stop_lets_go_what_fits_or_was_let_go_before(self) -> None:
        stopped = over.given(STOPPED, blocked(600, 1300, "stop"), blocked(700, 1300, "stop", order_id="O-2"))
        decided = stopped.when(LIFT).then_asked_again_nothing()
        assert decided.facts == (LIFTED, blocked(600, 1300, "hold"), unblocked(1300, order_id="O-2"))

    def test_while_it_is_stopped_neither_a_limit_nor_a_person_lets_anything_go(self) -> None:
        stopped = fitting.given(STOPPED, blocked(600, 600, "stop"))
        stopped.when(limit(9000)).then(limited(9000))
        stopped.when(RELEASE).then_rejected(AccountIsStopped)

    def test_an_approver_lets_it_go_for_good(self) -> None:
        kept = over.given(limited(900), blocked(600, 1300, "hold"))
        facts = kept.when(RELEASE).then_asked_again_nothing().facts
        assert facts == (unblocked(1300, by="m", reason="their bank confirmed"),)
        kept.given(*facts).when(limit(800)).then(limited(800))

    def test_who_placed_the_order_does_not(self) -> None:
        own = ReleaseHeldCredit(order_id="O-1", reason="mine", by="s.rep", on=TODAY)
        over.given(limited(900), blocked(600, 1300, "hold")).when(own).then_rejected(OwnOrder)

    def test_a_cancelled_order_is_blocked_no_more_and_may_free_others(self) -> None:
        kept = an_account.given(
            reserved(600, 600),
            reserved(300, 900, order_id="O-2"),
            limited(700),
            blocked(600, 900, "hold", limit=700),
            blocked(300, 900, "hold", order_id="O-2", limit=700),
        )
        given_back = CreditGivenBack(order_id="O-1", amount=usd(600), given_back_on=TODAY)
        decided = kept.when(GiveBackCredit(order_id="O-1", on=TODAY)).then_asked_again_nothing()
        assert decided.facts == (given_back, unblocked(300, order_id="O-2"))
        state = decided.state_after()
        assert isinstance(state, Open)
        assert state.blocked == {}


class TestRefusing:
    def test_a_blocked_order_can_be_refused_and_is_forgotten_when_sales_has_cancelled(self) -> None:
        refused = CreditRefused(order_id="O-1", reason="no", refused_by="m", refused_on=TODAY)
        kept = fitting.given(limited(100), blocked(600, 600, "hold", limit=100))
        decided = kept.when(REFUSE).then(refused).then_asked_again_nothing()
        after = kept.given(*decided.facts).when(GiveBackCredit(order_id="O-1", on=TODAY)).state_after()
        assert isinstance(after, Open)
        assert (after.blocked, after.refused, after.exposure.total) == ({}, (), usd(0))

    def test_one_that_cannot_be_cancelled_any_more_may_still_be_let_go(self) -> None:
        refused = CreditRefused(order_id="O-1", reason="no", refused_by="m", refused_on=TODAY)
        kept = fitting.given(limited(100), blocked(600, 600, "hold", limit=100), refused)
        state = kept.when(RELEASE).state_after()
        assert isinstance(state, Open)
        assert (state.blocked, state.refused) == ({}, ())

    def test_no_rule_lets_go_what_somebody_refused(self) -> None:
        refused = CreditRefused(order_id="O-1", reason="no", refused_by="m", refused_on=TODAY)
        kept = an_account.given(reserved(700, 700), OWED, blocked(700, 1100, "hold"), refused)
        for command in (limit(1100), paid_or_reopened(0)):
            assert len(kept.when(command).facts) == 1
        stopped = fitting.given(STOPPED, blocked(600, 600, "stop"), refused)
        lifted = stopped.when(LIFT).then(LIFTED)
        unblocked_by_hand = unblocked(600, by="m", reason="their bank confirmed")
        stopped.given(*lifted.facts).when(RELEASE).then(unblocked_by_hand)
