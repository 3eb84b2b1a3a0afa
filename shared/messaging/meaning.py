"""What messages mean to a department: the commands of its reactions, in one transaction with the row of its inbox."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec

from shared.event_store.unit import Cause, Heard, Position
from shared.handling.department import Department
from shared.handling.work import ByMessage, Work
from shared.kernel.decider import Fact, Send, StreamId
from shared.messaging.envelope import Envelope, digest_of
from shared.messaging.versions import base_of, heard_by, readers_of


class Poison(Exception):
    """A message that can never be heard as it is."""


class Meaning:
    """Of the published events to one department, in the versions that it knows."""

    def __init__(self, department: Department) -> None:
        self._department = department
        self._readers = readers_of(department)
        self._bases = heard_by(department)

    def is_relevant(self, message: Envelope) -> bool:
        """Heard by some reaction, or another version of something that is: that must not pass unheard."""
        return base_of(message.type) in self._bases

    def work_for(
        self, message: Envelope, now: datetime, heard_before: Position | None, *, was_parked: bool = False
    ) -> Work:
        """What hearing the message now means: its inbox row, and the commands of every reaction to it.

        Raises Poison when it cannot be read, or when a reaction cannot make sense of it.
        """
        fact = self._fact(message, now)
        sends = tuple(self._sends(type(fact.data), fact))
        return Work(
            sends=sends,
            cause=Cause(
                command_id=message.event_id,
                actor=f"department:{message.source}",
                correlation_id=message.correlation_id,
                causation_id=message.event_id,
                occurred_at=message.occurred_at,
                trace=message.trace,
            ),
            once=ByMessage(
                heard=Heard(
                    event_id=message.event_id,
                    type=message.type,
                    topic=message.topic,
                    partition=message.partition,
                    seq=message.seq,
                    stream=message.stream,
                    outcome="heard",
                    heard_at=now,
                    digest=digest_of(message),
                    caused_by=message.causation_id,
                ),
                position=heard_before,
                was_parked=was_parked,
            ),
        )

    def _fact(self, message: Envelope, now: datetime) -> Fact[Any]:
        read = self._readers.get(message.type)
        if read is None:
            raise Poison(f"{message.type} is a version that is not known here")
        try:
            data = read(message.data)
        except (msgspec.ValidationError, msgspec.DecodeError, UnicodeDecodeError) as error:
            raise Poison(f"{message.type}: {error}") from error
        return Fact(
            data=data,
            stream=StreamId(message.stream),
            version=message.stream_version,
            event_id=message.event_id,
            occurred_at=message.occurred_at,
            recorded_at=now,
            actor=f"department:{message.source}",
            correlation_id=message.correlation_id,
            causation_id=message.causation_id,
            person=message.actor,
        )

    def _sends(self, kind: type, fact: Fact[Any]) -> Iterable[Send]:
        for reaction in self._department.policies_for(kind):
            try:
                yield from reaction(fact)
            except Exception as error:
                raise Poison(f"{reaction.name}: {error!r}") from error
