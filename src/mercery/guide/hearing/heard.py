"""What comes of a message, and the door to hearing. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from mercery.core.i18n import Lang
from mercery.guide.hearing.intents import Ask
from mercery.guide.hearing.known import KnownGoods
from mercery.guide.hearing.listening import listen
from mercery.guide.hearing.setting import Setting
from mercery.guide.need import Need, Shown, Wish

NoteKind = Literal["general_knowledge", "given_up", "refused", "kept"]


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
    """Offer what fits; set pieces side by side; answer a question that is no wish; show others; start anew; hand over
    to a person; nothing."""
    fresh: tuple[Wish, ...] = ()
    """The wishes that this message added or changed."""
    about: tuple[str, ...] = ()
    """Ids of products it is about: those to compare, asked about, or kept."""
    notes: tuple[Note, ...] = ()
    milder: Need | None = None
    """The need to hold instead where nothing meets `need`: below the dearest of several pieces that were found too
    dear, and not below the cheapest."""


def hear(
    message: str,
    need: Need,
    shown: Sequence[Shown],
    known: KnownGoods,
    *,
    lang: Lang,
    turn: int,
    today: date,
    paid_in: str | None = None,
) -> Heard:
    """The need after `message`. `shown`: what was offered so far, the latest last; `paid_in`: the currency of amounts
    that name none."""
    setting = Setting(need=need, shown=shown, known=known, lang=lang, turn=turn, today=today, paid_in=paid_in)
    found = listen(message, setting)
    fresh = tuple(wish for wish in found.need.wishes if wish.turn == turn and wish not in need.wishes)
    notes = [
        Note(kind="general_knowledge", wish=wish, words=why) for wish, why in found.from_knowledge if wish in fresh
    ]
    notes += [Note(kind="given_up", wish=wish) for wish in found.given_up]
    notes += [Note(kind="kept", words=one) for one in found.kept]
    notes += [Note(kind="refused", words=one) for one in found.refused]
    return Heard(
        need=found.need,
        asked_for=found.asked_for,
        fresh=fresh,
        about=found.about,
        notes=tuple(notes),
        milder=found.milder,
    )


__all__ = ["Ask", "Heard", "Note", "hear"]
