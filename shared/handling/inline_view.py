"""What a department asks of a view whose rows it writes in the transaction of the events that they show."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import Table

from shared.kernel.decider import Decider, Fact


class InlineView(Protocol):
    """What the command handler and the rebuild ask of a view."""

    @property
    def name(self) -> str:
        """The table's name."""
        ...

    @property
    def decider(self) -> Decider[Any]:
        """Whose streams it shows."""
        ...

    @property
    def table(self) -> Table:
        """The table; its primary key is `id`."""
        ...

    def rows(self, state: Any, facts: Sequence[Fact[Any]]) -> Iterable[Mapping[str, Any]]:
        """The rows to write, given the state after the facts. Giving more facts at once must end in the same rows."""
        ...
