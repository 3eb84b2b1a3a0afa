"""A department as a service: its definition, its routes, and who may use them."""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter

from shared.handling.department import Department
from shared.mail.port import OutgoingMail
from shared.projections.figure import Figure


@dataclass(frozen=True, kw_only=True)
class Service:
    """What a composition offers to those who run it."""

    department: Department
    routers: tuple[APIRouter, ...]
    permissions: Mapping[str, frozenset[str]]
    mail: OutgoingMail | None = None
    figures: tuple[Figure, ...] = ()

    @property
    def name(self) -> str:
        """The department's name."""
        return self.department.name
