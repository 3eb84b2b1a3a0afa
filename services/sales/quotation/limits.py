"""Holding an offer against the policy: what makes it need approval."""

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from services.sales.policy.decider import MAIN, POLICY
from services.sales.policy.state import amount_limit
from services.sales.quotation.offer import AppliedPolicy, ApprovalReason, Offer, QuotedLine
from services.sales.quotation.pricing import effective_unit_price
from shared.kernel.decider import Given
from shared.kernel.money import total
from shared.published.sales import InstalmentTerm

_SHOWN: Final = Decimal("0.01")
"""Percentages are told to two decimals."""


def limits_for(currency: str, given: Given) -> AppliedPolicy:
    """The limits in force, as a fact can keep them."""
    policy = given.of(POLICY, MAIN)
    return AppliedPolicy(
        version=policy.version,
        amount_limit=amount_limit(policy, currency),
        line_discount_percent=policy.line_discount_percent,
        document_discount_percent=policy.document_discount_percent,
        free_prices_need_approval=policy.free_prices_need_approval,
    )


def reasons_for_approval(offer: Offer, policy: AppliedPolicy) -> tuple[ApprovalReason, ...]:
    """Every limit that the offer is beyond; none when it may be sent without approval.

    The amount is that of the goods and the charges, before the tax that accounting adds; what a charge takes off does
    not bring it below the limit.
    """
    return (*_of_the_whole(offer, policy), *_of_the_lines(offer, policy))


def _of_the_whole(offer: Offer, policy: AppliedPolicy) -> Iterator[ApprovalReason]:
    charged = (charge.amount for charge in offer.charges if charge.amount.minor > 0)
    amount = offer.net + total(charged, offer.currency)
    limit = policy.amount_limit
    if limit is not None and amount > limit:
        yield ApprovalReason(rule="amount", line_no=None, actual=amount.amount, limit=limit.amount)
    if offer.document_discount_percent > policy.document_discount_percent:
        yield ApprovalReason(
            rule="document-discount",
            line_no=None,
            actual=offer.document_discount_percent,
            limit=policy.document_discount_percent,
        )
    yield from _of_the_terms(offer.terms, offer.agreed_terms or ())


def _of_the_terms(offered: Sequence[InstalmentTerm], agreed: Sequence[InstalmentTerm]) -> Iterator[ApprovalReason]:
    """By the last agreed day by which less would be due than agreed, and the day on which more of it is."""
    for day in sorted({term.due_in_days for term in agreed}, reverse=True):
        if _due_by(day, offered) < _due_by(day, agreed):
            later = min(term.due_in_days for term in offered if term.due_in_days > day)
            yield ApprovalReason(rule="terms", line_no=None, actual=Decimal(later), limit=Decimal(day))
            return


def _due_by(day: int, terms: Sequence[InstalmentTerm]) -> Decimal:
    """In percent of an invoice."""
    return sum((term.percent for term in terms if term.due_in_days <= day), Decimal(0))


def _of_the_lines(offer: Offer, policy: AppliedPolicy) -> Iterator[ApprovalReason]:
    for line in offer.lines:
        discount = _discount_percent(line)
        if discount > policy.line_discount_percent:
            yield ApprovalReason(
                rule="line-discount",
                line_no=line.line_no,
                actual=discount,
                limit=policy.line_discount_percent,
            )
        if line.list_tax_code not in ("", line.tax_code):
            yield ApprovalReason(rule="tax-code", line_no=line.line_no, actual=line.net.amount, limit=None)
        if line.floor_price is None:
            if policy.free_prices_need_approval:
                yield ApprovalReason(rule="free-price", line_no=line.line_no, actual=line.unit_price, limit=None)
            continue
        unit_price = effective_unit_price(line, offer.document_discount_percent)
        if unit_price < line.floor_price:
            yield ApprovalReason(
                rule="below-floor-price", line_no=line.line_no, actual=unit_price, limit=line.floor_price
            )


def _discount_percent(line: QuotedLine) -> Decimal:
    """What the line is less than its list price, however that was typed: as a discount or as a price of its own."""
    if not line.list_price:
        return line.discount_percent
    price = effective_unit_price(line, document_discount_percent=Decimal(0))
    off_the_list = (line.list_price - price) * 100 / line.list_price
    return max(line.discount_percent, off_the_list.quantize(_SHOWN, ROUND_HALF_UP))
