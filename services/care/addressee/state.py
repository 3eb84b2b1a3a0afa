"""What is known of an addressee, and how each fact changes it."""

from typing import assert_never

from services.care.addressee.events import Address, AddresseeEvent, CustomerAddressed
from shared.kernel.shapes import state


@state
class Unheard:
    """Sales has not told of the customer."""


@state
class Known:
    """The customer can be written to."""

    address: Address


Addressee = Unheard | Known


def evolve(_: Addressee, fact: AddresseeEvent) -> Addressee:
    """The addressee after the fact. Never refuses: what happened, happened."""
    match fact:
        case CustomerAddressed(address=address):
            return Known(address=address)
        case _:
            assert_never(fact)


def address_of(addressee: Addressee, customer_id: str) -> Address:
    """Whom to write to: by the customer's id, and without an address, while nothing is known of them."""
    match addressee:
        case Unheard():
            return Address(name=customer_id, email="", language="")
        case Known(address=address):
            return address
        case _:
            assert_never(addressee)
