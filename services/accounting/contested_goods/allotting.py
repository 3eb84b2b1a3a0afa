"""On which invoices the units are that a customer complains about."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final, assert_never

from services.accounting.billing.state import DELIVERED, AwaitingOrder, Billing, Open
from services.accounting.contested_goods.events import InvoicedUnits
from services.accounting.contested_goods.state import Complained, ContestedGoods
from shared.kernel.clock import derived_id
from shared.kernel.records import record

NOTHING: Final = Decimal(0)


@record
class OnInvoice:
    """How many units of the line, or of any, an invoice has for a complaint: all that it bills but those credited.

    Units credited because of that very complaint count: it is about them. `free` are those that no other one is about.
    """

    invoice_id: str
    units: Decimal
    free: Decimal


def on_invoices(
    billing: Billing, goods: ContestedGoods, complaint_id: str, line_no: int | None
) -> tuple[OnInvoice, ...]:
    """The invoices of delivered shipments that bill them, in order of their shipping."""
    match billing:
        case AwaitingOrder():
            return ()
        case Open(shipments=shipments):
            found: list[OnInvoice] = []
            for shipment_id, shipment in shipments.items():
                of_it = (one.quantity for one in shipment.lines if line_no in (None, one.line_no))
                if shipment.status == DELIVERED and (billed := sum(of_it, NOTHING)):
                    found.append(
                        left_for(goods, complaint_id, str(derived_id("invoice", shipment_id)), line_no, billed)
                    )
            return tuple(found)
        case _:
            assert_never(billing)


def left_for(
    goods: ContestedGoods, complaint_id: str, invoice_id: str, line_no: int | None, billed: Decimal
) -> OnInvoice:
    """What that invoice, which bills so many units, has for that complaint."""
    credited = goods.credited_of(invoice_id, line_no)
    otherwise = sum((units for because, units in credited.items() if because != complaint_id), NOTHING)
    held = (
        max(other.holds(invoice_id, billed) - credited.get(one, NOTHING), NOTHING)
        for one, other in goods.complaints_beside(complaint_id, line_no).items()
    )
    units = max(billed - otherwise, NOTHING)
    return OnInvoice(invoice_id, units, max(units - sum(held, NOTHING), NOTHING))


def allotted(
    found: Sequence[OnInvoice], quantity: Decimal | None, named: str, before: Mapping[str, Decimal]
) -> tuple[InvoicedUnits, ...]:
    """Where the complained units are: all that the named invoice has, or that all have where none is named.

    So many of them are where they were `before`; else they are looked for on the named invoice first, and then where
    they were shipped first, as a return takes them. Two complaints are about the same units only where there are no
    others.
    """
    order = sorted(found, key=lambda one: one.invoice_id != named)
    if quantity is None:
        return tuple(
            InvoicedUnits(invoice_id=one.invoice_id, quantity=one.units)
            for one in order
            if named in ("", one.invoice_id)
        )
    taken = {one.invoice_id: NOTHING for one in order}
    kept = {one.invoice_id: min(before.get(one.invoice_id, NOTHING), one.free) for one in order}
    free = {one.invoice_id: one.free for one in order}
    for room in (kept, free, {one.invoice_id: one.units for one in order}):
        for invoice_id, units in room.items():
            left = quantity - sum(taken.values(), NOTHING)
            taken[invoice_id] += max(min(units - taken[invoice_id], left), NOTHING)
    return tuple(InvoicedUnits(invoice_id=invoice_id, quantity=units) for invoice_id, units in taken.items() if units)


def allotted_when_posted(complained: Complained, posted: OnInvoice, later: Decimal) -> Decimal | None:
    """How many of its units an invoice bills that is posted after the complaint. None: it is about all of them.

    Units that another complaint is about as well count only when fewer than are missing may be billed `later`.
    """
    if complained.quantity is None:
        return None
    known = complained.units.get(posted.invoice_id)
    if known is not None:
        return known
    missing = complained.quantity - sum(complained.units.values(), NOTHING)
    return min(missing, posted.units, max(posted.free, missing - later))


def still_to_bill(billing: Billing, line_no: int | None) -> Decimal:
    """How many units of the line may be billed yet; of goods of an order that is not known, none."""
    match billing:
        case AwaitingOrder():
            return NOTHING
        case Open():
            balance = None if line_no is None else billing.balance_of(line_no)
            return NOTHING if balance is None else balance.billable
        case _:
            assert_never(billing)
