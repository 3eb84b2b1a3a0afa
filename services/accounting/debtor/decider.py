"""The debtor's table of contents."""

from typing import Final

from services.accounting.debtor.events import DebtorAddressed
from services.accounting.debtor.noting import AddressDebtor, address_debtor
from services.accounting.debtor.state import Debtor, Known, Unheard, evolve
from shared.kernel.decider import Decider

DEBTOR: Final[Decider[Debtor]] = Decider(
    category="debtor",
    initial=Unheard(),
    evolve=evolve,
    decisions={AddressDebtor: address_debtor},
    events=(DebtorAddressed,),
    shapes=(Unheard, Known),
)
