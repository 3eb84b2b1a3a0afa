"""The roles that accounts play in postings: what documents call an account, whatever its number."""

from types import MappingProxyType
from typing import Final, Literal, get_args

Role = Literal[
    "receivable",
    "bank",
    "inventory",
    "goods-received-not-invoiced",
    "payable",
    "output-vat",
    "input-vat",
    "revenue",
    "freight-revenue",
    "sales-returns",
    "cost-of-goods-sold",
    "inventory-adjustment",
    "warranty-cost",
    "scrap-loss",
    "customer-credit",
    "purchase-price-variance",
    "bad-debt",
    "dunning-income",
    "interest-income",
    "suspense",
    "rounding",
    "opening-balance",
    "small-differences",
]

ROLES: Final[tuple[str, ...]] = get_args(Role)

BUILT_IN: Final = MappingProxyType(
    {
        "receivable": "1100",
        "bank": "1000",
        "inventory": "1300",
        "goods-received-not-invoiced": "2050",
        "payable": "2000",
        "output-vat": "2100",
        "input-vat": "1200",
        "revenue": "4000",
        "freight-revenue": "4050",
        "sales-returns": "4100",
        "cost-of-goods-sold": "5000",
        "inventory-adjustment": "5200",
        "warranty-cost": "5300",
        "scrap-loss": "5400",
        "customer-credit": "2200",
        "purchase-price-variance": "5100",
        "bad-debt": "6000",
        "dunning-income": "4800",
        "interest-income": "4810",
        "suspense": "2900",
        "rounding": "4900",
        "opening-balance": "3950",
        "small-differences": "6010",
    }
)
"""The accounts until a chart is adopted: those of charts/generic.toml, as a test makes sure."""

STANDS_IN: Final = MappingProxyType(
    {
        "interest-income": "dunning-income",
        "warranty-cost": "cost-of-goods-sold",
        "scrap-loss": "cost-of-goods-sold",
        "opening-balance": "suspense",
        "small-differences": "bad-debt",
    }
)
"""Who plays a role in the books of those who adopted their chart before there was one."""
