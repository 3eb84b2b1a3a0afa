"""What can happen to contested goods. Stored for ever: change by a new version and an upcaster, never in place."""

from datetime import date
from decimal import Decimal

from shared.kernel.shapes import event, part


@part
class InvoicedUnits:
    """So many of the contested units are billed by that invoice."""

    invoice_id: str
    quantity: Decimal


@part
class CreditedUnits:
    """So many units of that line were taken back."""

    line_no: int
    quantity: Decimal


@event("contested_goods.contested")
class GoodsContested:
    """A customer complains about goods of the order: of one line, or of all. These invoices bill them up to now.

    Where it is about `quantity` units of the line, `units` are on which of these invoices they are. `named_invoice_id`
    is the one of them that the complaint names: it is about that one first, or without a quantity about no other.
    `again`: care had decided about it, and opened it again. `beside` are the other complaints about goods of the line.
    """

    complaint_id: str
    customer_id: str
    line_no: int | None
    note: str
    invoice_ids: tuple[str, ...]
    contested_by: str
    contested_on: date
    quantity: Decimal | None = None
    units: tuple[InvoicedUnits, ...] = ()
    named_invoice_id: str = ""
    again: bool = False
    beside: tuple[str, ...] = ()


@event("contested_goods.invoiced")
class ContestedGoodsInvoiced:
    """Another invoice bills goods that a customer complains about: so many units of the line, or all it has of them.

    `granted_because` is why care had decided for the customer by then, empty where it had not decided. `beside` are the
    other complaints about goods of the line.
    """

    complaint_id: str
    customer_id: str
    line_no: int | None
    note: str
    invoice_id: str
    invoiced_on: date
    quantity: Decimal | None = None
    granted_because: str = ""
    beside: tuple[str, ...] = ()


@event("contested_goods.return-settled")
class ContestedReturnSettled:
    """What came back because of the complaint is settled. `invoice_ids` are those that bill the goods.

    There are none where the return was heard of before its complaint, or was settled before care opened that again.
    Said again when an invoice of them is known.
    """

    complaint_id: str
    return_id: str
    invoice_ids: tuple[str, ...]
    settled_on: date


@event("contested_goods.ended")
class GoodsContestEnded:
    """Care decided about the complaint, or the customer withdrew it: outcome as that of a dispute.

    `named_invoice_id` is the one that has a dispute of its own, about all of it, since the complaint names it: said
    only of complaints of which care did not say, when they ended, that they are about goods. `awaits_returns`: goods
    that come back because of it are still under way. `beside` are the other complaints about goods of the line.
    """

    complaint_id: str
    outcome: str
    reason: str
    invoice_ids: tuple[str, ...]
    ended_by: str
    ended_on: date
    customer_id: str = ""
    line_no: int | None = None
    units: tuple[InvoicedUnits, ...] = ()
    named_invoice_id: str = ""
    awaits_returns: bool = False
    beside: tuple[str, ...] = ()


@event("contested_goods.units-credited")
class UnitsCredited:
    """A credit note took these units off an invoice of the order; `complaint_id`: they came back because of that."""

    invoice_id: str
    credit_note_id: str
    units: tuple[CreditedUnits, ...]
    complaint_id: str


@event("contested_goods.units-credit-cancelled")
class UnitsCreditCancelled:
    """That credit note was cancelled."""

    credit_note_id: str


ContestedGoodsEvent = (
    GoodsContested
    | ContestedGoodsInvoiced
    | ContestedReturnSettled
    | GoodsContestEnded
    | UnitsCredited
    | UnitsCreditCancelled
)
