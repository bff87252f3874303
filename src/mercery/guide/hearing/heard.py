"""What comes of a message, and the door to hearing. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from mercery.core.i18n import Lang
from mercery.guide.hearing.known import KnownGoods
from mercery.guide.need import Need, Shown, Wish

Ask = Literal["offer", "compare", "question", "more", "start", "person", "thanks"]
"""What the message asks the guide to do: offer what fits; set pieces side by side; answer a question that is no wish;
show others; start anew; hand over to a person; nothing."""
NoteKind = Literal["general_knowledge", "given_up", "replaced", "refused", "kept", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something about how the message was read that the answer should say or the page may show."""

    kind: NoteKind
    wish: Wish | None = None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A message, heard."""

    need: Need
    asked_for: Ask = "offer"
    fresh: tuple[Wish, ...] = ()
    """The wishes that this message added or changed."""
    about: tuple[str, ...] = ()
    """Ids of products it is about: those to compare, or the one to keep."""
    notes: tuple[Note, ...] = ()


def hear(
    message: str, need: Need, shown: Sequence[Shown], known: KnownGoods, *, lang: Lang, turn: int, today: date
) -> Heard:
    """The need after `message`. `shown`: what was offered so far, the latest last."""
    return Heard(need=need)
