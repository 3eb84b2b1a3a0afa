"""What readers see of the settlement policy."""

from typing import Final

from services.accounting.settlement_policy.decider import SETTLEMENT_POLICY
from services.accounting.settlement_policy.events import Tolerance
from services.accounting.settlement_policy.state import SettlementPolicy
from shared.kernel.shapes import document
from shared.projections.view import DocumentView


@document
class SettlementPolicyDocument:
    """The tolerances in force. Under version 0 there are none: that holds until somebody sets some."""

    version: int
    tolerances: tuple[Tolerance, ...]


def read(_: str, policy: SettlementPolicy) -> SettlementPolicyDocument:
    """The policy, laid flat."""
    return SettlementPolicyDocument(version=policy.version, tolerances=policy.tolerances)


SETTLEMENT_POLICIES: Final = DocumentView(
    name="settlement_policy", decider=SETTLEMENT_POLICY, document=SettlementPolicyDocument, read=read, columns={}
)
