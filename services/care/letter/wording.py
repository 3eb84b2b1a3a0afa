"""How letters read, language by language. A new language is one more `Words`, and a tag in sales' LANGUAGES."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from services.care.letter.events import Kind
from services.care.support_case.resolving import REOPEN_WITHIN
from shared.kernel.shapes import part

ENGLISH: Final = "en"


@part
class Asking:
    """What a letter of one kind says: what it is about, and until when and how it is answered."""

    subject: str
    opening: str
    answer: str


@part
class Words:
    """What stands in braces is filled in: names, numbers, moments."""

    salutation: str
    reference: str
    kinds: Mapping[Kind, Asking]


_ENGLISH: Final = Words(
    salutation="Dear {name},",
    reference="Please keep the number {number} in your answer.",
    kinds=MappingProxyType(
        {
            Kind.SURVEY: Asking(
                subject="How did we do? Order {number}",
                opening=(
                    "the goods of your order {number} have arrived. "
                    "How likely are you to recommend us, from 0 (not at all) to 10 (very likely)?"
                ),
                answer="Please answer this mail with that number, and with whatever you want us to know, by {until}.",
            ),
            Kind.COMPLAINT: Asking(
                subject="We wait for your answer: complaint {number}",
                opening="we asked you about your complaint {number} ({title}), and have no answer yet:",
                answer=(
                    "Please answer this mail by {until}. After that we may close the complaint as unanswered; "
                    "what you write within {days} days from then opens it again."
                ),
            ),
            Kind.SUPPORT_CASE: Asking(
                subject="We wait for your answer: support case {number}",
                opening=(
                    "we asked you about what you need our help with, case {number} ({title}), and have no answer yet:"
                ),
                answer=(
                    "Please answer this mail by {until}. After that we close the case as unanswered; "
                    "what you write within {days} days from then opens it again."
                ),
            ),
        }
    ),
)

_VIETNAMESE: Final = Words(
    salutation="Kính gửi {name},",
    reference="Xin giữ nguyên mã số {number} trong thư trả lời.",
    kinds=MappingProxyType(
        {
            Kind.SURVEY: Asking(
                subject="Quý khách có hài lòng không? Đơn hàng {number}",
                opening=(
                    "Hàng của đơn hàng {number} đã được giao đến Quý khách. Quý khách sẵn lòng giới thiệu chúng tôi "
                    "với người khác đến mức nào, từ 0 (hoàn toàn không) đến 10 (rất sẵn lòng)?"
                ),
                answer="Xin trả lời thư này bằng số điểm đó, kèm điều Quý khách muốn góp ý, trước {until}.",
            ),
            Kind.COMPLAINT: Asking(
                subject="Chúng tôi chờ Quý khách trả lời: khiếu nại {number}",
                opening="Chúng tôi đã hỏi Quý khách về khiếu nại {number} ({title}) và chưa nhận được trả lời:",
                answer=(
                    "Xin trả lời thư này trước {until}. Sau đó chúng tôi có thể đóng khiếu nại vì không có trả lời; "
                    "nếu Quý khách viết cho chúng tôi trong vòng {days} ngày kể từ khi đóng, khiếu nại sẽ được mở lại."
                ),
            ),
            Kind.SUPPORT_CASE: Asking(
                subject="Chúng tôi chờ Quý khách trả lời: yêu cầu hỗ trợ {number}",
                opening="Chúng tôi đã hỏi Quý khách về yêu cầu hỗ trợ {number} ({title}) và chưa nhận được trả lời:",
                answer=(
                    "Xin trả lời thư này trước {until}. Sau đó chúng tôi sẽ đóng yêu cầu vì không có trả lời; "
                    "nếu Quý khách viết cho chúng tôi trong vòng {days} ngày kể từ khi đóng, yêu cầu sẽ được mở lại."
                ),
            ),
        }
    ),
)

_BY_LANGUAGE: Final[Mapping[str, Words]] = MappingProxyType({ENGLISH: _ENGLISH, "vi": _VIETNAMESE})


def written_language(chosen: str) -> str:
    """The tag that the customer chose; English where they chose none, or one that there are no words in."""
    return chosen if _primary(chosen) in _BY_LANGUAGE else ENGLISH


def subject_of(kind: Kind, number: str, language: str) -> str:
    """What the letter is about, in one line."""
    return _words_in(language).kinds[kind].subject.format(number=number)


def text_of(kind: Kind, *, number: str, name: str, title: str, question: str, until: datetime, language: str) -> str:
    """The letter, with the question that was asked where it repeats one."""
    words = _words_in(language)
    asking = words.kinds[kind]
    lines = [
        words.salutation.format(name=name),
        "",
        asking.opening.format(number=number, title=title),
        "",
        *((*(f"  {line}" for line in question.splitlines()), "") if question else ()),
        asking.answer.format(until=f"{until:%Y-%m-%d %H:%M} UTC", days=REOPEN_WITHIN.days),
        "",
        words.reference.format(number=number),
    ]
    return "\n".join(lines) + "\n"


def _words_in(language: str) -> Words:
    return _BY_LANGUAGE[_primary(language)]


def _primary(language: str) -> str:
    return language.partition("-")[0]
