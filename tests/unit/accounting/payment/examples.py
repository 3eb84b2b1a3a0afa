"""Money that came in, and the invoices that it settles, in these tests."""

from datetime import date

from services.accounting.invoice.events import DueInstalment, InvoicePosted
from services.accounting.payment.events import Allocation, CustomerCreditKept, PaymentReceived, PaymentReturned
from shared.kernel.money import Money

MONDAY = date(2026, 3, 2)


def usd(minor: int) -> Money:
    return Money(minor=minor, currency="USD")


def invoiced(
    number: str, *instalments: tuple[date, int], customer_id: str = "ACME", currency: str = "USD"
) -> InvoicePosted:
    """An invoice with these instalments, each due on a day."""
    amount = Money(minor=sum(minor for _, minor in instalments), currency=currency)
    return InvoicePosted(
        series="INV-2026",
        sequence=1,
        number=number,
        order_id=f"order of {number}",
        contract_id="C",
        customer_id=customer_id,
        shipment_id=f"shipment of {number}",
        lines=(),
        charges=(),
        net=amount,
        tax=Money.zero(currency),
        total=amount,
        instalments=tuple(
            DueInstalment(instalment_no=no, due_on=due_on, amount=Money(minor=minor, currency=currency))
            for no, (due_on, minor) in enumerate(instalments, start=1)
        ),
        delivered_on=MONDAY,
        posted_on=MONDAY,
    )


def allocation(no: int, invoice_id: str, number: str, minor: int) -> Allocation:
    return Allocation(allocation_no=no, invoice_id=invoice_id, invoice_number=number, amount=usd(minor))


def received(minor: int, *allocations: Allocation, customer_id: str = "ACME") -> PaymentReceived:
    return PaymentReceived(
        amount=usd(minor),
        received_on=MONDAY,
        reference="thanks",
        payer="Acme Ltd",
        bank_reference="B-1",
        customer_id=customer_id,
        allocations=allocations,
        recorded_by="ann",
    )


UNKNOWN = received(100, customer_id="")
RETURNED = PaymentReturned(
    amount=usd(100),
    customer_id="",
    allocations=(),
    not_allocated=usd(100),
    reason="called back",
    noted_by="ann",
    returned_on=MONDAY,
)
KEPT = CustomerCreditKept(
    amount=usd(20), customer_id="ACME", invoice_id="i1", credit_note_number="CN-1", kept_on=MONDAY
)
