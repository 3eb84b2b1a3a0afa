"""A real Apache Kafka broker: one that is there already, one in a container, or one run by this process.

The product's embedded company needs none; tests, `o2c doctor` and the benchmark do.
"""

import asyncio
import base64
import contextlib
import json
import logging
import os
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from deploy.embedded.kafka_jars import KAFKA_VERSION, KafkaFiles, NoKafkaFiles, kafka_files
from deploy.embedded.kafka_settings import JAVA_OPTIONS, LOGGING, SETTINGS
from deploy.embedded.kept_process import (
    KeptProcess,
    KeptServer,
    Launch,
    free_port,
    log_tail,
    port_is_free,
    start_or_undo,
)
from deploy.embedded.leftovers import end_leftovers

_log = logging.getLogger(__name__)

_READY_WITHIN_SECONDS = 90.0
_SHUTDOWN_GRACE_SECONDS = 20.0
NAMED_BROKER_ANSWERS_WITHIN_SECONDS = 10.0


class NoBroker(RuntimeError):
    """No Kafka broker could be found or started; the message names every way and why it failed."""


class LocalKafka(KeptServer):
    """A broker in KRaft combined mode, started from Kafka's jars; topics and messages stay in its folder."""

    def __init__(
        self,
        folder: Path,
        *,
        environment: Mapping[str, str] | None = None,
        settings: Mapping[str, str] | None = None,
        listeners: Sequence[str] = (),
        users: Mapping[str, str] | None = None,
    ) -> None:
        """The folder keeps data, logs and the port, so that a restart comes back under the same address.

        `listeners` are more of them besides the plain one, as Kafka writes them, and `settings` say what they speak.
        `users` and their passwords are known to SCRAM-SHA-512 from the first start on.
        """
        super().__init__("the Kafka broker", folder.resolve())
        self._environment = environment
        self._settings = {**SETTINGS, **(settings or {})}
        self._listeners = listeners
        self._users = dict(users or {})
        self._log = self._folder / "broker.log"
        self._port = 0

    @property
    def bootstrap_servers(self) -> str:
        """host:port; known once started, the same for ever after."""
        if self._port == 0:
            raise RuntimeError("the broker was not started yet")
        return f"127.0.0.1:{self._port}"

    async def start(self) -> Self:
        """Start and wait until it answers a metadata request. Does nothing where it runs already."""
        if self._process is None or not self._process.running:
            await start_or_undo(self._start_and_wait(), self.stop)
        return self

    async def __aenter__(self) -> Self:
        return await self.start()

    async def _start_and_wait(self) -> None:
        process = await asyncio.to_thread(self._launch)
        try:
            await _until_it_answers(
                self.bootstrap_servers,
                _READY_WITHIN_SECONDS,
                lambda: process.running,
                lambda: log_tail(self._log),
            )
        except BaseException:
            await asyncio.to_thread(process.kill)
            self._forget()
            raise

    def _launch(self) -> KeptProcess:
        files = kafka_files(self._environment)
        self._take_folder()
        try:
            end_leftovers(self._folder, "java", signal.SIGTERM, _SHUTDOWN_GRACE_SECONDS)
            settings = self._write_settings()
            if not (self._folder / "data" / "meta.properties").exists():
                self._format(files, settings)
            launch = Launch(
                command=[*self._java(files), "kafka.Kafka", str(settings)],
                log=self._folder / "output.log",
                folder=self._folder,
                stop_signal=signal.SIGTERM,
                grace_seconds=_SHUTDOWN_GRACE_SECONDS,
                environment=dict(os.environ),
            )
            self._process = KeptProcess.start(launch)
        except BaseException:
            self._forget()
            raise
        return self._process

    def _java(self, files: KafkaFiles) -> list[str]:
        logging_file = self._folder / "log4j2.properties"
        logging_file.write_text(LOGGING.format(folder=self._folder))
        options = [*JAVA_OPTIONS, f"-Dlog4j2.configurationFile={logging_file}"]
        return [str(files.java), *options, "-cp", f"{files.jars}/*"]

    def _write_settings(self) -> Path:
        self._port, controller = self._ports()
        clients = ",".join([f"PLAINTEXT://127.0.0.1:{self._port}", *self._listeners])
        addresses = {
            "listeners": f"{clients},CONTROLLER://127.0.0.1:{controller}",
            "advertised.listeners": clients,
            "controller.quorum.voters": f"1@127.0.0.1:{controller}",
            "log.dirs": str(self._folder / "data"),
        }
        path = self._folder / "server.properties"
        path.write_text("".join(f"{key}={value}\n" for key, value in {**self._settings, **addresses}.items()))
        return path

    def _ports(self) -> tuple[int, int]:
        """The ports of the last start; others if those are taken, but the same for one object's life."""
        path = self._folder / "ports.json"
        if path.exists():
            client, controller = json.loads(path.read_text())
            if self._port or (port_is_free(client) and port_is_free(controller)):
                return client, controller
        client, controller = free_port(), free_port()
        path.write_text(json.dumps([client, controller]))
        return client, controller

    def _format(self, files: KafkaFiles, settings: Path) -> None:
        cluster = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=").replace("-", "A")
        tool = [*self._java(files), "kafka.tools.StorageTool", "format"]
        known = [f"--add-scram=SCRAM-SHA-512=[name={name},password={word}]" for name, word in self._users.items()]
        done = subprocess.run(
            [*tool, "--cluster-id", cluster, "--config", str(settings), "--ignore-formatted", *known],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        if done.returncode != 0:
            raise RuntimeError(f"Kafka could not format {self._folder}: {done.stdout}{done.stderr}")


@dataclass(frozen=True)
class Broker:
    """A broker somebody may use until close(). `local` is a broker of our own: it can be killed and started again."""

    bootstrap_servers: str
    origin: str
    local: LocalKafka | None
    _close: Callable[[], Awaitable[None]]

    async def close(self) -> None:
        """Give it back: what was started for us is stopped, what was there stays."""
        await self._close()


async def find_broker(environment: Mapping[str, str] | None = None) -> Broker:
    """Find or start a broker: KAFKA_BOOTSTRAP_SERVERS, else a container, else Kafka's own jars.

    A named broker that does not answer is an error; nothing else is tried in its place. The data of the
    third way is removed on close.
    """
    environment = os.environ if environment is None else environment
    named = environment.get("KAFKA_BOOTSTRAP_SERVERS")
    if named:
        try:
            await _until_it_answers(named, NAMED_BROKER_ANSWERS_WITHIN_SECONDS)
        except TimeoutError as error:
            raise NoBroker(f"KAFKA_BOOTSTRAP_SERVERS names {named}, which does not answer: {error}") from error
        return Broker(named, "KAFKA_BOOTSTRAP_SERVERS", None, _nothing_to_close)
    try:
        return await _in_a_container()
    except _NoContainer as error:
        no_container = str(error)
    try:
        return await _from_jars(environment)
    except (NoKafkaFiles, RuntimeError, OSError, subprocess.SubprocessError) as error:
        raise NoBroker(
            "no Kafka broker. Any one of these will do:\n"
            "1. KAFKA_BOOTSTRAP_SERVERS=host:port of a broker that runs (not set)\n"
            f"2. a Docker engine and the package testcontainers ({no_container})\n"
            f"3. Java 17 or newer and Maven, to run Apache Kafka {KAFKA_VERSION} from its jars ({error})"
        ) from error


class _NoContainer(Exception):
    """Why a container is not to be had."""


async def _nothing_to_close() -> None:
    return None


async def _from_jars(environment: Mapping[str, str]) -> Broker:
    scratch = tempfile.TemporaryDirectory(prefix="o2c-kafka-", ignore_cleanup_errors=True)
    kafka = LocalKafka(Path(scratch.name), environment=environment)

    async def close() -> None:
        await kafka.stop()
        scratch.cleanup()

    try:
        await kafka.start()
    except BaseException:
        await close()
        raise
    return Broker(kafka.bootstrap_servers, f"Apache Kafka {KAFKA_VERSION} from its jars", kafka, close)


async def _in_a_container() -> Broker:
    container = await asyncio.to_thread(_start_container)
    address = container.get_bootstrap_server()

    async def close() -> None:
        await asyncio.to_thread(container.stop)

    try:
        await _until_it_answers(address, _READY_WITHIN_SECONDS)
    except BaseException:
        await close()
        raise
    return Broker(address, "testcontainers", None, close)


def _start_container() -> Any:
    try:  # testcontainers is a development dependency, and brings the docker package
        import docker
        from testcontainers.community.kafka import KafkaContainer
    except ImportError:
        raise _NoContainer("the package testcontainers is not installed") from None
    _check_docker_socket()
    try:
        with contextlib.closing(docker.from_env(timeout=3)) as engine:
            engine.ping()
    except Exception as error:
        raise _NoContainer(f"no Docker engine answers: {error}") from error
    container = KafkaContainer().with_kraft()
    container.with_env("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
    try:
        return container.start(timeout=int(_READY_WITHIN_SECONDS))
    except Exception as error:
        container.stop()
        raise _NoContainer(f"the container did not start: {error}") from error


def _check_docker_socket() -> None:
    """Dial the engine's unix socket first: the docker package leaks a socket when nobody answers there."""
    address = os.environ.get("DOCKER_HOST", "unix:///var/run/docker.sock")
    if address.startswith("unix://"):
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(address.removeprefix("unix://"))
            except OSError as error:
                raise _NoContainer(f"no Docker engine answers at {address}: {error}") from error


async def _until_it_answers(
    bootstrap_servers: str,
    timeout_seconds: float,
    alive: Callable[[], bool] = lambda: True,
    last_words: Callable[[], str] = lambda: "",
) -> None:
    """Until it answers a metadata request with itself in the answer."""
    deadline = time.monotonic() + timeout_seconds
    while not await _answers(bootstrap_servers):
        if not alive():
            raise RuntimeError(f"Kafka ended while starting: {last_words()}")
        if time.monotonic() > deadline:
            raise TimeoutError(f"no answer from {bootstrap_servers} within {timeout_seconds:.0f} s. {last_words()}")
        await asyncio.sleep(0.05)


async def _answers(bootstrap_servers: str) -> bool:
    if not await _listens(bootstrap_servers):  # the client logs an error for each refused connection
        return False
    client = AIOKafkaAdminClient(bootstrap_servers=bootstrap_servers, request_timeout_ms=2000)
    try:
        await asyncio.wait_for(client.start(), 3)
        cluster = await asyncio.wait_for(client.describe_cluster(), 3)
        return bool(cluster["brokers"])
    except (KafkaError, OSError, TimeoutError):
        return False
    finally:
        await client.close()


async def _listens(bootstrap_servers: str) -> bool:
    host, _, port = bootstrap_servers.split(",")[0].rpartition(":")
    try:
        _, writer = await asyncio.wait_for(asyncio.open_connection(host.strip("[]"), int(port)), 2)
    except (OSError, TimeoutError):
        return False
    writer.close()
    return True
