"""What is signed, concealed or derived with the installation's key."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from functools import lru_cache

from itsdangerous import BadSignature, URLSafeSerializer

from mercery.core.secret_key import secret_key


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


_NONCE = 16
_TAG = 16


def conceal(purpose: str, text: str) -> str:
    """`text` as nobody can read or change it without the installation's key: for keys of others that have to be used again
    and may stand in no table or backup. Empty stays empty. The same text is concealed differently each time."""
    if not text:
        return ""
    nonce, plain = secrets.token_bytes(_NONCE), text.encode()
    body = nonce + _masked(purpose, nonce, plain)
    return base64.urlsafe_b64encode(body + _tag(purpose, body)).decode()


def reveal(purpose: str, text: str) -> str | None:
    """What was concealed for this purpose; None when it was not concealed with this installation's key."""
    if not text:
        return ""
    try:
        opened = base64.urlsafe_b64decode(text.encode())
    except (binascii.Error, ValueError):
        return None
    body, tag = opened[:-_TAG], opened[-_TAG:]
    if len(body) < _NONCE or not hmac.compare_digest(tag, _tag(purpose, body)):
        return None
    return _masked(purpose, body[:_NONCE], body[_NONCE:]).decode()


def _tag(purpose: str, body: bytes) -> bytes:
    return hmac.digest(_apart(purpose, "tag"), body, "sha256")[:_TAG]


def _masked(purpose: str, nonce: bytes, text: bytes) -> bytes:
    """Under a stream of HMAC-SHA256 over a counter, which is used once: the nonce is random."""
    key, blocks = _apart(purpose, "stream"), range(-(-len(text) // 32))
    stream = b"".join(hmac.digest(key, nonce + number.to_bytes(4, "big"), "sha256") for number in blocks)
    return bytes(one ^ other for one, other in zip(text, stream, strict=False))


def _apart(purpose: str, use: str) -> bytes:
    """A key of its own for each purpose and use."""
    return hmac.digest(secret_key(), f"mercery.conceal\0{purpose}\0{use}".encode(), "sha256")


@lru_cache(maxsize=32)
def _serializer(key: bytes, purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(key, salt=f"mercery.{purpose}", signer_kwargs={"digest_method": hashlib.sha256})
