"""The page where an answer of a messenger stands whole, with what it stands on: a short address that cannot be guessed."""

from __future__ import annotations

import hmac
import re
from typing import Final

from mercery.core.config import settings
from mercery.web.secret import mac

_LENGTH: Final = 16
_CODE: Final = re.compile(rf"(msg_[0-9a-z]{{26}})\.([0-9a-f]{{{_LENGTH}}})")


def address_of(message_id: str) -> str:
    """The page's address."""
    return f"{settings().base_url}/said/{message_id}.{_proof(message_id)}"


def message_id_of(code: str) -> str | None:
    """The message an address is about; None for one that was not made here."""
    found = _CODE.fullmatch(code)
    return found[1] if found and hmac.compare_digest(found[2], _proof(found[1])) else None


def _proof(message_id: str) -> str:
    return mac("channels.said", message_id)[:_LENGTH]
