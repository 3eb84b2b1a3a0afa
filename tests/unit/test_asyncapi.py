"""The AsyncAPI document: built as version 3 asks, with every reference leading somewhere, and true of real messages."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final
from uuid import uuid4

import pytest
from jsonschema import Draft202012Validator

from deploy.registry import SERVICES
from shared.event_store.partitioning import partition_of_key
from shared.messaging.consumer import subscribed_topics
from shared.messaging.envelope import Envelope, to_headers
from shared.published.published import TYPES
from shared.published.topics import ALL, owner_of
from tools.asyncapi import document
from tools.published_events import ASYNCAPI

TEXT: Final = {"type": "string", "minLength": 1}
NAME: Final = "^[A-Za-z0-9_.-]+$"


def _object(required: str, /, **properties: Any) -> dict[str, Any]:
    """An object with these fields and no others."""
    return {
        "type": "object",
        "required": required.split(),
        "properties": properties,
        "additionalProperties": False,
    }


def _mapping(schema: Any) -> dict[str, Any]:
    return {"type": "object", "minProperties": 1, "propertyNames": {"pattern": NAME}, "additionalProperties": schema}


def _kafka(**properties: Any) -> dict[str, Any]:
    return _object("kafka", kafka=_object("bindingVersion", bindingVersion={"const": "0.5.0"}, **properties))


REFERENCE: Final = _object("$ref", **{"$ref": {"type": "string", "pattern": "^#/[^ ]+$"}})
# What the specification 3.0.0 says of the objects that we use, and nothing of those that we do not.
SPECIFICATION: Final = _object(
    "asyncapi info channels operations components",
    asyncapi={"const": "3.0.0"},
    info=_object("title version", title=TEXT, version=TEXT, description=TEXT),
    defaultContentType={"const": "application/json"},
    servers=_mapping(
        _object(
            "host protocol",
            host=TEXT,
            protocol={"const": "kafka"},
            description=TEXT,
            variables=_mapping(_object("default", default=TEXT)),
        )
    ),
    channels=_mapping(
        _object(
            "address messages",
            address=TEXT,
            description=TEXT,
            servers={"type": "array", "items": REFERENCE, "uniqueItems": True},
            messages=_mapping(REFERENCE),
            bindings=_kafka(
                topic=TEXT,
                partitions={"type": "integer", "minimum": 1},
                topicConfiguration=_object(
                    "", **{"cleanup.policy": {"type": "array", "items": {"enum": ["compact", "delete"]}}}
                ),
            ),
        )
    ),
    operations=_mapping(
        _object(
            "action channel",
            action={"enum": ["send", "receive"]},
            title=TEXT,
            channel=REFERENCE,
            tags={"type": "array", "items": _object("name", name=TEXT), "uniqueItems": True},
            messages={"type": "array", "items": REFERENCE, "minItems": 1, "uniqueItems": True},
            bindings=_kafka(groupId={"type": "object"}),
        )
    ),
    components=_object(
        "messages schemas",
        messages=_mapping(
            _object(
                "name payload",
                name=TEXT,
                title=TEXT,
                summary=TEXT,
                contentType=TEXT,
                correlationId=_object("location", location={"pattern": "^\\$message\\.(header|payload)#(/[^/]+)*$"}),
                headers={"type": "object"},
                payload=_object("schemaFormat schema", schemaFormat=TEXT, schema={"type": "object"}),
                bindings=_kafka(key={"type": "object"}),
            )
        ),
        schemas=_mapping({"type": "object"}),
    ),
)


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ASYNCAPI.read_text())
    return found


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for child in node.values():
            yield from _references(child)
    elif isinstance(node, list):
        for child in node:
            yield from _references(child)


def test_it_is_built_as_version_3_asks(described: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(SPECIFICATION)
    Draft202012Validator(SPECIFICATION).validate(described)


def test_every_reference_leads_somewhere(described: dict[str, Any]) -> None:
    references = set(_references(described))
    assert len(references) > 2 * len(TYPES)
    for reference in references:
        inside, _, pointer = reference.partition("#")
        if inside:
            assert (ASYNCAPI.parent / inside).resolve().is_file(), reference
            continue
        node: Any = described
        for step in pointer.strip("/").split("/"):
            assert step in node, reference
            node = node[step]


def test_every_topic_is_a_channel_and_every_type_a_message_on_one_of_them(described: dict[str, Any]) -> None:
    assert set(described["channels"]) == set(ALL)
    on_channels = [name for channel in described["channels"].values() for name in channel["messages"]]
    assert sorted(on_channels) == sorted(TYPES) == sorted(described["components"]["messages"])


def test_one_department_tells_and_those_that_subscribe_hear(described: dict[str, Any]) -> None:
    operations = described["operations"]
    assert {name for name, one in operations.items() if one["action"] == "send"} == {
        f"{owner_of(topic)}.tells.{topic}" for topic in ALL
    }
    assert {name for name, one in operations.items() if one["action"] == "receive"} == {
        f"{service.name}.hears.{topic}" for service in SERVICES for topic in subscribed_topics(service.department)
    }


@pytest.mark.parametrize("large", [True, False])
def test_the_headers_of_a_message_are_those_that_are_described(large: bool) -> None:
    cause = uuid4()
    message = Envelope(
        topic="sales.order",
        partition=partition_of_key("O1"),
        seq=1,
        key="O1",
        event_id=uuid4(),
        type="sales.order.placed.v1",
        epoch=1,
        stream="order-O1",
        stream_version=1,
        occurred_at=datetime(2026, 3, 2, tzinfo=UTC),
        causation_id=cause,
        correlation_id=cause,
        trace=f"00-{'a' * 32}-{'b' * 16}-01" if large else None,
        data=b"{}",
        elsewhere=large,
        actor="anh.accountant" if large else None,
    )
    headers = {name: value.decode() for name, value in to_headers(message, fence=1)}
    components = document()["components"]
    schema = {**components["messages"]["sales.order.placed.v1"]["headers"], "components": components}
    checker = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    assert [error.message for error in checker.iter_errors(headers)] == []
    assert [error.message for error in checker.iter_errors(headers | {"ce_type": "sales.order.placed.v9"})] != []
    assert [error.message for error in checker.iter_errors(headers | {"ce_whim": "1"})] != []
