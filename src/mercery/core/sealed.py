"""Secrets of others that have to be used again (app secrets, passwords, TOTP seeds), sealed before they go into a table.

AES-256-GCM with a key of its own for each purpose, derived from the installation's key by HKDF-SHA256 (RFC 5869). The
purpose is bound into the seal, so that a sealed text cannot be moved to another place and opened there. A sealed text
begins with its scheme and a short name of the key: after the installation's key was changed, texts of earlier keys
(setting `secret_keys_before`) are still opened, and `stale` says which should be sealed again.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from mercery.core.errors import MerceryError
from mercery.core.secret_key import earlier_keys, secret_key

_SCHEME: Final = "s1"
_NONCE: Final = 12
"""Bytes; random for each seal, as NIST SP 800-38D wants it."""


class CannotUnseal(MerceryError):
    """The text was not sealed for this purpose with a key this installation has."""

    code = "cannot_unseal"
    status = 500


def seal(text: str, purpose: str) -> str:
    """`text` as nobody can read or change it without the installation's key; the same text is sealed differently each
    time. Empty stays empty. `purpose` names the one use, such as `channel:<id>` or `accounts.totp:<staff id>`."""
    if not text:
        return ""
    key, nonce = secret_key(), secrets.token_bytes(_NONCE)
    body = nonce + AESGCM(_derived(key, purpose)).encrypt(nonce, text.encode(), purpose.encode())
    return f"{_SCHEME}.{_name(key)}.{base64.urlsafe_b64encode(body).decode()}"


def unseal(sealed: str, purpose: str) -> str:
    """What was sealed for this purpose; CannotUnseal where it was changed, meant for another purpose, or sealed with a key
    that is gone."""
    if not sealed:
        return ""
    scheme, name, body = _parts(sealed)
    keys = [key for key in (secret_key(), *earlier_keys()) if hmac.compare_digest(_name(key), name)]
    if scheme != _SCHEME or not keys or len(body) <= _NONCE:
        raise _cannot()
    try:
        opened = AESGCM(_derived(keys[0], purpose)).decrypt(body[:_NONCE], body[_NONCE:], purpose.encode())
    except InvalidTag as error:
        raise _cannot() from error
    return opened.decode()


def opened(sealed: str, purpose: str) -> str | None:
    """The same as `unseal`, None where it cannot be opened: the secret has to be entered again."""
    try:
        return unseal(sealed, purpose)
    except CannotUnseal:
        return None


def present_key_prefix() -> str:
    """How a text begins that was sealed with the key of this moment."""
    return f"{_SCHEME}.{_name(secret_key())}."


def stale(sealed: str) -> bool:
    """Whether it was sealed with an earlier key and should be sealed again."""
    return bool(sealed) and _parts(sealed)[1] != _name(secret_key())


def _parts(sealed: str) -> tuple[str, str, bytes]:
    try:
        scheme, name, body = sealed.split(".")
        return scheme, name, base64.b64decode(body.encode(), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error) as error:
        raise _cannot() from error


def _derived(key: bytes, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=b"mercery.sealed", info=purpose.encode()).derive(key)


def _name(key: bytes) -> str:
    """Enough of a digest to tell keys apart, and too little to say anything about one."""
    return hashlib.sha256(b"mercery.sealed.name\0" + key).hexdigest()[:8]


def _cannot() -> CannotUnseal:
    return CannotUnseal(
        "A stored secret cannot be opened with this installation's key.",
        remedy="If MERCERY_SECRET_KEY was changed, name the key before it in MERCERY_SECRET_KEYS_BEFORE; else enter the "
        "secret again.",
    )
