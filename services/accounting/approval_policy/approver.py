"""With which roles somebody approves, as a command carries them."""

from services.accounting.approval_policy.state import APPROVERS
from shared.web.asking import Asking


def approver_roles(ask: Asking) -> tuple[str, ...]:
    """Those of the person's roles that approve anything: the others have no limit, and no say."""
    return tuple(role for role in APPROVERS if role in ask.principal.roles)
