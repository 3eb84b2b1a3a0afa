"""`o2c timeline` as people read it."""

from typing import Any

import pytest
from rich.console import Console

from deploy.commands.telling import story


def _printed(amount: dict[str, Any] | None) -> str:
    entry = {
        "occurred_at": "2026-11-30T09:00:00.000000Z",
        "department": "accounting",
        "what": "Invoice posted",
        "who": "chi.chief-accountant",
        "document": "invoice INV-1",
        "amount": amount,
    }
    console = Console(record=True, width=160)
    console.print(story("C-1", {"entries": [entry]}))
    return console.export_text()


@pytest.mark.parametrize(
    ("minor", "currency", "said"),
    [(87_560, "USD", " 875.60 USD"), (87_560, "VND", " 87,560 VND"), (1_234_567, "KWD", " 1,234.567 KWD")],
)
def test_an_amount_has_the_decimals_of_its_currency(minor: int, currency: str, said: str) -> None:
    assert said in _printed({"minor": minor, "currency": currency})


def test_what_is_no_money_has_no_amount() -> None:
    assert "Invoice posted" in _printed(None)
