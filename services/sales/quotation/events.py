"""What can happen to a quotation. Stored for ever: change by a new version and an upcaster, never in place."""

from datetime import date

from services.sales.quotation.offer import AppliedPolicy, ApprovalReason, Offer
from shared.kernel.shapes import event


@event("quotation.drafted")
class QuotationDrafted:
    """The first revision was drafted for that customer."""

    customer_id: str
    offer: Offer
    drafted_by: str
    drafted_on: date


@event("quotation.draft-edited")
class DraftEdited:
    """What was not sent yet was changed; an approval that it had is void."""

    offer: Offer
    edited_by: str
    edited_on: date


@event("quotation.revision-drafted")
class RevisionDrafted:
    """The next revision was drafted; the one before it stands until this one is sent."""

    offer: Offer
    drafted_by: str
    drafted_on: date


@event("quotation.submitted")
class QuotationSubmitted:
    """It is beyond the limits of the policy: it waits for somebody else than its makers, with the reasons."""

    revision: int
    reasons: tuple[ApprovalReason, ...]
    policy: AppliedPolicy
    submitted_by: str
    submitted_on: date


@event("quotation.approved")
class QuotationApproved:
    """A person who did not make it said yes."""

    revision: int
    approved_by: str
    approved_on: date


@event("quotation.approved-by-rule")
class QuotationApprovedByRule:
    """It is within the limits of the policy: nobody had to look at it."""

    revision: int
    policy: AppliedPolicy
    approved_on: date


@event("quotation.approval-refused")
class ApprovalRefused:
    """An approver sent it back to be changed."""

    revision: int
    reason: str
    refused_by: str
    refused_on: date


@event("quotation.revision-superseded")
class RevisionSuperseded:
    """A newer revision takes the place of one that the customer held."""

    revision: int
    by_revision: int
    superseded_on: date


@event("quotation.sent")
class QuotationSent:
    """The customer has the offer and may accept it until its last valid day."""

    revision: int
    sent_by: str
    sent_on: date


@event("quotation.accepted")
class QuotationAccepted:
    """The customer said yes to that revision. `document_sha256` is empty when no document was handed in."""

    revision: int
    accepted_by: str
    document_sha256: str
    noted_by: str
    accepted_on: date


@event("quotation.rejected")
class QuotationRejected:
    """The customer said no. `competitor` is empty when nobody is known to have won."""

    revision: int
    reason: str
    competitor: str
    rejected_on: date


@event("quotation.expired")
class QuotationExpired:
    """The last valid day passed without an answer."""

    revision: int
    expired_on: date


@event("quotation.withdrawn")
class QuotationWithdrawn:
    """We took it back."""

    reason: str
    withdrawn_by: str
    withdrawn_on: date


@event("quotation.contracted", happened="contracted_on")
class QuotationContracted:
    """A contract was made from it."""

    contract_id: str
    contracted_on: date


QuotationEvent = (
    QuotationDrafted
    | DraftEdited
    | RevisionDrafted
    | QuotationSubmitted
    | QuotationApproved
    | QuotationApprovedByRule
    | ApprovalRefused
    | RevisionSuperseded
    | QuotationSent
    | QuotationAccepted
    | QuotationRejected
    | QuotationExpired
    | QuotationWithdrawn
    | QuotationContracted
)
