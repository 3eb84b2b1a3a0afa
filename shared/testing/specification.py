"""Given these facts, when this command, then these facts or that refusal: how tests of deciders read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from shared.event_store.codec import Codec, encode
from shared.kernel.decider import Decider, Given, StreamId
from shared.kernel.rejection import Rejection

S = TypeVar("S")


@dataclass(frozen=True)
class Specification(Generic[S]):
    """``spec_of(ITEM).given(listed()).when(delist()).then(delisted())``."""

    decider: Decider[S]
    history: tuple[Any, ...] = ()
    others: Mapping[StreamId, Any] = field(default_factory=dict)

    def given(self, *history: Any) -> "Specification[S]":
        """What happened before. Every fact goes through the codec, as it would through the store."""
        codec = Codec([self.decider])
        stored = tuple(codec.event(f.__event_name__, f.__event_version__, encode(f)) for f in history)
        return Specification(self.decider, (*self.history, *stored), self.others)

    def beside(self, decider: Decider[Any], identity: object, *history: Any) -> "Specification[S]":
        """What happened to another aggregate whose state the decision reads."""
        others = {**self.others, decider.stream(identity): decider.fold(history)}
        return Specification(self.decider, self.history, others)

    @property
    def state(self) -> S:
        """The state after the history."""
        return self.decider.fold(self.history)

    def when(self, command: Any) -> "Decided[S]":
        """Decides the command on that state."""
        try:
            facts = tuple(self.decider.decide(command, self.state, Given(self.others)))
        except Rejection as rejection:
            return Decided(self, command, (), rejection)
        return Decided(self, command, facts, None)


@dataclass(frozen=True)
class Decided(Generic[S]):
    """What the decision came to."""

    specification: Specification[S]
    command: Any
    facts: tuple[Any, ...]
    rejection: Rejection | None

    def then(self, *expected: Any) -> "Decided[S]":
        """Exactly these facts, in this order."""
        assert self.rejection is None, f"rejected: {self.rejection!r}"
        assert self.facts == expected, f"\nexpected {expected}\n     got {self.facts}"
        return self

    def then_nothing(self) -> "Decided[S]":
        """The command changes nothing, and is not refused."""
        return self.then()

    def then_rejected(self, kind: type[Rejection], *, field: str | None = None) -> "Decided[S]":
        """Refused for that reason."""
        assert type(self.rejection) is kind, f"expected {kind.__name__}, got {self.rejection!r} {self.facts}"
        if field is not None:
            assert self.rejection.field == field, f"expected field {field}, got {self.rejection.field}"
        return self

    def state_after(self) -> S:
        """The state once the facts have happened."""
        return self.specification.given(*self.facts).state

    def then_asked_again_nothing(self) -> "Decided[S]":
        """The same command on the state after it decides nothing more: asked twice, happened once."""
        again = self.specification.given(*self.facts).when(self.command)
        assert again.rejection is None, f"asked again: {again.rejection!r}"
        assert again.facts == (), f"asked again: {again.facts}"
        return self


def spec_of(decider: Decider[S]) -> Specification[S]:
    """The decider before anything happened."""
    return Specification(decider)
