"""What single facts leave behind in a running case: a promise, a plan, a hand-over, how far each instalment came."""

from services.accounting.dunning_case.account import DebtorAccount, place_of
from services.accounting.dunning_case.events import ReminderIssued
from services.accounting.dunning_case.events_of_endings import HandedOver, WriteOffProposed
from services.accounting.dunning_case.events_of_pauses import PlanAgreed, PromiseMade
from services.accounting.dunning_case.parts import HandOver, PaymentPlan, Promise, Reached, WriteOff


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


def hand_over_of(fact: HandedOver, account: DebtorAccount, before: HandOver | None) -> HandOver:
    """Who has it, and what they were given, also before."""
    charge_ids = fact.charge_ids
    if charge_ids is None:
        charge_ids = tuple(charge.charge_id for charge in account.open_charges)
    nothing = account.nothing
    return HandOver(
        hand_over_no=fact.hand_over_no,
        to=fact.to,
        name=fact.name,
        reference=fact.reference,
        reason=fact.reason,
        principal=fact.principal + (before.principal if before else nothing),
        charges=fact.charges + (before.charges if before else nothing),
        invoice_ids=(*(before.invoice_ids if before else ()), *fact.invoice_ids),
        handed_over_by=fact.handed_over_by,
        handed_over_on=fact.handed_over_on,
        charge_ids=(*(before.charge_ids if before else ()), *charge_ids),
    )


def reached_by(fact: ReminderIssued, letter: Reached) -> dict[str, Reached]:
    """How far each instalment is that came to a level by the letter; `letter` is how far the case is by it."""
    if not fact.raised:
        return {place_of(one.invoice_id, one.instalment_no): letter for one in fact.instalments}
    return {
        place_of(one.invoice_id, one.instalment_no): Reached(
            case_no=fact.case_no,
            level=one.level,
            name=one.name,
            on=fact.issued_on,
            is_last=one.is_last,
            stops_credit=one.stops_credit,
            holds_credit=one.holds_credit,
            letter_no=fact.reminder_no,
        )
        for one in fact.raised
    }


def furthest_of(account: DebtorAccount, case_no: int, level: int) -> Reached | None:
    """How far what is owed has come: by this case, or by one before it as far as this one goes on from there."""
    owed = (account.reached[place] for place in account.places if place in account.reached)
    ours = (one for one in owed if one.case_no == case_no or one.level <= level)
    return max(ours, key=lambda one: (one.level, one.on, one.letter_no), default=None)


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
