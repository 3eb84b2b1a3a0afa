"""Between stored JSON and the domain's dataclasses: by stored name and version, through one-step upcasters."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from shared.event_store.unit import HistoryEvent
from shared.kernel.decider import Decider
from shared.kernel.upcasting import Json, Upcaster

encode = msgspec.json.Encoder().encode


class UnknownEvent(Exception):
    """A stored event has a name or version that this code does not know: it is older than the data."""


class Codec:
    """Decodes the events and snapshots of a department's deciders."""

    def __init__(self, deciders: Iterable[Decider[Any]], upcasters: Iterable[Upcaster] = ()) -> None:
        self._decoders: dict[tuple[str, int], msgspec.json.Decoder[Any]] = {}
        self._latest: dict[str, int] = {}
        self._shapes: dict[tuple[str, str], msgspec.json.Decoder[Any]] = {}
        self._steps: dict[tuple[str, int], Upcaster] = {step.__upcasts__: step for step in upcasters}  # type: ignore[attr-defined]
        for decider in deciders:
            for kind in decider.events:
                name, version = kind.__event_name__, kind.__event_version__  # type: ignore[attr-defined]
                if name in self._latest:
                    raise ValueError(f"two events are stored as {name}")
                self._latest[name] = version
                self._decoders[name, version] = msgspec.json.Decoder(kind)
            for shape in decider.shapes:
                self._shapes[decider.category, shape.__name__] = msgspec.json.Decoder(shape)

    @property
    def names(self) -> Mapping[str, int]:
        """Each stored name with its newest version."""
        return self._latest

    def event(self, name: str, version: int, data: bytes | str) -> Any:
        """The event object. Raises UnknownEvent, or msgspec.ValidationError for data that does not fit."""
        decoder = self._decoders.get((name, version))
        if decoder is not None:
            return decoder.decode(data)
        latest = self._latest.get(name)
        if latest is None or version > latest:
            raise UnknownEvent(f"{name} version {version}")
        old: Json = msgspec.json.decode(data)
        for step in range(version, latest):
            upcaster = self._steps.get((name, step))
            if upcaster is None:
                raise UnknownEvent(f"{name} version {step} has no upcaster to {step + 1}")
            old = upcaster(old)
        return self._decoders[name, latest].decode(encode(old))

    def snapshot(self, category: str, shape: str, data: bytes | str) -> Any:
        """The state object of a snapshot."""
        return self._shapes[category, shape].decode(data)

    def knows_shape(self, category: str, shape: str) -> bool:
        """Whether a snapshot of that shape can be read."""
        return (category, shape) in self._shapes

    def fold(self, decider: Decider[Any], history: Iterable[HistoryEvent], start: Any, version: int) -> tuple[Any, int]:
        """The state and version after a history that may begin with a snapshot."""
        state = start
        for entry in history:
            if entry.snapshot:
                state = self.snapshot(decider.category, entry.type, entry.data)
            else:
                state = decider.evolve(state, self.event(entry.type, entry.schema_version, entry.data))
            version = entry.version
        return state, version
