"""What readers see of the approval policy."""

from typing import Final

from services.accounting.approval_policy.decider import APPROVAL_POLICY
from services.accounting.approval_policy.events import ApprovalLimit
from services.accounting.approval_policy.state import ApprovalPolicy
from shared.kernel.shapes import document
from shared.projections.view import DocumentView


@document
class ApprovalPolicyDocument:
    """The limits in force. Under version 0 there are none: that holds until somebody sets some."""

    version: int
    limits: tuple[ApprovalLimit, ...]


def read(_: str, policy: ApprovalPolicy) -> ApprovalPolicyDocument:
    """The policy, laid flat."""
    return ApprovalPolicyDocument(version=policy.version, limits=policy.limits)


APPROVAL_POLICIES: Final = DocumentView(
    name="approval_policy", decider=APPROVAL_POLICY, document=ApprovalPolicyDocument, read=read, columns={}
)
