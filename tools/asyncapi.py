"""The AsyncAPI 3 document of the company: its topics, what is told on each, and who tells and hears it.

Written to `docs/asyncapi.json` by `python tools/published_events.py`. Source: the AsyncAPI specification 3.0.0, its
Kafka bindings 0.5.0, and the CloudEvents Kafka binding 1.0.2 (binary content mode).
"""

import inspect
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any, Final

from deploy.registry import SERVICES
from shared.messaging.versions import readers_of
from shared.published.published import TYPES, topic_of
from shared.published.topics import ALL, PARTITIONS, owner_of

KAFKA: Final = "0.5.0"
SCHEMAS: Final = "../shared/published/schemas"
_WORDS: Final = """\
Five departments tell each other what has happened. Only facts travel: nobody commands another department. Each topic
belongs to the department that its name begins with, and is keyed by the aggregate's id, so that what happened to one
document is heard in order. Delivery is at least once; `ce_id` tells repetitions, and `ce_sequence` counts without
gaps within a topic and partition, so that a listener sees what it missed and asks the owner's feed for it
(`GET /{department}/feed/{topic}/{partition}`). Within a version fields are only added: ignore those you do not know.
"""


def _header(description: str, example: str, **more: Any) -> dict[str, Any]:
    return {"type": "string", "description": description, "examples": [example], **more}


_ID: Final = "0192f0c1-7b3e-7cc4-9f63-1c5a7d3f2b10"
_MOMENT: Final = "2026-03-02T08:00:00+00:00"
HEADERS: Final[dict[str, Any]] = {
    "type": "object",
    "description": "CloudEvents 1.0 attributes and our extensions, each as a text.",
    "properties": {
        "ce_specversion": {"type": "string", "const": "1.0"},
        "ce_id": _header("the event; the same for every repetition", _ID, format="uuid"),
        "ce_source": _header("the department that told it", "/sales"),
        "ce_type": _header("what happened, and the version of the data", "sales.order.placed.v1"),
        "ce_time": _header("when it happened, in business terms", _MOMENT, format="date-time"),
        "ce_subject": _header("the stream that it happened to, with its owner", "order-0192"),
        "ce_partitionkey": _header("the aggregate's id; also the record's key", "0192"),
        "ce_sequence": _header("counts from 1 without gaps, within topic and partition", "42", pattern="^[1-9][0-9]*$"),
        "ce_sourceepoch": _header("grows when the owner's database was restored", "1", pattern="^[0-9]+$"),
        "ce_streamversion": _header("the event's place in its stream", "3", pattern="^[1-9][0-9]*$"),
        "ce_causationid": _header("the command, message or deadline that led to it", _ID, format="uuid"),
        "ce_correlationid": _header("the same for everything that one request led to", _ID, format="uuid"),
        "ce_fence": _header("which lead of the owner's relay sent it", "7", pattern="^[0-9]+$"),
        "ce_committedat": _header("when it was recorded", _MOMENT, format="date-time"),
        "ce_actor": _header("the person who did it; absent where it followed by rule", "anh.accountant"),
        "ce_dataref": _header(
            "where to fetch the data, when it is too large for a record", "/sales/feed/sales.order/2"
        ),
        "traceparent": _header("W3C trace context", f"00-{'a' * 32}-{'b' * 16}-01"),
        "content-type": {"type": "string", "const": "application/json"},
    },
    "additionalProperties": False,
}
OPTIONAL: Final = frozenset({"ce_actor", "ce_committedat", "ce_dataref", "traceparent"})


def _reference(*path: str) -> dict[str, str]:
    return {"$ref": "/".join(("#", *path))}


def _message(name: str, kind: type) -> dict[str, Any]:
    return {
        "name": name,
        "title": kind.__name__,
        "summary": " ".join((inspect.getdoc(kind) or "").split()),
        "contentType": "application/json",
        "correlationId": {"location": "$message.header#/ce_correlationid"},
        "headers": {
            "allOf": [
                _reference("components", "schemas", "headers"),
                {"properties": {"ce_type": {"const": name}, "ce_source": {"const": f"/{owner_of(topic_of(kind))}"}}},
            ]
        },
        "payload": {
            "schemaFormat": "application/schema+json;version=draft-2020-12",
            "schema": {"$ref": f"{SCHEMAS}/{name}.json"},
        },
        "bindings": {"kafka": {"key": {"type": "string"}, "bindingVersion": KAFKA}},
    }


def _told_on(topic: str) -> list[str]:
    return [name for name, kind in TYPES.items() if topic_of(kind) == topic]


def _channel(topic: str) -> dict[str, Any]:
    return {
        "address": topic,
        "description": f"Told by {owner_of(topic)} alone.",
        "servers": [_reference("servers", "kafka")],
        "messages": {name: _reference("components", "messages", name) for name in _told_on(topic)},
        "bindings": {
            "kafka": {
                "topic": topic,
                "partitions": PARTITIONS,
                "topicConfiguration": {"cleanup.policy": ["delete"]},
                "bindingVersion": KAFKA,
            }
        },
    }


def _operation(action: str, department: str, topic: str, names: list[str]) -> tuple[str, dict[str, Any]]:
    verb = "tells" if action == "send" else "hears"
    operation: dict[str, Any] = {
        "action": action,
        "title": f"{department} {verb} {topic}",
        "channel": _reference("channels", topic),
        "tags": [{"name": department}],
        "messages": [_reference("channels", topic, "messages", name) for name in names],
    }
    if action == "receive":
        operation["bindings"] = {"kafka": {"groupId": {"type": "string", "const": department}, "bindingVersion": KAFKA}}
    return f"{department}.{verb}.{topic}", operation


def _operations() -> Iterator[tuple[str, dict[str, Any]]]:
    for topic in ALL:
        yield _operation("send", owner_of(topic), topic, _told_on(topic))
    for service in SERVICES:
        readable = readers_of(service.department)
        for topic in ALL:
            heard = [name for name in _told_on(topic) if name in readable]
            if heard:
                yield _operation("receive", service.name, topic, heard)


def document() -> dict[str, Any]:
    """The whole document."""
    required = [name for name in HEADERS["properties"] if name not in OPTIONAL]
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "o2c: what the departments tell each other",
            "version": version("o2c"),
            "description": _WORDS,
        },
        "defaultContentType": "application/json",
        "servers": {
            "kafka": {
                "host": "{bootstrap}",
                "protocol": "kafka",
                "description": "The brokers that the departments are given as KAFKA_BOOTSTRAP_SERVERS.",
                "variables": {"bootstrap": {"default": "localhost:9092"}},
            }
        },
        "channels": {topic: _channel(topic) for topic in ALL},
        "operations": dict(_operations()),
        "components": {
            "messages": {name: _message(name, kind) for name, kind in sorted(TYPES.items())},
            "schemas": {"headers": {**HEADERS, "required": required}},
        },
    }
