"""A worker at a broker as a managed Kafka is: TLS and a log-in, or nothing."""

import asyncio
import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from aiokafka.errors import KafkaConnectionError
from pydantic import SecretStr
from structlog.testing import CapturingLogger

from deploy.commands import deployment
from deploy.embedded.kafka import LocalKafka
from deploy.embedded.kafka_jars import NoKafkaFiles
from deploy.embedded.kept_process import free_port
from deploy.embedded.postgres import PostgresServer
from deploy.refusals import Refused
from shared.hosting import worker
from shared.hosting.service import Service
from shared.hosting.settings import SECRETS_DIR, DepartmentSettings
from shared.messaging.kafka import KafkaTransport
from shared.messaging.kafka_publisher import kafka_publisher
from shared.messaging.kafka_topics import check_topics
from shared.messaging.port import PublishFailed
from shared.published.topics import ALL, PARTITIONS
from tests.integration.messaging.databases import department_database
from tests.integration.messaging.wires import kafka_wire
from tests.real.certificates import Certificates, make_certificates
from tests.real.fixtures import run_apart
from tests.unit.messaging.small_talk import heard_of, parties, runtime_of, say

PASSWORD: Final = "right"
REFUSED_WITHIN_SECONDS: Final = 5.0


@dataclass(frozen=True)
class Secured:
    """A broker with a listener that wants TLS and a log-in."""

    bootstrap: str
    certificates: Certificates

    def settings(self, **different: Any) -> DepartmentSettings:
        """Those of a department that may speak to it."""
        fitting: dict[str, Any] = {
            "database_dsn": SecretStr("postgresql://nobody@127.0.0.1:1/nothing"),
            "kafka_bootstrap_servers": self.bootstrap,
            "kafka_security_protocol": "SASL_SSL",
            "kafka_sasl_username": "ada",
            "kafka_sasl_password": SecretStr(PASSWORD),
            "kafka_ca_file": self.certificates.ca,
            "jwks_file": Path("unused"),
        }
        return DepartmentSettings(**{**fitting, **different})


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    folder = tmp_path_factory.mktemp("secured")
    certificates, port = make_certificates(folder), free_port()
    logging_in = "org.apache.kafka.common.security"
    settings = {
        "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL_SSL:SASL_SSL",
        "listener.name.sasl_ssl.sasl.enabled.mechanisms": "PLAIN,SCRAM-SHA-512",
        "listener.name.sasl_ssl.plain.sasl.jaas.config": (
            f'{logging_in}.plain.PlainLoginModule required user_ada="{PASSWORD}";'
        ),
        "listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config": f"{logging_in}.scram.ScramLoginModule required;",
        "ssl.keystore.type": "PEM",
        "ssl.keystore.location": str(certificates.server),
    }
    listeners = [f"SASL_SSL://127.0.0.1:{port}"]
    kafka = LocalKafka(folder / "kafka", settings=settings, listeners=listeners, users={"ada": PASSWORD})
    try:
        run_apart(kafka.start())
    except NoKafkaFiles as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(error))
    yield Secured(f"127.0.0.1:{port}", certificates)
    kafka.kill()  # nobody wants what it holds, and its way of stopping takes seconds


@pytest.mark.parametrize("mechanism", ["SCRAM-SHA-512", "PLAIN"])
async def test_what_a_relay_sends_a_worker_hears(
    secured: Secured, postgres_server: PostgresServer, mechanism: str
) -> None:
    security = secured.settings(kafka_sasl_mechanism=mechanism).kafka_security
    async with (
        kafka_wire(parties(), secured.bootstrap, security) as wire,
        department_database(postgres_server) as (store, engine),
    ):
        settings = secured.settings(
            kafka_sasl_mechanism=mechanism,
            database_dsn=SecretStr(engine.url.set(drivername="postgresql").render_as_string(hide_password=False)),
        )
        service = Service(department=wire.parties.listener, routers=(), permissions={})
        working = asyncio.create_task(worker.run_worker(service, settings))
        listener = runtime_of(wire.parties.listener, store)
        await say(wire.speaker, "bee", "one", "two")
        async with asyncio.timeout(30):
            while await heard_of(listener, "bee") != ["one", "two"]:  # noqa: ASYNC110 - it is the store that changes
                await asyncio.sleep(0.01)
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(working, 20)


UNFIT: Final[dict[str, tuple[dict[str, Any], str]]] = {
    "a wrong password": ({"kafka_sasl_password": SecretStr("wrong")}, "Authentication failed"),
    "a wrong password in plain": (
        {"kafka_sasl_password": SecretStr("wrong"), "kafka_sasl_mechanism": "PLAIN"},
        "Authentication failed",
    ),
    "a mechanism it does not know": ({"kafka_sasl_mechanism": "SCRAM-SHA-256"}, "UnsupportedSaslMechanism"),
    "signed by nobody we know": ({"kafka_ca_file": None}, "certificate verify failed"),
}


@pytest.mark.parametrize("unfit", UNFIT)
async def test_who_may_not_come_in_is_told_why_and_waits_for_nothing(secured: Secured, unfit: str) -> None:
    different, why = UNFIT[unfit]
    security = secured.settings(**different).kafka_security
    async with asyncio.timeout(REFUSED_WITHIN_SECONDS):
        with pytest.raises(PublishFailed, match=why):
            await kafka_publisher(secured.bootstrap, "speaker", security)()
        with pytest.raises(KafkaConnectionError, match=why):
            await KafkaTransport(secured.bootstrap, security=security).subscribe("listener", ["one.two"], {})
        with pytest.raises(KafkaConnectionError, match=why):
            await check_topics(secured.bootstrap, ["one.two"], PARTITIONS, security=security)


async def _why_the_broker_is_away(noted: CapturingLogger) -> str:
    while True:
        for call in noted.calls:
            if call.args == ("broker-away",):
                return str(call.kwargs["detail"])
        await asyncio.sleep(0.01)


async def test_a_worker_with_a_wrong_password_says_so_and_can_be_stopped(
    secured: Secured, postgres_server: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted = CapturingLogger()
    monkeypatch.setattr(worker, "log", noted)
    async with department_database(postgres_server) as (_, engine):
        settings = secured.settings(
            kafka_sasl_password=SecretStr("wrong"),
            database_dsn=SecretStr(engine.url.set(drivername="postgresql").render_as_string(hide_password=False)),
        )
        service = Service(department=parties().listener, routers=(), permissions={})
        working = asyncio.create_task(worker.run_worker(service, settings))
        async with asyncio.timeout(REFUSED_WITHIN_SECONDS):
            said = await _why_the_broker_is_away(noted)
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(working, 20)
    assert "Authentication failed" in said


def test_the_topics_of_a_deployment_are_made_as_its_settings_say(
    secured: Secured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(SECRETS_DIR, str(tmp_path))
    monkeypatch.setenv("KAFKA_SECURITY_PROTOCOL", "SASL_SSL")
    monkeypatch.setenv("KAFKA_CA_FILE", str(secured.certificates.ca))
    monkeypatch.setenv("KAFKA_SASL_USERNAME", "ada")
    with pytest.raises(Refused, match="KAFKA_SASL_PASSWORD"):
        deployment.make_topics(secured.bootstrap, 1)
    (tmp_path / "kafka_sasl_password").write_text(PASSWORD)
    deployment.make_topics(secured.bootstrap, 1)
    assert f"{len(ALL)} topics with {PARTITIONS} partitions each" in capsys.readouterr().err
