"""How the importing company duns, and what the file leaves open.

The reminder before due and three levels fit a file whose latest payer is 45 days late. Money settles the principal
first. Every customer of the file paid exactly what an invoice asked for: with any other clearing order the first fee
would leave a part of the next invoice open for ever, and the days late would no longer be the file's. Fees and interest
are claimed all the same, and stay open beside the invoices. On the day on which a debtor has nothing overdue any more
the clerk proposes to waive them and the chief accountant approves: their case is resolved on the day on which the last
overdue invoice was paid, which is what `reckoning.py` counts.
"""

from typing import Any, Final

CURRENCY: Final = "USD"
COUNTRY: Final = "US"


def _amount(minor: int) -> dict[str, Any]:
    return {"minor": minor, "currency": CURRENCY}


def _level(name: str, days: int, *, fee: int = 0, interest: str = "0") -> dict[str, Any]:
    return {
        "name": name,
        "days_past_due": days,
        "gap_working_days": 5,
        "fees": [_amount(fee)] if fee else [],
        "interest_percent": interest,
        "stops_credit": False,
    }


POLICY: Final[dict[str, Any]] = {
    "remind_days_before": 3,
    "levels": [
        _level("Reminder", 5),
        _level("Second notice", 15, fee=500, interest="8"),
        _level("Final notice", 30, fee=1_000, interest="8"),
    ],
    "minimum_amounts": [],
    "clearing_order": ["principal", "costs", "interest"],
    "most_promises": 2,
    "promise_within_days": 14,
    "holiday_country": COUNTRY,
}

NOTES: Final = (
    "No currency, name, address or country that a person would know is in the file: amounts are US dollars, customers"
    " are registered in the US under their customerID, and letters go to addresses under .example.",
    "Which invoice was disputed is in the file, when and how that ended is not: it is contested a week after its day"
    " (halfway to an early payment), and withdrawn with the payment, or rejected on the due day where that came later.",
    "Each customer paid exactly the invoice: fees and interest of dunning are claimed, and waived by two persons once"
    " nothing is overdue any more.",
    "Letters are noted as sent on their day; none leaves the house.",
)
