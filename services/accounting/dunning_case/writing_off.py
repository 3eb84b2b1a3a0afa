"""Giving up what nobody expects to collect any more: proposed by one person, approved by another."""

from datetime import date
from typing import assert_never

from services.accounting.approval_policy.limiting import require_within_limit
from services.accounting.dunning_case.account import APPROVED, REFUSED, open_of
from services.accounting.dunning_case.clearing import cleared_sum
from services.accounting.dunning_case.concluding import concluded
from services.accounting.dunning_case.events import DunningCaseEvent
from services.accounting.dunning_case.events_of_endings import WriteOffApproved, WriteOffProposed, WriteOffRefused
from services.accounting.dunning_case.parts import Clearing, LostInvoice, WriteOff
from services.accounting.dunning_case.pausing import InvoiceNotInCase, running_case
from services.accounting.dunning_case.state import DunningCase, Running, Unwatched, Watched
from services.accounting.dunning_policy.decider import DUNNING_POLICY, MAIN
from shared.kernel.decider import Given
from shared.kernel.money import total
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command


class WriteOffNotProposed(Rejection):
    """Nobody has proposed to write anything off."""

    code = "accounting.dunning-case.write-off-not-proposed"


class WriteOffPending(Rejection):
    """Another write-off waits for its approval."""

    code = "accounting.dunning-case.write-off-pending"


class WriteOffWasApproved(Rejection):
    """It was written off already."""

    code = "accounting.dunning-case.write-off-was-approved"


class OwnWriteOff(Rejection):
    """A write-off is approved by somebody else than who proposed it."""

    code = "accounting.dunning-case.own-write-off"
    ground = Ground.NOT_ALLOWED


class OwedAmountChanged(Rejection):
    """Something was paid or claimed since the write-off was proposed; propose it anew."""

    code = "accounting.dunning-case.owed-amount-changed"


@command
class ProposeWriteOff:
    """Give up on these invoices, or on all that have something overdue when none is named; and on open charges.

    With the charges goes the interest that ran on these invoices and was not claimed; without them it is claimed.
    """

    invoice_ids: tuple[str, ...]
    with_charges: bool
    reason: str
    by: str
    on: date


@command
class ApproveWriteOff:
    """Agree. Given the dunning policy and the approval policy."""

    by: str
    on: date
    roles: tuple[str, ...] = ()


@command
class RefuseWriteOff:
    """Keep it owed; who proposed may withdraw it this way."""

    reason: str
    by: str
    on: date


def propose_write_off(request: ProposeWriteOff, case: DunningCase) -> list[DunningCaseEvent]:
    """One at a time. An invoice is given up whole, with the instalments that are not due yet."""
    running = running_case(case)
    invoices, charges = _lost(request, running)
    account, pending = running.account, running.write_off
    if pending is not None:
        same = (pending.invoices, pending.charges, pending.with_interest, pending.reason)
        if same == (invoices, charges, request.with_charges, request.reason):
            return []
        raise WriteOffPending(f"over {pending.amount}", proposed_by=pending.proposed_by)
    amount = total((one.amount for one in invoices), account.currency) + cleared_sum(charges, account.currency)
    if not amount:
        raise InvoiceNotInCase("nothing is named that is open", field="invoice_ids")
    return [
        WriteOffProposed(
            write_off_no=running.write_offs_made + 1,
            invoices=invoices,
            charges=charges,
            amount=amount,
            reason=request.reason,
            proposed_by=request.by,
            proposed_on=request.on,
            with_interest=request.with_charges,
        )
    ]


def approve_write_off(request: ApproveWriteOff, case: DunningCase, given: Given) -> list[DunningCaseEvent]:
    """Each invoice is written off in the same transaction, which fails when another amount is open by now."""
    if decided_on_last(case) == APPROVED:
        return []
    running = running_case(case)
    proposal = running.write_off
    if proposal is None:
        raise WriteOffNotProposed("propose it first")
    if proposal.proposed_by == request.by:
        raise OwnWriteOff("somebody else has to approve it")
    require_within_limit(proposal.amount, request.roles, given)
    _require_unchanged(proposal, running)
    fact = WriteOffApproved(
        write_off_no=proposal.write_off_no,
        customer_id=running.account.customer_id,
        invoices=proposal.invoices,
        charges=proposal.charges,
        amount=proposal.amount,
        reason=proposal.reason,
        approved_by=request.by,
        approved_on=request.on,
        with_interest=proposal.with_interest,
        case_no=running.case_no,
    )
    return concluded(case, [fact], given.of(DUNNING_POLICY, MAIN), request.on)


def write_off_id(case_id: str, approved: WriteOffApproved) -> str:
    """What invoices know the decision by: its number alone is repeated in the debtor's other cases."""
    if approved.case_no is None:
        return f"{case_id}.{approved.write_off_no}"
    return f"{case_id}.{approved.case_no}.{approved.write_off_no}"


def refuse_write_off(request: RefuseWriteOff, case: DunningCase) -> list[DunningCaseEvent]:
    """Asked twice, it happens once; what was approved is not refused any more."""
    decided = decided_on_last(case)
    if decided == REFUSED:
        return []
    if decided == APPROVED:
        raise WriteOffWasApproved("it is a loss")
    proposal = running_case(case).write_off
    if proposal is None:
        raise WriteOffNotProposed("there is nothing to refuse")
    return [
        WriteOffRefused(
            write_off_no=proposal.write_off_no, reason=request.reason, refused_by=request.by, refused_on=request.on
        )
    ]


def decided_on_last(case: DunningCase) -> str:
    """How the debtor's last write-off was decided, also in a case that it resolved; empty while one waits."""
    match case:
        case Unwatched():
            return ""
        case Watched(account=account) | Running(account=account):
            return account.write_off_decided
        case _:
            assert_never(case)


def _lost(request: ProposeWriteOff, case: Running) -> tuple[tuple[LostInvoice, ...], tuple[Clearing, ...]]:
    account = case.account
    overdue = (name for name, one in account.invoices.items() if any(x.due_on < request.on for x in one.instalments))
    invoices: list[LostInvoice] = []
    for invoice_id in dict.fromkeys(request.invoice_ids or overdue):
        invoice = account.invoices.get(invoice_id)
        if invoice is None:
            raise InvoiceNotInCase(f"nothing of invoice {invoice_id} is watched", field="invoice_ids")
        invoices.append(LostInvoice(invoice_id=invoice_id, invoice_number=invoice.number, amount=open_of(invoice)))
    charges = account.open_charges if request.with_charges else ()
    return tuple(invoices), tuple(Clearing(charge_id=one.charge_id, amount=one.open) for one in charges)


def _require_unchanged(proposal: WriteOff, case: Running) -> None:
    account = case.account
    for lost in proposal.invoices:
        invoice = account.invoices.get(lost.invoice_id)
        if invoice is None or open_of(invoice) != lost.amount:
            raise OwedAmountChanged(f"another amount is open of invoice {lost.invoice_number}")
    for one in proposal.charges:
        if account.charges[one.charge_id].open != one.amount:
            raise OwedAmountChanged(f"another amount is open of charge {one.charge_id}")
