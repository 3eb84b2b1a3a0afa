"""What becomes of a debt that dunning does not collect. Stored for ever: change by a new version and an upcaster."""

from datetime import date

from services.accounting.dunning_case.parts import Clearing, LostInvoice
from shared.kernel.money import Money
from shared.kernel.shapes import event


@event("dunning_case.handed-over")
class HandedOver:
    """A third party collects these invoices from here on: a lawyer (legal) or a collection agency (agency).

    Also what of them they have not been given before. `principal` is what was dunned of these invoices, `charges` what
    is open of these charges (without `charge_ids`: of all). `reference` is the third party's own name for it, empty
    where they gave none. `without_letter_because` says why it was done before the letter of their final level had left,
    and is empty where it had.
    """

    hand_over_no: int
    case_no: int
    level: int
    to: str
    name: str
    reference: str
    reason: str
    principal: Money
    charges: Money
    invoice_ids: tuple[str, ...]
    handed_over_by: str
    handed_over_on: date
    without_letter_because: str = ""
    charge_ids: tuple[str, ...] | None = None


@event("dunning_case.recalled")
class CaseRecalled:
    """We collect it ourselves again: the procedure goes on from where it was."""

    hand_over_no: int
    case_no: int
    to: str
    name: str
    reason: str
    recalled_by: str
    recalled_on: date


@event("dunning_case.write-off-proposed")
class WriteOffProposed:
    """Somebody gives up on these invoices and charges. `with_interest`: and on what ran on them and was not claimed."""

    write_off_no: int
    invoices: tuple[LostInvoice, ...]
    charges: tuple[Clearing, ...]
    amount: Money
    reason: str
    proposed_by: str
    proposed_on: date
    with_interest: bool = True


@event("dunning_case.write-off-approved")
class WriteOffApproved:
    """Somebody else agreed: it is a loss. Numbers are the case's own; older facts do not tell which case."""

    write_off_no: int
    customer_id: str
    invoices: tuple[LostInvoice, ...]
    charges: tuple[Clearing, ...]
    amount: Money
    reason: str
    approved_by: str
    approved_on: date
    with_interest: bool = True
    case_no: int | None = None


@event("dunning_case.write-off-refused")
class WriteOffRefused:
    """It stays owed."""

    write_off_no: int
    reason: str
    refused_by: str
    refused_on: date
