"""What readers see of addressees."""

from typing import Final, assert_never

from sqlalchemy import Text

from services.care.addressee.decider import ADDRESSEE
from services.care.addressee.state import Addressee, Known, Unheard
from shared.kernel.shapes import document
from shared.projections.view import DocumentView, Shown


@document
class AddresseeDocument:
    """Where a customer is written to: at no address, and in English, where sales has told of neither."""

    customer_id: str
    name: str
    email: str
    language: str


def read(customer_id: str, addressee: Addressee) -> AddresseeDocument | None:
    """The addressee, laid flat."""
    match addressee:
        case Unheard():
            return None
        case Known(address=address):
            return AddresseeDocument(
                customer_id=customer_id, name=address.name, email=address.email, language=address.language
            )
        case _:
            assert_never(addressee)


ADDRESSEES: Final = DocumentView(
    name="addressee",
    decider=ADDRESSEE,
    document=AddresseeDocument,
    read=read,
    columns={"name": Shown(Text()), "email": Shown(Text())},
    filters=("name", "email"),
    order_by=("id", "name"),
)
