"""WeChat's signatures and its message encryption. Pure.

Sources: developers.weixin.qq.com, 公众号 "接入指南" (signature: SHA-1 over token, timestamp and nonce, sorted and joined) and
"消息加解密说明" (AES-256-CBC; key: EncodingAESKey with `=` behind it in base64; IV: the key's first 16 bytes; plaintext: 16 random
bytes, the length of the XML in four bytes big-endian, the XML, the AppID; padded to 32 bytes as in PKCS#7; msg_signature: SHA-1
over token, timestamp, nonce and the ciphertext in base64, sorted and joined). The platform's own example is among the tests.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from mercery.conversations.signature import BadSignature

WINDOW: Final = timedelta(minutes=10)
"""A request stamped longer ago, or ahead, is refused; in plain mode the signature does not even cover the body."""
_BLOCK: Final = 32
_RANDOM: Final = 16


def signature(*parts: str) -> str:
    """SHA-1 over the parts, sorted and joined, in hex."""
    return hashlib.sha1("".join(sorted(parts)).encode(), usedforsecurity=False).hexdigest()


def check(given: str, timestamp: str, moment: datetime, *parts: str) -> None:
    """Refuse (BadSignature) what is not signed with these parts, or not now. `parts` include the timestamp."""
    fits = hmac.compare_digest(signature(*parts).encode(), given.encode())
    if not fits:
        raise BadSignature(
            "The signature does not fit this channel.",
            remedy="Copy the token of this channel into the server configuration of the official account.",
        )
    if not timestamp.isdecimal() or abs(moment.timestamp() - int(timestamp)) > WINDOW.total_seconds():
        raise BadSignature(
            "The request is not of this moment.", remedy="Check this server's clock; a recorded request is not taken."
        )


def decrypt(encrypted: str, aes_key: str, app_id: str) -> str:
    """The XML inside; BadSignature where it was not encrypted for this account."""
    try:
        data, key = base64.b64decode(encrypted, validate=True), _key(aes_key)
        plain = _unpadded(_cipher(key).decryptor(), data)
        length = int.from_bytes(plain[_RANDOM : _RANDOM + 4], "big")
        content, owner = plain[_RANDOM + 4 :][:length], plain[_RANDOM + 4 + length :]
        if len(content) != length or not hmac.compare_digest(owner, app_id.encode()):
            raise _foreign()
        return content.decode()
    except (ValueError, binascii.Error) as error:
        raise _foreign() from error


def encrypt(xml: str, aes_key: str, app_id: str) -> str:
    """The XML as the platform decrypts it."""
    content, key = xml.encode(), _key(aes_key)
    plain = secrets.token_bytes(_RANDOM) + len(content).to_bytes(4, "big") + content + app_id.encode()
    missing = _BLOCK - len(plain) % _BLOCK
    encryptor = _cipher(key).encryptor()
    return base64.b64encode(encryptor.update(plain + bytes([missing]) * missing) + encryptor.finalize()).decode()


def _key(aes_key: str) -> bytes:
    # The last letter of 43 carries two bits too many, which the platform ignores.
    key = base64.b64decode(aes_key + "=")
    if len(key) != 32:
        raise ValueError("an EncodingAESKey has 43 letters")
    return key


def _cipher(key: bytes) -> Cipher[CBC]:
    return Cipher(AES(key), CBC(key[:16]))


def _unpadded(decryptor: object, data: bytes) -> bytes:
    update, finalize = decryptor.update, decryptor.finalize  # type: ignore[attr-defined]
    plain = update(data) + finalize()
    missing = plain[-1] if plain else 0
    if not 1 <= missing <= _BLOCK or plain[-missing:] != bytes([missing]) * missing:
        raise ValueError("padding")
    return bytes(plain[:-missing])


def _foreign() -> BadSignature:
    return BadSignature(
        "The message was not encrypted for this account.",
        remedy="AppID and EncodingAESKey must be the same here and in the server configuration.",
    )
