"""A guard: where it stands, what stands there without it, and the tests that must then fail."""

import importlib
import inspect
import textwrap
from dataclasses import dataclass
from types import FunctionType
from typing import Any


class GuardMoved(Exception):
    """The code that a guard names is not there, or not there once: the list of guards has to follow the code."""


@dataclass(frozen=True, kw_only=True)
class Guard:
    """`place` is ``module:name`` of a function, method or text; in its source, `line` is replaced by `instead`."""

    name: str
    promise: str
    place: str
    line: str
    instead: str
    tests: tuple[str, ...]

    def switch_off(self) -> None:
        """From now on this process does without it. Raises GuardMoved."""
        holder, name, found = self._found()
        if isinstance(found, str):
            setattr(holder, name, self._without(found))
            return
        source = self._without(textwrap.dedent(inspect.getsource(found)))
        made: dict[str, Any] = {}
        exec(compile(source, f"<without {self.name}>", "exec"), found.__globals__, made)  # noqa: S102 - our own code
        (instead,) = made.values()
        # In place: whoever has imported the function by its name does without the guard too.
        found.__code__ = getattr(instead, "__func__", instead).__code__

    def check(self) -> None:
        """The guard is where the list says. Raises GuardMoved."""
        _, _, found = self._found()
        self._without(found if isinstance(found, str) else textwrap.dedent(inspect.getsource(found)))

    def _found(self) -> tuple[Any, str, FunctionType | str]:
        module, _, path = self.place.partition(":")
        *owners, name = path.split(".")
        holder: Any = importlib.import_module(module)
        for owner in owners:
            holder = getattr(holder, owner, None)
        found = getattr(holder, name, None)
        if not isinstance(found, FunctionType | str):
            raise GuardMoved(f"{self.name}: there is no {self.place}")
        return holder, name, found

    def _without(self, source: str) -> str:
        if source.count(self.line) != 1:
            raise GuardMoved(f"{self.name}: {self.place} has {self.line!r} {source.count(self.line)} times")
        return source.replace(self.line, self.instead)
