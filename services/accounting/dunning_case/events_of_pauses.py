"""What lets a dunning case, or a part of it, rest. Stored for ever: change by a new version and an upcaster."""

from datetime import date

from services.accounting.dunning_case.parts import PlannedInstalment
from shared.kernel.money import Money
from shared.kernel.shapes import event


@event("dunning_case.blocked")
class DunningBlocked:
    """A person holds the case until that day, included."""

    reason: str
    until: date
    blocked_by: str
    blocked_on: date


@event("dunning_case.unblocked")
class DunningUnblocked:
    """It goes on: a person said so, or the block's day has passed (then by nobody)."""

    unblocked_by: str
    unblocked_on: date


@event("dunning_case.promise-made")
class PromiseMade:
    """The debtor promised to pay so much by that day; of what they owed then, invoices and charges are named.

    `covers_all`: all that is named rests until then, not only as much as was promised.
    """

    promise_no: int
    amount: Money
    due_on: date
    invoice_ids: tuple[str, ...]
    charge_ids: tuple[str, ...]
    owed: Money
    noted_by: str
    promised_on: date
    covers_all: bool = True


@event("dunning_case.promise-kept")
class PromiseKept:
    """It was paid in time."""

    promise_no: int
    kept_on: date


@event("dunning_case.promise-broken")
class PromiseBroken:
    """The day has passed and it was not."""

    promise_no: int
    missing: Money
    broken_on: date


@event("dunning_case.promise-taken-back")
class PromiseTakenBack:
    """A person says that it does not hold: noted in error, or the debtor went back on it."""

    promise_no: int
    reason: str
    taken_back_by: str
    taken_back_on: date


@event("dunning_case.plan-agreed")
class PlanAgreed:
    """What is named is paid by instalments, which somebody may grant. It bears no interest as long as they are kept."""

    plan_no: int
    instalments: tuple[PlannedInstalment, ...]
    invoice_ids: tuple[str, ...]
    charge_ids: tuple[str, ...]
    owed: Money
    agreed_by: str
    agreed_on: date


@event("dunning_case.plan-kept")
class PlanKept:
    """All of its instalments were paid."""

    plan_no: int
    kept_on: date


@event("dunning_case.plan-broken")
class PlanBroken:
    """An instalment's day has passed, and so much was missing."""

    plan_no: int
    due_on: date
    missing: Money
    broken_on: date


@event("dunning_case.plan-taken-back")
class PlanTakenBack:
    """A person says that it does not hold any more."""

    plan_no: int
    reason: str
    taken_back_by: str
    taken_back_on: date
