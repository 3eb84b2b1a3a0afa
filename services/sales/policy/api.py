"""The sales policy over HTTP."""

from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from services.sales.policy.decider import MAIN, MAIN_POLICY
from services.sales.policy.setting import CurrencyLimitedTwice, SetPolicy
from services.sales.policy.views import POLICIES
from shared.kernel.decider import Send
from shared.web.asking import ALWAYS, Ask, DocumentRef
from shared.web.documents import only_document_routes
from shared.web.fields import Amount, Percent, Strict
from shared.web.problems import refusals

router = APIRouter(tags=["policy"])
MajorUnits = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=3, allow_inf_nan=False)]


class PolicyIn(Strict):
    """All limits, each replaced by what is given.

    `other_amount_limit`, in major units, is for the currencies that `amount_limits` does not name; null: no limit.
    """

    amount_limits: Annotated[list[Amount], Field(max_length=200)]
    other_amount_limit: MajorUnits | None
    line_discount_percent: Percent
    document_discount_percent: Percent
    free_prices_need_approval: bool = Field(
        description="when a price is stated for what is on no list; false: such a price is held against nothing"
    )
    validity_days: Annotated[int, Field(strict=True, ge=1, le=365)]

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [
                {
                    "amount_limits": [{"minor": 10_000_000, "currency": "USD"}],
                    "other_amount_limit": "50000",
                    "line_discount_percent": "15",
                    "document_discount_percent": "10",
                    "free_prices_need_approval": True,
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


router.include_router(only_document_routes(POLICIES, "/policy", "policy", MAIN))
