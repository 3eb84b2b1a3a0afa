"""The OpenAPI documents: valid, complete, and usable by somebody who has nothing else."""

import json
import re
from collections import Counter
from typing import Any, Final

import pytest
import schemathesis
from jsonschema import Draft202012Validator

from deploy.departments import NAMES
from shared.web.problems import MEDIA_TYPE
from tests.integration.web.doorstep import Door, document_of, doors, resolved, write_doors
from tools.openapi_documents import FOLDER

every_department = pytest.mark.parametrize("department", NAMES)
ALWAYS_OF_A_WRITE: Final = {
    "400": {"shared.request.idempotency-key-missing"},
    "401": {"shared.auth.not-signed-in"},
    "403": {"shared.auth.role-missing"},
    "412": {"shared.request.precondition-failed"},
    "413": {"shared.request.too-large"},
    "422": {
        "shared.request.idempotency-key-reused",
        "shared.request.header-invalid",
        "shared.request.nul-character",
        "shared.request.invalid",
        "shared.request.unstorable",
    },
    "503": {"shared.store.unavailable", "shared.store.too-much-contention"},
}


@every_department
def test_it_is_valid_openapi(department: str) -> None:
    document: Any = document_of(department)
    assert document["openapi"].startswith("3.1")
    schemathesis.openapi.from_dict(document).validate()
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


@every_department
def test_it_is_kept_as_it_is_served(department: str) -> None:
    kept = json.loads((FOLDER / f"{department}.json").read_text())
    assert kept == document_of(department), "run python tools/openapi_documents.py, and look at the difference"


@every_department
def test_it_says_how_to_begin(department: str) -> None:
    document = document_of(department)
    for word in ("bearer token", "Idempotency-Key", "If-Match", "RFC 9457"):
        assert word in document["info"]["description"]
    assert document["security"] == [{"bearer": []}]
    assert document["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"


@every_department
def test_names_are_unique_and_short(department: str) -> None:
    operations = Counter(door.operation["operationId"] for door in doors() if door.department == department)
    assert [name for name, count in operations.items() if count > 1] == []
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in operations)
    assert [name for name in document_of(department)["components"]["schemas"] if "__" in name] == []


@pytest.mark.parametrize("door", doors(), ids=str)
def test_every_operation_explains_itself(door: Door) -> None:
    assert door.operation["summary"]
    assert not door.operation["description"].startswith("For `"), "nothing is said but who may use it"
    assert len(door.operation["tags"]) == 1
    assert [one["name"] for one in door.operation.get("parameters", ()) if not one.get("description")] == []
    assert "HTTPValidationError" not in json.dumps(door.operation)
    for status, response in door.operation["responses"].items():
        assert response["description"]
        if not status.startswith("2"):
            assert list(response["content"]) == [MEDIA_TYPE]
            assert response["content"][MEDIA_TYPE]["schema"] == {"$ref": "#/components/schemas/Problem"}
            for code, example in response["content"][MEDIA_TYPE]["examples"].items():
                assert example["value"]["status"] == int(status)
                assert code in response["description"]


@pytest.mark.parametrize("door", write_doors(), ids=str)
def test_every_write_documents_what_it_takes_and_refuses(door: Door) -> None:
    responses = door.operation["responses"]
    for status, codes in ALWAYS_OF_A_WRITE.items():
        assert codes <= set(responses[status]["content"][MEDIA_TYPE]["examples"]), status
    headers = {one["name"]: one["required"] for one in door.operation["parameters"] if one["in"] == "header"}
    assert headers == {"Idempotency-Key": True, "If-Match": False, "X-Correlation-Id": False}
    (success,) = (response for status, response in responses.items() if status.startswith("2"))
    assert "ETag" in success["headers"]
    schema = door.body_schema()
    if schema is None:
        return
    assert "shared.request.malformed-json" in responses["400"]["content"][MEDIA_TYPE]["examples"]
    assert schema["additionalProperties"] is False
    assert schema["description"]
    for example in schema["examples"]:
        described = {**schema, "components": document_of(door.department)["components"]}
        Draft202012Validator(described).validate(example)
    for name, described in schema["properties"].items():
        assert _is_bounded(resolved(door.department, described)), f"{name} has no bound"


def _is_bounded(schema: Any) -> bool:
    """A list says how long it may be, and a text too. A decimal is a number that may be written as a text."""
    if "anyOf" in schema:
        if any(one.get("type") == "number" for one in schema["anyOf"]):
            return True
        return all(_is_bounded(one) for one in schema["anyOf"])
    match schema.get("type"):
        case "array":
            return "maxItems" in schema
        case "string":
            return bool({"maxLength", "pattern", "enum", "const", "format"} & schema.keys())
        case "integer":
            return bool({"maximum", "exclusiveMaximum", "enum", "const"} & schema.keys())
        case _:
            return True


@every_department
def test_every_answer_in_json_is_described(department: str) -> None:
    """As what it is made of: text is what a framework writes down of an answer that it does not know."""
    texts = [
        f"{method} {path} {status}"
        for path, methods in document_of(department)["paths"].items()
        for method, operation in methods.items()
        for status, answer in operation["responses"].items()
        for media, content in answer.get("content", {}).items()
        if media.endswith("json") and content["schema"].get("type") == "string"
    ]
    assert texts == []
