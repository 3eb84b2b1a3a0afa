"""The general ledger over HTTP: the chart, and entries by hand."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from fastapi import APIRouter, Path
from pydantic import Field, model_validator

from services.accounting.ledger.chart_decider import CHART, THE_CHART
from services.accounting.ledger.charting import (
    AccountTaken,
    AddAccount,
    AdoptChart,
    ChartAlreadyAdopted,
    ChartOfAccounts,
    NoChartAdopted,
    ParentUnknown,
    PointRole,
    RoleNotPostable,
    RolesMissing,
)
from services.accounting.ledger.decider import JOURNAL
from services.accounting.ledger.drafting import (
    MANUAL,
    ApproveEntry,
    DraftEntry,
    DraftWasRefused,
    EntryIsEmpty,
    EntryIsRecorded,
    EntryUnknown,
    OwnDraft,
    PostedInTheFuture,
    RefuseEntry,
)
from services.accounting.ledger.events import Account
from services.accounting.ledger.recording import (
    AccountNotPostedTo,
    EntryDoesNotBalance,
    EntryLine,
    RoleWithoutAccount,
)
from services.accounting.ledger.reversing import (
    EntryBelongsToDocument,
    EntryNotInTheBooks,
    ReversalIsFinal,
    ReversedAlready,
    ReverseEntry,
)
from services.accounting.ledger.roles import Role
from services.accounting.ledger.views import CHARTS, JOURNAL_ENTRIES
from shared.kernel.decider import Send
from shared.kernel.rejection import Ground, Rejection
from shared.web.asking import ALWAYS, Ask, DocumentRef
from shared.web.documents import document_routes
from shared.web.fields import Amount, Day, Identity, OptionalLine, ReasonIn, ShortText, Strict
from shared.web.problems import refusals

router = APIRouter(tags=["ledger"])
_THE_CHART = CHART.stream(THE_CHART)
Played = Annotated[Role, Path(description="what the books use an account for")]


class ChartNotOffered(Rejection):
    """There is no chart of that name to adopt."""

    code = "accounting.ledger.chart-not-offered"
    ground = Ground.UNACCEPTABLE


class AdoptionIn(Strict):
    """Which chart to keep the books by."""

    name: Identity

    model_config = Strict.model_config | {"json_schema_extra": {"examples": [{"name": "vn_circular_99_2025"}]}}


class AccountIn(Strict):
    """A new account. `parent` is the account that it is below, if any."""

    number: Identity
    name: ShortText
    local_name: OptionalLine = ""
    kind: Literal["asset", "contra-asset", "liability", "equity", "revenue", "contra-revenue", "expense"]
    normal_side: Literal["debit", "credit"]
    parent: Annotated[OptionalLine, Field(max_length=64)] = ""

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [
                {"number": "1121", "name": "Bank of Hanoi", "kind": "asset", "normal_side": "debit", "parent": "112"}
            ]
        }
    }


class RoleIn(Strict):
    """Who plays the role from a day on; `when_credited` where the credit side goes to another account."""

    account: Identity
    when_credited: Identity | None = None
    from_day: Day | None = None

    model_config = Strict.model_config | {
        "json_schema_extra": {"examples": [{"account": "1122", "from_day": "2026-07-01"}]}
    }


class LineIn(Strict):
    """A line by hand: an account, or the role that one plays."""

    account: Identity | None = None
    role: Role | None = None
    side: Literal["debit", "credit"]
    amount: Amount
    party: Annotated[OptionalLine, Field(max_length=64)] = ""

    @model_validator(mode="after")
    def names_one(self) -> Self:
        """An account or a role: two could contradict each other."""
        if (self.account is None) == (self.role is None):
            raise ValueError("name an account or a role, one of them")
        return self

    def to_line(self) -> EntryLine:
        """As the domain's line."""
        return EntryLine(
            side=self.side,
            amount=self.amount.to_money(),
            role=self.role or "",
            account=self.account or "",
            party=self.party,
        )


class EntryIn(Strict):
    """An entry by hand, to be approved by somebody else. Without `posted_on` it is for today."""

    text: ShortText
    posted_on: Day | None = None
    lines: Annotated[list[LineIn], Field(min_length=2, max_length=200)]

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [
                {
                    "text": "Money from nobody that we know",
                    "lines": [
                        {"role": "bank", "side": "debit", "amount": {"minor": 5000000, "currency": "USD"}},
                        {"role": "suspense", "side": "credit", "amount": {"minor": 5000000, "currency": "USD"}},
                    ],
                }
            ]
        }
    }


def chart_routes(offered: Mapping[str, ChartOfAccounts]) -> APIRouter:
    """The route by which a company adopts one of the charts that this installation offers."""
    adopting = APIRouter(tags=["ledger"])

    @adopting.put(
        "/chart",
        name="adopt chart",
        responses=refusals(ChartNotOffered, ChartAlreadyAdopted, RolesMissing, RoleNotPostable, *ALWAYS),
    )
    async def adopt_chart(body: AdoptionIn, ask: Ask) -> DocumentRef:
        """Adopts a chart of accounts. Until then entries use the roles of the generic chart."""
        chart = offered.get(body.name)
        if chart is None:
            raise ChartNotOffered(f"there are: {', '.join(sorted(offered))}", field="name")
        command = AdoptChart(chart=chart, by=ask.person, on=ask.today)
        return await ask.perform(Send(command, _THE_CHART), creates=True)

    return adopting


@router.post(
    "/chart/accounts",
    name="add account",
    status_code=201,
    responses=refusals(NoChartAdopted, AccountTaken, ParentUnknown, *ALWAYS),
)
async def add_account(body: AccountIn, ask: Ask) -> DocumentRef:
    """Adds an account. The first one below another takes over its roles from today on."""
    account = Account(
        number=body.number,
        name=body.name,
        local_name=body.local_name,
        kind=body.kind,
        normal_side=body.normal_side,
        parent=body.parent,
    )
    return await ask.perform(Send(AddAccount(account=account, by=ask.person, on=ask.today), _THE_CHART), creates=True)


@router.put("/chart/roles/{role}", name="point role", responses=refusals(NoChartAdopted, RoleNotPostable, *ALWAYS))
async def point_role(role: Played, body: RoleIn, ask: Ask) -> DocumentRef:
    """Lets another account play a role from a day on; without one, from today."""
    command = PointRole(
        role=role,
        account=body.account,
        when_credited=body.when_credited or body.account,
        from_day=body.from_day or ask.today,
        by=ask.person,
        on=ask.today,
    )
    return await ask.perform(Send(command, _THE_CHART), creates=True)


@router.post(
    "/journal-entries",
    name="draft entry",
    status_code=201,
    responses=refusals(
        EntryDoesNotBalance, EntryIsEmpty, AccountNotPostedTo, RoleWithoutAccount, PostedInTheFuture, *ALWAYS
    ),
)
async def draft_entry(body: EntryIn, ask: Ask) -> DocumentRef:
    """Writes an entry by hand; it is in the books when somebody else approved it."""
    command = DraftEntry(
        text=body.text,
        posted_on=body.posted_on or ask.today,
        lines=tuple(line.to_line() for line in body.lines),
        by=ask.person,
        on=ask.today,
    )
    return await ask.perform(Send(command, JOURNAL.stream(ask.new_id()), given=(_THE_CHART,)), creates=True)


@router.post(
    "/journal-entries/{entry_id}/approval",
    name="approve entry",
    responses=refusals(EntryUnknown, OwnDraft, DraftWasRefused, *ALWAYS),
)
async def approve_entry(entry_id: Identity, ask: Ask) -> DocumentRef:
    """Brings a draft of somebody else into the books."""
    return await ask.perform(Send(ApproveEntry(by=ask.person), JOURNAL.stream(entry_id)))


@router.post(
    "/journal-entries/{entry_id}/refusal",
    name="refuse entry",
    responses=refusals(EntryUnknown, EntryIsRecorded, *ALWAYS),
)
async def refuse_entry(entry_id: Identity, body: ReasonIn, ask: Ask) -> DocumentRef:
    """Keeps a draft out of the books."""
    command = RefuseEntry(reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, JOURNAL.stream(entry_id)), reason=body.reason)


@router.post(
    "/journal-entries/{entry_id}/reversal",
    name="reverse entry",
    responses=refusals(
        EntryUnknown, EntryNotInTheBooks, EntryBelongsToDocument, ReversalIsFinal, ReversedAlready, *ALWAYS
    ),
)
async def reverse_entry(entry_id: Identity, body: ReasonIn, ask: Ask) -> DocumentRef:
    """Takes an entry by hand back, by an entry of today. What a document made, that document takes back."""
    command = ReverseEntry(
        reversal_id=ask.new_id("reversal"), source=MANUAL, reason=body.reason, by=ask.person, on=ask.today
    )
    return await ask.perform(Send(command, JOURNAL.stream(entry_id)), reason=body.reason)


router.include_router(document_routes(CHARTS, "/charts", "chart"))
router.include_router(document_routes(JOURNAL_ENTRIES, "/journal-entries", "journal entry", plural="journal entries"))
