"""Taking back a part of an invoice: how much may be, what it comes to, and what the customer owes after it."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import assert_never

from services.accounting.invoice.balances import ChargeBalance, LineBalance
from services.accounting.invoice.differing import nothing_let_off_after_all
from services.accounting.invoice.events import (
    CreditedCharge,
    CreditedLine,
    InvoiceCredited,
    InvoiceEvent,
)
from services.accounting.invoice.posting import InvoiceUnknown
from services.accounting.invoice.settling import spread
from services.accounting.invoice.state import (
    Invoice,
    NotPosted,
    Posted,
    Withheld,
    debt_after,
    posted_after,
)
from services.accounting.invoice.writing_off import no_loss_after_all, owed_again
from shared.kernel.money import Money, allocate, total
from shared.kernel.records import replace
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command

Credited = CreditedLine | CreditedCharge
Balance = LineBalance | ChargeBalance


class ExceedsInvoice(Rejection):
    """More would be credited than was billed and is not credited yet."""

    code = "accounting.invoice.exceeds-what-is-creditable"


@command
class CreditInvoice:
    """Take back what an approved credit note says."""

    credit_note_id: str
    credit_note_number: str
    lines: tuple[CreditedLine, ...]
    charges: tuple[CreditedCharge, ...]
    reason: str
    by: str
    on: date
    refund_wanted_by: str = ""
    complaint_id: str = ""


def credit_invoice(request: CreditInvoice, invoice: Invoice) -> list[InvoiceEvent]:
    """Comes off the latest instalments first, then off what was written or let off of them, which is a loss no more.

    What is paid already becomes the customer's credit.
    """
    match invoice:
        case NotPosted() | Withheld():
            raise InvoiceUnknown("it is not posted")
        case Posted(credit_note_ids=known) if request.credit_note_id in known:
            return []
        case Posted():
            _check(request, invoice)
            return _with_what_was_lost(request, invoice)
        case _:
            assert_never(invoice)


def _with_what_was_lost(request: CreditInvoice, invoice: Posted) -> list[InvoiceEvent]:
    pieces: tuple[Credited, ...] = (*request.lines, *request.charges)
    net = total((piece.net for piece in pieces), invoice.total.currency)
    tax = total((piece.tax for piece in pieces), invoice.total.currency)
    if invoice.credited + net + tax > invoice.total:
        raise ExceedsInvoice(f"{invoice.total - invoice.credited} of the invoice is left")
    reason = f"credit note {request.credit_note_number}: {request.reason}"
    facts: list[InvoiceEvent] = []
    if found := no_loss_after_all(invoice, net + tax):
        note = request.credit_note_id
        fact = owed_again(invoice, found, reason=reason, by=request.by, on=request.on, credit_note_id=note)
        facts, invoice = [fact], posted_after(invoice, fact)
    for restored in nothing_let_off_after_all(invoice, net + tax, reason, request.on):
        facts, invoice = [*facts, restored], posted_after(invoice, restored)
    return [*facts, _credited(request, invoice, net, tax)]


def _credited(request: CreditInvoice, invoice: Posted, net: Money, tax: Money) -> InvoiceCredited:
    currency = invoice.total.currency
    allocations = spread(net + tax, reversed(invoice.instalments))
    fact = InvoiceCredited(
        credit_note_id=request.credit_note_id,
        credit_note_number=request.credit_note_number,
        lines=request.lines,
        charges=request.charges,
        net=net,
        tax=tax,
        total=net + tax,
        allocations=allocations,
        to_customer_credit=net + tax - total((one.amount for one in allocations), currency),
        debt=invoice.debt,
        reason=request.reason,
        credited_on=request.on,
        contested_by=tuple(invoice.disputes),
        refund_wanted_by=request.refund_wanted_by,
        complaint_id=request.complaint_id,
    )
    return replace(fact, debt=debt_after(invoice, fact))


def _check(request: CreditInvoice, invoice: Posted) -> None:
    match next(lacking(request.lines, request.charges, invoice), None):
        case None:
            return
        case CreditedLine(line_no=line_no):
            raise ExceedsInvoice(f"line {line_no}", line_no=line_no)
        case CreditedCharge(charge_no=charge_no):
            raise ExceedsInvoice(f"charge {charge_no}", charge_no=charge_no)


def lacking(
    lines: tuple[CreditedLine, ...], charges: tuple[CreditedCharge, ...], invoice: Posted
) -> Iterator[Credited]:
    """Those that the invoice does not have any more, or never had."""
    by_line = {balance.line.line_no: balance for balance in invoice.lines}
    for line in lines:
        balance = by_line.get(line.line_no)
        if balance is None or line.quantity > balance.creditable or not _fits(line, balance):
            yield line
    by_charge = {balance.charge.charge_no: balance for balance in invoice.charges}
    for charge in charges:
        billed = by_charge.get(charge.charge_no)
        if billed is None or not _fits(charge, billed):
            yield charge


def _fits(piece: Credited, balance: Balance) -> bool:
    """Nothing goes further than what is left; what is left is negative only of a negative rounding."""
    return abs(piece.net.minor) <= abs(balance.net_left.minor) and abs(piece.tax.minor) <= abs(balance.tax_left.minor)


def credit_of_units(balance: LineBalance, quantity: Decimal) -> CreditedLine:
    """So many of the units that are left of a line, at their share of what is left: a lower price may have taken some.

    Nothing but units taken back, they come to what they were billed at.
    """
    line = balance.line

    def share(whole: Money, left: Money) -> Money:
        """By the shares of all units up to these, as in 0010: whatever came back at once, the last take the rest."""
        before = whole.share(balance.credited, line.quantity)
        units, rest = whole.share(balance.credited + quantity, line.quantity) - before, whole - before
        if not rest:
            return left if quantity >= balance.creditable else Money.zero(left.currency)
        return left.share(Decimal(units.minor), Decimal(rest.minor))

    return CreditedLine(
        line_no=line.line_no,
        sku=line.sku,
        quantity=quantity,
        net=share(line.net, balance.net_left),
        tax=share(line.tax, balance.tax_left),
    )


def credit_of_charge(balance: ChargeBalance) -> CreditedCharge:
    """All that is left of a charge."""
    return CreditedCharge(
        charge_no=balance.charge.charge_no,
        kind=balance.charge.kind,
        net=balance.net_left,
        tax=balance.tax_left,
    )


def credit_of_amount(amount: Money, invoice: Posted) -> tuple[tuple[CreditedLine, ...], tuple[CreditedCharge, ...]]:
    """A lower price: the amount, tax included, over all that is left of lines and charges in proportion.

    Raises ExceedsInvoice when less than the amount is left.
    """
    billed: tuple[Balance, ...] = (*invoice.lines, *invoice.charges)
    pieces = [piece for piece in billed if (piece.net_left + piece.tax_left).minor > 0]
    left = [piece.net_left + piece.tax_left for piece in pieces]
    creditable = min(total(left, invoice.total.currency), invoice.total - invoice.credited)
    if amount > creditable:
        raise ExceedsInvoice(f"{creditable} can be credited", field="amount.minor", creditable=creditable)
    shares = _in_proportion(amount, left)
    return _lines_of(pieces, shares), _charges_of(pieces, shares)


def _in_proportion(amount: Money, left: Sequence[Money]) -> Sequence[Money]:
    """Shares that sum to the amount, none above what is left: not the share is rounded but the running total."""
    whole = sum(one.minor for one in left)
    shares: list[Money] = []
    running = 0
    for one in left:
        before = amount.minor * running // whole
        running += one.minor
        shares.append(Money(minor=amount.minor * running // whole - before, currency=amount.currency))
    return shares


def _split(share: Money, balance: Balance) -> tuple[Money, Money]:
    """Net and tax of a share, in the proportion of what is left of them."""
    net, tax = allocate(share, [balance.net_left.minor, balance.tax_left.minor])
    return net, tax


def _lines_of(pieces: Sequence[Balance], shares: Sequence[Money]) -> tuple[CreditedLine, ...]:
    found: list[CreditedLine] = []
    for piece, share in zip(pieces, shares, strict=True):
        if isinstance(piece, LineBalance) and share:
            net, tax = _split(share, piece)
            found.append(
                CreditedLine(line_no=piece.line.line_no, sku=piece.line.sku, quantity=Decimal(0), net=net, tax=tax)
            )
    return tuple(found)


def _charges_of(pieces: Sequence[Balance], shares: Sequence[Money]) -> tuple[CreditedCharge, ...]:
    found: list[CreditedCharge] = []
    for piece, share in zip(pieces, shares, strict=True):
        if isinstance(piece, ChargeBalance) and share:
            net, tax = _split(share, piece)
            found.append(CreditedCharge(charge_no=piece.charge.charge_no, kind=piece.charge.kind, net=net, tax=tax))
    return tuple(found)
