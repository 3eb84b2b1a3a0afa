"""What readers see of the policy."""

from decimal import Decimal
from typing import Final

from services.purchasing.policy.decider import POLICY
from services.purchasing.policy.state import DEFAULT_APPROVAL_ABOVE, Policy
from shared.kernel.money import Money
from shared.kernel.shapes import document
from shared.projections.view import DocumentView


@document
class PolicyDocument:
    """The rules in force. `approval_above_otherwise` holds, in major units, for currencies that are not named."""

    approval_above: tuple[Money, ...]
    approval_above_otherwise: Decimal
    price_tolerance_percent: Decimal
    quantity_tolerance_percent: Decimal
    supplier_approval: bool


def read(_: str, policy: Policy) -> PolicyDocument:
    """The policy, laid flat."""
    return PolicyDocument(
        approval_above=policy.approval_above,
        approval_above_otherwise=DEFAULT_APPROVAL_ABOVE,
        price_tolerance_percent=policy.price_tolerance_percent,
        quantity_tolerance_percent=policy.quantity_tolerance_percent,
        supplier_approval=policy.supplier_approval,
    )


POLICIES: Final = DocumentView(
    name="policy",
    decider=POLICY,
    document=PolicyDocument,
    read=read,
    columns={},
)
