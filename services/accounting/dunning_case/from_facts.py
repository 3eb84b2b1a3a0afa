"""What single facts leave behind in a running case: a promise, a plan, a hand-over, a write-off that waits."""

from services.accounting.dunning_case.account import DebtorAccount
from services.accounting.dunning_case.events_of_endings import HandedOver, WriteOffProposed
from services.accounting.dunning_case.events_of_pauses import PlanAgreed, PromiseMade
from services.accounting.dunning_case.parts import HandOver, PaymentPlan, Promise, WriteOff


def promise_of(fact: PromiseMade, account: DebtorAccount) -> Promise:
    """As it was made, with what had come off other charges by then."""
    return Promise(
        promise_no=fact.promise_no,
        amount=fact.amount,
        due_on=fact.due_on,
        invoice_ids=fact.invoice_ids,
        charge_ids=fact.charge_ids,
        owed=fact.owed,
        covers_all=fact.covers_all,
        charges_paid=account.paid_of_other_charges(fact.charge_ids),
    )


def plan_of(fact: PlanAgreed, account: DebtorAccount) -> PaymentPlan:
    """As it was agreed, with what had come off other charges by then."""
    return PaymentPlan(
        plan_no=fact.plan_no,
        instalments=fact.instalments,
        invoice_ids=fact.invoice_ids,
        charge_ids=fact.charge_ids,
        owed=fact.owed,
        charges_paid=account.paid_of_other_charges(fact.charge_ids),
    )


def hand_over_of(fact: HandedOver) -> HandOver:
    """Who has it, and what they were given."""
    return HandOver(
        hand_over_no=fact.hand_over_no,
        to=fact.to,
        name=fact.name,
        reference=fact.reference,
        reason=fact.reason,
        principal=fact.principal,
        charges=fact.charges,
        invoice_ids=fact.invoice_ids,
        handed_over_by=fact.handed_over_by,
        handed_over_on=fact.handed_over_on,
    )


def write_off_of(fact: WriteOffProposed) -> WriteOff:
    """What somebody gives up on, until somebody else decides."""
    return WriteOff(
        write_off_no=fact.write_off_no,
        invoices=fact.invoices,
        charges=fact.charges,
        amount=fact.amount,
        reason=fact.reason,
        proposed_by=fact.proposed_by,
        with_interest=fact.with_interest,
    )
