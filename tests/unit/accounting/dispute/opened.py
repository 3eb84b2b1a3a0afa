"""A dispute that a complaint opened on ACME's invoice, over 5.00 USD."""

from datetime import date
from typing import Final

from services.accounting.dispute.events import DisputeOpened
from shared.kernel.money import Money

DAY: Final = date(2026, 4, 3)
COMPLAINT: Final = "CP-1"
USD: Final = Money(minor=500, currency="USD")
OPENED: Final = DisputeOpened(
    invoice_id="i1",
    invoice_number="INV-1",
    customer_id="ACME",
    amount=USD,
    reason_code="complaint",
    note="",
    raised_by="care",
    reference=COMPLAINT,
    opened_by="care",
    opened_on=DAY,
)
