"""What readers see of the dunning policy."""

from datetime import date
from typing import Final

from services.accounting.dunning_policy.decider import DUNNING_POLICY
from services.accounting.dunning_policy.events import DunningLevel, Letterhead
from services.accounting.dunning_policy.state import DunningPolicy
from shared.kernel.money import Money
from shared.kernel.shapes import document
from shared.projections.view import DocumentView


@document
class DunningPolicyDocument:
    """The procedure in force. Under version 0 nobody is dunned: it holds until somebody sets a procedure.

    Debtors who chose no language are written to in `language`. Letters name neither a sender nor an account as long as
    there is no `letterhead`.
    """

    version: int
    remind_days_before: int
    levels: tuple[DunningLevel, ...]
    minimum_amounts: tuple[Money, ...]
    clearing_order: tuple[str, ...]
    most_promises: int
    promise_within_days: int
    holiday_country: str
    language: str
    least_promised_percent: int
    longest_plan_days: int
    charge_reminders: int
    charge_reminder_gap_days: int
    bank_reconciled_until: date | None
    pay_within_days: int = 0
    letterhead: Letterhead | None = None


def read(_: str, policy: DunningPolicy) -> DunningPolicyDocument:
    """The policy, laid flat."""
    return DunningPolicyDocument(
        version=policy.version,
        remind_days_before=policy.remind_days_before,
        levels=policy.levels,
        minimum_amounts=policy.minimum_amounts,
        clearing_order=policy.clearing_order,
        most_promises=policy.most_promises,
        promise_within_days=policy.promise_within_days,
        holiday_country=policy.holiday_country,
        language=policy.language,
        least_promised_percent=policy.least_promised_percent,
        longest_plan_days=policy.longest_plan_days,
        bank_reconciled_until=policy.bank_reconciled_until,
        charge_reminders=policy.charge_reminders,
        charge_reminder_gap_days=policy.charge_reminder_gap_days,
        pay_within_days=policy.pay_within_days,
        letterhead=policy.letterhead,
    )


DUNNING_POLICIES: Final = DocumentView(
    name="dunning_policy", decider=DUNNING_POLICY, document=DunningPolicyDocument, read=read, columns={}
)
