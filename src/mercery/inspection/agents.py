"""Who spoke for the shop in a conversation. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from mercery.conversations.conversation import Message

AgentKind = Literal["assistant", "person"]
ASSISTANT: Final = "assistant"
"""The id under which the assistant is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spokesman:
    """The assistant, or one person."""

    id: str
    name: str
    kind: AgentKind


NOBODY: Final = Spokesman(id="nobody", name="", kind="person")
"""Where the shop never said a word."""


def speaker(message: Message) -> Spokesman | None:
    """Who said it for the shop; None for a customer's message."""
    if message.author == "assistant":
        return Spokesman(id=ASSISTANT, name=message.author_name, kind="assistant")
    if message.author == "staff":
        return Spokesman(id=message.author_id, name=message.author_name, kind="person")
    return None


def speakers(messages: Sequence[Message]) -> dict[Spokesman, int]:
    """Everybody who spoke for the shop, with the number of messages, in order of appearance."""
    found: dict[Spokesman, int] = {}
    for message in messages:
        who = speaker(message)
        if who is not None:
            found[who] = found.get(who, 0) + 1
    return found


def answerable(messages: Sequence[Message], place: int) -> Spokesman:
    """Who answers for what happened at `place`: its author; for a customer's message who spoke next, else before."""
    later = (speaker(one) for one in messages[place:])
    earlier = (speaker(one) for one in reversed(messages[:place]))
    return next((who for who in (*later, *earlier) if who is not None), NOBODY)
