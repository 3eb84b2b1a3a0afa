"""The compose files keep the rules of a deployment: read as data, one service at a time."""

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from deploy.commands.deployment import settings_of
from deploy.departments import NAMES
from deploy.deployed.secrets import make_secrets
from deploy.registry import SERVICES
from shared.hosting.processes import GRACE_SECONDS
from shared.hosting.settings import SECRETS_DIR, KafkaSettings, MigrationSettings, read_settings
from tests.deployed.composed import (
    COMPOSE,
    DEPLOY,
    MANAGED_KAFKA,
    MANAGED_POSTGRES,
    THREE_BROKERS,
    VARIABLE,
    environment,
    read,
    services,
)

ALL = services()
JOBS = {"databases", "migrate", "topics", "operator"}
PROCESSES = {f"{name}-{kind}" for name in NAMES for kind in ("api", "worker")}
NOT_OURS = {"FORWARDED_ALLOW_IPS", "O2C_PROBE_URL", "KAFKA_BOOTSTRAP_SERVERS"}
"""Read by uvicorn, by the image's health check, and by `o2c topics` as an option."""
each_service = pytest.mark.parametrize("name", sorted(ALL))
each_department = pytest.mark.parametrize("department", NAMES)


def test_there_are_ten_processes_and_what_they_need() -> None:
    commands = {name: service.get("command", [""])[0] for name, service in ALL.items()}
    assert {name for name, command in commands.items() if command in ("api", "worker")} == PROCESSES
    assert len(PROCESSES) == 2 * len(SERVICES) == 10
    for name in PROCESSES:
        department, kind = name.split("-")
        assert ALL[name]["command"] == [kind, department]
    assert ALL.keys() - PROCESSES == JOBS | {"postgres", "kafka", "gateway", "prometheus", "grafana"}


@pytest.mark.parametrize("name", sorted(PROCESSES | JOBS))
def test_ours_do_not_ask_long_for_a_name_that_is_gone(name: str) -> None:
    assert ALL[name]["dns_opt"] == ["timeout:1", "attempts:2"]


@each_service
def test_every_container_is_limited_and_has_no_privilege(name: str) -> None:
    service = ALL[name]
    limits = service["deploy"]["resources"]["limits"]
    assert float(limits["cpus"]) <= 2
    assert re.fullmatch(r"\d+[MG]", limits["memory"])
    assert 0 < limits["pids"] <= 500
    assert service["logging"]["options"].keys() == {"max-size", "max-file"}
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not service.get("privileged")
    assert service.get("read_only") is True or name == "kafka"  # its entry point writes its configuration


@each_service
def test_every_container_comes_back_or_ends_for_good(name: str) -> None:
    service = ALL[name]
    if name in JOBS:
        assert service["restart"] == "no"
        assert service["healthcheck"] == {"disable": True}
        return
    assert service["restart"] == "unless-stopped"
    assert int(service["stop_grace_period"].removesuffix("s")) >= GRACE_SECONDS + 5
    if name not in PROCESSES:  # whose health check is the image's
        assert service["healthcheck"]["test"][0] == "CMD"
        assert service["healthcheck"]["start_period"]


@each_service
def test_every_image_is_pinned_and_from_the_registry_that_nobody_has_to_name(name: str) -> None:
    image = VARIABLE.sub(lambda found: found[2], ALL[name]["image"])
    repository, _, tag = image.partition(":")
    assert re.match(r"v?\d+\.\d+\.\d+|18\.\d+", tag), image
    assert "." not in repository.split("/")[0]


def test_only_the_gateway_is_reached_from_outside() -> None:
    assert {name for name, service in ALL.items() if "ports" in service} == {"gateway"}
    networks = read(COMPOSE)["networks"]
    assert {name for name, network in networks.items() if not network.get("internal")} == {"outside", "mail"}
    assert {name for name, service in ALL.items() if "outside" in service["networks"]} == {"gateway"}
    writing = {"accounting-worker", "care-worker"}
    assert {name for name, service in ALL.items() if "mail" in service["networks"]} == writing
    for name in {"postgres", "kafka", "prometheus", *(f"{one}-worker" for one in NAMES)} - writing:
        assert ALL[name]["networks"] == ["inside"]
    assert all(service.get("network_mode") is None for service in ALL.values())


@each_service
def test_nothing_secret_stands_in_the_environment(name: str) -> None:
    for variable, value in environment(ALL[name]).items():
        if re.search(r"PASSWORD|SECRET|TOKEN|DSN|JWKS", variable):
            assert value.startswith("/run/secrets/"), variable
            assert value.removeprefix("/run/secrets/") in ALL[name]["secrets"]
        assert "://" not in value or "@" not in value, variable


def test_every_secret_is_one_that_is_made_and_is_given_to_those_who_need_it_only(tmp_path: Path) -> None:
    declared = read(COMPOSE)["secrets"]
    managed = read(MANAGED_KAFKA)["secrets"]
    assert declared.keys() | managed.keys() == set(make_secrets(tmp_path, "postgres:5432"))
    assert {one["file"].rpartition("/")[2] for one in declared.values()} == declared.keys()
    for name, service in ALL.items():
        for secret in service.get("secrets", []):
            assert secret in declared
            if name in PROCESSES and secret.endswith("_dsn"):
                assert secret == f"{name.split('-')[0]}_database_dsn"


@each_department
def test_every_variable_of_a_process_is_a_setting_and_no_setting_is_missing(
    department: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = settings_of(department)
    made = tmp_path / "made"
    make_secrets(made, "postgres:5432")
    for process in ("api", "worker"):
        service = ALL[f"{department}-{process}"]
        known = {f"{department}_{field}".upper() for field in kind.model_fields}
        assert environment(service).keys() - NOT_OURS <= known
        mounted = tmp_path / process
        mounted.mkdir()
        for secret in service["secrets"]:
            (mounted / secret).write_text((made / secret).read_text())
        for variable, value in environment(service).items():
            monkeypatch.setenv(variable, value)
        monkeypatch.setenv(SECRETS_DIR, str(mounted))
        settings = read_settings(kind)
        assert settings.feed_urls == {name: f"http://{name}-api:{settings.port}" for name in NAMES}
        assert settings.host == "0.0.0.0"  # noqa: S104 - inside its container
        health = f"/{department}/health/ready"
        port = settings.port if process == "api" else settings.worker_port
        assert environment(service)["O2C_PROBE_URL"] == f"http://127.0.0.1:{port}{health}"


def test_migrations_and_operators_have_the_owners_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_secrets(tmp_path, "postgres:5432")
    monkeypatch.setenv(SECRETS_DIR, str(tmp_path))
    for name in ("migrate", "operator"):
        assert {f"{department}_owner_dsn" for department in NAMES} <= set(ALL[name]["secrets"])
        for variable, value in environment(ALL[name]).items():
            monkeypatch.setenv(variable, value)
        for department in NAMES:
            settings = read_settings(MigrationSettings, _env_prefix=f"{department.upper()}_")
            app = (tmp_path / f"{department}_database_dsn").read_text()
            assert f"//{settings.app_role}:" in app


def test_what_an_operator_does_is_kept_under_their_own_name() -> None:
    assert ALL["operator"]["environment"]["LOGNAME"] == "${USER:-operator}"


def test_jobs_end_before_processes_start() -> None:
    done = {"condition": "service_completed_successfully"}
    assert ALL["databases"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    assert ALL["migrate"]["depends_on"] == {"databases": done}
    assert ALL["topics"]["depends_on"] == {"kafka": {"condition": "service_healthy"}}
    for name in PROCESSES:
        assert ALL[name]["depends_on"] == {"migrate": done, "topics": done}
    assert ALL["gateway"]["depends_on"] == {f"{one}-api": {"condition": "service_healthy"} for one in NAMES}


@each_service
def test_every_container_can_be_told_to_stop(name: str) -> None:
    """An init that is root may signal a child of another user only with KILL; without it, stopping means killing."""
    service = ALL[name]
    capabilities = set(service.get("cap_add", []))
    if "SETUID" in capabilities:
        assert service["init"] is False or "KILL" in capabilities


def test_data_lies_on_volumes() -> None:
    volumes = read(COMPOSE)["volumes"]
    for name, path in {"postgres": "/var/lib/postgresql", "kafka": "/var/lib/kafka/data"}.items():
        assert ALL[name]["volumes"] == [f"{name}:{path}"]
    assert environment(ALL["kafka"])["KAFKA_LOG_DIRS"] == "/var/lib/kafka/data"
    mounted = {one.split(":")[0] for service in ALL.values() for one in service.get("volumes", [])}
    assert {one for one in mounted if not one.startswith(".")} == volumes.keys()
    assert [one for one in mounted if one.startswith(".") and not (DEPLOY / one).exists()] == []
    assert {"/etc/kafka/secrets", "/mnt/shared/config"} <= set(ALL["kafka"]["tmpfs"])  # volumes of its image otherwise


def test_the_session_of_a_relay_whose_host_was_lost_ends_before_anybody_is_woken() -> None:
    """With it its lead: the alert for what is not sent comes after two minutes."""
    said = dict(one.split("=") for one in ALL["postgres"]["command"] if "=" in one)
    idle, interval, count = (int(said[f"tcp_keepalives_{name}"]) for name in ("idle", "interval", "count"))
    assert idle + interval * count <= 60
    assert 0 < int(said["tcp_user_timeout"]) <= 60_000  # in place of keepalives while an answer is on its way


def test_profiles_are_for_watching_and_for_operators() -> None:
    profiles = {name: service["profiles"] for name, service in ALL.items() if "profiles" in service}
    assert profiles == {"operator": ["operator"], "prometheus": ["observability"], "grafana": ["observability"]}


def test_every_variable_is_explained_with_its_default_and_no_other_is() -> None:
    files = (COMPOSE, THREE_BROKERS, MANAGED_POSTGRES, MANAGED_KAFKA)
    used = {found[1]: found[2] for path in files for found in VARIABLE.finditer(path.read_text())}
    used |= {name: "" for one in ALL.values() for name, value in one.get("environment", {}).items() if value is None}
    lines = (DEPLOY / ".env.example").read_text().splitlines()
    explained: dict[str, str] = {}
    for before, line in pairwise(lines):
        if match := re.fullmatch(r"# ([A-Z0-9_]+)=(.*)", line):
            explained[match[1]] = match[2]
            assert re.match(r"# [^=]+|# [A-Z0-9_]+=", before), f"{match[1]} is not explained"
    assert explained == used


def test_three_brokers_keep_three_copies_and_work_with_two() -> None:
    three = services(THREE_BROKERS)
    brokers = [name for name in three if name.startswith("kafka")]
    assert len(brokers) == 3
    for name in brokers:
        settings: dict[str, Any] = three[name]["environment"]
        assert settings["KAFKA_MIN_INSYNC_REPLICAS"] == "2"
        assert settings["KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR"] == "3"
        assert settings["KAFKA_CONTROLLER_QUORUM_VOTERS"].count("@") == 3
    addresses = ",".join(f"{name}:9092" for name in brokers)
    assert three["topics"]["command"] == ["topics", "--replication", "3"]
    assert three["topics"]["environment"] == {"KAFKA_BOOTSTRAP_SERVERS": addresses}
    for name in PROCESSES:
        assert three[name]["environment"] == {f"{name.split('-')[0].upper()}_KAFKA_BOOTSTRAP_SERVERS": addresses}
    nodes = [three[name]["environment"].get("KAFKA_NODE_ID", "1") for name in brokers]
    assert nodes == ["1", "2", "3"]
    own = [three[name]["volumes"] for name in brokers[1:]]
    assert own == [[f"{name}:/var/lib/kafka/data"] for name in brokers[1:]]


@pytest.mark.parametrize(
    ("file", "bundled", "served"),
    [
        (MANAGED_POSTGRES, "postgres", PROCESSES | {"databases", "migrate", "operator"}),
        (MANAGED_KAFKA, "kafka", {"topics", *(f"{name}-worker" for name in NAMES)}),
    ],
    ids=["postgres", "kafka"],
)
def test_with_a_managed_service_ours_stays_down_and_who_needs_it_gets_out_to_it(
    file: Path, bundled: str, served: set[str]
) -> None:
    managed = services(file)
    assert managed.pop(bundled) == {"profiles": ["bundled"]}
    assert managed.keys() == served
    assert read(file)["networks"] == {"managed": {}}
    for name, service in managed.items():
        assert service["networks"] == ["managed"]
        assert service["volumes"] == ["${O2C_CERTIFICATES:-./certificates}:/certificates:ro"]
        waits_for_it = bundled in ALL[name].get("depends_on", {})
        assert (service.get("depends_on") == {}) == waits_for_it


def test_whoever_speaks_to_a_managed_kafka_logs_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_secrets(tmp_path, "postgres:5432")
    monkeypatch.setenv(SECRETS_DIR, str(tmp_path))
    managed = services(MANAGED_KAFKA)
    for name in NAMES:
        service = managed[f"{name}-worker"]
        (secret,) = service["secrets"]
        (tmp_path / secret["target"]).write_text("s3cret")
        said = {
            **environment(ALL[f"{name}-worker"]),
            **environment(service),
            f"{name.upper()}_KAFKA_SASL_USERNAME": "o",
        }
        for variable, value in said.items():
            monkeypatch.setenv(variable, value)
        worker = read_settings(settings_of(name))
        assert secret["source"] == "kafka_sasl_password"
        assert worker.kafka_security_protocol == "SASL_SSL"
        assert worker.kafka_sasl_password is not None
    topics = environment(managed["topics"])
    assert topics.keys() == {name.upper() for name in KafkaSettings.model_fields} - {
        "KAFKA_BOOTSTRAP_SERVERS",  # of the file beside it
        "KAFKA_SASL_PASSWORD",
    }
    assert managed["topics"]["secrets"] == ["kafka_sasl_password"]
