"""Quotations over HTTP: pydantic in, command out."""

from decimal import Decimal
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Path
from pydantic import Field, StringConstraints

from services.sales.customer.blocking import CustomerIsBlocked
from services.sales.customer.decider import CUSTOMER
from services.sales.customer.registering import CustomerUnknown
from services.sales.customer.terms import TermsNotWhole
from services.sales.item_list.decider import ITEM_LIST_STREAM
from services.sales.item_list.offering import ItemIsDelisted
from services.sales.policy.decider import MAIN_POLICY
from services.sales.price_list.decider import PRICE_LIST
from services.sales.price_list.opening import PriceListIsClosed, PriceListUnknown
from services.sales.quotation.answering import (
    AcceptQuotation,
    NothingToAnswer,
    OfferHasExpired,
    RejectQuotation,
    RevisionNotCurrent,
)
from services.sales.quotation.approving import (
    ApproveQuotation,
    MakerMayNotApprove,
    NotInApproval,
    RefuseApproval,
    SubmitQuotation,
)
from services.sales.quotation.decider import QUOTATION
from services.sales.quotation.drafting import (
    CustomerIsFixed,
    DraftQuotation,
    QuotationIdTaken,
    QuotationIsInApproval,
    QuotationIsOver,
    QuotationUnknown,
    ReviseQuotation,
    TooManyRevisions,
)
from services.sales.quotation.pricing import (
    AmountTooLarge,
    ChargeNegative,
    CurrencyMismatch,
    NoPriceOnThatDay,
    OfferBelowNothing,
    RequestedLine,
    RequestedOffer,
    RoundingTooLarge,
    TaxCodeMissing,
    ValidityOutOfRange,
)
from services.sales.quotation.sending import ApprovalNeeded, SendQuotation, ValidityHasPassed
from services.sales.quotation.views import QUOTATIONS
from services.sales.quotation.withdrawing import WithdrawQuotation
from shared.kernel.decider import Send, StreamId
from shared.kernel.money import Money
from shared.published.sales import Charge, InstalmentTerm
from shared.web.asking import ALWAYS, Ask, DocumentRef
from shared.web.documents import document_routes
from shared.web.fields import (
    Currency,
    Day,
    Identity,
    OptionalText,
    Percent,
    Quantity,
    Reason,
    ShortText,
    Strict,
    UnitPrice,
)
from shared.web.problems import refusals

router = APIRouter(tags=["quotation"])
QuotationId = Annotated[Identity, Path(examples=["0192f0c1-7a3e-7c51-9d0e-3f1f0b7c2a11"])]
OptionalLine = Annotated[ShortText | Literal[""], Field()]
OptionalIdentity = Annotated[Identity | Literal[""], Field()]
Sha256 = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")]
PRICING: Final = (
    CustomerUnknown,
    CustomerIsBlocked,
    PriceListUnknown,
    PriceListIsClosed,
    ItemIsDelisted,
    CurrencyMismatch,
    NoPriceOnThatDay,
    TaxCodeMissing,
    ChargeNegative,
    RoundingTooLarge,
    OfferBelowNothing,
    AmountTooLarge,
    TermsNotWhole,
    ValidityOutOfRange,
)
OFFER_EXAMPLE: Final[Any] = {
    "customer_id": "0192f0c1-7a3e-7c51-9d0e-3f1f0b7c2a11",
    "price_list": "RETAIL-USD",
    "currency": "USD",
    "lines": [
        {"sku": "PUMP-40", "quantity": "10", "discount_percent": "5"},
        {
            "sku": "TRAINING",
            "quantity": "2",
            "unit_price": "450.00",
            "description": "A day on site",
            "tax_code": "STANDARD",
        },
    ],
    "document_discount_percent": "2",
    "charges": [
        {
            "kind": "freight",
            "description": "To the door",
            "amount": {"minor": 12_000, "currency": "USD"},
            "tax_code": "STANDARD",
        }
    ],
    "valid_until": "2026-12-31",
    "deliver_to": "12 Lê Lợi, Quận 1, Thành phố Hồ Chí Minh",
}


class LineIn(Strict):
    """What the customer asks for. Price, description and tax code are the price list's where they are not stated.

    Another tax code than the list's needs approval.
    """

    sku: Identity
    quantity: Quantity
    unit_price: UnitPrice | None = None
    description: OptionalLine = ""
    tax_code: OptionalIdentity = ""
    discount_percent: Percent = Decimal(0)

    def to_line(self) -> RequestedLine:
        """As the domain's line."""
        return RequestedLine(
            sku=self.sku,
            quantity=self.quantity,
            unit_price=self.unit_price,
            description=self.description,
            tax_code=self.tax_code,
            discount_percent=self.discount_percent,
        )


class SignedAmount(Strict):
    """Money in whole minor units, which may be negative."""

    minor: Annotated[int, Field(strict=True, ge=-(10**15), le=10**15)]
    currency: Currency


class ChargeIn(Strict):
    """An amount beside the goods. Freight and other are taxed and need a tax code.

    Only a rounding may be negative. All roundings stay below one major unit; without minor units, below 1,000.
    """

    kind: Literal["freight", "rounding", "tax", "other"]
    description: OptionalLine = ""
    amount: SignedAmount
    tax_code: OptionalIdentity = ""

    def to_charge(self) -> Charge:
        """As the domain's charge."""
        return Charge(
            kind=self.kind,
            description=self.description,
            amount=Money(minor=self.amount.minor, currency=self.amount.currency),
            tax_code=self.tax_code,
        )


class TermIn(Strict):
    """So many percent of an invoice, due so many days after it."""

    percent: Annotated[Decimal, Field(gt=0, le=100, max_digits=7, decimal_places=4, allow_inf_nan=False)]
    due_in_days: Annotated[int, Field(strict=True, ge=0, le=3650)]


class OfferIn(Strict):
    """An offer. Terms are the customer's and the validity is the policy's where they are not stated."""

    customer_id: Identity
    price_list: OptionalIdentity = ""
    currency: Currency
    lines: Annotated[list[LineIn], Field(min_length=1, max_length=200)]
    document_discount_percent: Percent = Decimal(0)
    charges: Annotated[tuple[ChargeIn, ...], Field(max_length=20)] = ()
    terms: Annotated[tuple[TermIn, ...], Field(max_length=60)] = ()
    warranty_months: Annotated[int, Field(strict=True, ge=0, le=240)] = 12
    valid_until: Day | None = None
    deliver_to: OptionalText = ""
    note: OptionalText = ""
    service_months: Annotated[int, Field(strict=True, ge=0, le=240)] = 0

    model_config = Strict.model_config | {"json_schema_extra": {"examples": [OFFER_EXAMPLE]}}

    def to_offer(self) -> RequestedOffer:
        """As the domain's request."""
        return RequestedOffer(
            customer_id=self.customer_id,
            price_list=self.price_list,
            currency=self.currency,
            lines=tuple(line.to_line() for line in self.lines),
            document_discount_percent=self.document_discount_percent,
            charges=tuple(charge.to_charge() for charge in self.charges),
            terms=tuple(InstalmentTerm(percent=term.percent, due_in_days=term.due_in_days) for term in self.terms),
            warranty_months=self.warranty_months,
            valid_until=self.valid_until,
            deliver_to=self.deliver_to,
            note=self.note,
            service_months=self.service_months,
        )

    def priced_by(self) -> tuple[StreamId, ...]:
        """The streams whose states price it."""
        listed = (PRICE_LIST.stream(self.price_list),) if self.price_list else ()
        return (CUSTOMER.stream(self.customer_id), MAIN_POLICY, ITEM_LIST_STREAM, *listed)


class RefusalIn(Strict):
    """What has to change."""

    reason: Reason

    model_config = Strict.model_config | {
        "json_schema_extra": {"examples": [{"reason": "line 2 must not go below cost"}]}
    }


class AcceptanceIn(Strict):
    """Which revision the customer accepted, who signed for it, and the hash of the signed document."""

    revision: Annotated[int, Field(strict=True, ge=1, le=9999)]
    accepted_by: ShortText
    document_sha256: Sha256 = ""

    model_config = Strict.model_config | {
        "json_schema_extra": {"examples": [{"revision": 1, "accepted_by": "Nguyễn Thị Hoa"}]}
    }


class RejectionIn(Strict):
    """Why the customer said no, and who won instead."""

    reason: Reason
    competitor: OptionalLine = ""

    model_config = Strict.model_config | {
        "json_schema_extra": {"examples": [{"reason": "delivery too late", "competitor": "Acme Pumps"}]}
    }


class QuotationWithdrawalIn(Strict):
    """Why we take it back."""

    reason: Reason

    model_config = Strict.model_config | {"json_schema_extra": {"examples": [{"reason": "drafted for the wrong site"}]}}


@router.post(
    "/quotations",
    name="draft quotation",
    status_code=201,
    responses=refusals(*PRICING, QuotationIdTaken, *ALWAYS),
)
async def draft_quotation(body: OfferIn, ask: Ask) -> DocumentRef:
    """Drafts the first revision of an offer, with the prices of today. A delisted item is not offered."""
    command = DraftQuotation(offer=body.to_offer(), by=ask.person, on=ask.today)
    return await ask.perform(Send(command, QUOTATION.stream(ask.new_id()), body.priced_by()), creates=True)


@router.put(
    "/quotations/{quotation_id}/revision",
    name="revise quotation",
    responses=refusals(
        *PRICING,
        QuotationUnknown,
        CustomerIsFixed,
        QuotationIsInApproval,
        QuotationIsOver,
        TooManyRevisions,
        *ALWAYS,
    ),
)
async def revise_quotation(quotation_id: QuotationId, body: OfferIn, ask: Ask) -> DocumentRef:
    """Changes what was not sent, which voids its approval; or drafts the next revision of what was sent.

    The revision that the customer holds can be accepted until the next one is sent.
    """
    command = ReviseQuotation(offer=body.to_offer(), by=ask.person, on=ask.today)
    return await ask.perform(Send(command, QUOTATION.stream(quotation_id), body.priced_by()))


@router.post(
    "/quotations/{quotation_id}/submission",
    name="submit quotation",
    responses=refusals(QuotationUnknown, QuotationIsOver, ItemIsDelisted, *ALWAYS),
)
async def submit_quotation(quotation_id: QuotationId, ask: Ask) -> DocumentRef:
    """Asks for approval. Within the limits it is approved at once; beyond them it waits for another person."""
    command = SubmitQuotation(by=ask.person, on=ask.today)
    return await ask.perform(Send(command, QUOTATION.stream(quotation_id), (MAIN_POLICY, ITEM_LIST_STREAM)))


@router.post(
    "/quotations/{quotation_id}/approval",
    name="approve quotation",
    responses=refusals(QuotationUnknown, NotInApproval, MakerMayNotApprove, *ALWAYS),
)
async def approve_quotation(quotation_id: QuotationId, ask: Ask) -> DocumentRef:
    """Approves what was submitted; never by somebody who drafted or edited it."""
    return await ask.perform(Send(ApproveQuotation(by=ask.person, on=ask.today), QUOTATION.stream(quotation_id)))


@router.post(
    "/quotations/{quotation_id}/refusal",
    name="refuse quotation approval",
    responses=refusals(QuotationUnknown, NotInApproval, *ALWAYS),
)
async def refuse_approval(quotation_id: QuotationId, body: RefusalIn, ask: Ask) -> DocumentRef:
    """Sends it back to its makers to be changed."""
    command = RefuseApproval(reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, QUOTATION.stream(quotation_id)), reason=body.reason)


@router.post(
    "/quotations/{quotation_id}/dispatch",
    name="send quotation",
    responses=refusals(
        QuotationUnknown,
        QuotationIsInApproval,
        QuotationIsOver,
        ApprovalNeeded,
        ValidityHasPassed,
        CustomerUnknown,
        CustomerIsBlocked,
        ItemIsDelisted,
        *ALWAYS,
    ),
)
async def send_quotation(quotation_id: QuotationId, ask: Ask) -> DocumentRef:
    """Sends the offer. A draft within the limits is approved by that; the revision sent before is superseded."""
    shown = await ask.document(QUOTATIONS.name, quotation_id)
    # The customer of a quotation never changes; with no quotation, the command is refused before it looks.
    customer = (CUSTOMER.stream(shown["customer_id"]),) if shown is not None else ()
    command = SendQuotation(by=ask.person, on=ask.today)
    return await ask.perform(Send(command, QUOTATION.stream(quotation_id), (MAIN_POLICY, ITEM_LIST_STREAM, *customer)))


@router.post(
    "/quotations/{quotation_id}/acceptance",
    name="accept quotation",
    responses=refusals(
        QuotationUnknown, QuotationIsOver, NothingToAnswer, RevisionNotCurrent, OfferHasExpired, *ALWAYS
    ),
)
async def accept_quotation(quotation_id: QuotationId, body: AcceptanceIn, ask: Ask) -> DocumentRef:
    """Notes the customer's yes to the revision that it holds."""
    command = AcceptQuotation(
        revision=body.revision,
        accepted_by=body.accepted_by,
        document_sha256=body.document_sha256,
        by=ask.person,
        on=ask.today,
    )
    return await ask.perform(Send(command, QUOTATION.stream(quotation_id)))


@router.post(
    "/quotations/{quotation_id}/rejection",
    name="reject quotation",
    responses=refusals(QuotationUnknown, QuotationIsOver, NothingToAnswer, *ALWAYS),
)
async def reject_quotation(quotation_id: QuotationId, body: RejectionIn, ask: Ask) -> DocumentRef:
    """Notes the customer's no. Another revision may follow."""
    command = RejectQuotation(reason=body.reason, competitor=body.competitor, on=ask.today)
    return await ask.perform(Send(command, QUOTATION.stream(quotation_id)), reason=body.reason)


@router.post(
    "/quotations/{quotation_id}/withdrawal",
    name="withdraw quotation",
    responses=refusals(QuotationUnknown, QuotationIsOver, *ALWAYS),
)
async def withdraw_quotation(quotation_id: QuotationId, body: QuotationWithdrawalIn, ask: Ask) -> DocumentRef:
    """Takes back what is prepared, what the customer holds, or what they accepted, until a contract is signed."""
    command = WithdrawQuotation(reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, QUOTATION.stream(quotation_id)), reason=body.reason)


router.include_router(document_routes(QUOTATIONS, "/quotations", "quotation"))
