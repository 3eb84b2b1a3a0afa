"""The check that every approval makes."""

from services.accounting.approval_policy.decider import APPROVAL_POLICY, MAIN
from services.accounting.approval_policy.state import ApprovalPolicy
from shared.kernel.decider import Given
from shared.kernel.money import Money
from shared.kernel.rejection import Ground, Rejection


class AboveApprovalLimit(Rejection):
    """So much is approved by somebody with another role."""

    code = "accounting.approval-policy.above-limit"
    ground = Ground.NOT_ALLOWED


def require_within_limit(amount: Money, roles: tuple[str, ...], given: Given) -> None:
    """Given the approval policy, unless nobody asks (no `roles`): what is approved by rule has no limit.

    Raises AboveApprovalLimit, which says the limit and who may.
    """
    if not roles:
        return
    policy = given.of(APPROVAL_POLICY, MAIN)
    if not policy.who_may(amount, roles):
        raise _above(f"{amount}", amount.currency, roles, policy, may=policy.who_may(amount))


def require_may_raise(known: Money | None, asked: Money | None, roles: tuple[str, ...], given: Given) -> None:
    """The same of a credit limit that is raised, or taken off: goods are let go by that as well.

    Where there was none, nothing was checked, and whatever is set is less. Raises AboveApprovalLimit.
    """
    if known is None:
        return
    if asked is None:
        _require_no_limit(known.currency, roles, given)
    elif asked > known:
        require_within_limit(asked, roles, given)


def _require_no_limit(currency: str, roles: tuple[str, ...], given: Given) -> None:
    """What is approved has no amount, and may come to any."""
    if not roles:
        return
    policy = given.of(APPROVAL_POLICY, MAIN)
    if not policy.who_may_any(currency, roles):
        raise _above("any amount", currency, roles, policy, may=policy.who_may_any(currency))


def _above(
    what: str, currency: str, roles: tuple[str, ...], policy: ApprovalPolicy, may: tuple[str, ...]
) -> AboveApprovalLimit:
    limit = max(limit for role in roles if (limit := policy.limit_of(role, currency)) is not None)
    return AboveApprovalLimit(
        f"{what} is above your limit of {limit}; {' or '.join(may) or 'nobody'} may approve it",
        limit=limit,
        may=", ".join(may),
    )
