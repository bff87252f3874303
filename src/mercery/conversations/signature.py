"""Signed requests between a shop and a messenger: HMAC-SHA256 over time and body, both ways the same."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from mercery.core.errors import Unauthenticated
from mercery.web.secret import mac

TIMESTAMP_HEADER: Final = "X-Mercery-Timestamp"
SIGNATURE_HEADER: Final = "X-Mercery-Signature"
DELIVERY_HEADER: Final = "X-Mercery-Delivery"
WINDOW: Final = timedelta(minutes=5)
"""A request signed longer ago (or ahead) is refused, so that a recorded one cannot be sent again later."""
_SCHEME: Final = "v1="


class BadSignature(Unauthenticated):
    """The request was not signed with this channel's secret, or too long ago."""

    code = "bad_signature"


def channel_secret(channel_id: str, version: int) -> str:
    """A channel's secret, derived from the installation's key: it stands in no table and no backup."""
    return f"mcs_{mac('channel', channel_id, str(version))}"


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """The signature header's value."""
    digest = hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return f"{_SCHEME}{digest}"


def signed_headers(secret: str, body: bytes, moment: datetime) -> dict[str, str]:
    """The two headers for a request sent at `moment`."""
    timestamp = str(int(moment.timestamp()))
    return {TIMESTAMP_HEADER: timestamp, SIGNATURE_HEADER: sign(secret, timestamp, body)}


def check_signature(secrets: Iterable[str], timestamp: str, signature: str, body: bytes, moment: datetime) -> None:
    """Refuse (BadSignature) what none of the secrets signed within the window."""
    if not timestamp.isdecimal() or abs(moment.timestamp() - int(timestamp)) > WINDOW.total_seconds():
        raise BadSignature(
            f"{TIMESTAMP_HEADER} is missing or more than five minutes away from now.",
            remedy="Sign each request at the moment it is sent, in Unix seconds.",
        )
    right = [hmac.compare_digest(sign(secret, timestamp, body).encode(), signature.encode()) for secret in secrets]
    if not any(right):
        raise BadSignature(
            f"{SIGNATURE_HEADER} does not fit this body and channel.",
            remedy="Sign `timestamp + '.' + body` by HMAC-SHA256 with the channel's secret, in hex after `v1=`.",
        )
