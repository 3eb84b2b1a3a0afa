"""Shows a department's figures to those who watch: read now and then by its worker, never at the moment of asking."""

import asyncio
from collections.abc import Iterable
from typing import Final

import structlog
from prometheus_client import REGISTRY, CollectorRegistry, Gauge
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.event_store.port import StoreUnavailable
from shared.event_store.statements import fetch
from shared.projections.figure import Figure

EVERY_SECONDS: Final = 60.0

log = structlog.get_logger("figures")


class Figures:
    """One department's figures as gauges."""

    def __init__(self, figures: Iterable[Figure], engine: AsyncEngine, registry: CollectorRegistry = REGISTRY) -> None:
        self._engine = engine
        self._gauges = [
            (figure, Gauge(figure.name, figure.says, figure.labels, registry=registry)) for figure in figures
        ]

    async def run(self) -> None:
        """Reads them for ever. A database that is away is no reason to end: then the figures stand still."""
        while True:
            try:
                await self.read()
            except StoreUnavailable as error:
                log.warning("figures-not-read", detail=str(error))
            await asyncio.sleep(EVERY_SECONDS)

    async def read(self) -> None:
        """Reads all of them once. A row that is gone takes its value with it. Raises StoreUnavailable."""
        for figure, gauge in self._gauges:
            rows = await fetch(self._engine, figure.query)
            if figure.labels:
                gauge.clear()
            for *labels, value in rows:
                (gauge.labels(*labels) if labels else gauge).set(float(value))
