"""Customers get their letters in their own language, over SMTP to a server that keeps what it is given."""

from datetime import UTC, date, datetime, timedelta

import pytest

from services.accounting.reminder.mailing import REMINDER_MAIL
from services.care.composition import SERVICE as CARE
from services.care.letter.mailing import LETTER_MAIL
from shared.clocks.driven import DrivenClock
from shared.mail.room import MailRoom
from shared.mail.smtp import MailServer, SmtpMailer
from shared.testing.company import MemoryCompany
from tests.real.mailbox import mail_server
from tests.unit.accounting.dunning_case.late import until
from tests.unit.accounting.dunning_case.test_languages import IN_BOTH, owing
from tests.unit.care.letter.test_written_to import CORRECTED
from tests.unit.care.test_care_api import delivered

CLOCK = DrivenClock(datetime(2026, 4, 13, 12, tzinfo=UTC))
ENGLISH = (
    ["Upcoming payment: INV-2026-000001", "Reminder: INV-2026-000001", "Second notice: INV-2026-000001"],
    "  invoice INV-2026-000001, due April 1, 2026: $1,000.00",
)
VIETNAMESE = (
    ["Sắp đến hạn thanh toán: INV-2026-000001", "Nhắc nợ: INV-2026-000001", "Nhắc nợ lần 2: INV-2026-000001"],
    "  Hóa đơn INV-2026-000001, hạn thanh toán 1 tháng 4, 2026: 1.000,00\N{NO-BREAK SPACE}US$",
)


@pytest.mark.parametrize(("language", "expected"), [("en", ENGLISH), ("vi", VIETNAMESE), ("vi-VN", VIETNAMESE)])
async def test_a_debtor_gets_every_letter_in_their_language(language: str, expected: tuple[list[str], str]) -> None:
    subjects, listed = expected
    desk = await owing(IN_BOTH, language)
    await until(desk, date(2026, 4, 13))
    with mail_server() as (box, port):
        mailer = SmtpMailer(MailServer(host="127.0.0.1", port=port, sender="money@o2c.example"), CLOCK)
        room = MailRoom(desk.company.departments["accounting"].runtime, REMINDER_MAIL, mailer)
        assert await room.send_waiting() == 3
    assert sorted(box.subjects_to("ap@acme.example")) == sorted(subjects)
    assert {mail["Content-Language"] for mail in box.kept} == {language}
    assert all(listed in mail.get_content().splitlines() for mail in box.kept)


async def test_a_customer_is_asked_how_it_went_in_their_language() -> None:
    company = await MemoryCompany.open([CARE])
    await company.tell("care", CORRECTED, key="C1")
    await company.tell("care", delivered(), key="S1")
    await company.pass_time(timedelta(days=8))
    with mail_server() as (box, port):
        mailer = SmtpMailer(MailServer(host="127.0.0.1", port=port, sender="care@o2c.example"), CLOCK)
        room = MailRoom(company.departments["care"].runtime, LETTER_MAIL, mailer)
        assert [await room.send_waiting(), await room.send_waiting()] == [1, 0]
    (mail,) = box.kept
    assert (mail["To"], mail["From"], mail["Content-Language"]) == ("ap@acme.example", "care@o2c.example", "vi")
    assert mail["Subject"] == "Quý khách có hài lòng không? Đơn hàng O1"
    assert "từ 0 (hoàn toàn không) đến 10 (rất sẵn lòng)" in mail.get_content()
