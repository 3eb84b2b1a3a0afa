"""The Kafka broker of the tests: found or started, killed and brought back with its messages."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from deploy.embedded.kafka import Broker, LocalKafka, NoBroker, find_broker
from deploy.embedded.ownership import FolderInUse
from tests.real.fixtures import gone_within, parent_of, run_apart

_REPOSITORY = Path(__file__).parents[2]
_OWNER = """
import asyncio, pathlib, sys
from deploy.embedded.kafka import LocalKafka

async def main():
    kafka = await LocalKafka(pathlib.Path(sys.argv[1])).start()
    print(kafka.pid, flush=True)
    await asyncio.sleep(600)

asyncio.run(main())
"""


@asynccontextmanager
async def _topic(bootstrap_servers: str) -> AsyncIterator[str]:
    name = f"test.{uuid.uuid4().hex}"
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap_servers)
    await admin.start()
    try:
        await admin.create_topics([NewTopic(name, num_partitions=2, replication_factor=1)])
    finally:
        await admin.close()
    yield name


async def _send(bootstrap_servers: str, topic: str, values: list[bytes]) -> None:
    async with AIOKafkaProducer(bootstrap_servers=bootstrap_servers, enable_idempotence=True) as producer:
        for value in values:
            await producer.send_and_wait(topic, value, key=b"one")


async def _receive(bootstrap_servers: str, topic: str, count: int) -> list[bytes]:
    consumer = AIOKafkaConsumer(
        topic,
        bootstrap_servers=bootstrap_servers,
        group_id=f"group.{uuid.uuid4().hex}",
        auto_offset_reset="earliest",
        enable_auto_commit=False,
    )
    async with consumer, asyncio.timeout(15):
        return [(await consumer.getone()).value for _ in range(count)]


async def test_messages_go_through_the_found_broker(kafka_broker: Broker) -> None:
    servers = kafka_broker.bootstrap_servers
    async with _topic(servers) as topic:
        await _send(servers, topic, [b"1", b"2", b"3"])
        assert await _receive(servers, topic, 3) == [b"1", b"2", b"3"]


async def test_a_named_broker_is_used_and_left_alone(kafka_broker: Broker) -> None:
    named = await find_broker(environment={"KAFKA_BOOTSTRAP_SERVERS": kafka_broker.bootstrap_servers})
    assert named.local is None
    await named.close()
    async with _topic(named.bootstrap_servers):
        pass


async def test_a_named_broker_that_is_silent_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deploy.embedded.kafka.NAMED_BROKER_ANSWERS_WITHIN_SECONDS", 0.2)
    with pytest.raises(NoBroker, match=r"KAFKA_BOOTSTRAP_SERVERS names 127\.0\.0\.1:1"):
        await find_broker(environment={"KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:1"})


@pytest.mark.slow
async def test_a_killed_broker_comes_back_with_its_messages(kafka_broker: Broker, server_home: Path) -> None:
    if kafka_broker.local is None:
        pytest.skip("the broker in use is not run from jars")
    folder = server_home / "kafka"
    async with LocalKafka(folder) as kafka:
        servers, pid = kafka.bootstrap_servers, kafka.pid
        with pytest.raises(FolderInUse, match=f"in use by process {os.getpid()}"):
            await LocalKafka(folder).start()
        async with _topic(servers) as topic:
            await _send(servers, topic, [b"before"])
            kafka.kill()
            await kafka.start()
            assert (kafka.bootstrap_servers, kafka.pid != pid) == (servers, True)
            await _send(servers, topic, [b"after"])
            assert await _receive(servers, topic, 2) == [b"before", b"after"]
            kafka.pause()
            sending = asyncio.create_task(_send(servers, topic, [b"late"]))
            done, _ = await asyncio.wait({sending}, timeout=0.5)
            assert not done
            kafka.resume()
            await asyncio.wait_for(sending, 20)
            assert await _receive(servers, topic, 3) == [b"before", b"after", b"late"]


@pytest.mark.slow
def test_no_broker_outlives_its_owner(kafka_broker: Broker, server_home: Path) -> None:
    if kafka_broker.local is None:
        pytest.skip("the broker in use is not run from jars")
    owner = subprocess.Popen(
        [sys.executable, "-c", _OWNER, str(server_home / "kafka")],
        stdout=subprocess.PIPE,
        text=True,
        cwd=_REPOSITORY,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    with owner:
        assert owner.stdout is not None
        broker_pid = int(owner.stdout.readline())
        owner.send_signal(signal.SIGKILL)
    # Its successor need not wait: it ends what is left of the broker first.
    kafka = LocalKafka(server_home / "kafka")
    run_apart(kafka.start())
    assert gone_within(broker_pid, 0.5)
    second_pid = kafka.pid
    keeper_pid = parent_of(second_pid)
    os.kill(keeper_pid, signal.SIGKILL)
    assert gone_within(keeper_pid, 5)  # where it is still dying, there is nothing to start yet
    run_apart(kafka.start())
    assert gone_within(second_pid, 0.5)
    run_apart(kafka.stop())


async def test_without_any_way_all_of_them_are_named(server_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", f"unix://{server_home}/nobody-listens.sock")
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr("deploy.embedded.kafka_jars.JAVA_FOLDERS", server_home)
    with pytest.raises(NoBroker) as refusal:
        await find_broker(environment={"O2C_CACHE": str(server_home)})
    for way in ("KAFKA_BOOTSTRAP_SERVERS", "Docker", "Java 17", "Maven"):
        assert way in str(refusal.value)
