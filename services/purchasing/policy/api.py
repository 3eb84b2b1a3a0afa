"""The policy over HTTP: pydantic in, command out."""

from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from services.purchasing.policy.decider import POLICY_STREAM
from services.purchasing.policy.setting import LimitStatedTwice, SetPolicy
from services.purchasing.policy.state import MAIN
from services.purchasing.policy.views import POLICIES
from shared.kernel.decider import Send
from shared.web.asking import ALWAYS, Ask, DocumentRef
from shared.web.documents import only_document_routes
from shared.web.fields import Amount, Percent, Strict
from shared.web.problems import refusals

router = APIRouter(tags=["policy"])


class PolicyIn(Strict):
    """All rules, as they should read. A currency without an amount of its own has one by default: `GET` shows them all.

    Of a currency without either, every purchase order needs an approver.
    """

    approval_above: Annotated[tuple[Amount, ...], Field(max_length=200)] = ()
    price_tolerance_percent: Percent = Decimal(0)
    quantity_tolerance_percent: Percent = Decimal(0)
    supplier_approval: bool = False

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [
                {
                    "approval_above": [{"minor": 500000, "currency": "USD"}],
                    "price_tolerance_percent": "0.5",
                    "quantity_tolerance_percent": "0",
                    "supplier_approval": True,
                }
            ]
        }
    }


@router.put("/policy", name="set policy", responses=refusals(LimitStatedTwice, *ALWAYS))
async def set_policy(body: PolicyIn, ask: Ask) -> DocumentRef:
    """Puts these rules in force in place of those before. What was decided under others stays decided."""
    command = SetPolicy(
        approval_above=tuple(limit.to_money() for limit in body.approval_above),
        price_tolerance_percent=body.price_tolerance_percent,
        quantity_tolerance_percent=body.quantity_tolerance_percent,
        supplier_approval=body.supplier_approval,
        by=ask.person,
        on=ask.today,
    )
    return await ask.perform(Send(command, POLICY_STREAM), creates=True)


router.include_router(only_document_routes(POLICIES, "/policy", "policy", MAIN))
