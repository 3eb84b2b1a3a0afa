"""The approval policy over HTTP."""

from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import Field

from services.accounting.approval_policy.decider import MAIN, THE_APPROVAL_POLICY
from services.accounting.approval_policy.events import ApprovalLimit
from services.accounting.approval_policy.setting import LimitNamedTwice, SetApprovalPolicy
from services.accounting.approval_policy.views import APPROVAL_POLICIES
from shared.kernel.decider import Send
from shared.web.asking import ALWAYS, Ask, DocumentRef
from shared.web.documents import only_document_routes
from shared.web.fields import Amount, Strict
from shared.web.problems import refusals

router = APIRouter(tags=["approval policy"])


class ApprovalLimitIn(Strict):
    """Up to how much a role approves in a currency."""

    role: Literal["accounting.manager", "accounting.director"]
    most: Amount

    def to_limit(self) -> ApprovalLimit:
        """As the domain's limit."""
        return ApprovalLimit(role=self.role, most=self.most.to_money())


class ApprovalPolicyIn(Strict):
    """All limits, replaced by what is given. A role without one in a currency has no limit in it."""

    limits: Annotated[list[ApprovalLimitIn], Field(max_length=100)]

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [{"limits": [{"role": "accounting.manager", "most": {"minor": 1000000, "currency": "USD"}}]}]
        }
    }


@router.put("/approval-policy", name="set approval policy", responses=refusals(LimitNamedTwice, *ALWAYS))
async def set_approval_policy(body: ApprovalPolicyIn, ask: Ask) -> DocumentRef:
    """Sets up to how much which role approves. What was approved already stays so."""
    command = SetApprovalPolicy(limits=tuple(one.to_limit() for one in body.limits), by=ask.person, on=ask.today)
    return await ask.perform(Send(command, THE_APPROVAL_POLICY), creates=True)


router.include_router(only_document_routes(APPROVAL_POLICIES, "/approval-policy", "approval policy", MAIN))
