"""What nothing is owed of any more is not asked for: letters of a resolved case that have not left stay here."""

from datetime import date
from typing import Any

from services.accounting.dunning_case.events import CaseResolved, ReminderIssued, RemindersOvertaken
from services.accounting.reminder.mailing import REMINDER_MAIL
from shared.mail.memory import MemoryMailer
from shared.mail.port import Mail, MailRefused
from shared.mail.room import MailRoom
from shared.published.sales import CustomerDetailsCorrectedV1
from tests.unit.accounting.desk import Desk
from tests.unit.accounting.dunning_case.late import bill, case, late_payer, pay, reminders, until
from tests.unit.accounting.dunning_case.story import DAY, DUE, Story

ADDRESS = "ap@acme.example"
ALL_LETTERS_WRITTEN = date(2026, 4, 21)


def room_of(desk: Desk, mailer: Any) -> MailRoom:
    return MailRoom(desk.company.departments["accounting"].runtime, REMINDER_MAIL, mailer)


async def stages(desk: Desk) -> list[tuple[int, str, str]]:
    return [(one["level"], one["status"], one["withdrawn_because"]) for one in await reminders(desk)]


def a_story_whose_letters_lie() -> Story:
    story = Story()
    story.letters_leave = False
    return story


def resolved(story: Story) -> list[tuple[int, ...]]:
    return [fact.reminder_nos for fact in story.of(CaseResolved)]


def test_a_case_that_is_resolved_names_its_letters_that_may_not_have_left() -> None:
    story = a_story_whose_letters_lie().bill().until(DUE + 6 * DAY)
    assert [one.level for one in story.of(ReminderIssued)] == [0, 1]
    story.pay(100_000)
    assert resolved(story) == [(1, 2)]


def test_it_does_not_name_the_letter_of_a_level_that_left() -> None:
    story = Story().bill().until(DUE + 6 * DAY)
    story.pay(100_000)
    assert resolved(story) == [(1,)], "whether a reminder before due left is no concern of a case"


def test_a_reminder_before_due_of_what_is_still_owed_is_not_the_cases() -> None:
    story = a_story_whose_letters_lie().bill().bill("I-2", due=DUE + 9 * DAY).until(DUE + 6 * DAY)
    assert [[one.invoice_id for one in issued.instalments] for issued in story.of(ReminderIssued)] == [
        ["I-1"],
        ["I-1"],
        ["I-2"],
    ]
    story.pay(100_000)
    assert resolved(story) == [(1, 2)]


def test_a_later_case_does_not_name_them_again() -> None:
    story = a_story_whose_letters_lie().bill().until(DUE + 6 * DAY)
    story.pay(100_000)
    story.bill("I-2", due=DUE + 20 * DAY).until(DUE + 26 * DAY)
    story.pay(100_000, "I-2")
    assert resolved(story) == [(1, 2), (3, 4)]


def overtaken(story: Story) -> list[tuple[int, ...]]:
    return [fact.reminder_nos for fact in story.of(RemindersOvertaken)]


def reminded(story: Story) -> list[list[int]]:
    """The instalments that each reminder before due names."""
    issued = (one for one in story.of(ReminderIssued) if not one.level)
    return [[one.instalment_no for one in reminder.instalments] for reminder in issued]


def test_a_reminder_before_due_is_overtaken_when_nothing_of_it_is_owed() -> None:
    story = Story().bill().until(DUE - 3 * DAY)
    assert [one.level for one in story.of(ReminderIssued)] == [0]
    story.pay(99_999)
    assert overtaken(story) == []
    story.pay(1)
    assert overtaken(story) == [(1,)]
    story.bill("I-2", due=DUE + 9 * DAY).until(DUE + 7 * DAY)
    story.pay(100_000, "I-2")
    assert (overtaken(story), story.of(CaseResolved)) == ([(1,), (2,)], []), "each once, and by no case"


def test_one_that_names_something_that_is_still_owed_is_not() -> None:
    story = Story().bill().bill("I-2").until(DUE - 3 * DAY)
    assert [[one.invoice_id for one in issued.instalments] for issued in story.of(ReminderIssued)] == [["I-1", "I-2"]]
    story.pay(100_000)
    assert overtaken(story) == []
    story.pay(100_000, "I-2")
    assert overtaken(story) == [(1,)]


def test_one_of_another_invoice_is_overtaken_while_a_case_runs() -> None:
    story = Story().bill().bill("I-2", due=DUE + 9 * DAY).until(DUE + 6 * DAY)
    story.pay(100_000, "I-2")
    assert (overtaken(story), story.of(CaseResolved)) == ([(3,)], [])


def test_one_that_was_overtaken_is_written_anew_when_the_money_does_not_stay() -> None:
    """As when all of the invoice was paid: its next instalment, which is owed all the time, makes no difference."""
    story = Story().bill_in_instalments(DUE, DUE + 9 * DAY).until(DUE - 3 * DAY)
    payment = story.pay(1_000)
    assert overtaken(story) == [(1,)]
    story.until(DUE - 2 * DAY).bounce(payment)
    story.until(DUE - 1 * DAY)
    assert reminded(story) == [[1], [1]]


def test_one_that_a_resolved_case_took_with_it_is_so_too() -> None:
    story = Story().bill_in_instalments(DUE, DUE + 9 * DAY, DUE + 20 * DAY).until(DUE + 6 * DAY)
    payment = story.pay(2_000)
    assert (resolved(story), overtaken(story)) == ([(1, 3)], [])
    story.bounce(payment)
    story.until(DUE + 8 * DAY)
    assert reminded(story) == [[1], [2], [2]]


def test_one_of_which_something_is_owed_all_the_time_still_asks_for_all_of_it() -> None:
    story = Story().bill_in_instalments(DUE, DUE, DUE + 9 * DAY).until(DUE - 3 * DAY)
    payment = story.pay(1_000)
    story.until(DUE - 2 * DAY).bounce(payment)
    story.until(DUE - 1 * DAY)
    assert (overtaken(story), reminded(story)) == ([], [[1, 2]])


async def test_no_reminder_before_due_goes_out_once_it_is_paid() -> None:
    desk = await late_payer()
    await until(desk, date(2026, 3, 27))
    assert await stages(desk) == [(0, "to-send", "")]
    await pay(desk, 100_000)
    mailer = MemoryMailer()
    assert (await room_of(desk, mailer).send_waiting(), mailer.sent) == (0, [])
    assert await stages(desk) == [(0, "withdrawn", "nothing-owed")]


async def test_a_reminder_before_due_that_left_before_it_was_paid_stays_sent() -> None:
    desk = await late_payer()
    await until(desk, date(2026, 3, 27))
    assert await room_of(desk, MemoryMailer()).send_waiting() == 1
    await pay(desk, 100_000)
    assert await stages(desk) == [(0, "sent", "")]


async def test_no_letter_goes_out_once_all_is_paid() -> None:
    desk = await late_payer()
    await until(desk, ALL_LETTERS_WRITTEN)
    await pay(desk, 200_000)
    assert (await case(desk))["status"] == "resolved"
    mailer = MemoryMailer()
    assert (await room_of(desk, mailer).send_waiting(), mailer.sent) == (0, [])
    because = ["nothing-owed", *["case-resolved"] * 3]  # the principal is settled before the charges
    assert await stages(desk) == [(level, "withdrawn", why) for level, why in enumerate(because)]
    assert (await desk.get("/reminders/queues/to-send"))["items"] == []


async def test_what_left_before_stays_sent_and_what_failed_is_not_posted() -> None:
    desk = await late_payer()
    await until(desk, date(2026, 3, 27))
    assert await room_of(desk, MemoryMailer()).send_waiting() == 1
    await until(desk, date(2026, 4, 7))
    await room_of(desk, MemoryMailer({ADDRESS: MailRefused("550 no such mailbox")})).send_waiting()
    await pay(desk, 200_000)
    assert await stages(desk) == [(0, "sent", ""), (1, "withdrawn", "case-resolved")]
    letter = (await reminders(desk))[1]
    assert letter["failed_because"] == "550 no such mailbox"
    gone = (409, "accounting.reminder.withdrawn")
    assert await desk.refused(f"/reminders/{letter['id']}/posting") == gone
    assert await desk.refused(f"/reminders/{letter['id']}/address", {"email": "a@b.example"}) == gone
    assert (await desk.get("/reminders/queues/failed"))["items"] == []


async def test_a_letter_without_an_address_is_not_left_to_be_posted() -> None:
    desk = await late_payer()
    await desk.hear(
        CustomerDetailsCorrectedV1(customer_id="ACME", name="Acme", tax_id="", country="US", billing_email=""),
        key="no-address",
    )
    await until(desk, date(2026, 4, 7))
    assert {one["status"] for one in await reminders(desk)} == {"to-post"}
    await pay(desk, 200_000)
    assert (await desk.get("/reminders/queues/to-post"))["items"] == []


async def test_a_letter_that_was_leaving_as_it_was_paid_has_left() -> None:
    desk = await late_payer()
    await until(desk, date(2026, 4, 7))

    class PaidMeanwhile(MemoryMailer):
        async def send(self, mail: Mail) -> str:
            if not self.sent:
                await pay(desk, 200_000)
            return await super().send(mail)

    mailer = PaidMeanwhile()
    assert await room_of(desk, mailer).send_waiting() == len(mailer.sent)
    assert {status for _, status, _ in await stages(desk)} == {"sent"}


async def test_letters_of_what_is_still_owed_go_out() -> None:
    desk = await late_payer()
    await bill(desk, "O-2", 50_000, due_in_days=30)
    await until(desk, date(2026, 4, 7))
    await pay(desk, 100_000)
    assert (await case(desk))["status"] == "running"
    assert {status for _, status, _ in await stages(desk)} == {"to-send"}
