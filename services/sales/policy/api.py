"""The sales policy over HTTP: one document, so its usual read routes with the id filled in."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from fastapi.routing import APIRoute
from pydantic import Field

from services.sales.policy.decider import MAIN, MAIN_POLICY
from services.sales.policy.setting import CurrencyLimitedTwice, SetPolicy
from services.sales.policy.state import DEFAULTS
from services.sales.policy.views import POLICIES, PolicyDocument, read
from shared.handling.work import UnknownDocument
from shared.kernel.decider import Send
from shared.web.asking import ALWAYS, Ask, DocumentRef
from shared.web.documents import HistoryItem, document_routes
from shared.web.fields import Amount, Percent, Strict
from shared.web.problems import refusals

router = APIRouter(tags=["policy"])
_READING: Final[dict[str, Any]] = {
    route.name: route.endpoint
    for route in document_routes(POLICIES, "/policies", "policy").routes
    if isinstance(route, APIRoute)
}
MajorUnits = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=3, allow_inf_nan=False)]


class PolicyIn(Strict):
    """All limits, each replaced by what is given.

    `other_amount_limit`, in major units, is for the currencies that `amount_limits` does not name; null: no limit.
    """

    amount_limits: Annotated[list[Amount], Field(max_length=200)]
    other_amount_limit: MajorUnits | None
    line_discount_percent: Percent
    document_discount_percent: Percent
    free_prices_need_approval: bool = Field(description="when a price is stated for what is on no list")
    validity_days: Annotated[int, Field(ge=1, le=365)]

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [
                {
                    "amount_limits": [{"minor": 10_000_000, "currency": "USD"}],
                    "other_amount_limit": "50000",
                    "line_discount_percent": "15",
                    "document_discount_percent": "10",
                    "free_prices_need_approval": False,
                    "validity_days": 30,
                }
            ]
        }
    }


@router.put("/policy", name="set policy", responses=refusals(CurrencyLimitedTwice, *ALWAYS))
async def set_policy(body: PolicyIn, ask: Ask) -> DocumentRef:
    """Sets the limits of what may be quoted without approval; what is approved already stays so."""
    command = SetPolicy(
        amount_limits=tuple(limit.to_money() for limit in body.amount_limits),
        other_amount_limit=body.other_amount_limit,
        line_discount_percent=body.line_discount_percent,
        document_discount_percent=body.document_discount_percent,
        free_prices_need_approval=body.free_prices_need_approval,
        validity_days=body.validity_days,
        by=ask.person,
        on=ask.today,
    )
    return await ask.perform(Send(command, MAIN_POLICY), creates=True)


@router.get("/policy", name="read policy", response_model=PolicyDocument)
async def read_policy(
    request: Request,
    as_of: Annotated[datetime | None, Query(description="as it was at that business time")] = None,
    known_at: Annotated[datetime | None, Query(description="as we knew it at that time")] = None,
) -> Any:
    """The limits in force; the defaults while nobody has set others."""
    try:
        return await _READING["read policy"](request, MAIN, as_of, known_at)
    except UnknownDocument:
        return read(MAIN, DEFAULTS)


@router.get("/policy/history", name="read policy history", response_model=list[HistoryItem])
async def read_policy_history(request: Request) -> Any:
    """Who set which limits when; empty while the defaults hold."""
    try:
        return await _READING["read policy history"](request, MAIN)
    except UnknownDocument:
        return []
