"""Dockerfile, compose files and the like, as the tests read them."""

import re
from pathlib import Path
from typing import Any, Final

import yaml  # type: ignore[import-untyped]

ROOT: Final = Path(__file__).resolve().parents[2]
DEPLOY: Final = ROOT / "deploy"
COMPOSE: Final = DEPLOY / "compose.yaml"
THREE_BROKERS: Final = DEPLOY / "compose.three-brokers.yaml"
MANAGED_POSTGRES: Final = DEPLOY / "compose.managed-postgres.yaml"
MANAGED_KAFKA: Final = DEPLOY / "compose.managed-kafka.yaml"
VARIABLE: Final = re.compile(r"\$\{([A-Z0-9_]+)(?::-(.*?))?\}")


class _Loader(yaml.SafeLoader):  # type: ignore[misc]  # PyYAML carries no types
    """Knows the two tags of compose that we use."""


_Loader.add_constructor("!override", lambda loader, node: loader.construct_sequence(node))
_Loader.add_constructor("!reset", lambda loader, node: loader.construct_mapping(node))


def read(path: Path) -> Any:
    """A compose file as data."""
    return yaml.load(path.read_text(), Loader=_Loader)  # noqa: S506 - a SafeLoader with two more tags


def services(path: Path = COMPOSE) -> dict[str, dict[str, Any]]:
    """The services by name."""
    found: dict[str, dict[str, Any]] = read(path)["services"]
    return found


def with_defaults(text: str) -> str:
    """As compose reads it where no variable is set."""
    return VARIABLE.sub(lambda found: found[2] or "", text)


def environment(service: dict[str, Any]) -> dict[str, str]:
    """A service's variables, defaults in, where none is set; one without a value is there only where it is."""
    found = service.get("environment", {}).items()
    return {name: with_defaults(str(value)) for name, value in found if value is not None}
