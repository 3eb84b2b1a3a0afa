"""Alerts and dashboards speak of numbers that the code exposes, and every alert is explained."""

import json
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any, Final

import pytest
from prometheus_client import REGISTRY, CollectorRegistry
from prometheus_client.metrics import MetricWrapperBase
from sqlalchemy.ext.asyncio import AsyncEngine

from deploy.departments import NAMES
from deploy.registry import SERVICES
from shared.event_store.statements import fetch
from shared.hosting.figures import Figures
from shared.observability import counters
from shared.published.published import TYPES
from tests.deployed.composed import DEPLOY, ROOT, read, services
from tests.real.departments import fresh_database

OBSERVABILITY: Final = DEPLOY / "observability"
RULES: Final[list[dict[str, Any]]] = read(OBSERVABILITY / "alerts.yml")["groups"][0]["rules"]
BOARDS: Final = sorted((OBSERVABILITY / "grafana" / "dashboards").glob("*.json"))
PAGE: Final = (ROOT / "docs" / "howto" / "alerts.md").read_text()
FUNCTIONS: Final = {"sum", "max", "by", "rate", "increase", "delta", "absent", "histogram_quantile", "or"}


def _named(expression: str) -> set[str]:
    """The metrics of an expression: what is no label, no function and no string."""
    plain = re.sub(r'"[^"]*"|\{[^}]*\}|\[[^]]*\]|\b(?:by|without) \([^)]*\)', " ", expression)
    return set(re.findall(r"[a-z_][a-z0-9_]*", plain)) - FUNCTIONS


def _labels(expression: str) -> set[str]:
    inside = re.findall(r"\bby \(([^)]*)\)", expression)
    return {label.strip() for one in inside for label in one.split(",")} | set(re.findall(r"(\w+)=~?\"", expression))


def _exposed() -> dict[str, set[str]]:
    """Every metric of our own, and the labels that it has."""
    found: dict[str, set[str]] = {}
    for metric in vars(counters).values():
        if isinstance(metric, MetricWrapperBase):
            for family in metric.describe():
                base, labels = family.name, set(metric._labelnames)
                for name in (base, f"{base}_total", f"{base}_bucket"):
                    found[name] = labels | {"le"}
    for service in SERVICES:
        for figure in service.figures:
            found[figure.name] = set(figure.labels)
    return found


def _expressions() -> Iterator[tuple[str, str]]:
    for rule in RULES:
        yield rule["alert"], rule["expr"]
    for board in BOARDS:
        for panel in json.loads(board.read_text())["panels"]:
            for target in panel["targets"]:
                yield f"{board.stem}: {panel['title']}", target["expr"]


@pytest.mark.parametrize(("where", "expression"), list(_expressions()))
def test_every_number_that_is_watched_is_exposed_with_its_labels(where: str, expression: str) -> None:
    exposed = _exposed()
    standard = {"up", "process_resident_memory_bytes", "process_cpu_seconds_total"}
    assert _named(expression), where
    assert _named(expression) - exposed.keys() <= standard, where
    for name in _named(expression) - standard:
        assert _labels(expression) <= exposed[name] | {"process"}, where


def test_what_is_counted_as_heard_is_heard_by_somebody() -> None:
    kinds = frozenset[type]().union(*(service.department.heard_kinds() for service in SERVICES))
    heard = {name for name, kind in TYPES.items() if kind in kinds}
    asked = {found for _, expression in _expressions() for found in re.findall(r'\btype="([^"]+)"', expression)}
    assert heard
    assert asked <= heard


def test_an_alert_knows_every_process_also_when_there_are_more_of_it() -> None:
    (down,) = (rule for rule in RULES if rule["alert"] == "ProcessDown")
    assert set(re.findall(r'absent\(up\{process="([^"]+)"\}\)', down["expr"])) == {
        f"{name}-{kind}" for name in NAMES for kind in ("api", "worker")
    }
    assert down["expr"].startswith("sum by (process) (up) < 1 or ")


def test_the_standard_numbers_of_a_process_are_there() -> None:
    names = {family.name for family in REGISTRY.collect()}
    assert {"process_resident_memory_bytes", "process_cpu_seconds"} <= names


def test_every_alert_is_explained_and_nothing_else_is() -> None:
    names = [rule["alert"] for rule in RULES]
    assert re.findall(r"(?m)^## (.+)$", PAGE) == names
    for rule in RULES:
        assert rule["annotations"]["runbook"] == f"docs/howto/alerts.md#{rule['alert'].lower()}"
        assert rule["labels"]["severity"] in ("page", "ticket")
    sections = re.split(r"(?m)^## .+$", PAGE)[1:]
    assert [name for name, section in zip(names, sections, strict=True) if "**Do**" not in section] == []


def test_both_processes_of_every_department_are_scraped_where_they_answer() -> None:
    jobs = {job["job_name"]: job for job in read(OBSERVABILITY / "prometheus.yml")["scrape_configs"]}
    assert set(jobs) == set(NAMES)
    for name, job in jobs.items():
        assert job["metrics_path"] == f"/{name}/metrics"
        assert job["relabel_configs"] == [{"source_labels": ["__meta_dns_name"], "target_label": "process"}]
        (found,) = job["dns_sd_configs"]
        assert found["names"] == [f"{name}-api", f"{name}-worker"]
        for kind, variable in (("api", "PORT"), ("worker", "WORKER_PORT")):
            environment = services()[f"{name}-{kind}"]["environment"]
            assert int(environment[f"{name.upper()}_{variable}"]) == found["port"]


def test_the_dashboards_show_what_an_operator_is_promised() -> None:
    (source,) = read(OBSERVABILITY / "grafana" / "provisioning" / "datasources" / "prometheus.yml")["datasources"]
    (provider,) = read(OBSERVABILITY / "grafana" / "provisioning" / "dashboards" / "o2c.yml")["providers"]
    mounts = dict(one.split(":")[:2] for one in services()["grafana"]["volumes"])
    assert mounts["./observability/grafana/dashboards"] == provider["options"]["path"]
    titles: list[str] = []
    for board in BOARDS:
        found = json.loads(board.read_text())
        assert len({panel["id"] for panel in found["panels"]}) == len(found["panels"])
        assert {panel["datasource"]["uid"] for panel in found["panels"]} == {source["uid"]}
        titles += [panel["title"].lower() for panel in found["panels"]]
    for promised in ("journey", "commit to commit", "outbox", "parked", "dso"):
        assert any(promised in title for title in titles), promised


INVOICE: Final = """
INSERT INTO invoice (id, version, changed_at, document, status, overdue, currency, total_minor, open_minor)
SELECT i::text, 1, now(), json_build_object('posted_on', current_date - i), 'posted', i = 2, 'VND', 900, i * 100
FROM generate_series(1, 2) AS i
"""


@pytest.mark.parametrize("name", [service.name for service in SERVICES if service.figures])
async def test_figures_are_read_where_nothing_has_happened(postgres_server: Any, name: str) -> None:
    async with _figures_of(name, postgres_server) as (figures, _, _):
        await figures.read()


async def test_receivables_are_read_off_the_invoices(postgres_server: Any) -> None:
    async with _figures_of("accounting", postgres_server) as (figures, engine, registry):
        await fetch(engine, INVOICE)
        await figures.read()
    vnd = {"currency": "VND"}
    assert registry.get_sample_value("o2c_receivables_minor", vnd) == 300
    assert registry.get_sample_value("o2c_receivables_overdue_minor", vnd) == 200
    assert registry.get_sample_value("o2c_days_sales_outstanding", vnd) == 15


@asynccontextmanager
async def _figures_of(name: str, server: Any) -> AsyncIterator[tuple[Figures, AsyncEngine, CollectorRegistry]]:
    (service,) = (service for service in SERVICES if service.name == name)
    database = await fresh_database(server, name, service.department.metadata())
    engine, registry = database.engine(), CollectorRegistry()
    yield Figures(service.figures, engine, registry), engine, registry
    await engine.dispose()
