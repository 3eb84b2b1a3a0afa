"""How documents write to the books: an entry, its debits and its credits, in the roles that accounts play."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from services.accounting.ledger.chart_decider import CHART, THE_CHART
from services.accounting.ledger.decider import JOURNAL
from services.accounting.ledger.recording import EntryLine, RecordEntry
from services.accounting.ledger.roles import Role
from shared.kernel.decider import Send
from shared.kernel.money import Money

_CHART: Final = (CHART.stream(THE_CHART),)


def entry(entry_id: str, *, source: str, text: str, posted_on: date, lines: Sequence[EntryLine]) -> Send:
    """The command that records an entry. `source` names the kind of document: ``invoice``, ``payment``.

    Lines of zero are left out, a negative amount switches sides, and an entry without any amount is not written;
    what does not balance in every currency cancels the whole transaction. The same `entry_id` is recorded once.
    """
    command = RecordEntry(source=source, text=text, posted_on=posted_on, lines=tuple(lines))
    return Send(command, to=JOURNAL.stream(entry_id), given=_CHART)


def debit(role: Role, amount: Money, party: str = "") -> EntryLine:
    """A line on the debit side; `party` is the customer or supplier that it concerns."""
    return EntryLine(side="debit", amount=amount, role=role, party=party)


def credit(role: Role, amount: Money, party: str = "") -> EntryLine:
    """A line on the credit side; `party` is the customer or supplier that it concerns."""
    return EntryLine(side="credit", amount=amount, role=role, party=party)


def sums(amounts: Iterable[Money]) -> list[Money]:
    """The sum of the amounts in each of their currencies: an entry keeps currencies apart."""
    minor: defaultdict[str, int] = defaultdict(int)
    for amount in amounts:
        minor[amount.currency] += amount.minor
    return [Money(minor=value, currency=currency) for currency, value in minor.items()]
