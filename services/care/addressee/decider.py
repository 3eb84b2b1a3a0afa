"""The addressee's table of contents."""

from typing import Final

from services.care.addressee.events import CustomerAddressed
from services.care.addressee.noting import AddressCustomer, address_customer
from services.care.addressee.state import Addressee, Known, Unheard, evolve
from shared.kernel.decider import Decider

ADDRESSEE: Final[Decider[Addressee]] = Decider(
    category="addressee",
    initial=Unheard(),
    evolve=evolve,
    decisions={AddressCustomer: address_customer},
    events=(CustomerAddressed,),
    shapes=(Unheard, Known),
)
