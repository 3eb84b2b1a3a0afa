"""Who is asking: JWT (ES256) with roles, one audience per department, deny by default."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet

from shared.kernel.rejection import Ground, Rejection

ALGORITHM: Final = "ES256"
ISSUER: Final = "o2c"
LEEWAY_SECONDS: Final = 30
LONGEST_TOKEN: Final = 4096
_CACHED: Final = 10_000


class NotSignedIn(Exception):
    """There is no token, or not one that we believe. Answered with 401; the reason is for the log."""


class RoleMissing(Rejection):
    """None of your roles may do this."""

    code = "shared.auth.role-missing"
    ground = Ground.NOT_ALLOWED


@dataclass(frozen=True, slots=True)
class Principal:
    """A person or system: who it is and which roles it has."""

    person: str
    roles: frozenset[str]


class TokenVerifier:
    """Believes tokens that one of the pinned keys signed for this audience, while they last. Source: RFC 8725."""

    def __init__(self, keys: KeySet, audience: str) -> None:
        self._keys = keys
        self._claims = jwt.JWTClaimsRegistry(
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": ISSUER},
            aud={"essential": True, "value": audience},
            sub={"essential": True},
            exp={"essential": True},
        )
        self._believed: dict[str, tuple[Principal, float]] = {}

    def verify(self, token: str) -> Principal:
        """Who the token names. Raises NotSignedIn."""
        known = self._believed.get(token)
        if known is not None and known[1] > time.time():
            return known[0]
        if len(token) > LONGEST_TOKEN:
            raise NotSignedIn("the token is too long")
        try:
            decoded = jwt.decode(token, self._keys, algorithms=[ALGORITHM])
            self._claims.validate(decoded.claims)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise NotSignedIn(f"{type(error).__name__}: {error}") from error
        principal = _principal(decoded.claims)
        if len(self._believed) >= _CACHED:
            self._believed.clear()
        self._believed[token] = (principal, float(decoded.claims["exp"]))
        return principal


def _principal(claims: dict[str, Any]) -> Principal:
    roles = claims.get("roles", [])
    if not isinstance(claims["sub"], str) or not isinstance(roles, list):
        raise NotSignedIn("sub or roles are not of the form we know")
    return Principal(person=claims["sub"], roles=frozenset(str(role) for role in roles))


class TokenIssuer:
    """Signs tokens for the embedded company and for tests; in production an identity provider does."""

    def __init__(self, key: ECKey) -> None:
        self._key = key

    @classmethod
    def generate(cls) -> "TokenIssuer":
        """With a key nobody has seen before."""
        return cls(ECKey.generate_key("P-256", auto_kid=True))

    @property
    def key(self) -> ECKey:
        """The private key."""
        return self._key

    def keys(self) -> KeySet:
        """The public keys, for verifiers."""
        return KeySet([ECKey.import_key(self._key.as_dict(private=False))])

    def issue(
        self,
        person: str,
        roles: Sequence[str],
        audience: Sequence[str],
        lasts: timedelta = timedelta(hours=12),
    ) -> str:
        """A token for that person with those roles, good for the departments in `audience`."""
        now = int(time.time())
        claims = {
            "iss": ISSUER,
            "sub": person,
            "aud": list(audience),
            "roles": list(roles),
            "iat": now,
            "exp": now + int(lasts.total_seconds()),
        }
        return jwt.encode({"alg": ALGORITHM, "kid": self._key.kid}, claims, self._key)
