"""A letter to a customer: by e-mail, seen to by a person where that does not reach them, and not sent too late."""

from datetime import UTC, datetime, timedelta

import pytest

from services.care.addressee.decider import ADDRESSEE
from services.care.addressee.events import Address, CustomerAddressed
from services.care.letter.decider import LETTER
from services.care.letter.events import (
    Kind,
    LetterFailed,
    LetterLapsed,
    LetterReaddressed,
    LetterSent,
    LetterWritten,
)
from services.care.letter.state import Letter
from services.care.letter.wording import text_of
from services.care.letter.writing import (
    LapseLetter,
    LetterHasLapsed,
    LetterHasLeft,
    LetterUnknown,
    LetterWaitsForMail,
    NoteLetterFailed,
    NoteLetterSent,
    ReaddressLetter,
    WriteLetter,
)
from shared.published.sales import LANGUAGES
from shared.testing.specification import Specification, spec_of

NOW = datetime(2026, 3, 5, 2, tzinfo=UTC)
UNTIL = NOW + timedelta(days=9)
WRITE = WriteLetter(
    kind=Kind.COMPLAINT,
    about="K1",
    customer_id="C1",
    title="Pumps leak",
    question="Which {serials}?\nAnd since when?",
    until=UNTIL,
    at=NOW,
)
REFUSED = NoteLetterFailed(reason="550", at=NOW)
ELSEWHERE = ReaddressLetter(email="boss@acme.example", by="ann", at=NOW)
READDRESSED = LetterReaddressed(email="boss@acme.example", readdressed_by="ann", readdressed_at=NOW)
SENT = LetterSent(message_id="<1.1@o2c.example>", sent_at=NOW)
NOTE_SENT = NoteLetterSent(message_id=SENT.message_id, at=NOW)
LAPSE = LapseLetter(at=UNTIL)
a_letter = spec_of(LETTER)


def to(email: str, language: str = "") -> LetterWritten:
    address = Address(name="Acme", email=email, language=language)
    known = CustomerAddressed(address=address, noted_on=NOW.date())
    (written,) = a_letter.beside(ADDRESSEE, "C1", known).when(WRITE).facts
    assert isinstance(written, LetterWritten)
    return written


def waiting() -> Specification[Letter]:
    return a_letter.given(to("ap@acme.example"))


def test_it_says_what_is_waited_for_and_until_when() -> None:
    written = to("ap@acme.example")
    assert written.subject == "We wait for your answer: complaint K1"
    assert written.text == (
        "Dear Acme,\n\n"
        "we asked you about your complaint K1 (Pumps leak), and have no answer yet:\n\n"
        "  Which {serials}?\n  And since when?\n\n"
        "Please answer this mail by 2026-03-14 02:00 UTC. After that we may close the complaint as unanswered; "
        "what you write within 14 days from then opens it again.\n\n"
        "Please keep the number K1 in your answer.\n"
    )
    waiting().when(WRITE).then_nothing()


@pytest.mark.parametrize(
    ("chosen", "written"), [("", "en"), ("fr", "en"), ("en-GB", "en-GB"), ("vi", "vi"), ("vi-VN", "vi-VN")]
)
def test_it_is_in_the_customers_language_or_in_english(chosen: str, written: str) -> None:
    letter = to("ap@acme.example", chosen)
    assert letter.address.language == written
    assert letter.text.startswith("Kính gửi Acme," if written.startswith("vi") else "Dear Acme,")


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_words_in_every_language_that_a_customer_may_choose(kind: Kind, language: str) -> None:
    text = text_of(kind, number="N1", name="Acme", title="T1", question="", until=UNTIL, language=language)
    assert text.count("N1") == 2
    assert "2026-03-14 02:00 UTC" in text
    assert "\n\n\n" not in text


def test_of_whom_sales_has_not_told_it_waits_for_an_address() -> None:
    (written,) = a_letter.beside(ADDRESSEE, "C1").when(WRITE).facts
    assert isinstance(written, LetterWritten)
    assert written.address == Address(name="C1", email="", language="en")
    a_letter.given(written).when(ELSEWHERE).then(READDRESSED).then_asked_again_nothing()


def test_what_failed_is_seen_to_by_a_person() -> None:
    failed = waiting().when(REFUSED).then(LetterFailed(reason="550", failed_at=NOW)).then_asked_again_nothing()
    a_letter.given(to("ap@acme.example"), *failed.facts).when(ELSEWHERE).then(READDRESSED).then_asked_again_nothing()


def test_what_was_sent_is_noted_once_and_stays_sent() -> None:
    waiting().when(NOTE_SENT).then(SENT).then_asked_again_nothing()
    sent = waiting().given(SENT)
    sent.when(ELSEWHERE).then_rejected(LetterHasLeft)
    sent.when(REFUSED).then_nothing()
    sent.when(LAPSE).then_nothing()


def test_what_has_not_left_in_time_is_sent_no_more_and_what_left_all_the_same_has_left() -> None:
    lapsed = LetterLapsed(lapsed_at=UNTIL)
    for before in ((to("ap@acme.example"),), (to(""),), (to("a@b.example"), LetterFailed(reason="550", failed_at=NOW))):
        a_letter.given(*before).when(LAPSE).then(lapsed).then_asked_again_nothing()
        a_letter.given(*before, lapsed).when(ELSEWHERE).then_rejected(LetterHasLapsed)
    waiting().given(lapsed).when(NOTE_SENT).then(SENT)


def test_nobody_meddles_with_what_the_mail_room_is_about_to_send() -> None:
    waiting().when(ELSEWHERE).then_rejected(LetterWaitsForMail)
    waiting().when(ReaddressLetter(email="ap@acme.example", by="ann", at=NOW)).then_nothing()
    a_letter.when(ELSEWHERE).then_rejected(LetterUnknown)
