"""The embedded company's signing key: made once, readable by its owner only; there is no default key."""

import json
import os
from pathlib import Path
from typing import Final

from joserfc.jwk import ECKey

from deploy.home import NoCompany
from shared.web.auth import TokenIssuer

SIGNING_KEY: Final = "signing-key.json"


def known_issuer_of(home: Path) -> TokenIssuer:
    """The issuer whose key lies in this home. Raises NoCompany: nobody would believe a key that is made for asking."""
    try:
        return TokenIssuer(ECKey.import_key(json.loads((home / SIGNING_KEY).read_text())))
    except (FileNotFoundError, NotADirectoryError):
        raise NoCompany(f"no company in {home}: `o2c run` makes one") from None
    except OSError as error:
        raise NoCompany(f"{home / SIGNING_KEY} cannot be read: {error.strerror}") from error


def issuer_of(home: Path) -> TokenIssuer:
    """The issuer whose key lies in this home, made at the first call."""
    path = home / SIGNING_KEY
    try:
        return TokenIssuer(ECKey.import_key(json.loads(path.read_text())))
    except FileNotFoundError:
        made = TokenIssuer.generate()
    home.mkdir(parents=True, exist_ok=True)
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(file, "w") as stream:
        json.dump(made.key.as_dict(private=True), stream)
    return made
