"""Requisitions over HTTP: pydantic in, command out."""

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import Field

from services.purchasing.policy.decider import POLICY_STREAM
from services.purchasing.requisition.cancelling import CancelRequisition
from services.purchasing.requisition.decider import REQUISITION
from services.purchasing.requisition.raising import (
    ApproveRequisition,
    ApproverIsMaker,
    NotProposed,
    ProposeRequisition,
    RejectRequisition,
    RequisitionTaken,
    Wanted,
)
from services.purchasing.requisition.sourcing import (
    LineAlreadySourced,
    LineNotNeeded,
    NoOffer,
    NotApproved,
    SourceLine,
    UnknownLine,
)
from services.purchasing.requisition.views import REQUISITIONS
from services.purchasing.site_list.naming import NamesClosedSite, NamesUnknownSite
from services.purchasing.site_list.requiring import must_be_open
from services.purchasing.supplier.clearing import SupplierIsBlocked, SupplierNotApproved, SupplierUnknown
from services.purchasing.supplier.decider import SUPPLIER
from services.purchasing.supply_source.decider import SUPPLY_SOURCE, sources_of
from services.purchasing.supply_source.views import SUPPLY_SOURCES
from shared.handling.work import UnknownDocument
from shared.kernel.decider import Send
from shared.web.asking import ALWAYS, Ask, DocumentRef
from shared.web.documents import document_routes
from shared.web.fields import Day, Identity, LineNo, Quantity, Reason, ReasonIn, Strict
from shared.web.problems import refusals

router = APIRouter(tags=["requisition"])


class WantedIn(Strict):
    """So many of a SKU."""

    sku: Identity
    quantity: Quantity


class RequisitionIn(Strict):
    """What is needed, where and why; by today unless a day is named."""

    warehouse: Identity
    lines: Annotated[list[WantedIn], Field(min_length=1, max_length=200)]
    reason: Reason
    needed_on: Day | None = None

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [
                {
                    "warehouse": "main",
                    "lines": [{"sku": "PUMP-40", "quantity": "25"}],
                    "reason": "stock for the spring season",
                    "needed_on": "2026-04-01",
                }
            ]
        }
    }


class SourcingIn(Strict):
    """Which line; from whom, or from the best offer."""

    line_no: LineNo
    supplier_id: Identity | None = None

    model_config = Strict.model_config | {"json_schema_extra": {"examples": [{"line_no": 1}]}}


@router.post(
    "/requisitions",
    name="propose requisition",
    status_code=201,
    responses=refusals(NamesUnknownSite, NamesClosedSite, RequisitionTaken, *ALWAYS),
)
async def propose_requisition(body: RequisitionIn, ask: Ask) -> DocumentRef:
    """Asks for goods for stock; another person has to approve."""
    command = ProposeRequisition(
        warehouse=body.warehouse,
        wanted=tuple(Wanted(sku=line.sku, quantity=line.quantity) for line in body.lines),
        reason=body.reason,
        needed_on=body.needed_on or ask.today,
        by=ask.person,
        on=ask.today,
    )
    send = Send(command, REQUISITION.stream(ask.new_id()))
    return await ask.perform(must_be_open(body.warehouse), send, answer=send.to, creates=True, reason=body.reason)


async def _known(ask: Ask, identity: str) -> Any:
    """The requisition as it is shown: its warehouse and its lines' SKUs never change."""
    known = await ask.document(REQUISITIONS.name, identity)
    if known is None:
        raise UnknownDocument("nothing has this id")
    return known


@router.post(
    "/requisitions/{identity}/approval",
    name="approve requisition",
    responses=refusals(NotProposed, ApproverIsMaker, NamesUnknownSite, NamesClosedSite, *ALWAYS),
)
async def approve_requisition(identity: Identity, ask: Ask) -> DocumentRef:
    """Lets it be bought, at once from the best offers; not by who proposed it.

    Where its site was closed since, reject it.
    """
    known = await _known(ask, identity)
    given = sources_of(line["sku"] for line in known["lines"])
    send = Send(ApproveRequisition(by=ask.person, on=ask.today), REQUISITION.stream(identity), given=given)
    return await ask.perform(must_be_open(known["warehouse"]), send, answer=send.to)


@router.post(
    "/requisitions/{identity}/rejection",
    name="reject requisition",
    responses=refusals(NotProposed, *ALWAYS),
)
async def reject_requisition(identity: Identity, body: ReasonIn, ask: Ask) -> DocumentRef:
    """Does not buy what was proposed."""
    command = RejectRequisition(reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, REQUISITION.stream(identity)), reason=body.reason)


@router.post(
    "/requisitions/{identity}/sourcing",
    name="source requisition line",
    responses=refusals(
        NotApproved,
        UnknownLine,
        LineAlreadySourced,
        LineNotNeeded,
        NoOffer,
        SupplierUnknown,
        SupplierIsBlocked,
        SupplierNotApproved,
        NamesUnknownSite,
        NamesClosedSite,
        *ALWAYS,
    ),
)
async def source_requisition_line(identity: Identity, body: SourcingIn, ask: Ask) -> DocumentRef:
    """Orders an open line from the named supplier's offer, or from the best one."""
    known = await _known(ask, identity)
    sku = next((line["sku"] for line in known["lines"] if line["line_no"] == body.line_no), None)
    if sku is None:
        raise UnknownLine(f"line {body.line_no}", field="line_no")
    source = await ask.document(SUPPLY_SOURCES.name, sku)
    offering = {offer["supplier_id"] for offer in source["offers"]} if source is not None else set()
    among = tuple(sorted(offering)) if body.supplier_id is None else (body.supplier_id,)
    command = SourceLine(
        requisition_id=identity,
        line_no=body.line_no,
        supplier_id=body.supplier_id,
        among=among,
        by=ask.person,
        on=ask.today,
    )
    given = (
        POLICY_STREAM,
        SUPPLY_SOURCE.stream(sku),
        *(SUPPLIER.stream(supplier_id) for supplier_id in among),
    )
    send = Send(command, REQUISITION.stream(identity), given=given)
    return await ask.perform(must_be_open(known["warehouse"]), send, answer=send.to)


@router.post(
    "/requisitions/{identity}/cancellation",
    name="cancel requisition",
    responses=refusals(*ALWAYS),
)
async def cancel_requisition(identity: Identity, body: ReasonIn, ask: Ask) -> DocumentRef:
    """Gives up what is not ordered yet: unsent purchase orders go with it, sent ones stay."""
    command = CancelRequisition(reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, REQUISITION.stream(identity)), reason=body.reason)


router.include_router(document_routes(REQUISITIONS, "/requisitions", "requisition"))
