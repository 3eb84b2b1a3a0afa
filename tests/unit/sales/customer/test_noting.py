"""What accounting tells of a customer's credit: noted whatever the stage, and only the newest word counts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from services.sales.customer.decider import CUSTOMER
from services.sales.customer.events import CustomerCreditStopLifted, CustomerCreditStopped
from services.sales.customer.noting import NoteCredit
from services.sales.customer.views import read
from services.sales.order.source import Source
from shared.testing.specification import spec_of
from tests.unit.sales.examples import BLOCKED, MONDAY, REGISTERED

nobody = spec_of(CUSTOMER)
a_customer = nobody.given(REGISTERED)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
FIRST = Source(event_id="1", stream="credit_account-C1", version=7, at=NOON)
SECOND = Source(event_id="2", stream="credit_account-C1", version=9, at=NOON + timedelta(days=1))
STOPPED = CustomerCreditStopped(reason="final reminder", stopped_by="dunning", stopped_on=MONDAY, source=FIRST)
LIFTED = CustomerCreditStopLifted(reason="paid", lifted_by="mai", lifted_on=MONDAY, source=SECOND)


def test_a_stop_is_noted_once_also_on_a_blocked_customer() -> None:
    a_customer.when(NoteCredit(heard=STOPPED)).then(STOPPED).then_asked_again_nothing()
    a_customer.given(BLOCKED).when(NoteCredit(heard=STOPPED)).then(STOPPED).then_asked_again_nothing()


def test_a_stop_that_is_heard_after_it_was_lifted_changes_nothing() -> None:
    a_customer.given(LIFTED).when(NoteCredit(heard=STOPPED)).then_nothing()


def test_a_second_stop_is_news() -> None:
    again = replace(STOPPED, source=replace(SECOND, version=12))
    a_customer.given(STOPPED, LIFTED).when(NoteCredit(heard=again)).then(again).then_asked_again_nothing()


def test_nobody_is_never_told_of() -> None:
    nobody.when(NoteCredit(heard=STOPPED)).then_nothing()


def test_what_is_shown_names_the_message_that_told_of_it() -> None:
    shown = read("C1", a_customer.given(STOPPED).state)
    assert shown is not None
    assert shown.credit is not None
    assert (shown.is_credit_stopped, shown.credit.reason, shown.credit.source) == (True, "final reminder", FIRST)
    lifted = read("C1", a_customer.given(STOPPED, BLOCKED, LIFTED).state)
    assert lifted is not None
    assert lifted.credit is not None
    assert (lifted.is_credit_stopped, lifted.status, lifted.credit.by) == (False, "blocked", "mai")
