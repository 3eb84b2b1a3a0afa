"""The ageing of receivables over HTTP."""

import json
from collections.abc import AsyncIterator, Mapping
from datetime import date, timedelta
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from services.accounting.ageing.buckets import NOTHING, Aged, Debtor, OpenInstalment, by_debtor, summed
from services.accounting.ageing.moving import balances
from services.accounting.ageing.views import RECEIVABLE_MOVEMENTS, movement_of
from services.accounting.dunning_case.views import DUNNING_CASES, OF_RUNNING_CASES
from services.accounting.invoice.views import INVOICES
from shared.event_store.port import ViewReader
from shared.web.asking import Look
from shared.web.cursors import LONGEST, CursorInvalid, cursor_after, keyset_of
from shared.web.documents import MOST_PER_PAGE
from shared.web.fields import Currency, Day, Identity
from shared.web.problems import refusals

router = APIRouter(tags=["ageing"])

PAGE: Final = 500
DAY: Final = timedelta(days=1)
_OPEN: Final = ("open", "part-paid")


class AgesOut(BaseModel):
    """Amounts of one currency in minor units, by the days that they are overdue. Due on the day is not overdue."""

    currency: str = Field(examples=["USD"])
    not_due_minor: int = Field(examples=[1_250_000])
    days_1_30_minor: int = Field(examples=[110_000])
    days_31_60_minor: int = Field(examples=[0])
    days_61_90_minor: int = Field(examples=[0])
    over_90_days_minor: int = Field(examples=[40_000])
    total_minor: int = Field(examples=[1_400_000])
    charges_minor: int | None = Field(
        examples=[2_240],
        description="open fees and interest of dunning, beside the total; null of a day that has passed",
    )


class AgedCustomerOut(AgesOut):
    """What one customer owes in one currency."""

    customer_id: str = Field(examples=["ACME"])


class AgeingOut(BaseModel):
    """What is owed of invoices at the end of a day. `totals` are of everybody who was asked for, on every page."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"as_of": "2026-03-31", "totals": [], "items": []}]})

    as_of: date
    totals: list[AgesOut]
    items: list[AgedCustomerOut]
    next: str | None = Field(description="give it as `cursor` for the next page; null on the last one")


@router.get("/ageing", name="read ageing", responses=refusals(CursorInvalid))
async def read_ageing(
    runtime: Look,
    as_of: Annotated[Day | None, Query(description="at the end of that day; today when none is given")] = None,
    customer_id: Annotated[Identity | None, Query(description="only this customer")] = None,
    currency: Annotated[Currency | None, Query(description="only this currency")] = None,
    limit: Annotated[int, Query(ge=1, le=MOST_PER_PAGE)] = 50,
    cursor: Annotated[str | None, Query(max_length=LONGEST)] = None,
) -> AgeingOut:
    """What customers owe of invoices, by how long it is overdue; a day that has passed is told as it was.

    A day to come ages what is owed now. Charges of dunning are told beside it, without an age, since they have no due
    day; who owes nothing else is listed with them. Money on account is not in it.
    """
    question = (RECEIVABLE_MOVEMENTS.name, as_of, customer_id, currency)
    after = keyset_of(cursor, INVOICES.table.c.customer_id, *question) or ("", "")
    day = as_of or runtime.clock.now().date()
    where = {name: wanted for name, wanted in (("customer_id", customer_id), ("currency", currency)) if wanted}
    owed = dict(by_debtor(await _owed(runtime.reader, day, where), day))
    charges = await _charges(runtime.reader, where) if day >= runtime.clock.now().date() else None
    owed = {debtor: owed.get(debtor, NOTHING) for debtor in sorted({*owed, *(charges or ())})}
    following = [debtor for debtor in owed if debtor > after]
    shown = following[:limit]
    currencies = sorted({currency for _, currency in owed})
    return AgeingOut(
        as_of=day,
        totals=[
            AgesOut(
                currency=one,
                **_ages(summed(aged for (_, its), aged in owed.items() if its == one)),
                charges_minor=None if charges is None else sum(m for (_, its), m in charges.items() if its == one),
            )
            for one in currencies
        ],
        items=[
            AgedCustomerOut(
                customer_id=customer,
                currency=its,
                **_ages(owed[customer, its]),
                charges_minor=None if charges is None else charges.get((customer, its), 0),
            )
            for customer, its in shown
        ],
        next=cursor_after(*shown[-1], *question) if len(following) > limit else None,
    )


def _ages(aged: Aged) -> dict[str, int]:
    return {
        "not_due_minor": aged.not_due,
        "days_1_30_minor": aged.days_1_30,
        "days_31_60_minor": aged.days_31_60,
        "days_61_90_minor": aged.days_61_90,
        "over_90_days_minor": aged.over_90_days,
        "total_minor": aged.total,
    }


async def _owed(reader: ViewReader, on: date, where: Mapping[str, Any]) -> list[OpenInstalment]:
    """What is owed now, except of invoices that moved after that day: those are added up from what moved until then.

    In this order no write in between can be seen by halves: an invoice that moves after the first question, and after
    the day, is found by the second; and what moved until the day stays as it is.
    """
    now = {row["id"]: _owed_now(row) async for row in _rows(reader, INVOICES.name, {**where, "settlement": _OPEN})}
    movements, later = RECEIVABLE_MOVEMENTS.name, (on + DAY, "")
    moved = {row["invoice_id"]: None async for row in _rows(reader, movements, where, "moved_on", later)}
    found = [one for invoice_id, owed in now.items() if invoice_id not in moved for one in owed]
    invoices = list(moved)
    for start in range(0, len(invoices), PAGE):
        of_these = {"invoice_id": invoices[start : start + PAGE]}
        rows = [movement_of(row) async for row in _rows(reader, movements, of_these)]
        found += balances(rows, on)
    return found


async def _charges(reader: ViewReader, where: Mapping[str, Any]) -> dict[Debtor, int]:
    """Open charges of those who have some, in minor units; only a case that runs has any."""
    running = {**where, "status": OF_RUNNING_CASES}
    rows = [row async for row in _rows(reader, DUNNING_CASES.name, running)]
    return {(row["customer_id"], row["currency"]): row["charged_minor"] for row in rows if row["charged_minor"]}


def _owed_now(row: Mapping[str, Any]) -> list[OpenInstalment]:
    return [
        OpenInstalment(
            customer_id=row["customer_id"],
            currency=row["currency"],
            due_on=date.fromisoformat(one["due_on"]),
            minor=one["open"]["minor"],
        )
        for one in json.loads(row["document"])["instalments"]
    ]


async def _rows(
    reader: ViewReader, view: str, where: Mapping[str, Any], order_by: str = "id", after: tuple[Any, str] | None = None
) -> AsyncIterator[Mapping[str, Any]]:
    """All of them, a page at a time."""
    while True:
        rows = await reader.page(view, where=where, order_by=order_by, after=after, limit=PAGE)
        for row in rows:
            yield row
        if len(rows) < PAGE:
            return
        after = (rows[-1][order_by], rows[-1]["id"])
