"""The books over HTTP: the trial balance, and the sheet of an account."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Path, Query
from pydantic import Field

from services.accounting.books.period import Period, PeriodEndsBeforeItBegins
from services.accounting.ledger.chart_decider import THE_CHART
from services.accounting.ledger.views import CHARTS, JOURNAL_LINES
from shared.event_store.port import Span, ViewReader
from shared.handling.work import UnknownDocument
from shared.web.asking import Look
from shared.web.cursors import LONGEST, CursorInvalid, cursor_after, keyset_of
from shared.web.documents import MOST_PER_PAGE
from shared.web.fields import Currency, Day, Identity, Strict
from shared.web.problems import refusals

router = APIRouter(tags=["ledger"])
Sums = Mapping[str, Any]
"""What was debited and credited to an account in one currency, as the reader adds it up."""
_SUMS: Final = ("debit_minor", "credit_minor")
_NOTHING: Final = dict.fromkeys(_SUMS, 0)


class BalanceOut(Strict):
    """What was debited and credited to an account in one currency, and what it came to before and after that."""

    account: str
    name: str
    currency: str
    opening_minor: int = Field(description="debits less credits of the days before `from_day`; 0 without one")
    debit_minor: int
    credit_minor: int
    balance_minor: int = Field(description="the opening balance and debits, less credits")


class TotalOut(Strict):
    """All debits and all credits of one currency: equal, always."""

    currency: str
    debit_minor: int
    credit_minor: int


class TrialBalanceOut(Strict):
    """Every account with entries on it, and the totals that prove the books."""

    from_day: date | None
    until: date | None
    accounts: list[BalanceOut]
    totals: list[TotalOut]


class OpeningOut(Strict):
    """What an account came to in one currency before the first day that is shown: debits less credits."""

    currency: str
    balance_minor: int


class SheetLineOut(Strict):
    """One line on an account."""

    entry_id: str
    line_no: int
    posted_on: date
    source: str
    role: str
    party: str
    debit_minor: int
    credit_minor: int
    currency: str


class SheetOut(Strict):
    """The lines of an account in order of their day, and what it came to before them."""

    opening: list[OpeningOut] = Field(description="by currency, before `from_day`; none without one")
    items: list[SheetLineOut]
    next: str | None = Field(description="give it as `cursor` for the next page; null on the last one")


def _asked_period(
    from_day: Annotated[Day | None, Query(description="entries of that day and later ones")] = None,
    until: Annotated[Day | None, Query(description="entries of that day and earlier ones")] = None,
) -> Period:
    return Period(from_day, until)


Asked = Annotated[Period, Depends(_asked_period)]


@router.get("/trial-balance", name="read trial balance", responses=refusals(PeriodEndsBeforeItBegins))
async def read_trial_balance(
    runtime: Look,
    period: Asked,
    currency: Annotated[Currency | None, Query(description="only this currency")] = None,
) -> TrialBalanceOut:
    """Totals per account and currency, of all entries or of a period's; the sum of debits equals the sum of credits.

    An entry is of the day for which it is posted. One that is brought into the books later for a day that has passed
    changes what is told of it.
    """
    where = {} if currency is None else {"currency": currency}
    opened = await _brought_forward(runtime.reader, period, where)
    moved = await _by_account(runtime.reader, {**where, **_within(period)})
    names = {account["number"]: account["name"] for account in await _accounts(runtime.reader)}
    return TrialBalanceOut(
        from_day=period.from_day,
        until=period.until,
        accounts=_balances(opened, moved, names),
        totals=_totals(moved),
    )


async def _by_account(reader: ViewReader, where: Mapping[str, Any]) -> Sequence[Sums]:
    return await reader.totals(JOURNAL_LINES.name, group_by=("account", "currency"), sums=_SUMS, where=where)


async def _brought_forward(reader: ViewReader, period: Period, where: Mapping[str, Any]) -> Sequence[Sums]:
    """What was posted before the period; nothing where it has no first day."""
    if period.eve is None:
        return ()
    return await _by_account(reader, {**where, "posted_on": Span(last=period.eve)})


def _within(period: Period) -> dict[str, Any]:
    """The filter of lines; a whole life of the books is asked for without one."""
    if period.from_day is None and period.until is None:
        return {}
    return {"posted_on": Span(first=period.from_day, last=period.until)}


def _balances(opened: Iterable[Sums], moved: Iterable[Sums], names: Mapping[str, str]) -> list[BalanceOut]:
    """Of every account and currency that was brought forward or moved, in their order."""
    opening = {_place(row): _come_to(row) for row in opened}
    movement = {_place(row): row for row in moved}
    return [
        _balance(place, names.get(place[0], ""), opening.get(place, 0), movement.get(place, _NOTHING))
        for place in sorted({*opening, *movement})
    ]


def _place(row: Sums) -> tuple[str, str]:
    """The account and the currency that the sums are of."""
    return row["account"], row["currency"]


def _balance(place: tuple[str, str], name: str, opening: int, moved: Sums) -> BalanceOut:
    account, currency = place
    return BalanceOut(
        account=account,
        name=name,
        currency=currency,
        opening_minor=opening,
        debit_minor=int(moved["debit_minor"]),
        credit_minor=int(moved["credit_minor"]),
        balance_minor=opening + _come_to(moved),
    )


def _come_to(row: Sums) -> int:
    return int(row["debit_minor"]) - int(row["credit_minor"])


def _totals(moved: Iterable[Sums]) -> list[TotalOut]:
    """Added up from what is shown, so that no entry that comes in meanwhile is in one of them only."""
    found: dict[str, dict[str, int]] = {}
    for row in moved:
        total = found.setdefault(row["currency"], {**_NOTHING})
        for name in _SUMS:
            total[name] += int(row[name])
    return [TotalOut(currency=currency, **found[currency]) for currency in sorted(found)]


async def _accounts(reader: ViewReader) -> Sequence[Mapping[str, Any]]:
    """Those of the adopted chart; none until there is one."""
    chart = await reader.get(CHARTS.name, THE_CHART)
    return json.loads(chart["document"])["accounts"] if chart is not None else ()


@router.get(
    "/accounts/{account}/lines",
    name="list account lines",
    responses=refusals(CursorInvalid, UnknownDocument, PeriodEndsBeforeItBegins),
)
async def list_account_lines(
    runtime: Look,
    period: Asked,
    account: Annotated[Identity, Path(description="the account's number", examples=["1200"])],
    limit: Annotated[int, Query(ge=1, le=MOST_PER_PAGE)] = 50,
    cursor: Annotated[str | None, Query(max_length=LONGEST)] = None,
) -> SheetOut:
    """The sheet of an account: its lines in order of their day, of all days or of a period's.

    An account without entries of these days has an empty one.
    """
    question = (JOURNAL_LINES.name, account, period.from_day, period.until)
    rows = await runtime.reader.page(
        JOURNAL_LINES.name,
        where={"account": account, **_within(period)},
        order_by="posted_on",
        after=keyset_of(cursor, JOURNAL_LINES.table.c.posted_on, *question),
        limit=limit + 1,
    )
    if not rows and not await _is_known(runtime.reader, account):
        raise UnknownDocument("the chart has no such account")
    return SheetOut(
        opening=await _opening(runtime.reader, account, period),
        items=[
            SheetLineOut.model_validate({name: row[name] for name in SheetLineOut.model_fields}) for row in rows[:limit]
        ],
        next=cursor_after(rows[limit - 1]["posted_on"], rows[limit - 1]["id"], *question)
        if len(rows) > limit
        else None,
    )


async def _is_known(reader: ViewReader, account: str) -> bool:
    """Whether the chart has it, or lines of whatever day: older ones may be on accounts of before there was a chart."""
    chart = await _accounts(reader)
    if not chart or any(one["number"] == account for one in chart):
        return True
    where = {"account": account}
    return bool(await reader.page(JOURNAL_LINES.name, where=where, order_by="posted_on", after=None, limit=1))


async def _opening(reader: ViewReader, account: str, period: Period) -> list[OpeningOut]:
    rows = await _brought_forward(reader, period, {"account": account})
    return [OpeningOut(currency=row["currency"], balance_minor=_come_to(row)) for row in rows]
