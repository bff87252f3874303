"""Meta's signature and its first question. Pure.

Source: developers.facebook.com, Graph API "Webhooks, Getting Started": `X-Hub-Signature-256` is `sha256=` and the HMAC-SHA256, keyed
with the app secret, of the body exactly as it was sent; the verification request carries hub.mode, hub.verify_token and
hub.challenge.
"""

from __future__ import annotations

import hashlib
import hmac

from mercery.conversations.signature import BadSignature


def sign(app_secret: str, body: bytes) -> str:
    """The header's value."""
    return f"sha256={hmac.new(app_secret.encode(), body, hashlib.sha256).hexdigest()}"


def check(app_secret: str, body: bytes, given: str) -> None:
    """Refuse (BadSignature) what this app's secret did not sign."""
    if not app_secret or not hmac.compare_digest(sign(app_secret, body).encode(), given.encode()):
        raise BadSignature(
            "X-Hub-Signature-256 does not fit this body.",
            remedy="The app secret here must be the one of the app that Meta calls from: App settings, Basic.",
        )


def check_first_question(mode: str, given: str, verify_token: str) -> None:
    """Refuse (BadSignature) whoever asks without the verify token."""
    if mode != "subscribe" or not verify_token or not hmac.compare_digest(given.encode(), verify_token.encode()):
        raise BadSignature(
            "The verify token is another.", remedy="Copy the verify token of this channel into Meta's configuration."
        )
