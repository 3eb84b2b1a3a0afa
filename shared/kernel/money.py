"""Money as whole minor units of one currency, with named rounding. No float, ever."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Self

from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import part

# ISO 4217 minor units that differ from 2. Source: ISO 4217:2015 list one, as in CLDR supplemental data.
_NO_DECIMALS = frozenset("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split())
_THREE_DECIMALS = frozenset("BHD IQD JOD KWD LYD OMR TND".split())
NO_MONEY = frozenset("XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX".split())
"""Codes of ISO 4217 that nobody can pay with: metals, bonds, units of account, for testing, none at all."""


class CurrenciesDiffer(Rejection):
    """Amounts of two currencies cannot be added or compared."""

    code = "shared.money.currencies-differ"
    ground = Ground.UNACCEPTABLE


@lru_cache(maxsize=512)
def decimals_of(currency: str) -> int:
    """How many decimals the currency's minor unit has: VND 0, USD 2, KWD 3. Source: ISO 4217."""
    if currency in _NO_DECIMALS:
        return 0
    return 3 if currency in _THREE_DECIMALS else 2


@lru_cache(maxsize=512)
def _quantum(currency: str) -> Decimal:
    return Decimal(1).scaleb(-decimals_of(currency))


@part
class Money:
    """An amount in whole minor units: ``Money(minor=1999, currency="USD")`` is 19.99 USD."""

    minor: int
    currency: str

    @classmethod
    def zero(cls, currency: str) -> Self:
        """Nothing, in that currency."""
        return cls(minor=0, currency=currency)

    @classmethod
    def of(cls, amount: Decimal | int | str, currency: str) -> Self:
        """From major units, rounded half up (commercial rounding) to the currency's minor unit."""
        rounded = Decimal(amount).quantize(_quantum(currency), rounding=ROUND_HALF_UP)
        return cls(minor=int(rounded.scaleb(decimals_of(currency))), currency=currency)

    @property
    def amount(self) -> Decimal:
        """The amount in major units, exact."""
        return Decimal(self.minor).scaleb(-decimals_of(self.currency))

    def _same(self, other: "Money") -> None:
        if other.currency != self.currency:
            raise CurrenciesDiffer(f"{self.currency} and {other.currency} cannot be mixed")

    def __add__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(minor=self.minor + other.minor, currency=self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(minor=self.minor - other.minor, currency=self.currency)

    def __neg__(self) -> "Money":
        return Money(minor=-self.minor, currency=self.currency)

    def __lt__(self, other: "Money") -> bool:
        self._same(other)
        return self.minor < other.minor

    def __le__(self, other: "Money") -> bool:
        self._same(other)
        return self.minor <= other.minor

    def __gt__(self, other: "Money") -> bool:
        self._same(other)
        return self.minor > other.minor

    def __ge__(self, other: "Money") -> bool:
        self._same(other)
        return self.minor >= other.minor

    def __bool__(self) -> bool:
        return self.minor != 0

    def __str__(self) -> str:
        return f"{self.amount:,f} {self.currency}"

    def times(self, factor: Decimal | int) -> "Money":
        """Scaled by a quantity or rate, rounded half up once."""
        return Money.of(self.amount * factor, self.currency)

    def percent(self, rate: Decimal) -> "Money":
        """`rate` percent of it, rounded half up once: ``percent(Decimal("8"))`` is eight per cent."""
        return Money.of(self.amount * rate / 100, self.currency)

    def share(self, units: Decimal, of: Decimal) -> "Money":
        """The part of this amount that `units` of `of` units come to, rounded half up once to the minor unit.

        Multiplied first and divided once, so that a half is met exactly.
        """
        exact = Decimal(self.minor) * units / of
        return Money(minor=int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP)), currency=self.currency)


def total(amounts: Iterable[Money], currency: str) -> Money:
    """The sum; zero of `currency` when there is nothing to add."""
    result = Money.zero(currency)
    for amount in amounts:
        result = result + amount
    return result


def price_of(unit_price: Decimal, quantity: Decimal, currency: str) -> Money:
    """Quantity times unit price, rounded half up once. A unit price may have more decimals than the currency."""
    return Money.of(unit_price * quantity, currency)


def allocate(amount: Money, weights: Sequence[Decimal | int]) -> list[Money]:
    """Shares in proportion to the weights that sum to the amount exactly.

    Each share is rounded down; what remains goes to the last share with a weight, as "the last part takes
    the rounding remainder". Raises ValueError when no weight is positive.
    """
    whole = sum((Decimal(weight) for weight in weights), Decimal(0))
    if whole <= 0:
        raise ValueError("nothing to allocate by: the weights sum to zero")
    shares = [
        int((Decimal(amount.minor) * Decimal(weight) / whole).to_integral_value(rounding=ROUND_DOWN))
        for weight in weights
    ]
    last = max(index for index, weight in enumerate(weights) if weight > 0)
    shares[last] += amount.minor - sum(shares)
    return [Money(minor=share, currency=amount.currency) for share in shares]
