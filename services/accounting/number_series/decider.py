"""The number series' table of contents."""

from typing import Final

from services.accounting.number_series.events import NumberTaken
from services.accounting.number_series.numbering import TakeNumber, take_number
from services.accounting.number_series.state import NumberSeries, evolve
from shared.kernel.decider import Decider

NUMBER_SERIES: Final[Decider[NumberSeries]] = Decider(
    category="number_series",
    initial=NumberSeries(),
    evolve=evolve,
    decisions={TakeNumber: take_number},
    events=(NumberTaken,),
    shapes=(NumberSeries,),
    snapshot_every=200,
)
