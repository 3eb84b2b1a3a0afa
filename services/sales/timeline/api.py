"""The timeline of a contract over HTTP."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field

from services.sales.contract.views import CONTRACTS
from services.sales.timeline.views import TIMELINE_OF_CONTRACT, TIMELINE_OF_ORDER, TIMELINE_OF_QUOTATION
from shared.event_store.port import ViewReader
from shared.handling.work import UnknownDocument
from shared.web.asking import Look
from shared.web.fields import Identity
from shared.web.problems import refusals

router = APIRouter(tags=["timeline"])
ContractId = Annotated[Identity, Path(examples=["0192f0c1-7a3e-7c51-9d0e-3f1f0b7c2a11"])]
MOST_ENTRIES: Final = 1000


class TimelineAmount(BaseModel):
    """Money in whole minor units; what was credited is negative."""

    minor: int = Field(examples=[199_900])
    currency: str = Field(examples=["USD"])


class TimelineEntry(BaseModel):
    """One thing that happened, wherever it happened."""

    occurred_at: datetime = Field(description="when it happened, in business terms")
    department: str = Field(description="where it happened", examples=["accounting"])
    what: str = Field(examples=["Paid in full"])
    who: str = Field(description="a person; where none did it, a department or `by rule`", examples=["accounting"])
    document: str = Field(examples=["invoice INV-2026-000042"])
    amount: TimelineAmount | None
    event_type: str = Field(description="as `/history` names it", examples=["order.payment-received"])
    event_id: str
    caused_by: str = Field(description="the message, command or deadline that led to it")
    correlation_id: str = Field(description="the same for everything that followed from one request")


class Timeline(BaseModel):
    """The story of a contract so far, the earliest first."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "contract_id": "0192f0c1-7a3e-7c51-9d0e-3f1f0b7c2a11",
                    "is_complete": True,
                    "entries": [
                        {
                            "occurred_at": "2026-03-02T08:00:00Z",
                            "department": "sales",
                            "what": "Order placed: 1 line",
                            "who": "lan",
                            "document": "order 0192f0c1-7a3e-7c51-9d0e-3f1f0b7c2a12",
                            "amount": {"minor": 199_900, "currency": "USD"},
                            "event_type": "order.placed",
                            "event_id": "0192f0c1-7a3e-7c51-9d0e-3f1f0b7c2a13",
                            "caused_by": "0192f0c1-7a3e-7c51-9d0e-3f1f0b7c2a15",
                            "correlation_id": "0192f0c1-7a3e-7c51-9d0e-3f1f0b7c2a14",
                        }
                    ],
                }
            ]
        }
    )

    contract_id: str
    entries: list[TimelineEntry]
    is_complete: bool = Field(description=f"false when there is more than the first {MOST_ENTRIES} entries")


@router.get(
    "/contracts/{contract_id}/timeline",
    name="read contract timeline",
    response_model=Timeline,
    responses=refusals(UnknownDocument),
)
async def read_timeline(contract_id: ContractId, runtime: Look) -> Timeline:
    """The whole story across departments, from the facts that sales has or heard."""
    contract = await runtime.reader.get(CONTRACTS.name, contract_id)
    if contract is None:
        raise UnknownDocument("nothing has this id")
    orders = [order["order_id"] for order in json.loads(contract["document"])["orders"]][: MOST_ENTRIES + 1]
    rows = [
        *await _told(runtime.reader, TIMELINE_OF_QUOTATION.name, [contract["quotation_id"]]),
        *await _told(runtime.reader, TIMELINE_OF_CONTRACT.name, [contract_id]),
        *await _told(runtime.reader, TIMELINE_OF_ORDER.name, orders),
    ]
    rows.sort(key=lambda row: (row["occurred_at"], row["chapter"], row["about"], row["version"]))
    return Timeline(
        contract_id=contract_id,
        entries=[_entry(row) for row in rows[:MOST_ENTRIES]],
        is_complete=len(rows) <= MOST_ENTRIES,
    )


async def _told(reader: ViewReader, table: str, about: list[str]) -> list[Mapping[str, Any]]:
    if not about:
        return []
    return await reader.page(table, where={"about": about}, order_by="occurred_at", after=None, limit=MOST_ENTRIES + 1)


def _entry(row: Mapping[str, Any]) -> TimelineEntry:
    minor, currency = row["amount_minor"], row["currency"]
    return TimelineEntry(
        occurred_at=row["occurred_at"],
        department=row["department"],
        what=row["what"],
        who=row["who"],
        document=row["document_name"],
        amount=None if minor is None else TimelineAmount(minor=minor, currency=currency),
        event_type=row["event_type"],
        event_id=row["id"],
        caused_by=row["caused_by"],
        correlation_id=row["correlation_id"],
    )
