"""The mail room sends reminders once they are written, and records what became of each."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from services.accounting.reminder.mailing import REMINDER_MAIL
from shared.mail.memory import MemoryMailer
from shared.mail.port import MailDeferred, MailRefused, MailServerAway
from shared.mail.room import MOST_TRIES, MailRoom
from tests.unit.accounting.desk import Desk
from tests.unit.accounting.dunning_case.late import late_payer, reminders, until

ADDRESS = "ap@acme.example"


@pytest.fixture
async def desk() -> Desk:
    """A reminder before due is written."""
    desk = await late_payer()
    await until(desk, date(2026, 3, 27))
    return desk


def room_of(desk: Desk, mailer: MemoryMailer, **more: Any) -> MailRoom:
    return MailRoom(desk.company.departments["accounting"].runtime, REMINDER_MAIL, mailer, **more)


class ProcessEndedError(Exception):
    """Here."""


def _die(*_: Any) -> Any:
    raise ProcessEndedError


async def test_what_waits_is_sent_once(desk: Desk) -> None:
    mailer = MemoryMailer()
    room = room_of(desk, mailer)
    assert [await room.send_waiting(), await room.send_waiting()] == [1, 0]
    (mail,), (letter,) = mailer.sent, await reminders(desk)
    assert (mail.to, mail.subject) == (ADDRESS, letter["subject"])
    assert (letter["status"], letter["message_id"]) == ("sent", f"<{letter['id']}.1@company.example>")


async def test_a_room_that_died_after_sending_sends_the_same_mail_again(desk: Desk) -> None:
    mailer = MemoryMailer()
    runtime = desk.company.departments["accounting"].runtime

    dying = MailRoom(runtime, replace(REMINDER_MAIL, sent=_die), mailer)
    with pytest.raises(ProcessEndedError):
        await dying.send_waiting()
    assert await room_of(desk, mailer).send_waiting() == 1
    first, again = mailer.sent
    assert first == again


async def test_a_server_that_is_away_leaves_it_waiting(desk: Desk) -> None:
    mailer = MemoryMailer()
    mailer.away = MailServerAway("nobody there")
    with pytest.raises(MailServerAway):
        await room_of(desk, mailer).send_waiting()
    mailer.away = None
    assert await room_of(desk, mailer).send_waiting() == 1


async def test_one_that_fails_by_a_fault_of_ours_leaves_the_room_at_work(desk: Desk) -> None:
    mailer = MemoryMailer({ADDRESS: RuntimeError("a fault")})
    room = room_of(desk, mailer)
    for _ in range(MOST_TRIES):
        assert await room.send_waiting() == 0
        desk.company.clock.pass_time(timedelta(hours=2))
    (letter,) = await reminders(desk)
    assert (letter["status"], letter["failed_because"]) == ("failed", f"RuntimeError('a fault'), {MOST_TRIES} times")


async def test_a_refused_one_waits_for_a_person_who_sends_it_elsewhere(desk: Desk) -> None:
    mailer = MemoryMailer({ADDRESS: MailRefused("550 no such mailbox")})
    room = room_of(desk, mailer)
    assert await room.send_waiting() == 0
    (letter,) = (await desk.get("/reminders/queues/failed"))["items"]
    assert letter["failed_because"] == "550 no such mailbox"
    await desk.post(f"/reminders/{letter['id']}/address", {"email": "boss@acme.example"})
    assert await room.send_waiting() == 1
    assert [mail.to for mail in mailer.sent] == ["boss@acme.example"]
    path = f"/reminders/{letter['id']}/address"
    assert await desk.refused(path, {"email": ADDRESS}) == (409, "accounting.reminder.has-left")


async def test_a_deferred_one_is_tried_more_rarely_and_then_given_to_a_person(desk: Desk) -> None:
    mailer = MemoryMailer({ADDRESS: MailDeferred("451 busy")})
    room = room_of(desk, mailer)
    for _ in range(MOST_TRIES - 1):
        await room.send_waiting()
        await room.send_waiting()  # too early: it is not tried
        assert (await reminders(desk))[0]["status"] == "to-send"
        desk.company.clock.pass_time(timedelta(hours=2))
    await room.send_waiting()
    (letter,) = await reminders(desk)
    assert (letter["status"], letter["failed_because"]) == ("failed", f"451 busy, {MOST_TRIES} times")
    await desk.post(f"/reminders/{letter['id']}/posting")
    assert (await reminders(desk))[0]["status"] == "posted"
