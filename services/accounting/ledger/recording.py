"""Recording what a document did to the books, and refusing what does not balance."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal, assert_never

from services.accounting.ledger.chart import Chart, account_of, is_posted_to
from services.accounting.ledger.chart_decider import CHART, THE_CHART
from services.accounting.ledger.events import EntryRecorded, JournalEvent, JournalLine
from services.accounting.ledger.state import Drafted, Entry, NotWritten, Recorded, Refused, Reversed
from shared.kernel.decider import Given
from shared.kernel.money import Money
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command, part

Side = Literal["debit", "credit"]


class EntryDoesNotBalance(Rejection):
    """Debits and credits of an entry differ."""

    code = "accounting.ledger.entry-does-not-balance"
    ground = Ground.UNACCEPTABLE


class AccountNotPostedTo(Rejection):
    """The account is not in the chart, or has accounts below it that are posted to instead."""

    code = "accounting.ledger.account-not-posted-to"
    ground = Ground.UNACCEPTABLE


class RoleWithoutAccount(Rejection):
    """No account of the chart plays this role."""

    code = "accounting.ledger.role-without-account"
    ground = Ground.UNACCEPTABLE


class EntryIdTaken(Rejection):
    """The id belongs to an entry that was written by hand."""

    code = "accounting.ledger.entry-id-taken"


@part
class EntryLine:
    """A line to be written: an amount on one side of the account that plays `role`, or of `account` itself.

    A negative amount is meant for the other side; a line of zero is left out.
    """

    side: Side
    amount: Money
    role: str = ""
    account: str = ""
    party: str = ""


@command
class RecordEntry:
    """Write down what a document did."""

    source: str
    text: str
    posted_on: date
    lines: tuple[EntryLine, ...]


def record_entry(request: RecordEntry, entry: Entry, given: Given) -> list[JournalEvent]:
    """Recorded once; an entry of which nothing remains but zeros is not written at all."""
    match entry:
        case NotWritten():
            lines = journal_lines(request.lines, request.posted_on, given.of(CHART, THE_CHART))
            if not lines:
                return []
            return [
                EntryRecorded(
                    source=request.source,
                    text=request.text,
                    posted_on=request.posted_on,
                    lines=lines,
                    reverses="",
                    drafted_by="",
                    approved_by="",
                )
            ]
        case Recorded() | Reversed():
            return []
        case Drafted() | Refused():
            raise EntryIdTaken("a document cannot take over an entry that was drafted")
        case _:
            assert_never(entry)


def journal_lines(lines: Iterable[EntryLine], posted_on: date, chart: Chart) -> tuple[JournalLine, ...]:
    """The lines with their accounts, balanced. Raises EntryDoesNotBalance, AccountNotPostedTo, RoleWithoutAccount."""
    written: list[JournalLine] = []
    for index, line in enumerate(lines):
        if not line.amount:
            continue
        credited = (line.side == "credit") == (line.amount.minor > 0)
        written.append(
            JournalLine(
                line_no=len(written) + 1,
                account=_account(line, index, credited=credited, on=posted_on, chart=chart),
                role=line.role,
                party=line.party,
                side="credit" if credited else "debit",
                amount=line.amount if line.amount.minor > 0 else -line.amount,
            )
        )
    _require_balance(written)
    return tuple(written)


def _account(line: EntryLine, index: int, *, credited: bool, on: date, chart: Chart) -> str:
    if line.account:
        if not is_posted_to(chart, line.account):
            raise AccountNotPostedTo(f"nothing is posted to {line.account}", field=f"lines.{index}.account")
        return line.account
    account = account_of(chart, line.role, credited=credited, on=on)
    if account is None:
        told = f"no account plays {line.role}" if line.role else "it names neither a role nor an account"
        raise RoleWithoutAccount(told, field=f"lines.{index}.role")
    return account


def _require_balance(lines: Sequence[JournalLine]) -> None:
    difference: defaultdict[str, int] = defaultdict(int)
    for line in lines:
        difference[line.amount.currency] += line.amount.minor if line.side == "debit" else -line.amount.minor
    off = {currency: minor for currency, minor in difference.items() if minor}
    if off:
        told = ", ".join(f"{Money(minor=minor, currency=currency)}" for currency, minor in sorted(off.items()))
        raise EntryDoesNotBalance(f"debits exceed credits by {told}", field="lines", difference=off)
