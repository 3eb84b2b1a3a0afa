"""Noting where a debtor is written to."""

from datetime import date
from typing import assert_never

from services.accounting.debtor.events import Addressee, DebtorAddressed, DebtorEvent
from services.accounting.debtor.state import Debtor, Known, Unheard
from shared.kernel.shapes import command


@command
class AddressDebtor:
    """Sales says where bills of the customer go."""

    addressee: Addressee
    on: date


def address_debtor(request: AddressDebtor, debtor: Debtor) -> list[DebtorEvent]:
    """What is known already is not noted again."""
    match debtor:
        case Known(addressee=addressee) if addressee == request.addressee:
            return []
        case Unheard() | Known():
            return [DebtorAddressed(addressee=request.addressee, noted_on=request.on)]
        case _:
            assert_never(debtor)
