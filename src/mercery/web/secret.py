"""What is signed or derived with the installation's key. Secrets that have to be read again: `core/sealed.py`."""

from __future__ import annotations

import hashlib
import hmac
from functools import lru_cache

from itsdangerous import BadSignature, URLSafeSerializer

from mercery.core.secret_key import earlier_keys, secret_key


def mac(purpose: str, *parts: str) -> str:
    """A keyed digest of `parts`, different for each purpose."""
    return _mac(secret_key(), purpose, parts)


def macs(purpose: str, *parts: str) -> tuple[str, ...]:
    """The digests by the present key and by those named as earlier ones: for what was kept for years and must still be
    known after the key was changed."""
    return tuple(_mac(key, purpose, parts) for key in (secret_key(), *earlier_keys()))


def _mac(key: bytes, purpose: str, parts: tuple[str, ...]) -> str:
    return hmac.new(key, "\0".join((purpose, *parts)).encode(), hashlib.sha256).hexdigest()


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
