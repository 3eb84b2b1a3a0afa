"""What readers see of debtors."""

from typing import Final, assert_never

from sqlalchemy import Text

from services.accounting.debtor.decider import DEBTOR
from services.accounting.debtor.state import Debtor, Known, Unheard
from shared.kernel.shapes import document
from shared.projections.view import DocumentView, Shown


@document
class DebtorDocument:
    """Where a customer is written to about money. Without an e-mail address reminders go by letter.

    Without a language (they chose none) reminders are in that of the dunning policy.
    """

    customer_id: str
    name: str
    email: str
    country: str
    language: str


def read(customer_id: str, debtor: Debtor) -> DebtorDocument | None:
    """The debtor, laid flat."""
    match debtor:
        case Unheard():
            return None
        case Known(addressee=addressee):
            return DebtorDocument(
                customer_id=customer_id,
                name=addressee.name,
                email=addressee.email,
                country=addressee.country,
                language=addressee.language,
            )
        case _:
            assert_never(debtor)


DEBTORS: Final = DocumentView(
    name="debtor",
    decider=DEBTOR,
    document=DebtorDocument,
    read=read,
    columns={"name": Shown(Text()), "email": Shown(Text())},
    filters=("name", "email"),
    order_by=("id", "name"),
)
