"""The warranty's table of contents."""

from typing import Final

from services.care.warranty.claiming import (
    ClaimUnits,
    GiveBackUnits,
    NoteLateUnits,
    claim_units,
    give_back_units,
    note_late_units,
)
from services.care.warranty.events import UnitsClaimed, UnitsGivenBack, WarrantyStarted
from services.care.warranty.starting import StartWarranty, start_warranty
from services.care.warranty.state import NothingDelivered, Running, Warranty, evolve
from shared.kernel.decider import Decider

WARRANTY: Final[Decider[Warranty]] = Decider(
    category="warranty",
    initial=NothingDelivered(),
    evolve=evolve,
    decisions={
        StartWarranty: start_warranty,
        ClaimUnits: claim_units,
        NoteLateUnits: note_late_units,
        GiveBackUnits: give_back_units,
    },
    events=(WarrantyStarted, UnitsClaimed, UnitsGivenBack),
    shapes=(NothingDelivered, Running),
)
