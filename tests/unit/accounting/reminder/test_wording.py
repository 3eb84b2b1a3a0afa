"""What a reminder says: in every language the same things, days and amounts as the addressee's country writes them."""

from dataclasses import asdict, replace
from datetime import date
from string import Formatter

import pytest
from babel.core import Locale

from services.accounting.debtor.events import Addressee
from services.accounting.dunning_case.events import ReminderIssued
from services.accounting.dunning_case.parts import RemindedCharge, RemindedInstalment
from services.accounting.dunning_policy.events import BankAccount, Letterhead
from services.accounting.reminder.wording import locale_of, subject_of, text_of
from services.accounting.reminder.words import WORDS, words_in
from shared.kernel.money import Money
from shared.published.sales import LANGUAGES

HERE = Addressee(name="Sông Hồng", email="ketoan@songhong.example", country="VN", language="vi")
INSTALMENT = RemindedInstalment(
    invoice_id="i",
    invoice_number="INV-2026-000007",
    instalment_no=2,
    due_on=date(2026, 4, 1),
    open=Money.of(1_250_000, "VND"),
)
SECOND = ReminderIssued(
    reminder_no=3,
    case_no=1,
    level=2,
    level_name="",
    customer_id="C-1",
    addressee=HERE,
    instalments=(INSTALMENT,),
    charges=(
        RemindedCharge(charge_id="1.2.fee", kind="fee", open=Money.of(200_000, "VND")),
        RemindedCharge(charge_id="1.2.interest", kind="interest", open=Money.of(5_137, "VND")),
    ),
    total=Money.of(1_455_137, "VND"),
    issued_on=date(2026, 4, 20),
    stops_credit=True,
)
HEAD = Letterhead(
    name="Pumps & More GmbH",
    address=("Hafenstr. 7", "20457 Hamburg"),
    accounts=(
        BankAccount(currency="EUR", number="DE89370400440532013000", bank="Commerzbank", bic="COBADEFF"),
        BankAccount(currency="VND", number="0071001234567", bank="Vietcombank"),
    ),
)
WITH_ACCOUNT = replace(SECOND, pay_by=date(2026, 4, 27), letterhead=HEAD, on_account=Money.of(50_000, "VND"))
BEFORE_DUE = replace(SECOND, level=0, charges=(), total=INSTALMENT.open, stops_credit=False)


def to(country: str, language: str) -> Addressee:
    return replace(HERE, country=country, language=language)


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def literally(template: str) -> str:
    """What is said beside what is filled in, without spaces and points."""
    return "".join(sign for text, *_ in Formatter().parse(template) for sign in text if sign.isalpha())


def test_there_are_words_in_every_language_that_a_customer_may_choose() -> None:
    assert sorted(WORDS) == sorted(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_exists_in_every_language_and_says_the_same(language: str) -> None:
    first = asdict(WORDS["en"])
    for name, template in asdict(WORDS[language]).items():
        assert template.strip(), name
        assert placeholders(template) == placeholders(first[name]), name
        assert language == "en" or template != first[name] or not literally(template).isalpha(), name


def test_a_letter_in_vietnamese() -> None:
    assert subject_of(SECOND) == "Nhắc nợ lần 2: INV-2026-000007"
    assert text_of(SECOND).splitlines() == [
        "Kính gửi Sông Hồng,",
        "",
        "Nhắc nợ lần 2: các khoản sau đây đã quá hạn. Kính đề nghị Quý khách thanh toán ngay.",
        "",
        "  Hóa đơn INV-2026-000007, hạn thanh toán 1 tháng 4, 2026: 1.250.000\N{NO-BREAK SPACE}₫",
        "  Phí nhắc nợ: 200.000\N{NO-BREAK SPACE}₫",
        "  Tiền lãi do chậm thanh toán: 5.137\N{NO-BREAK SPACE}₫",
        "",
        "Tổng cộng: 1.455.137\N{NO-BREAK SPACE}₫",
        "",
        "Chúng tôi tạm giữ các đơn đặt hàng mới của Quý khách cho đến khi có thông báo mới.",
        "",
        "Nếu Quý khách đã thanh toán, xin vui lòng bỏ qua thư này. "
        "Nếu Quý khách khiếu nại về hóa đơn nào, xin báo cho chúng tôi.",
        "",
        "Mã khách hàng: C-1",
    ]


def test_the_same_letter_in_english() -> None:
    english = replace(SECOND, addressee=to("GB", "en"))
    assert subject_of(english) == "Reminder no. 2: INV-2026-000007"
    said = text_of(english)
    assert said.startswith("Dear Sông Hồng,\n\nReminder no. 2: the following is overdue.")
    assert "  invoice INV-2026-000007, due 1 April 2026: ₫1,250,000\n" in said
    assert "We hold your new orders until further notice.\n" in said


def test_who_writes_until_when_to_pay_where_and_what_of_theirs_is_here() -> None:
    said = text_of(replace(WITH_ACCOUNT, addressee=to("GB", "en"))).splitlines()
    assert said[:5] == ["Pumps & More GmbH", "Hafenstr. 7", "20457 Hamburg", "", "Dear Sông Hồng,"]
    start = said.index("In all: ₫1,455,137")
    assert said[start + 1 : start + 9] == [
        "",
        "We hold ₫50,000 of yours that settles nothing yet. Please tell us what it is for.",
        "",
        "Please pay so that we have it by 27 April 2026.",
        "",
        "Our account, in the name of Pumps & More GmbH:",
        "  account number 0071001234567",
        "  Vietcombank",
    ]


def test_an_iban_is_written_in_groups_with_its_bic() -> None:
    euros = replace(WITH_ACCOUNT, total=Money.of(100, "EUR"), on_account=None, addressee=to("GB", "en"))
    said = text_of(euros)
    assert "\n  IBAN DE89 3704 0044 0532 0130 00\n  BIC COBADEFF\n  Commerzbank\n" in said
    assert "0071001234567" not in said


def test_without_an_account_in_its_currency_none_is_named() -> None:
    said = text_of(replace(WITH_ACCOUNT, total=Money.of(100, "USD"), addressee=to("GB", "en")))
    assert "Our account" not in said


def test_the_same_in_vietnamese() -> None:
    said = text_of(WITH_ACCOUNT)
    assert "Kính đề nghị Quý khách thanh toán chậm nhất ngày 27 tháng 4, 2026.\n" in said
    assert "Tài khoản nhận tiền, chủ tài khoản Pumps & More GmbH:\n  số tài khoản 0071001234567\n" in said


def test_the_policy_may_name_the_level() -> None:
    assert subject_of(replace(SECOND, level_name="Thông báo cuối cùng")).startswith("Thông báo cuối cùng: ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reminder_before_due_threatens_with_nothing(language: str) -> None:
    letter = replace(BEFORE_DUE, addressee=to("VN", language))
    words = words_in(language)
    assert subject_of(letter) == words.subject_before_due.format(numbers="INV-2026-000007")
    assert words.before_due in text_of(letter)
    assert words.credit_stopped not in text_of(letter)


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_only_charges_are_open_the_subject_says_so(language: str) -> None:
    letter = replace(SECOND, instalments=(), addressee=to("VN", language))
    assert subject_of(letter).endswith(words_in(language).only_charges)


@pytest.mark.parametrize(
    ("country", "language", "locale"),
    [
        ("VN", "vi", "vi_VN"),
        ("DE", "vi", "vi"),
        ("DE", "en", "en_DE"),
        ("VN", "en", "en"),
        ("VN", "en-GB", "en_GB"),
        ("GB", "en-VN", "en_GB"),
        ("", "vi-VN", "vi_VN"),
        ("", "en", "en"),
    ],
)
def test_days_and_amounts_are_written_as_the_region_of_the_tag_does_else_the_country(
    country: str, language: str, locale: str
) -> None:
    assert locale_of(to(country, language)) == Locale.parse(locale)


def test_a_name_with_braces_is_only_a_name() -> None:
    assert "Kính gửi {total}," in text_of(replace(SECOND, addressee=replace(HERE, name="{total}")))
