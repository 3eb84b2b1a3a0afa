"""A department as data: everything the machinery needs to know to run it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import MetaData

from shared.event_store.codec import Codec
from shared.handling.inline_view import InlineView
from shared.kernel.decider import Decider, StreamId, category_of
from shared.kernel.reaction import Publish, Reaction
from shared.kernel.upcasting import Upcaster


@dataclass(frozen=True, kw_only=True)
class Department:
    """What a department owns (deciders, views), hears (reactions) and tells (publishing).

    Views are written inline, in the transaction of the events that they show, but those named in `follow_up`: these
    follow the log a moment later. That suits what is read across streams, and keeps commands short.
    """

    name: str
    deciders: tuple[Decider[Any], ...]
    views: tuple[InlineView, ...]
    reactions: tuple[Reaction, ...]
    publishing: Mapping[type, Publish]
    upcasters: tuple[Upcaster, ...] = ()
    follow_up: frozenset[str] = frozenset()
    codec: Codec = field(init=False)
    _by_category: Mapping[str, Decider[Any]] = field(init=False, repr=False)
    _policies: Mapping[type, tuple[Reaction, ...]] = field(init=False, repr=False)
    _views_of: Mapping[str, tuple[InlineView, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        by_category = {decider.category: decider for decider in self.deciders}
        if len(by_category) != len(self.deciders):
            raise ValueError(f"{self.name}: two deciders share a category")
        if unknown := self.follow_up - {view.name for view in self.views}:
            raise ValueError(f"{self.name}: there is no view {', '.join(sorted(unknown))} to follow the log")
        policies: dict[type, tuple[Reaction, ...]] = {}
        for reaction in self.reactions:
            policies[reaction.hears] = (*policies.get(reaction.hears, ()), reaction)
        views_of = {
            category: tuple(
                view for view in self.views if view.decider.category == category and view.name not in self.follow_up
            )
            for category in by_category
        }
        object.__setattr__(self, "codec", Codec(self.deciders, self.upcasters))
        object.__setattr__(self, "_by_category", by_category)
        object.__setattr__(self, "_policies", policies)
        object.__setattr__(self, "_views_of", views_of)

    def decider_of(self, stream: StreamId) -> Decider[Any]:
        """Who decides for that stream. Raises KeyError for a category that the department does not own."""
        return self._by_category[category_of(stream)]

    def policies_for(self, kind: type) -> tuple[Reaction, ...]:
        """The reactions that hear that kind of fact, in the order they are listed."""
        return self._policies.get(kind, ())

    def views_of(self, stream: StreamId) -> tuple[InlineView, ...]:
        """The inline views that show that stream."""
        return self._views_of[category_of(stream)]

    def metadata(self) -> MetaData:
        """All view tables of the department, for migrations and queries."""
        merged = MetaData()
        for view in self.views:
            view.table.to_metadata(merged)
        return merged

    def heard_kinds(self) -> frozenset[type]:
        """The kinds of fact that some reaction hears."""
        return frozenset(self._policies)
