"""Customers' credit over HTTP: pydantic in, command out."""

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field

from services.accounting.approval_policy.decider import THE_APPROVAL_POLICY
from services.accounting.approval_policy.limiting import AboveApprovalLimit
from services.accounting.approval_policy.state import approving
from services.accounting.credit_account.decider import CREDIT_ACCOUNT
from services.accounting.credit_account.explaining import (
    ExplainedCharges,
    ExplainedMoney,
    ExplainedOrder,
    Recorded,
    explain,
    explain_charges,
    explain_money,
)
from services.accounting.credit_account.limiting import LiftStop, LimitInOtherCurrency, SetLimit, StopAccount
from services.accounting.credit_account.opening import AccountUnknown
from services.accounting.credit_account.releasing import (
    AccountIsStopped,
    CreditIsReserved,
    NotHeld,
    OrderInOtherCurrency,
    OrderRefused,
    OwnOrder,
    RefuseCredit,
    ReleaseHeldCredit,
)
from services.accounting.credit_account.state import Buckets, Open
from services.accounting.credit_account.views import CREDIT_ACCOUNTS
from shared.handling.work import UnknownDocument
from shared.kernel.decider import Send
from shared.kernel.money import Money
from shared.web.asking import ALWAYS, Ask, DocumentRef, Look
from shared.web.documents import document_routes
from shared.web.fields import Amount, Identity, Reason, Strict
from shared.web.moments import AsOf, KnownAt, PastFact, facts_at
from shared.web.problems import refusals

router = APIRouter(tags=["credit account"])
CustomerId = Annotated[Identity, Path(description="the customer")]
OrderId = Annotated[Identity, Path(description="the held order")]


class LimitIn(Strict):
    """How much the customer may owe us; null: no check. Nothing (0) holds every order."""

    limit: Amount | None
    reason: Reason

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [{"limit": {"minor": 5000000, "currency": "USD"}, "reason": "bank report of 2 March"}]
        }
    }


class DecisionIn(Strict):
    """Why it is decided so."""

    reason: Reason

    model_config = Strict.model_config | {
        "json_schema_extra": {"examples": [{"reason": "their bank confirmed the transfer"}]}
    }


class Explanation(BaseModel):
    """What makes a customer's exposure: the orders that count, by bucket, and the facts that moved them there.

    The movements of an order sum to its buckets, those of the orders to the account's, and these, with `charged` and
    `on_account`, to the exposure. `charges` are the open fees and interest of dunning, case by case; `money` is what
    the customer has with us, payment by payment: it counts off, so that its amounts are below nothing.
    """

    customer_id: str
    standing: str
    limit: Money | None
    exposure: Money
    buckets: Buckets
    orders: list[ExplainedOrder] = Field(
        description="each order's movements sum to its buckets; versions as in the history"
    )
    charged: Money
    charges: list[ExplainedCharges]
    on_account: Money
    money: list[ExplainedMoney]


@router.post(
    "/credit-accounts/{customer_id}/limit",
    name="set credit limit",
    responses=refusals(AccountUnknown, LimitInOtherCurrency, AboveApprovalLimit, *ALWAYS),
)
async def set_limit(customer_id: CustomerId, body: LimitIn, ask: Ask) -> DocumentRef:
    """Sets or takes off the limit. Held orders stay held; the account shows which of them would fit now.

    Raised, it lets goods go that a lower one keeps: nobody raises it beyond what the approval policy lets them approve.
    """
    command = SetLimit(
        limit=None if body.limit is None else body.limit.to_money(),
        reason=body.reason,
        by=ask.person,
        on=ask.today,
        roles=approving(ask.principal.roles),
    )
    setting = Send(command, CREDIT_ACCOUNT.stream(customer_id), given=(THE_APPROVAL_POLICY,))
    return await ask.perform(setting, reason=body.reason)


@router.post(
    "/credit-accounts/{customer_id}/stop", name="stop credit account", responses=refusals(AccountUnknown, *ALWAYS)
)
async def stop_account(customer_id: CustomerId, body: DecisionIn, ask: Ask) -> DocumentRef:
    """Holds every new order of the customer until a person lifts the stop."""
    command = StopAccount(reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, CREDIT_ACCOUNT.stream(customer_id)), reason=body.reason)


@router.post(
    "/credit-accounts/{customer_id}/stop-lift", name="lift credit stop", responses=refusals(AccountUnknown, *ALWAYS)
)
async def lift_stop(customer_id: CustomerId, body: DecisionIn, ask: Ask) -> DocumentRef:
    """Checks orders against the limit again; those that were held for the stop alone go on as far as they fit."""
    command = LiftStop(reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, CREDIT_ACCOUNT.stream(customer_id)), reason=body.reason)


@router.post(
    "/credit-accounts/{customer_id}/holds/{order_id}/release",
    name="release held order",
    responses=refusals(
        AccountUnknown,
        NotHeld,
        OwnOrder,
        AboveApprovalLimit,
        AccountIsStopped,
        OrderInOtherCurrency,
        OrderRefused,
        *ALWAYS,
    ),
)
async def release_held_order(customer_id: CustomerId, order_id: OrderId, body: DecisionIn, ask: Ask) -> DocumentRef:
    """Lets a held order go on, over the limit if need be: by somebody else than who placed it."""
    command = ReleaseHeldCredit(
        order_id=order_id, reason=body.reason, by=ask.person, on=ask.today, roles=approving(ask.principal.roles)
    )
    release = Send(command, CREDIT_ACCOUNT.stream(customer_id), given=(THE_APPROVAL_POLICY,))
    return await ask.perform(release, reason=body.reason)


@router.post(
    "/credit-accounts/{customer_id}/holds/{order_id}/refusal",
    name="refuse held order",
    responses=refusals(AccountUnknown, NotHeld, CreditIsReserved, *ALWAYS),
)
async def refuse_held_order(customer_id: CustomerId, order_id: OrderId, body: DecisionIn, ask: Ask) -> DocumentRef:
    """Says no to a held order; sales cancels it."""
    command = RefuseCredit(order_id=order_id, reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, CREDIT_ACCOUNT.stream(customer_id)), reason=body.reason)


@router.get(
    "/credit-accounts/{customer_id}/explanation",
    name="explain credit account",
    responses=refusals(UnknownDocument),
)
async def explain_account(
    customer_id: CustomerId, runtime: Look, as_of: AsOf = None, known_at: KnownAt = None
) -> Explanation:
    """The exposure, order by order, down to the events that make it: now, at a moment, or as we knew it then."""
    history = [_recorded(past) for past in await facts_at(runtime, CREDIT_ACCOUNT.stream(customer_id), as_of, known_at)]
    account = CREDIT_ACCOUNT.fold(recorded.fact for recorded in history)
    if not isinstance(account, Open):
        raise UnknownDocument("nothing has this id")
    return Explanation(
        customer_id=customer_id,
        standing=account.standing,
        limit=account.limit,
        exposure=account.total,
        buckets=account.exposure,
        orders=explain(account, history),
        charged=account.charged,
        charges=explain_charges(account, history),
        on_account=-account.covered,
        money=explain_money(account, history),
    )


def _recorded(past: PastFact) -> Recorded:
    cause = past.cause
    return Recorded(
        version=past.entry.version,
        event=past.entry.type,
        event_id=str(past.entry.event_id),
        occurred_at=past.entry.occurred_at,
        actor=cause["actor"],
        reason=cause.get("reason"),
        causation_id=cause["causation_id"],
        fact=past.data,
    )


router.include_router(document_routes(CREDIT_ACCOUNTS, "/credit-accounts", "credit account"))
