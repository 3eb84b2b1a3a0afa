"""How bad it gets: each seed draws its own rates, and leaves whole classes of faults out, so that runs differ."""

import random
from collections import Counter
from dataclasses import dataclass, field, fields, replace
from typing import Final

from shared.messaging.memory import Chaos

LEFT_OUT: Final = 0.25
"""How often a class of faults does not happen at all in a run."""


@dataclass(frozen=True, kw_only=True)
class Weather:
    """The rates of one run: per step of a process, per message, or how many of them in the whole run."""

    crash: float = 0.0
    database_error: float = 0.0
    reply_lost: float = 0.0
    pause: float = 0.0
    answer_lost: float = 0.0
    asked_twice: float = 0.0
    publish_error: float = 0.0
    offset_lost: float = 0.0
    repeat: float = 0.0
    drop: float = 0.0
    garble: float = 0.0
    longest_delay: float = 0.0
    slowness: float = 0.002
    apart: float = 0.0
    broker_outages: int = 0
    database_outages: int = 0
    topics_lost: int = 0
    leads_lost: int = 0
    blackouts: int = 0
    leaps: int = 0
    more_workers: int = 0

    def chaos(self) -> Chaos:
        """What the broker does to messages."""
        return Chaos(
            repeat=self.repeat,
            drop=self.drop,
            garble=self.garble,
            longest_delay=self.longest_delay,
            most_at_once=16,
        )


CALM: Final = Weather()

_WORST: Final = Weather(
    crash=0.004,
    database_error=0.04,
    reply_lost=0.06,
    pause=0.002,
    answer_lost=0.06,
    asked_twice=0.1,
    publish_error=0.1,
    offset_lost=0.2,
    repeat=0.3,
    drop=0.1,
    garble=0.06,
    longest_delay=1.0,
    slowness=0.08,
    apart=1.0,
    broker_outages=2,
    database_outages=2,
    topics_lost=3,
    leads_lost=3,
    blackouts=1,
    leaps=3,
    more_workers=2,
)


def weather_of(chance: random.Random) -> Weather:
    """The weather of a seed."""
    drawn: dict[str, float | int] = {}
    for one in fields(Weather):
        worst = getattr(_WORST, one.name)
        if one.name == "slowness":
            drawn[one.name] = chance.uniform(0.001, worst)
        elif chance.random() < LEFT_OUT:
            drawn[one.name] = 0 if isinstance(worst, int) else 0.0
        elif isinstance(worst, int):
            drawn[one.name] = chance.randint(0, worst)
        else:
            drawn[one.name] = worst * chance.random() ** 2
    return replace(CALM, **drawn)  # type: ignore[arg-type]


@dataclass
class Faults:
    """The weather as it is at the moment, and how often it struck."""

    weather: Weather
    chance: random.Random
    struck: Counter[str] = field(default_factory=Counter)

    def strike(self, kind: str, rate: float) -> bool:
        """Whether it happens now."""
        if rate and self.chance.random() < rate:
            self.struck[kind] += 1
            return True
        return False

    def note(self, kind: str) -> None:
        """It happens by plan, not by a rate."""
        self.struck[kind] += 1

    def clear_up(self) -> None:
        """From now on nothing fails any more."""
        self.weather = replace(CALM, slowness=self.weather.slowness)
