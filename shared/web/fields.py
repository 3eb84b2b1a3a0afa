"""Input types with their limits, so that every route refuses the same nonsense in the same words."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Final

from babel.core import get_global
from babel.numbers import is_currency
from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from shared.kernel.money import NO_MONEY, Money
from shared.mail.address import address_of


def _printable(text: str) -> str:
    if any(ord(character) < 32 and character not in "\n\t" for character in text):
        raise ValueError("control characters are not allowed")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("the text is not valid Unicode") from None
    return text


def _written_day(value: object) -> object:
    """A number is no day, though pydantic would count seconds with it; and a day has no hour."""
    if not isinstance(value, str) or len(value) != len("2026-12-31"):
        raise ValueError("a day is written like 2026-12-31")
    return value


def written_moment(value: object) -> object:
    """A number is no moment either: pydantic would count seconds or milliseconds, whichever seems likelier to it."""
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        raise ValueError("a moment is written like 2026-12-31T17:00:00Z")
    return value


_MOMENT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ].+)?")
"""How one begins: whether the rest fits, and is of the calendar, is left to pydantic."""
_NOWHERE: Final = "ZZ"
"""The unknown region of CLDR, which babel lists beside the countries."""


def _known_currency(code: str) -> str:
    if code in NO_MONEY or not is_currency(code):
        raise ValueError("there is no such currency")
    return code


def _mailable(text: str) -> str:
    address_of(text)
    return text


def _known_country(code: str) -> str:
    if code == _NOWHERE or code not in get_global("territory_currencies"):
        raise ValueError("there is no such country")
    return code


Identity = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$")]
"""An id or code: letters, digits, dot, underscore, colon, dash; 1 to 64 characters."""

ShortText = Annotated[
    str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True), AfterValidator(_printable)
]
"""One line of text, 1 to 200 characters."""

OptionalLine = Annotated[str, StringConstraints(max_length=200, strip_whitespace=True), AfterValidator(_printable)]
"""One line that may be empty, at most 200 characters."""

OptionalText = Annotated[str, StringConstraints(max_length=2000, strip_whitespace=True), AfterValidator(_printable)]
"""Text that may be empty, at most 2,000 characters."""

Email = Annotated[
    str,
    StringConstraints(pattern=r"^[^@\s\x00-\x1f]{1,64}@[^@\s\x00-\x1f]{1,189}$", max_length=254),
    AfterValidator(_mailable),
]
"""What reads as the address of a mailbox: whether there is one, a mail server says."""

Phone = Annotated[str, StringConstraints(pattern=r"^(\+?[0-9][0-9 ()./-]{2,28})?$")]
"""A telephone number as people write it, or none."""

Reason = Annotated[
    str, StringConstraints(min_length=3, max_length=500, strip_whitespace=True), AfterValidator(_printable)
]
"""Why, in 3 to 500 characters: kept with the event."""

CurrencyCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
"""What looks like an ISO 4217 code, where the decision itself says which there are."""

Currency = Annotated[CurrencyCode, AfterValidator(_known_currency)]
"""ISO 4217 code."""

CountryCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
"""What looks like an ISO 3166-1 alpha-2 code, where the decision itself says which there are."""

Country = Annotated[CountryCode, AfterValidator(_known_country)]
"""ISO 3166-1 alpha-2 code."""

Quantity = Annotated[Decimal, Field(gt=0, max_digits=15, decimal_places=4, allow_inf_nan=False)]
"""More than nothing, at most 4 decimals, in the item's unit."""

QuantityOrNone = Annotated[Decimal, Field(ge=0, max_digits=15, decimal_places=4, allow_inf_nan=False)]
"""Nothing or more, at most 4 decimals."""

UnitPrice = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=6, allow_inf_nan=False)]
"""Major units per unit before tax, at most 6 decimals."""

Percent = Annotated[Decimal, Field(ge=0, le=100, max_digits=7, decimal_places=4, allow_inf_nan=False)]
"""0 to 100."""

Day = Annotated[date, BeforeValidator(_written_day), Field(ge=date(1900, 1, 1), le=date(2999, 12, 31))]
"""A calendar day from 1900 to 2999: far enough from both ends of the calendar that terms can be added to it."""

MOST_LINES: Final = 9999

LineNo = Annotated[int, Field(ge=1, le=MOST_LINES, strict=True)]
"""The number of a line within its document, from 1."""


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("that is no moment of the calendar in UTC") from None


Moment = Annotated[AwareDatetime, BeforeValidator(written_moment), AfterValidator(_in_utc)]
"""A moment with its offset, in UTC from here on."""


class Strict(BaseModel):
    """A request body: unknown fields are refused, not ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Amount(Strict):
    """Money in whole minor units: 1999 USD is 19.99 USD, 500000 VND is 500,000 VND."""

    minor: Annotated[int, Field(ge=0, le=10**15, strict=True)]
    currency: Currency

    def to_money(self) -> Money:
        """As the domain's Money."""
        return Money(minor=self.minor, currency=self.currency)


class ReasonIn(Strict):
    """Why."""

    reason: Reason

    model_config = Strict.model_config | {
        "json_schema_extra": {"examples": [{"reason": "agreed by phone with Ms Lan on 2 March"}]}
    }
