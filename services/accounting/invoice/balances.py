"""What is left of an invoice's pieces: of instalments what is open, of lines and charges what is creditable."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Protocol, TypeVar

from services.accounting.invoice.events import (
    Allocation,
    CreditedCharge,
    CreditedLine,
    DueInstalment,
    InvoiceCharge,
    InvoiceLine,
)
from shared.kernel.money import Money
from shared.kernel.records import replace
from shared.kernel.shapes import part


class Instalment(Protocol):
    """An instalment, in whatever shape, of which something is open."""

    @property
    def open(self) -> Money:
        """What is still owed of it."""


Owed = TypeVar("Owed", bound=Instalment)


@part
class InstalmentBalance:
    """An instalment, and what came off it by payments, by credit notes, as a loss and as a small difference.

    `neared_due` once its day came near unpaid, `fell_due` once it had passed.
    """

    instalment_no: int
    due_on: date
    amount: Money
    settled: Money
    credited: Money
    written_off: Money
    let_off: Money
    neared_due: bool
    fell_due: bool

    @property
    def payable(self) -> Money:
        """What of it is for the customer to pay: what credit notes took back, or is a loss, is not."""
        return self.amount - self.credited - self.written_off

    @property
    def open(self) -> Money:
        """What is still owed of it."""
        return self.payable - self.settled - self.let_off


@part
class LineBalance:
    """A billed line, and what credit notes took back of it."""

    line: InvoiceLine
    credited: Decimal
    credited_net: Money
    credited_tax: Money

    @property
    def creditable(self) -> Decimal:
        """Units that may still be credited."""
        return self.line.quantity - self.credited

    @property
    def net_left(self) -> Money:
        """What may still be credited of it before tax."""
        return self.line.net - self.credited_net

    @property
    def tax_left(self) -> Money:
        """What may still be credited of its tax."""
        return self.line.tax - self.credited_tax


@part
class ChargeBalance:
    """A billed charge, and what credit notes took back of it."""

    charge: InvoiceCharge
    credited_net: Money
    credited_tax: Money

    @property
    def net_left(self) -> Money:
        """What may still be credited of it before tax."""
        return self.charge.net - self.credited_net

    @property
    def tax_left(self) -> Money:
        """What may still be credited of its tax."""
        return self.charge.tax - self.credited_tax


@part
class TakenBack:
    """What a credit note took back of an invoice. `contested_by` are the disputes about it that stood then."""

    lines: tuple[CreditedLine, ...]
    charges: tuple[CreditedCharge, ...]
    net: Money
    tax: Money
    total: Money
    allocations: tuple[Allocation, ...]
    to_customer_credit: Money
    contested_by: tuple[str, ...]


def unpaid(due: DueInstalment) -> InstalmentBalance:
    """Nothing came off it yet."""
    nothing = Money.zero(due.amount.currency)
    return InstalmentBalance(
        instalment_no=due.instalment_no,
        due_on=due.due_on,
        amount=due.amount,
        settled=nothing,
        credited=nothing,
        written_off=nothing,
        let_off=nothing,
        neared_due=False,
        fell_due=False,
    )


def near_due(instalments: tuple[InstalmentBalance, ...], instalment_no: int) -> tuple[InstalmentBalance, ...]:
    """After the day of one of them came near unpaid."""
    return tuple(replace(one, neared_due=True) if one.instalment_no == instalment_no else one for one in instalments)


def fallen_due(instalments: tuple[InstalmentBalance, ...], instalment_no: int) -> tuple[InstalmentBalance, ...]:
    """After the day of one of them had passed unpaid."""
    return tuple(replace(one, fell_due=True) if one.instalment_no == instalment_no else one for one in instalments)


def lost(
    instalments: tuple[InstalmentBalance, ...], allocations: Iterable[Allocation], *, sign: int
) -> tuple[InstalmentBalance, ...]:
    """After a part of them became a loss, or with `sign` -1 after that was taken back."""
    amounts = by_instalment(allocations)
    return tuple(
        replace(one, written_off=one.written_off + amounts[one.instalment_no].times(sign))
        if one.instalment_no in amounts
        else one
        for one in instalments
    )


def credited(
    instalments: tuple[InstalmentBalance, ...], allocations: Iterable[Allocation], *, sign: int
) -> tuple[InstalmentBalance, ...]:
    """After a credit note took that off them, or with `sign` -1 after it was cancelled."""
    amounts = by_instalment(allocations)
    return tuple(
        replace(one, credited=one.credited + amounts[one.instalment_no].times(sign))
        if one.instalment_no in amounts
        else one
        for one in instalments
    )


def let_off(
    instalments: tuple[InstalmentBalance, ...], allocations: Iterable[Allocation], *, sign: int
) -> tuple[InstalmentBalance, ...]:
    """After a small difference was let off, or with `sign` -1 after it was owed again."""
    amounts = by_instalment(allocations)
    return tuple(
        replace(one, let_off=one.let_off + amounts[one.instalment_no].times(sign))
        if one.instalment_no in amounts
        else one
        for one in instalments
    )


def settled(
    instalments: tuple[InstalmentBalance, ...], allocations: Iterable[Allocation], *, sign: int
) -> tuple[InstalmentBalance, ...]:
    """After money was allocated to them, or with `sign` -1 after it did not stay."""
    amounts = by_instalment(allocations)
    return tuple(
        replace(one, settled=one.settled + amounts[one.instalment_no].times(sign))
        if one.instalment_no in amounts
        else one
        for one in instalments
    )


def by_instalment(allocations: Iterable[Allocation]) -> Mapping[int, Money]:
    """The allocations, summed per instalment."""
    amounts: dict[int, Money] = {}
    for one in allocations:
        before = amounts.get(one.instalment_no)
        amounts[one.instalment_no] = one.amount if before is None else before + one.amount
    return amounts


def lines_credited(
    balances: tuple[LineBalance, ...], taken: Iterable[CreditedLine], *, sign: int
) -> tuple[LineBalance, ...]:
    """After a credit note took these back, or with `sign` -1 after it was cancelled."""
    by_line = {line.line_no: line for line in taken}
    return tuple(
        replace(
            balance,
            credited=balance.credited + line.quantity * sign,
            credited_net=balance.credited_net + line.net.times(sign),
            credited_tax=balance.credited_tax + line.tax.times(sign),
        )
        if (line := by_line.get(balance.line.line_no)) is not None
        else balance
        for balance in balances
    )


def charges_credited(
    balances: tuple[ChargeBalance, ...], taken: Iterable[CreditedCharge], *, sign: int
) -> tuple[ChargeBalance, ...]:
    """After a credit note took these back, or with `sign` -1 after it was cancelled."""
    by_charge = {charge.charge_no: charge for charge in taken}
    return tuple(
        replace(
            balance,
            credited_net=balance.credited_net + charge.net.times(sign),
            credited_tax=balance.credited_tax + charge.tax.times(sign),
        )
        if (charge := by_charge.get(balance.charge.charge_no)) is not None
        else balance
        for balance in balances
    )


def with_contested(instalments: Iterable[Owed], contested: Money) -> Iterable[tuple[Owed, Money]]:
    """Each instalment, and what of it is contested: that is taken off the oldest ones, which stand first."""
    for one in instalments:
        taken = min(contested, one.open)
        contested = contested - taken
        yield one, taken
