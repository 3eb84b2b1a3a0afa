"""Every route and every role: who is let in stands in the permissions, and nobody else is."""

import base64
import hmac
import json
import time
from typing import Any, Final
from uuid import uuid4

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from shared.testing.company import MemoryCompany
from shared.web.auth import ALGORITHM, ISSUER, LONGEST_TOKEN, TokenIssuer
from tests.integration.web.doorstep import PERMISSIONS, ROLES, Door, a_company, doors, knocking, problem_in
from tests.integration.web.permission_table import GOLDEN, permission_table

every_door = pytest.mark.parametrize("door", doors(), ids=str)
FIRST_OF_A_KIND: Final = {(door.department, door.method == "GET"): door for door in reversed(doors())}.values()
every_kind_of_door = pytest.mark.parametrize(
    "door",
    [door if door in FIRST_OF_A_KIND else pytest.param(door, marks=pytest.mark.campaign) for door in doors()],
    ids=str,
)
"""A reading and a writing one of each department; the others, which look at tokens in the same place, in a campaign."""
CLOSED: Final = "shared.auth.role-missing"


async def knock(company: MemoryCompany, door: Door, token: str | None) -> Any:
    """Without a key or a body: whoever is let in is refused for that, and nothing is written."""
    headers = {} if token is None else {"Authorization": token}
    async with knocking(company) as client:
        return await client.request(door.method, door.url(), headers=headers)


@every_door
async def test_exactly_the_listed_roles_are_let_in(door: Door) -> None:
    company = a_company()
    may = PERMISSIONS[door.department][door.name]
    for role in (*ROLES, "", "company", door.department):
        answer = await knock(company, door, f"Bearer {company.token('ada', role)}")
        let_in = answer.status_code not in (401, 403)
        assert let_in == (role in may), (role, answer.text)
        if not let_in:
            problem = problem_in(door, answer)
            assert (problem["status"], problem["code"]) == (403, CLOSED)
            assert problem["needed"] == sorted(may)
    nobody = await knock(company, door, f"Bearer {company.issuer.issue('ada', [], [door.department])}")
    assert problem_in(door, nobody)["code"] == CLOSED
    assert problem_in(door, await knock(company, door, None))["code"] == "shared.auth.not-signed-in"


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _unsigned(header: dict[str, Any], claims: dict[str, Any]) -> str:
    return ".".join([_base64(json.dumps(header).encode()), _base64(json.dumps(claims).encode()), ""])


def _with_public_key_as_secret(header: dict[str, Any], claims: dict[str, Any], issuer: TokenIssuer) -> str:
    """By hand: no library of today signs such a thing. Source: RFC 8725, section 2.1."""
    message = _unsigned(header, claims).rstrip(".")
    secret = ECKey.import_key(issuer.key.as_dict(private=False)).as_pem(private=False)
    return f"{message}.{_base64(hmac.digest(secret, message.encode(), 'sha256'))}"


def _bad_tokens(issuer: TokenIssuer, department: str, roles: list[str]) -> dict[str, str | None]:
    now = int(time.time())
    claims = {"iss": ISSUER, "sub": "ada", "aud": [department], "roles": roles, "exp": now + 600}
    header = {"alg": ALGORITHM, "kid": issuer.key.kid}

    def signed(**changed: Any) -> str:
        kept = {name: value for name, value in (claims | changed).items() if value is not None}
        return "Bearer " + jwt.encode(header, kept, issuer.key)

    good = signed()
    return {
        "none at all": None,
        "empty": "",
        "no token after the scheme": "Bearer ",
        "another scheme": good.replace("Bearer", "Basic"),
        "garbage": "Bearer a.b.c",
        "not ASCII": "Bearer \u00fc\u00df",
        "10 kB": "Bearer " + "a" * 10_000,
        "longer than is read, though signed": signed(roles=roles * (LONGEST_TOKEN // 10)),
        "cut short": good[:-4],
        "expired": signed(exp=now - 600),
        "without an end": signed(exp=None),
        "not yet": signed(nbf=now + 600),
        "for another department": signed(aud=["elsewhere"]),
        "for nobody": signed(aud=None),
        "of another issuer": signed(iss="somebody"),
        "of nobody": signed(sub=None),
        "of a number": signed(sub=7),
        "roles that are no list": signed(roles={"boss": True}),
        "unsigned": "Bearer " + _unsigned({"alg": "none"}, claims),
        "unsigned with our key's name": "Bearer " + _unsigned(header | {"alg": "none"}, claims),
        "signed with the public key as a secret": "Bearer "
        + _with_public_key_as_secret({"alg": "HS256", "kid": issuer.key.kid}, claims, issuer),
        "a key we never saw": "Bearer " + TokenIssuer.generate().issue("ada", roles, [department]),
        "our key's name over another key": "Bearer "
        + jwt.encode(header, claims, ECKey.generate_key("P-256", {"kid": str(issuer.key.kid)})),
    }


@every_kind_of_door
async def test_no_token_but_a_good_one_opens(door: Door) -> None:
    company = a_company()
    roles = sorted(PERMISSIONS[door.department][door.name])
    for kind, token in _bad_tokens(company.issuer, door.department, roles).items():
        answer = await knock(company, door, None if token is None else token.encode("latin-1"))  # type: ignore[arg-type]
        problem = problem_in(door, answer)
        assert (problem["status"], problem["code"]) == (401, "shared.auth.not-signed-in"), kind
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert (token or "none") not in answer.text, "a token is repeated"


async def test_a_department_takes_no_token_that_was_issued_for_another() -> None:
    company = a_company()
    elsewhere = company.issuer.issue("ada", ROLES, ["sales"])
    async with knocking(company) as client:
        client.headers["Authorization"] = f"Bearer {elsewhere}"
        assert (await client.get("/sales/orders")).status_code == 200
        assert (await client.get("/warehouse/items")).status_code == 401


async def test_a_key_belongs_to_its_person(make_company: Any) -> None:
    company, key = await make_company(), {"Idempotency-Key": str(uuid4())}
    for person in ("ada", "bert"):
        async with knocking(company, "warehouse.clerk", person=person) as client:
            listed = await client.put(f"/warehouse/items/OF-{person}", json={"name": person}, headers=key)
            assert (listed.status_code, listed.json()["repeated"]) == (200, False)


def test_the_permissions_are_as_they_were_reviewed() -> None:
    assert permission_table() == GOLDEN.read_text(encoding="utf-8"), (
        "permissions changed: look at the difference, then python -m tests.integration.web.permission_table"
    )


def test_whoever_may_approve_something_may_refuse_it() -> None:
    pairs = {
        (department, what): (may, routes[f"refuse {what}"])
        for department, routes in PERMISSIONS.items()
        for name, may in routes.items()
        if (what := name.removeprefix("approve ")) != name and f"refuse {what}" in routes
    }
    assert len(pairs) >= 10
    assert {pair for pair, (approvers, refusers) in pairs.items() if not approvers <= refusers} == set()
