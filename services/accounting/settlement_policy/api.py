"""The settlement policy over HTTP."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from services.accounting.settlement_policy.decider import MAIN, THE_SETTLEMENT_POLICY
from services.accounting.settlement_policy.events import Tolerance
from services.accounting.settlement_policy.setting import (
    SetSettlementPolicy,
    ToleranceNamedTwice,
    ToleranceTooWide,
)
from services.accounting.settlement_policy.views import SETTLEMENT_POLICIES
from shared.kernel.decider import Send
from shared.web.asking import ALWAYS, Ask, DocumentRef
from shared.web.documents import only_document_routes
from shared.web.fields import Amount, Percent, Strict
from shared.web.problems import refusals

router = APIRouter(tags=["settlement policy"])


class ToleranceIn(Strict):
    """How much of an instalment may be missing: the amount, or the share of it, whichever is less."""

    most: Amount
    percent: Percent = Field(description="of the instalment, and in all of the invoice; at most 5")

    def to_tolerance(self) -> Tolerance:
        """As the domain's tolerance."""
        return Tolerance(most=self.most.to_money(), percent=self.percent)


class SettlementPolicyIn(Strict):
    """All tolerances, replaced by what is given: one per currency. None: every cent is owed."""

    tolerances: Annotated[list[ToleranceIn], Field(max_length=50)]

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [{"tolerances": [{"most": {"minor": 200, "currency": "EUR"}, "percent": "0.05"}]}]
        }
    }


@router.put(
    "/settlement-policy",
    name="set settlement policy",
    responses=refusals(ToleranceNamedTwice, ToleranceTooWide, *ALWAYS),
)
async def set_settlement_policy(body: SettlementPolicyIn, ask: Ask) -> DocumentRef:
    """Sets how small a difference is let off when money comes in. What was let off already stays as it is."""
    command = SetSettlementPolicy(
        tolerances=tuple(one.to_tolerance() for one in body.tolerances), by=ask.person, on=ask.today
    )
    return await ask.perform(Send(command, THE_SETTLEMENT_POLICY), creates=True)


router.include_router(only_document_routes(SETTLEMENT_POLICIES, "/settlement-policy", "settlement policy", MAIN))
