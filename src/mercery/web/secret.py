"""The installation's secret and what is signed or derived with it."""

from __future__ import annotations

import hashlib
import hmac
import os
from functools import lru_cache
from pathlib import Path

from itsdangerous import BadSignature, URLSafeSerializer

from mercery.core.config import settings
from mercery.core.ids import new_secret


def secret_key() -> bytes:
    """The key from the settings, else the one kept in the home folder (made at first use, readable by us only)."""
    configured = settings().secret_key
    if configured is not None:
        return configured.get_secret_value().encode()
    return _kept_key(settings().home / "secret.key")


def mac(purpose: str, *parts: str) -> str:
    """A keyed digest of `parts`, different for each purpose."""
    message = "\0".join((purpose, *parts)).encode()
    return hmac.new(secret_key(), message, hashlib.sha256).hexdigest()


def seal(purpose: str, value: object) -> str:
    """`value` (anything JSON can hold) as a signed, readable text."""
    return _serializer(secret_key(), purpose).dumps(value)


def unseal(purpose: str, text: str) -> object | None:
    """What was sealed for this purpose, or None when the text was not made by us."""
    try:
        opened: object = _serializer(secret_key(), purpose).loads(text)
    except BadSignature:
        return None
    return opened


@lru_cache(maxsize=32)
def _serializer(key: bytes, purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(key, salt=f"mercery.{purpose}", signer_kwargs={"digest_method": hashlib.sha256})


@lru_cache(maxsize=4)
def _kept_key(path: Path) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    if not path.exists():
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(new_secret(48))
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_bytes().strip()
