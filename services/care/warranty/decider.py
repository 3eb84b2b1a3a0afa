"""The warranty's table of contents."""

from typing import Final

from services.care.warranty.claiming import (
    ClaimUnits,
    CoverKeptUnits,
    GiveBackUnits,
    NoteLateUnits,
    claim_units,
    cover_kept_units,
    give_back_units,
    note_late_units,
)
from services.care.warranty.events import (
    CurrencyNoted,
    UnitsClaimed,
    UnitsGivenBack,
    UnitsKept,
    UnitsSent,
    WarrantyStarted,
)
from services.care.warranty.starting import NoteCurrency, StartWarranty, note_currency, start_warranty
from services.care.warranty.state import NothingDelivered, Running, Warranty, evolve
from shared.kernel.decider import Decider

WARRANTY: Final[Decider[Warranty]] = Decider(
    category="warranty",
    initial=NothingDelivered(),
    evolve=evolve,
    decisions={
        NoteCurrency: note_currency,
        StartWarranty: start_warranty,
        ClaimUnits: claim_units,
        NoteLateUnits: note_late_units,
        GiveBackUnits: give_back_units,
        CoverKeptUnits: cover_kept_units,
    },
    events=(CurrencyNoted, WarrantyStarted, UnitsClaimed, UnitsGivenBack, UnitsKept, UnitsSent),
    shapes=(NothingDelivered, Running),
)
