"""The ledger of a purchase order, by line: ordered, received (accepted, rejected), billed."""

from decimal import Decimal

from services.purchasing.purchase_order.terms import Need, OrderedLine, PurchaseTerms, by_line, ordered_value
from shared.kernel.money import Money, total
from shared.kernel.records import replace
from shared.kernel.shapes import part


@part
class ReceiptLine:
    """What a receipt brought of a line. `accepted_value` is what that cost; long ago it was not kept."""

    line_no: int
    accepted: Decimal
    rejected: Decimal
    reject_reason: str
    accepted_value: Money | None = None


@part
class BilledLine:
    """What a supplier invoice bills of a line. `ordered_net` is what that was approved at; long ago it was not kept."""

    line_no: int
    quantity: Decimal
    ordered_net: Money | None = None


@part
class Receipt:
    """One receipt, known by its id so that hearing of it twice counts once.

    `told_as` is the version of the receipt that said so: a lower one is older news. 0 where it was not corrected.
    """

    receipt_id: str
    lines: tuple[ReceiptLine, ...]
    told_as: int = 0


@part
class Bill:
    """One approved supplier invoice, known by its id. One that `credits` another is of less than nothing.

    Long ago its `tax` was not kept.
    """

    supplier_invoice_id: str
    lines: tuple[BilledLine, ...]
    credits: str = ""
    tax: Money | None = None


@part
class Ledger:
    """All receipts and all bills; the balances are sums of them.

    `waiting` are the supplier invoices that were blocked because they bill more than had come, the first one first.
    `beyond` is what of each bill had not come when it was approved, and is not credited: it was tolerated, or released
    by a person.
    """

    receipts: tuple[Receipt, ...] = ()
    bills: tuple[Bill, ...] = ()
    waiting: tuple[str, ...] = ()
    beyond: tuple[Bill, ...] = ()


def with_receipt(ledger: Ledger, receipt: Receipt) -> Ledger:
    """The ledger with the receipt as it was corrected, in its place."""
    others = {known.receipt_id: known for known in ledger.receipts}
    return replace(ledger, receipts=tuple({**others, receipt.receipt_id: receipt}.values()))


def with_bill(ledger: Ledger, bill: Bill) -> Ledger:
    """The ledger with an approved supplier invoice, which waits no more."""
    waiting = tuple(one for one in ledger.waiting if one != bill.supplier_invoice_id)
    after = replace(ledger, bills=(*ledger.bills, bill), waiting=waiting)
    if bill.credits:
        return replace(after, beyond=tuple(_less_credited(one, bill, ledger) for one in ledger.beyond))
    lines = _billed_lines(_not_come(after), bill.supplier_invoice_id)
    if not lines:
        return after
    beyond = Bill(supplier_invoice_id=bill.supplier_invoice_id, lines=lines)
    return replace(after, beyond=(*ledger.beyond, beyond))


def _less_credited(beyond: Bill, credit: Bill, ledger: Ledger) -> Bill:
    """What stays tolerated of a bill: a credit takes back first what is missing of it, then what had been tolerated.

    Else units that are owed no more would stand in for others that go missing later.
    """
    if beyond.supplier_invoice_id != credit.credits:
        return beyond
    lacking = (bill for bill in bills_without_goods(ledger) if bill.supplier_invoice_id == credit.credits)
    missing = {line.line_no: line.quantity for bill in lacking for line in bill.lines}
    taken = {
        line.line_no: max(-line.quantity - missing.get(line.line_no, Decimal(0)), Decimal(0)) for line in credit.lines
    }
    lines = (
        replace(line, quantity=max(line.quantity - taken.get(line.line_no, Decimal(0)), Decimal(0)))
        for line in beyond.lines
    )
    return replace(beyond, lines=tuple(lines))


def accepted(ledger: Ledger, line_no: int) -> Decimal:
    """Units received and accepted."""
    return sum(
        (line.accepted for receipt in ledger.receipts for line in receipt.lines if line.line_no == line_no),
        Decimal(0),
    )


def rejected(ledger: Ledger, line_no: int) -> Decimal:
    """Units received and sent back."""
    return sum(
        (line.rejected for receipt in ledger.receipts for line in receipt.lines if line.line_no == line_no),
        Decimal(0),
    )


def billed(ledger: Ledger, line_no: int) -> Decimal:
    """Units that approved supplier invoices billed."""
    return sum(
        (line.quantity for bill in ledger.bills for line in bill.lines if line.line_no == line_no),
        Decimal(0),
    )


def credited(ledger: Ledger, supplier_invoice_id: str, line_no: int) -> Decimal:
    """Units of that line of that invoice which approved credits took back."""
    return -sum(
        (
            line.quantity
            for bill in ledger.bills
            if bill.credits == supplier_invoice_id
            for line in bill.lines
            if line.line_no == line_no
        ),
        Decimal(0),
    )


def credited_tax(ledger: Ledger, supplier_invoice_id: str, currency: str) -> Money:
    """Tax of that invoice which approved credits took back, as far as it was kept."""
    taken_back = (bill.tax for bill in ledger.bills if bill.credits == supplier_invoice_id)
    return -total((tax for tax in taken_back if tax is not None), currency)


def billable(ledger: Ledger, line: OrderedLine, tolerance_percent: Decimal) -> Decimal:
    """Units that may still be billed: accepted and not billed, and the tolerance (of the ordered quantity) on top.

    Nothing received, nothing to tolerate.
    """
    came = accepted(ledger, line.line_no)
    if not came:
        return Decimal(0)
    return came + line.quantity * tolerance_percent / 100 - billed(ledger, line.line_no)


def value_of_first(ledger: Ledger, line: OrderedLine, units: Decimal, currency: str) -> Money:
    """What the first so many units of a line cost: what they came at, and by our price as far as they are to come.

    Goods that were under way while the price was amended are on the books at the price before. What is billed beyond
    the order, tolerated or released, never comes, and costs nothing: else it would be waited for in the books for ever.
    Parts of a line are valued by differences of this, so that however a line is split the parts add up to what it came
    at.
    """
    value, counted = Money.zero(currency), Decimal(0)
    for came in (one for receipt in ledger.receipts for one in receipt.lines if one.line_no == line.line_no):
        part_of_it = min(came.accepted, units - counted)
        if came.accepted_value is not None and part_of_it:
            value += came.accepted_value.share(part_of_it, came.accepted)
        else:
            value += ordered_value(line, counted + part_of_it, currency) - ordered_value(line, counted, currency)
        counted += part_of_it
    to_come = max(min(units, line.quantity), counted)
    return value + ordered_value(line, to_come, currency) - ordered_value(line, counted, currency)


def value_of_billed(ledger: Ledger, line: OrderedLine, currency: str) -> Money:
    """What was billed of a line by now, less credits, at what that was approved at.

    So what is billed next makes up for goods that came at another cost than they had been billed at.
    """
    approved = [one.ordered_net for bill in ledger.bills for one in bill.lines if one.line_no == line.line_no]
    known = [value for value in approved if value is not None]
    if len(known) < len(approved):
        return value_of_first(ledger, line, billed(ledger, line.line_no), currency)
    return total(known, currency)


def is_billed_without_goods(ledger: Ledger) -> bool:
    """Whether more is billed of a line than has come, since a receipt of it was corrected."""
    corrected = {line.line_no for receipt in ledger.receipts if receipt.told_as for line in receipt.lines}
    return any(billed(ledger, line_no) > accepted(ledger, line_no) for line_no in corrected)


def bills_without_goods(ledger: Ledger) -> tuple[Bill, ...]:
    """What supplier invoices bill that has not come, though it had when they were approved."""
    missing = _not_come(ledger)
    for bill in ledger.beyond:
        for line in bill.lines:
            key = bill.supplier_invoice_id, line.line_no
            missing[key] = max(missing[key] - line.quantity, Decimal(0))
    return tuple(
        Bill(supplier_invoice_id=bill.supplier_invoice_id, lines=lines)
        for bill in ledger.bills
        if (lines := _billed_lines(missing, bill.supplier_invoice_id))
    )


def goods_went_missing(before: Ledger, after: Ledger) -> tuple[Bill, ...]:
    """The bills of which more is missing than before, with all that is."""
    known = {
        (bill.supplier_invoice_id, line.line_no): line.quantity
        for bill in bills_without_goods(before)
        for line in bill.lines
    }
    return tuple(
        bill
        for bill in bills_without_goods(after)
        if any(line.quantity > known.get((bill.supplier_invoice_id, line.line_no), Decimal(0)) for line in bill.lines)
    )


def goods_came(before: Ledger, after: Ledger) -> tuple[str, ...]:
    """The bills of which something was missing, and nothing is any more."""
    still = {bill.supplier_invoice_id for bill in bills_without_goods(after)}
    return tuple(
        bill.supplier_invoice_id for bill in bills_without_goods(before) if bill.supplier_invoice_id not in still
    )


def _not_come(ledger: Ledger) -> dict[tuple[str, int], Decimal]:
    """Of each bill and line what has not come: the goods are there for the bills that were approved first.

    What was credited of a bill needs no goods.
    """
    left: dict[int, Decimal] = {}
    missing: dict[tuple[str, int], Decimal] = {}
    for bill in (one for one in ledger.bills if not one.credits):
        for line in bill.lines:
            there = left.get(line.line_no, accepted(ledger, line.line_no))
            wanted = line.quantity - credited(ledger, bill.supplier_invoice_id, line.line_no)
            served = min(there, wanted)
            left[line.line_no] = there - served
            missing[bill.supplier_invoice_id, line.line_no] = wanted - served
    return missing


def _billed_lines(missing: dict[tuple[str, int], Decimal], supplier_invoice_id: str) -> tuple[BilledLine, ...]:
    return tuple(
        BilledLine(line_no=line_no, quantity=quantity)
        for (identity, line_no), quantity in missing.items()
        if identity == supplier_invoice_id and quantity
    )


def all_received(terms: PurchaseTerms, ledger: Ledger) -> bool:
    """Whether every line came in full."""
    return all(accepted(ledger, line.line_no) >= line.quantity for line in terms.lines)


def all_settled(terms: PurchaseTerms, ledger: Ledger) -> bool:
    """Whether every line came in full and everything that came is billed."""
    return all_received(terms, ledger) and all(
        billed(ledger, line.line_no) >= accepted(ledger, line.line_no) for line in terms.lines
    )


def unmet_needs(terms: PurchaseTerms, ledger: Ledger) -> tuple[Need, ...]:
    """The needs of the requisition that the accepted goods do not cover, served in the order of its lines."""
    unmet: list[Need] = []
    for line in terms.lines:
        left = accepted(ledger, line.line_no)
        for need in line.needs:
            served = min(left, need.quantity)
            left -= served
            if served < need.quantity:
                unmet.append(Need(line_no=need.line_no, quantity=need.quantity - served))
    return tuple(unmet)


def met_needs(terms: PurchaseTerms, before: Ledger, after: Ledger) -> tuple[Need, ...]:
    """The needs of the requisition that were unmet, and are not any more."""
    left = by_line(unmet_needs(terms, after))
    return tuple(
        Need(line_no=line_no, quantity=met)
        for line_no, unmet in by_line(unmet_needs(terms, before)).items()
        if (met := unmet - left.get(line_no, Decimal(0))) > 0
    )
