"""I17, of returns: care, warehouse and accounting agree about what came back and what was given for it."""

from typing import Any, Final

from deploy.proof.corrected import corrected_by_another, no_more_than_came
from deploy.proof.evidence import Evidence
from deploy.proof.inspected import inspected_items, inspections_corrected_rightly
from deploy.proof.verdict import Found, Units
from services.care.customer_return.events import Charged, RemedyRevoked, RevocationRequested, UnitsCharged
from services.care.customer_return.progress import SENT
from services.warehouse.reservation.events import ReservationReduced
from shared.kernel.clock import derived_id
from shared.published.accounting import InvoiceCreditCancelledV1
from shared.published.care import (
    ReturnCreditGrantedV1,
    ReturnNotAcceptedV1,
    ReturnRepairGrantedV1,
    ReturnReplacementGrantedV1,
)
from shared.published.corrections import ReturnReceiptCorrectedV1
from shared.published.free_goods import ReplacementKeptBackV1
from shared.published.warehouse import ReturnReceivedV1

Item = tuple[str, int]
"""Of a return: its id and the number of the item."""

GIVEN_GOODS: Final = frozenset({"replacement", "repair", "return-to-customer"})


async def returns_agree(evidence: Evidence, found: Found) -> None:
    """Each figure from two departments that learned it in different ways."""
    returns = await evidence.documents("care", "customer_return")
    await _what_came(evidence, found, returns)
    await _what_the_warranty_holds(evidence, found, returns)
    await _what_was_given(evidence, found)
    await _what_was_taken_back(evidence, found)
    await _what_was_credited(evidence, found, returns)


async def _what_came(evidence: Evidence, found: Found, returns: list[Any]) -> None:
    came = Units[Item].of(
        ((told.return_id, item.item_no), item.quantity)
        for told in await evidence.told(ReturnReceivedV1)
        for item in told.items
    )
    received = came.minus(await _what_had_not_come(evidence, found))
    grades: dict[str, Units[Item]] = {name: Units() for name in ("good", "repair", "scrap")}
    await inspections_corrected_rightly(evidence, found)
    for inspected, looked_at in await inspected_items(evidence):
        for name, sums in grades.items():
            sums.add((inspected.return_id, looked_at.item_no), getattr(looked_at, name))
    known: dict[str, Units[Item]] = {name: Units() for name in ("received", *grades)}
    for document in returns:
        for item in document.items:
            for name, sums in known.items():
                sums.add((document.return_id, item.item_no), getattr(item, name))
            _nothing_is_settled_twice(found, document, item)
    found.same_sums("received as care knows, item", known.pop("received"), received)
    for name, sums in known.items():
        found.same_sums(f"inspected as {name} as care knows, item", sums, grades[name])


async def _what_had_not_come(evidence: Evidence, found: Found) -> Units[Item]:
    """As receipts were corrected to say: by another person than who received them, and of no more than they had."""
    receipts = {one.receipt_id: one for one in await evidence.told(ReturnReceivedV1)}
    told = await evidence.told(ReturnReceiptCorrectedV1)
    for corrected in told:
        corrected_by_another(found, receipts, corrected, f" of return {corrected.return_id}")
    fewer = [(corrected, off) for corrected in told for off in corrected.taken_off]
    no_more_than_came(
        found,
        "item",
        Units.of(((one.receipt_id, off.item_no), off.quantity) for one, off in fewer),
        Units.of(((one.receipt_id, item.item_no), item.quantity) for one in receipts.values() for item in one.items),
    )
    return Units.of(((one.return_id, off.item_no), off.quantity) for one, off in fewer)


def _nothing_is_settled_twice(found: Found, document: Any, item: Any) -> None:
    """Others may be sent for what is still to come; what never came is charged once the customer has them."""
    grants = [grant for grant in document.grants if grant.item_no == item.item_no]
    advanced = [grant for grant in grants if grant.in_advance]
    settled = sum(grant.quantity for grant in grants if not grant.in_advance)
    unpaid = sum(grant.quantity for grant in grants) - _kept(document, item.item_no)
    on_the_way = item.expected + sum(grant.owed for grant in advanced)
    found.require(
        settled <= item.good + item.repair + item.scrap <= item.received <= item.approved
        and unpaid <= item.received + on_the_way,
        f"return {document.return_id}, item {item.item_no}: {item.approved} approved, {item.received} "
        f"received, {unpaid} settled",
    )


def _kept(document: Any, item_no: int) -> Any:
    """Units that the customer was charged for, as they kept them though others were sent."""
    return sum(one.quantity for one in document.charges if (one.kind, one.item_no) == ("kept-goods", item_no))


async def _what_the_warranty_holds(evidence: Evidence, found: Found, returns: list[Any]) -> None:
    """What is to come or with us, and the customer has got nothing for that is covered in its place.

    Who pays for what they kept has that covered, and what was sent for it.
    """
    wanted: Units[str] = Units()
    for document in returns:
        if document.status == "cancelled":
            continue
        for item in document.items:
            wanted.add(document.return_id, item.expected + item.received + _kept(document, item.item_no))
        for grant in document.grants:
            if grant.remedy in GIVEN_GOODS:
                wanted.add(document.return_id, grant.owed - grant.quantity)
    held: Units[str] = Units()
    covered: Units[str] = Units()
    for warranty in await evidence.documents("care", "warranty"):
        claimed: Units[tuple[str, int]] = Units()
        for claim in warranty.claims:
            held.add(claim.return_id, claim.quantity)
            claimed.add((claim.shipment_id, claim.line_no), claim.quantity)
        kept: Units[tuple[str, int]] = Units()
        for one in warranty.kept:
            covered.add(one.return_id, one.quantity)
            kept.add((one.shipment_id, one.line_no), one.quantity)
        for delivery in warranty.deliveries:
            for line in delivery.lines:
                key = (delivery.shipment_id, line.line_no)
                there, theirs = claimed.get(key, 0), line.quantity + kept.get(key, 0)
                found.require(
                    0 <= there <= theirs,
                    f"line {line.line_no} of order {warranty.order_id}: {there} in returns, {theirs} delivered or kept",
                )
    found.same_sums("held on the warranty by return", held, wanted)
    found.same_sums("covered beside what was delivered, by return", covered, await _charged(evidence))


async def _charged(evidence: Evidence) -> Units[str]:
    """Kept units, by return. A charge that names no order is of a time when the warranty did not stand for them."""
    charged: Units[str] = Units()
    for fact in await evidence.facts("care", UnitsCharged):
        if fact.data.kind is Charged.KEPT_GOODS and fact.data.order_id:
            charged.add(fact.id, fact.data.item.quantity)
    return charged


async def _what_was_given(evidence: Evidence, found: Found) -> None:
    granted: Units[str] = Units()
    kinds: tuple[type[Any], ...] = (ReturnReplacementGrantedV1, ReturnRepairGrantedV1, ReturnNotAcceptedV1)
    for kind in kinds:
        for told in await evidence.told(kind):
            granted.add(told.grant_id, told.item.quantity)
    kept_back = {told.revocation_id for told in await evidence.told(ReplacementKeptBackV1)}
    for fact in await evidence.facts("warehouse", ReservationReduced):
        if fact.data.reduction_id in kept_back:
            for less in fact.data.lines:
                granted.add(fact.id, less.ordered - less.ordered_before)
    reserved: Units[str] = Units()
    for reservation in await evidence.documents("warehouse", "reservation"):
        if reservation.free_of_charge is not None:
            for line in reservation.lines:
                reserved.add(reservation.order_id, line.ordered)
    found.same_sums("reserved free of charge for grant", reserved, granted)
    given = {one.shipment_id for one in await evidence.documents("warehouse", "shipment") if one.free_of_charge}
    for invoice in await evidence.documents("accounting", "invoice"):
        found.require(
            invoice.shipment_id not in given,
            f"invoice {invoice.number} bills shipment {invoice.shipment_id}, which was free of charge",
        )


async def _what_was_taken_back(evidence: Evidence, found: Found) -> None:
    """What the customer does not get, as care knows, is what the warehouse kept back: to the unit, and it answered."""
    revoked: Units[str] = Units()
    for revocation in await evidence.facts("care", RemedyRevoked):
        revoked.add(revocation.data.revocation_id, revocation.data.item.quantity)
    kept_back: Units[str] = Units()
    answered: set[str] = set()
    for told in await evidence.told(ReplacementKeptBackV1):
        kept_back.add(told.revocation_id, told.quantity)
        answered.add(told.revocation_id)
    for asked in await evidence.facts("care", RevocationRequested):
        revocation_id, what = asked.data.revocation_id, f"return {asked.id}, revocation of grant {asked.data.grant_id}"
        if asked.data.remedy in SENT:
            found.require(revocation_id in answered, f"{what}: the warehouse has not answered")
        else:
            kept_back.add(revocation_id, asked.data.item.quantity)
    found.same_sums("taken back of what was granted, revocation", revoked, kept_back)


async def _what_was_credited(evidence: Evidence, found: Found, returns: list[Any]) -> None:
    notes = {one.credit_note_id: one for one in await evidence.documents("accounting", "credit_note") if one.return_id}
    for granted in await evidence.told(ReturnCreditGrantedV1):
        note = notes.pop(str(derived_id("credit-note", granted.grant_id)), None)
        what = f"credit for return {granted.return_id}"
        if note is None:
            found.breach(f"{what}: granted, and accounting knows nothing of it")
        elif note.status == "approved":
            credited = sum(line.quantity for line in note.lines)
            found.same(f"{what}: units on credit note {note.number}", credited, granted.item.quantity)
    for note in notes.values():
        found.breach(f"credit note {note.number} is for return {note.return_id}, for which care granted none")
    standing = {grant.grant_id for document in returns for grant in document.grants}
    for cancelled in await evidence.told(InvoiceCreditCancelledV1):
        found.require(
            cancelled.grant_id not in standing,
            f"return {cancelled.return_id}: credit note {cancelled.credit_note_number} is cancelled, and still granted",
        )
