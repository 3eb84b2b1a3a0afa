"""What readers see of the books: the chart, entries, and one row per line for totals and account sheets."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final, Literal, assert_never

from sqlalchemy import BigInteger, Date, Integer, Text

from services.accounting.ledger.chart import Adopted, Chart, NotAdopted
from services.accounting.ledger.chart_decider import CHART
from services.accounting.ledger.decider import JOURNAL
from services.accounting.ledger.drafting import MANUAL
from services.accounting.ledger.events import Account, EntryRecorded, JournalLine, RoleAccount
from services.accounting.ledger.state import Drafted, Entry, NotWritten, Recorded, Refused, Reversed
from shared.kernel.decider import Fact
from shared.kernel.shapes import document
from shared.projections.view import DocumentView, FactView, Row, Shown

Status = Literal["draft", "refused", "recorded", "reversed"]


@document
class ChartDocument:
    """The adopted chart, its accounts by number, and who plays which role from which day."""

    id: str
    code: str
    name: str
    accounts: tuple[Account, ...]
    roles: tuple[RoleAccount, ...]


@document
class EntryDocument:
    """An entry. Status: draft, refused, recorded, reversed. `reverses` and `reversed_by_entry` name other entries."""

    id: str
    status: Status
    source: str
    text: str
    posted_on: date
    lines: tuple[JournalLine, ...]
    drafted_by: str
    decided_by: str
    reverses: str
    reversed_by_entry: str
    reversed_by: str
    reason: str


def read_chart(identity: str, chart: Chart) -> ChartDocument | None:
    """The chart, laid flat."""
    match chart:
        case NotAdopted():
            return None
        case Adopted(code=code, name=name, accounts=accounts, roles=roles):
            return ChartDocument(
                id=identity,
                code=code,
                name=name,
                accounts=tuple(accounts[number] for number in sorted(accounts)),
                roles=tuple(one for pointed in roles.values() for one in pointed),
            )
        case _:
            assert_never(chart)


def read_entry(identity: str, entry: Entry) -> EntryDocument | None:
    """The entry, laid flat."""
    match entry:
        case NotWritten():
            return None
        case Drafted():
            return _drafted(identity, entry)
        case Refused(draft=draft, refused_by=refused_by, reason=reason):
            return _drafted(identity, draft, status="refused", decided_by=refused_by, reason=reason)
        case Recorded():
            return _recorded(identity, entry)
        case Reversed(entry=recorded, reversal_id=reversal_id, reversed_by=reversed_by, reason=reason):
            return _recorded(
                identity,
                recorded,
                status="reversed",
                reversed_by_entry=reversal_id,
                reversed_by=reversed_by,
                reason=reason,
            )
        case _:
            assert_never(entry)


def _drafted(
    identity: str, draft: Drafted, *, status: Status = "draft", decided_by: str = "", reason: str = ""
) -> EntryDocument:
    return EntryDocument(
        id=identity,
        status=status,
        source=MANUAL,
        text=draft.text,
        posted_on=draft.posted_on,
        lines=draft.lines,
        drafted_by=draft.drafted_by,
        decided_by=decided_by,
        reverses="",
        reversed_by_entry="",
        reversed_by="",
        reason=reason,
    )


def _recorded(
    identity: str,
    entry: Recorded,
    *,
    status: Status = "recorded",
    reversed_by_entry: str = "",
    reversed_by: str = "",
    reason: str = "",
) -> EntryDocument:
    return EntryDocument(
        id=identity,
        status=status,
        source=entry.source,
        text=entry.text,
        posted_on=entry.posted_on,
        lines=entry.lines,
        drafted_by=entry.drafted_by,
        decided_by=entry.approved_by,
        reverses=entry.reverses,
        reversed_by_entry=reversed_by_entry,
        reversed_by=reversed_by,
        reason=reason,
    )


def read_lines(fact: Fact[Any]) -> Iterable[Row]:
    """A row per line of an entry, once it is in the books."""
    recorded = fact.data
    if not isinstance(recorded, EntryRecorded):
        return
    for line in recorded.lines:
        yield {
            "id": f"{fact.id}.{line.line_no}",
            "entry_id": fact.id,
            "line_no": line.line_no,
            "account": line.account,
            "role": line.role,
            "party": line.party,
            "debit_minor": line.amount.minor if line.side == "debit" else 0,
            "credit_minor": line.amount.minor if line.side == "credit" else 0,
            "currency": line.amount.currency,
            "posted_on": recorded.posted_on,
            "source": recorded.source,
        }


CHARTS: Final = DocumentView(
    name="chart",
    decider=CHART,
    document=ChartDocument,
    read=read_chart,
    columns={"code": Shown(Text())},
)

JOURNAL_ENTRIES: Final = DocumentView(
    name="journal_entry",
    decider=JOURNAL,
    document=EntryDocument,
    read=read_entry,
    columns={"status": Shown(Text()), "source": Shown(Text()), "posted_on": Shown(Date())},
    filters=("status", "source", "posted_on"),
    queues={"approval": {"status": "draft"}},
    order_by=("id", "posted_on"),
)

JOURNAL_LINES: Final = FactView(
    name="journal_line",
    decider=JOURNAL,
    read=read_lines,
    columns={
        "entry_id": Text(),
        "line_no": Integer(),
        "account": Text(),
        "role": Text(),
        "party": Text(),
        "debit_minor": BigInteger(),
        "credit_minor": BigInteger(),
        "currency": Text(),
        "posted_on": Date(),
        "source": Text(),
    },
    filters=("account",),
    order_by=("id", "posted_on"),
)
