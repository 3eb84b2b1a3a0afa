"""What readers see of the credit policy."""

from typing import Final

from services.accounting.credit_policy.decider import CREDIT_POLICY
from services.accounting.credit_policy.state import CreditPolicy
from shared.kernel.money import Money
from shared.kernel.shapes import document
from shared.projections.view import DocumentView


@document
class CreditPolicyDocument:
    """The limits of new accounts in force. Under version 0 there are none: that holds until somebody sets some."""

    version: int
    default_limits: tuple[Money, ...]


def read(_: str, policy: CreditPolicy) -> CreditPolicyDocument:
    """The policy, laid flat."""
    return CreditPolicyDocument(version=policy.version, default_limits=policy.default_limits)


CREDIT_POLICIES: Final = DocumentView(
    name="credit_policy", decider=CREDIT_POLICY, document=CreditPolicyDocument, read=read, columns={}
)
