"""The three-way match: what the supplier bills, what we ordered, what we received."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final, assert_never

from services.purchasing.policy.state import Policy
from services.purchasing.purchase_order.drafting import PurchaseOrderUnknown, UnknownLine
from services.purchasing.purchase_order.ledger import (
    Ledger,
    accepted,
    billable,
    billed,
    value_of_billed,
    value_of_first,
)
from services.purchasing.purchase_order.state import (
    Approved,
    Cancelled,
    ClosedShort,
    Completed,
    Draft,
    InApproval,
    NotDrafted,
    PurchaseOrder,
    Sent,
)
from services.purchasing.purchase_order.terms import (
    OrderedLine,
    PurchaseTerms,
    line_of,
)
from services.purchasing.supplier_invoice.events import ApprovedLine
from services.purchasing.supplier_invoice.terms import (
    WHOLE_INVOICE,
    InvoicedLine,
    InvoiceTerms,
    Variance,
    VarianceKind,
)
from shared.kernel.money import Money

HIGHEST_TAX_PERCENT: Final = 27
"""Of the net. The highest standard rate of value added tax anywhere, Hungary's (VAT Act CXXVII of 2007, section 82).

Purchasing knows no tax rates. What is taxed higher all the same, as some goods in India are, a person looks at.
"""


def ordered_and_received(order: PurchaseOrder) -> tuple[PurchaseTerms, Ledger]:
    """What we ordered, and what came and was billed so far. Raises PurchaseOrderUnknown."""
    match order:
        case NotDrafted():
            raise PurchaseOrderUnknown("nothing was ordered under this id", field="purchase_order_id")
        case (
            Draft(terms=terms, ledger=ledger)
            | InApproval(terms=terms, ledger=ledger)
            | Approved(terms=terms, ledger=ledger)
            | Sent(terms=terms, ledger=ledger)
            | Completed(terms=terms, ledger=ledger)
            | ClosedShort(terms=terms, ledger=ledger)
            | Cancelled(terms=terms, ledger=ledger)
        ):
            return terms, ledger
        case _:
            assert_never(order)


def ordered_line(terms: PurchaseTerms, line_no: int) -> OrderedLine:
    """The line of the order that an invoice line names. Raises UnknownLine."""
    line = line_of(terms, line_no)
    if line is None:
        raise UnknownLine(f"line {line_no}", field="lines", line_no=line_no)
    return line


def names_ordered_lines(lines: Iterable[InvoicedLine], order: PurchaseOrder) -> bool:
    """Whether the order still has all these lines: a refused draft may have been revised since they were recorded."""
    terms, _ = ordered_and_received(order)
    return all(line_of(terms, line.purchase_line_no) is not None for line in lines)


def variances_of(invoice: InvoiceTerms, order: PurchaseOrder, policy: Policy) -> tuple[Variance, ...]:
    """Every way in which the invoice differs by more than is tolerated; none when it matches. No credit does."""
    if invoice.credits:
        return credit_variances(invoice)
    return (*line_variances(invoice.lines, order, policy), *tax_variances(invoice))


def credit_variances(credit: InvoiceTerms) -> tuple[Variance, ...]:
    """That it is one: no credit is owed without a person."""
    return (
        Variance(
            purchase_line_no=WHOLE_INVOICE,
            kind=VarianceKind.CREDIT,
            expected=Decimal(0),
            stated=credit.total.amount,
        ),
    )


def tax_variances(invoice: InvoiceTerms) -> tuple[Variance, ...]:
    """One where the tax is more than any usual rate explains, whether it is rounded up by line or in whole."""
    highest = Money(
        minor=sum(-(-line.net.minor * HIGHEST_TAX_PERCENT // 100) for line in invoice.lines),
        currency=invoice.net.currency,
    )
    if invoice.tax <= highest:
        return ()
    return (
        Variance(
            purchase_line_no=WHOLE_INVOICE,
            kind=VarianceKind.TAX,
            expected=highest.amount,
            stated=invoice.tax.amount,
        ),
    )


def line_variances(lines: Iterable[InvoicedLine], order: PurchaseOrder, policy: Policy) -> tuple[Variance, ...]:
    """Every way in which the lines differ by more than the policy tolerates; none when all match.

    The quantity may be what was accepted and is not billed yet. The unit price may differ by the tolerated percent of
    the ordered one in either direction: a price that is too low is a mistake too, and the bill for it comes later.
    """
    terms, ledger = ordered_and_received(order)
    found: list[Variance] = []
    for line in lines:
        wanted = ordered_line(terms, line.purchase_line_no)
        left = max(billable(ledger, wanted, policy.quantity_tolerance_percent), Decimal(0))
        if line.quantity > left:
            came = accepted(ledger, wanted.line_no)
            kind = VarianceKind.QUANTITY if came else VarianceKind.NO_RECEIPT
            found.append(_variance(wanted, kind, expected=left, stated=line.quantity))
        tolerated = wanted.unit_price * policy.price_tolerance_percent / 100
        if abs(line.unit_price - wanted.unit_price) > tolerated:
            found.append(_variance(wanted, VarianceKind.PRICE, expected=wanted.unit_price, stated=line.unit_price))
    return tuple(found)


def approved_lines(lines: Iterable[InvoicedLine], order: PurchaseOrder) -> tuple[ApprovedLine, ...]:
    """The lines with what their units cost by our order and came at, counted on from what was billed before.

    So the parts of a line add up to its ordered net to the smallest unit, however it is billed. A credit takes back so
    much that what stays billed is at what the units that stay came at.
    """
    terms, ledger = ordered_and_received(order)
    found: list[ApprovedLine] = []
    for line in lines:
        wanted = ordered_line(terms, line.purchase_line_no)
        units = billed(ledger, wanted.line_no) + line.quantity
        found.append(
            ApprovedLine(
                purchase_line_no=line.purchase_line_no,
                quantity=line.quantity,
                ordered_net=value_of_first(ledger, wanted, units, terms.currency)
                - value_of_billed(ledger, wanted, terms.currency),
            )
        )
    return tuple(found)


def _variance(wanted: OrderedLine, kind: VarianceKind, *, expected: Decimal, stated: Decimal) -> Variance:
    return Variance(purchase_line_no=wanted.line_no, kind=kind, expected=expected, stated=stated)
