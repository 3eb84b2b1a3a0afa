"""What a late payer is charged: a fee and interest at a level, and the interest that ran until they paid.

Interest is simple, by the day of 365 to a year, on what is overdue and undisputed, rounded half up per instalment;
there is none on charges. No day of an instalment is reckoned for twice: up to which day it was is remembered by
instalment, also when nothing of it is owed any more.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Final

from services.accounting.dunning_case.account import (
    FEE,
    INTEREST,
    dunned_of,
    interest_from,
    place_of,
)
from services.accounting.dunning_case.events import ChargeClaimed, InterestAccrued
from services.accounting.dunning_case.levels import Levels
from services.accounting.dunning_case.parts import InterestBasis, WatchedInvoice
from services.accounting.dunning_case.state import DunningCase, Running
from services.accounting.dunning_policy.state import DunningPolicy, in_currency
from shared.kernel.money import Money, total

DAYS_OF_YEAR: Final = Decimal(365)


def fee_of_level(case: Running, policy: DunningPolicy, number: int, on: date) -> Iterable[ChargeClaimed]:
    """The fee of the level that the case comes to, in the debtor's currency, where there is one."""
    fee = in_currency(policy.levels[number - 1].fees, case.account.currency)
    if fee:
        yield ChargeClaimed(
            charge_id=_name_of(case, number, FEE),
            kind=FEE,
            case_no=case.case_no,
            level=number,
            amount=fee,
            interest_on=(),
            claimed_on=on,
        )


def interest_of_levels(case: Running, policy: DunningPolicy, levels: Levels, on: date) -> Iterable[ChargeClaimed]:
    """On what came to a level, up to that day and at that level's rate, with what accrued before.

    Nothing where no such level bears interest.
    """
    if not any(rate_of(level, policy) for _, level in levels.raised):
        return
    bases = (*case.account.accrued, *_bases(case, policy, levels, on))
    charge_id = _name_of(case, levels.highest, INTEREST)
    yield from _interest(case, bases, charge_id=charge_id, level=levels.highest, on=on)


def _name_of(case: Running, number: int, kind: str) -> str:
    """A case may come to a level more than once, as what had come to it is settled."""
    name = f"{case.case_no}.{number}.{kind}"
    return name if name not in case.account.charges else f"{name}.{len(case.account.charges) + 1}"


def interest_until_paid(
    case: DunningCase, watched: WatchedInvoice, policy: DunningPolicy, paid_on: date
) -> Iterable[InterestAccrued]:
    """What ran on the invoice's instalments up to the day on which money came off them, at the rate of their level.

    Only on what was dunned with interest before: who pays before that pays none. Nor does a plan bear interest while it
    is kept: its instalments are what was agreed.
    """
    if not isinstance(case, Running) or (case.plan is not None and watched.invoice_id in case.plan.invoice_ids):
        return
    account = case.account
    before = account.invoices.get(watched.invoice_id)
    if before is None:
        return
    left = {one.instalment_no: one.amount for one in dunned_of(watched, paid_on)}
    bases: list[InterestBasis] = []
    for one in dunned_of(before, paid_on):
        start = account.interest_until.get(place_of(one.invoice_id, one.instalment_no), paid_on)
        percent = rate_of(account.level_of(one.invoice_id, one.instalment_no), policy)
        if percent and start < paid_on and left.get(one.instalment_no, account.nothing) < one.amount:
            bases.append(
                InterestBasis(
                    invoice_id=one.invoice_id,
                    instalment_no=one.instalment_no,
                    principal=one.amount,
                    from_day=start,
                    until=paid_on,
                    percent=percent,
                )
            )
    if bases:
        yield InterestAccrued(interest_on=tuple(bases), accrued_on=paid_on)


def last_interest(case: Running, policy: DunningPolicy, on: date) -> Iterable[ChargeClaimed]:
    """What accrued on instalments that are settled, as a charge of its own; not below the policy's minimum."""
    account = case.account
    bases = account.accrued_of_settled
    if total((interest_on(one) for one in bases), account.currency) < in_currency(
        policy.minimum_amounts, account.currency
    ):
        return
    charge_id = f"{case.case_no}.{case.level}.{INTEREST}.{len(account.charges) + 1}"
    yield from _interest(case, bases, charge_id=charge_id, level=case.level, on=on)


def rate_of(level: int, policy: DunningPolicy) -> Decimal:
    """Percent per year at the level, by the policy in force; zero before the first level."""
    return policy.levels[level - 1].interest_percent if 0 < level <= len(policy.levels) else Decimal(0)


def interest_on(basis: InterestBasis) -> Money:
    """So many days of a year's interest."""
    days = (basis.until - basis.from_day).days
    return basis.principal.times(basis.percent / 100 * days / DAYS_OF_YEAR)


def _interest(
    case: Running, bases: tuple[InterestBasis, ...], *, charge_id: str, level: int, on: date
) -> Iterable[ChargeClaimed]:
    amount = total((interest_on(one) for one in bases), case.account.currency)
    if amount:
        yield ChargeClaimed(
            charge_id=charge_id,
            kind=INTEREST,
            case_no=case.case_no,
            level=level,
            amount=amount,
            interest_on=bases,
            claimed_on=on,
        )


def _bases(case: Running, policy: DunningPolicy, levels: Levels, on: date) -> Iterable[InterestBasis]:
    """Of what a promise lets rest in part the whole instalment: the days of the part do not come again."""
    percents = {(one.invoice_id, one.instalment_no): rate_of(level, policy) for one, level in levels.raised}
    for one in case.account.dunned(on):
        start = interest_from(case.account, one.invoice_id, one.instalment_no, one.due_on)
        percent = percents.get((one.invoice_id, one.instalment_no))
        if percent and start < on:
            yield InterestBasis(
                invoice_id=one.invoice_id,
                instalment_no=one.instalment_no,
                principal=one.amount,
                from_day=start,
                until=on,
                percent=percent,
            )
