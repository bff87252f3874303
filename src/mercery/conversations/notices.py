"""The notice of a new message: it carries the message to those who follow the conversation, where there is room for it.

A notice comes when its transaction commits, in the order of commits, and says what was stored. So who has passed on all that
stood before need not ask the database for it. A notice may be lost, or come late: the number says which one it is.
"""

from __future__ import annotations

import json
from typing import Final

from mercery.conversations.conversation import Message
from mercery.conversations.wire import message_out
from mercery.core.database import Json

ROOM: Final = 6_000
"""Bytes of a message that go with its notice: PostgreSQL takes 8,000 for all of it."""


def message_notice(message: Message) -> Json:
    """What is announced of a stored message. An internal note is not for everybody who listens, so only its number is."""
    notice: Json = {"kind": "message", "seq": message.seq}
    if message.kind == "note":
        return notice
    told = message_out(message)
    room = len(json.dumps(told, ensure_ascii=False).encode()) <= ROOM
    return {**notice, "message": told} if room else notice


def next_message(notice: Json, after_seq: int) -> Json | None:
    """The message a notice carries, as `message_out` gives it, where it is the one right after `after_seq`."""
    carried = notice.get("message")
    return carried if isinstance(carried, dict) and notice.get("seq") == after_seq + 1 else None


def says_nothing_new(notice: Json, after_seq: int) -> bool:
    """Whether it is of a message at `after_seq` or before."""
    return notice.get("kind") == "message" and 0 < int(notice.get("seq", 0)) <= after_seq


def without_message(notice: Json) -> Json:
    """The notice for those who only learn that something changed."""
    return {name: value for name, value in notice.items() if name != "message"}
