"""A reaction: one sentence, one file, one policy. Hears a fact, answers with commands to its own department.

A fact that another department published is heard in a transaction of its own, behind the inbox. A private
fact of the own department is heard inside the transaction that records it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from shared.kernel.decider import Fact, Send

E = TypeVar("E")
Policy = Callable[[Fact[Any]], Iterable[Send]]
Publish = Callable[[Fact[Any], Any], Any | None]
"""From a private fact, and the state after it, to the published event; None when others need not know."""


@dataclass(frozen=True, slots=True)
class Reaction:
    """A policy and the kind of fact it hears."""

    hears: type
    policy: Policy

    @property
    def name(self) -> str:
        """The sentence: ``when_goods_delivered_bill_them``."""
        return getattr(self.policy, "__name__", "reaction")

    def __call__(self, fact: Fact[Any]) -> list[Send]:
        """The commands that follow."""
        return list(self.policy(fact))


def reacts_to(kind: type[E]) -> Callable[[Callable[[Fact[E]], Iterable[Send]]], Reaction]:
    """Marks a pure function as the reaction to facts of that kind."""

    def decorate(policy: Callable[[Fact[E]], Iterable[Send]]) -> Reaction:
        return Reaction(hears=kind, policy=policy)

    return decorate
