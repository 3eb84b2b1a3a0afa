"""Noting where a customer is written to."""

from datetime import date
from typing import assert_never

from services.care.addressee.events import Address, AddresseeEvent, CustomerAddressed
from services.care.addressee.state import Addressee, Known, Unheard
from shared.kernel.shapes import command


@command
class AddressCustomer:
    """Sales says where the customer is written to."""

    address: Address
    on: date


def address_customer(request: AddressCustomer, addressee: Addressee) -> list[AddresseeEvent]:
    """What is known already is not noted again."""
    match addressee:
        case Known(address=address) if address == request.address:
            return []
        case Unheard() | Known():
            return [CustomerAddressed(address=request.address, noted_on=request.on)]
        case _:
            assert_never(addressee)
