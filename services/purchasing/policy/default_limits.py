"""Up to which amount a purchase order is approved by rule where the policy names no amount of its currency."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final

APPROVED_UP_TO: Final[Mapping[str, Decimal]] = MappingProxyType(
    {
        "AUD": Decimal(15_000),
        "CAD": Decimal(15_000),
        "CHF": Decimal(10_000),
        "CNY": Decimal(70_000),
        "EUR": Decimal(10_000),
        "GBP": Decimal(8_000),
        "IDR": Decimal(150_000_000),
        "INR": Decimal(800_000),
        "JPY": Decimal(1_500_000),
        "KRW": Decimal(14_000_000),
        "KWD": Decimal(3_000),
        "MYR": Decimal(45_000),
        "SGD": Decimal(13_000),
        "THB": Decimal(350_000),
        "TWD": Decimal(300_000),
        "USD": Decimal(10_000),
        "VND": Decimal(50_000_000),
    }
)
"""Major units. Round sums, not exchange rates: a company that wants others names them in its policy."""

OTHERWISE: Final = Decimal(0)
"""Of a currency that is not among them every purchase order needs a person."""
