"""What readers see of the policy."""

from decimal import Decimal
from typing import Final

from services.purchasing.policy.decider import POLICY
from services.purchasing.policy.default_limits import APPROVED_UP_TO, OTHERWISE
from services.purchasing.policy.state import Policy, approval_limit
from shared.kernel.money import Money
from shared.kernel.shapes import document
from shared.projections.view import DocumentView


@document
class PolicyDocument:
    """The rules in force. `approval_above_by_default` holds for currencies that `approval_above` does not name.

    `approval_above_otherwise` holds, in major units, for those that neither names.
    """

    approval_above: tuple[Money, ...]
    approval_above_otherwise: Decimal
    price_tolerance_percent: Decimal
    quantity_tolerance_percent: Decimal
    supplier_approval: bool
    approval_above_by_default: tuple[Money, ...] = ()


def read(_: str, policy: Policy) -> PolicyDocument:
    """The policy, laid flat."""
    named = {limit.currency for limit in policy.approval_above}
    return PolicyDocument(
        approval_above=policy.approval_above,
        approval_above_otherwise=OTHERWISE,
        price_tolerance_percent=policy.price_tolerance_percent,
        quantity_tolerance_percent=policy.quantity_tolerance_percent,
        supplier_approval=policy.supplier_approval,
        approval_above_by_default=tuple(
            approval_limit(policy, currency) for currency in APPROVED_UP_TO if currency not in named
        ),
    )


POLICIES: Final = DocumentView(
    name="policy",
    decider=POLICY,
    document=PolicyDocument,
    read=read,
    columns={},
)
