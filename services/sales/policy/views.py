"""What readers see of the sales policy."""

from decimal import Decimal
from typing import Final

from services.sales.policy.decider import POLICY
from services.sales.policy.state import Policy
from shared.kernel.money import Money
from shared.kernel.shapes import document
from shared.projections.view import DocumentView


@document
class PolicyDocument:
    """The limits in force. Version 0 are the defaults that hold until somebody sets others."""

    version: int
    amount_limits: tuple[Money, ...]
    other_amount_limit: Decimal | None
    line_discount_percent: Decimal
    document_discount_percent: Decimal
    free_prices_need_approval: bool
    validity_days: int


def read(_: str, policy: Policy) -> PolicyDocument:
    """The policy, laid flat."""
    return PolicyDocument(
        version=policy.version,
        amount_limits=policy.amount_limits,
        other_amount_limit=policy.other_amount_limit,
        line_discount_percent=policy.line_discount_percent,
        document_discount_percent=policy.document_discount_percent,
        free_prices_need_approval=policy.free_prices_need_approval,
        validity_days=policy.validity_days,
    )


POLICIES: Final = DocumentView(name="policy", decider=POLICY, document=PolicyDocument, read=read, columns={})
