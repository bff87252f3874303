"""How a mail of ours names its conversation, so that an answer finds it: in its Message-ID, and in a tag of the address. Both are
signed: a stranger cannot make one up and write into somebody's conversation."""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable
from typing import Final

from mercery.web.secret import mac

_LENGTH: Final = 12
_ID: Final = re.compile(rf"<(msg_[0-9a-z]{{26}})\.([0-9a-f]{{{_LENGTH}}})@[^<>\s]+>")
_TAG: Final = re.compile(rf"\+(cnv_[0-9a-z]{{26}})-([0-9a-f]{{{_LENGTH}}})@")


def message_id(own_id: str, address: str) -> str:
    """The Message-ID of our message `own_id`, sent from `address`; the same each time it is tried."""
    return f"<{own_id}.{_proof('id', own_id)}@{address.rpartition('@')[2]}>"


def own_message(references: Iterable[str]) -> str | None:
    """The message of ours that a mail answers, the newest first; None where it names none that we made."""
    for one in reversed(list(references)):
        found = _ID.fullmatch(one)
        if found and hmac.compare_digest(found[2], _proof("id", found[1])):
            return found[1]
    return None


def tagged(address: str, conversation_id: str) -> str:
    """The address with the conversation's tag."""
    local, _, domain = address.rpartition("@")
    return f"{local}+{conversation_id}-{_proof('tag', conversation_id)}@{domain}"


def tagged_conversation(recipients: Iterable[str]) -> str | None:
    """The conversation that a recipient's tag names; None without one that we made."""
    for one in recipients:
        found = _TAG.search(one)
        if found and hmac.compare_digest(found[2], _proof("tag", found[1])):
            return found[1]
    return None


def _proof(use: str, value: str) -> str:
    return mac(f"channels.mail.{use}", value)[:_LENGTH]
