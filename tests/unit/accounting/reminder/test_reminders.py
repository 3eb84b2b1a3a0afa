"""Reminders: by e-mail or by post, and seen to by a person where the mail server refuses them."""

from datetime import UTC, date, datetime

import pytest

from services.accounting.debtor.events import Addressee
from services.accounting.reminder.decider import REMINDER
from services.accounting.reminder.events import (
    ReminderFailed,
    ReminderPosted,
    ReminderPrepared,
    ReminderReaddressed,
    ReminderSent,
    ReminderWithdrawn,
)
from services.accounting.reminder.preparing import (
    NoteReminderFailed,
    NoteReminderSent,
    PostReminder,
    ReaddressReminder,
    ReminderHasLeft,
    ReminderIsWithdrawn,
    ReminderUnknown,
    ReminderWaitsForMail,
    WithdrawReminder,
)
from shared.testing.specification import spec_of

DAY, NOW = date(2026, 4, 6), datetime(2026, 4, 6, tzinfo=UTC)
a_reminder = spec_of(REMINDER)


def prepared(email: str) -> ReminderPrepared:
    return ReminderPrepared(
        customer_id="ACME",
        case_id="ACME:USD",
        reminder_no=1,
        level=1,
        addressee=Addressee(name="Acme", email=email, country="US", language="en"),
        subject="Reminder",
        text="Dear Acme,\n",
        prepared_on=DAY,
    )


BY_MAIL, BY_POST = prepared("ap@acme.example"), prepared("")
FAILED = ReminderFailed(reason="550", failed_at=NOW)
SENT = ReminderSent(message_id="<r.1@o2c.example>", sent_at=NOW, case_id="ACME:USD", reminder_no=1)
POSTED = ReminderPosted(posted_by="ann", posted_on=DAY, case_id="ACME:USD", reminder_no=1)
POST = PostReminder(by="ann", on=DAY)
WITHDRAW = WithdrawReminder(because="case-resolved", on=DAY)
WITHDRAWN = ReminderWithdrawn(because="case-resolved", withdrawn_on=DAY)
ELSEWHERE = ReaddressReminder(email="boss@acme.example", by="ann", on=DAY)


def test_without_an_address_it_is_posted_or_sent_to_one() -> None:
    without = a_reminder.given(BY_POST)
    without.when(POST).then(POSTED).then_asked_again_nothing()
    readdressed = ReminderReaddressed(email="boss@acme.example", readdressed_by="ann", readdressed_on=DAY)
    without.when(ELSEWHERE).then(readdressed).then_asked_again_nothing()


def test_what_failed_is_seen_to_by_a_person() -> None:
    failed = a_reminder.given(BY_MAIL, FAILED)
    failed.when(NoteReminderFailed(reason="550", at=NOW)).then_nothing()
    failed.when(POST).then(POSTED).then_asked_again_nothing()


def test_what_was_sent_is_noted_once_and_stays_sent() -> None:
    noting = NoteReminderSent(message_id=SENT.message_id, at=NOW)
    a_reminder.given(BY_MAIL).when(noting).then(SENT).then_asked_again_nothing()
    sent = a_reminder.given(BY_MAIL, SENT)
    sent.when(POST).then_rejected(ReminderHasLeft)
    sent.when(ELSEWHERE).then_rejected(ReminderHasLeft)


@pytest.mark.parametrize("command", [POST, ELSEWHERE])
def test_nobody_meddles_with_what_the_mail_room_is_about_to_send(command: object) -> None:
    a_reminder.given(BY_MAIL).when(command).then_rejected(ReminderWaitsForMail)
    a_reminder.when(command).then_rejected(ReminderUnknown)


@pytest.mark.parametrize("unsent", [(BY_MAIL,), (BY_MAIL, FAILED), (BY_POST,)])
def test_what_has_not_left_is_withdrawn_once_nothing_is_owed_and_leaves_no_more(unsent: tuple[object, ...]) -> None:
    a_reminder.given(*unsent).when(WITHDRAW).then(WITHDRAWN).then_asked_again_nothing()
    withdrawn = a_reminder.given(*unsent, WITHDRAWN)
    withdrawn.when(POST).then_rejected(ReminderIsWithdrawn)
    withdrawn.when(ELSEWHERE).then_rejected(ReminderIsWithdrawn)
    withdrawn.when(NoteReminderFailed(reason="550", at=NOW)).then_nothing()


@pytest.mark.parametrize("left", [(BY_MAIL, SENT), (BY_POST, POSTED), ()])
def test_what_has_left_is_not_withdrawn(left: tuple[object, ...]) -> None:
    a_reminder.given(*left).when(WITHDRAW).then_nothing()


def test_one_that_left_all_the_same_as_it_was_withdrawn_has_left() -> None:
    noting = NoteReminderSent(message_id=SENT.message_id, at=NOW)
    a_reminder.given(BY_MAIL, WITHDRAWN).when(noting).then(SENT).then_asked_again_nothing()
    a_reminder.given(BY_MAIL, WITHDRAWN, SENT).when(POST).then_rejected(ReminderHasLeft)
