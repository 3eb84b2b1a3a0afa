"""The credit policy over HTTP."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from services.accounting.approval_policy.decider import THE_APPROVAL_POLICY
from services.accounting.approval_policy.limiting import AboveApprovalLimit
from services.accounting.approval_policy.state import approving
from services.accounting.credit_policy.decider import MAIN, THE_CREDIT_POLICY
from services.accounting.credit_policy.setting import DefaultLimitNamedTwice, SetCreditPolicy
from services.accounting.credit_policy.views import CREDIT_POLICIES
from shared.kernel.decider import Send
from shared.web.asking import ALWAYS, Ask, DocumentRef
from shared.web.documents import only_document_routes
from shared.web.fields import Amount, Strict
from shared.web.problems import refusals

router = APIRouter(tags=["credit policy"])


class CreditPolicyIn(Strict):
    """All default limits, replaced by what is given: one per currency. None: new accounts have no limit.

    Nothing (0) lets a new customer order for what they paid ahead.
    """

    default_limits: Annotated[list[Amount], Field(max_length=50)]

    model_config = Strict.model_config | {
        "json_schema_extra": {"examples": [{"default_limits": [{"minor": 100000, "currency": "EUR"}]}]}
    }


@router.put(
    "/credit-policy",
    name="set credit policy",
    responses=refusals(DefaultLimitNamedTwice, AboveApprovalLimit, *ALWAYS),
)
async def set_credit_policy(body: CreditPolicyIn, ask: Ask) -> DocumentRef:
    """Sets the limits of accounts that are opened from now on. Those that there are keep theirs.

    Nobody raises one, or leaves it out, beyond what the approval policy lets them approve.
    """
    command = SetCreditPolicy(
        default_limits=tuple(one.to_money() for one in body.default_limits),
        by=ask.person,
        on=ask.today,
        roles=approving(ask.principal.roles),
    )
    return await ask.perform(Send(command, THE_CREDIT_POLICY, given=(THE_APPROVAL_POLICY,)), creates=True)


router.include_router(only_document_routes(CREDIT_POLICIES, "/credit-policy", "credit policy", MAIN))
