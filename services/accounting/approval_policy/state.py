"""The limits in force, and how each fact changes them."""

from collections.abc import Iterable
from typing import Final

from services.accounting.approval_policy.events import ApprovalLimit, ApprovalPolicyEvent
from shared.kernel.money import Money
from shared.kernel.shapes import state

MANAGER: Final = "accounting.manager"
DIRECTOR: Final = "accounting.director"
APPROVERS: Final = (MANAGER, DIRECTOR)
"""The roles that approve."""


def approving(roles: Iterable[str]) -> tuple[str, ...]:
    """Those of a person's roles that approve anything: the others have no limit, and no say."""
    held = set(roles)
    return tuple(role for role in APPROVERS if role in held)


@state
class ApprovalPolicy:
    """The limits, at most one per role and currency. `version` counts how often they were set."""

    version: int
    limits: tuple[ApprovalLimit, ...]

    def limit_of(self, role: str, currency: str) -> Money | None:
        """Up to how much the role approves; None where it has no limit."""
        return next((one.most for one in self.limits if (one.role, one.most.currency) == (role, currency)), None)

    def who_may(self, amount: Money, roles: Iterable[str] = APPROVERS) -> tuple[str, ...]:
        """Those of the roles that approve so much."""
        limits = ((role, self.limit_of(role, amount.currency)) for role in roles)
        return tuple(role for role, limit in limits if limit is None or amount <= limit)

    def who_may_any(self, currency: str, roles: Iterable[str] = APPROVERS) -> tuple[str, ...]:
        """Those of the roles that approve any amount."""
        return tuple(role for role in roles if self.limit_of(role, currency) is None)


DEFAULTS: Final = ApprovalPolicy(version=0, limits=())


def evolve(policy: ApprovalPolicy, fact: ApprovalPolicyEvent) -> ApprovalPolicy:
    """The policy after the fact. Never refuses: what happened, happened."""
    return ApprovalPolicy(version=policy.version + 1, limits=fact.limits)
