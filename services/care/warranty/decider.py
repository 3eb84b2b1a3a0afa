"""The warranty's table of contents."""

from typing import Final

from services.care.warranty.events import WarrantyStarted
from services.care.warranty.starting import StartWarranty, start_warranty
from services.care.warranty.state import NothingDelivered, Running, Warranty, evolve
from shared.kernel.decider import Decider

WARRANTY: Final[Decider[Warranty]] = Decider(
    category="warranty",
    initial=NothingDelivered(),
    evolve=evolve,
    decisions={StartWarranty: start_warranty},
    events=(WarrantyStarted,),
    shapes=(NothingDelivered, Running),
)
