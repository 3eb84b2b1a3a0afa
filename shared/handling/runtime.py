"""A department at work: its definition joined to a store, a reader, a clock and ids."""

from dataclasses import dataclass, field

from shared.event_store.port import EventStore, ViewReader
from shared.handling.department import Department
from shared.handling.handler import CommandHandler
from shared.handling.writer import Writer
from shared.kernel.clock import Clock, Ids


@dataclass(frozen=True, kw_only=True)
class Runtime:
    """Everything that an API or a worker of one department needs."""

    department: Department
    store: EventStore
    reader: ViewReader
    clock: Clock
    ids: Ids
    writer: Writer = field(init=False)

    def __post_init__(self) -> None:
        handler = CommandHandler(self.department, self.store, self.clock, self.ids)
        object.__setattr__(self, "writer", Writer(handler))

    @property
    def handler(self) -> CommandHandler:
        """The one command handler."""
        return self.writer.handler
