"""What can happen to the chart of accounts and to a journal entry. Stored for ever: change by a new version."""

from datetime import date

from shared.kernel.money import Money
from shared.kernel.shapes import event, part


@part
class Account:
    """An account of a chart. `kind` and `normal_side` as in charts/*.toml; `parent` is empty for one at the top."""

    number: str
    name: str
    local_name: str
    kind: str
    normal_side: str
    parent: str


@part
class RoleAccount:
    """The account that plays a role, and the one that plays it on the credit side, from that day on."""

    role: str
    account: str
    when_credited: str
    from_day: date


@event("chart.adopted")
class ChartAdopted:
    """The company keeps its books by this chart."""

    code: str
    name: str
    accounts: tuple[Account, ...]
    roles: tuple[RoleAccount, ...]
    adopted_by: str
    adopted_on: date


@event("chart.account-added")
class AccountAdded:
    """The chart has one more account."""

    account: Account
    added_by: str
    added_on: date


@event("chart.role-pointed")
class RolePointed:
    """From a day on another account plays a role. Entries of earlier days stay where they are."""

    points: RoleAccount
    pointed_by: str
    pointed_on: date


ChartEvent = ChartAdopted | AccountAdded | RolePointed


@part
class JournalLine:
    """One line of an entry: an amount above zero on the `debit` or `credit` side of an account.

    `role` is what the document called the account (empty when a person named the account itself); `party` is the
    customer or supplier it concerns, if any.
    """

    line_no: int
    account: str
    role: str
    party: str
    side: str
    amount: Money


@event("journal.entry-drafted")
class EntryDrafted:
    """A person wrote an entry by hand: it waits for somebody else."""

    text: str
    posted_on: date
    lines: tuple[JournalLine, ...]
    drafted_by: str
    drafted_on: date


@event("journal.entry-refused")
class EntryRefused:
    """A draft was refused: it will never be in the books."""

    reason: str
    refused_by: str
    refused_on: date


@event("journal.entry-recorded", happened="posted_on")
class EntryRecorded:
    """The entry is in the books. `reverses` names the entry that it takes back; persons only where it was drafted."""

    source: str
    text: str
    posted_on: date
    lines: tuple[JournalLine, ...]
    reverses: str
    drafted_by: str
    approved_by: str


@event("journal.entry-reversed", happened="reversed_on")
class EntryReversed:
    """Another entry takes this one back, by these lines: the same accounts with their sides exchanged."""

    reversal_id: str
    source: str
    text: str
    lines: tuple[JournalLine, ...]
    reason: str
    reversed_by: str
    reversed_on: date


JournalEvent = EntryDrafted | EntryRefused | EntryRecorded | EntryReversed
