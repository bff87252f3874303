"""What a person typed, sentence by sentence: what may be said, and of the rest why not and what code would say instead. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from mercery.claims.sentence import Sentence
from mercery.core.i18n import Lang
from mercery.core.ids import new_id
from mercery.livestream.avatar.feeling import gesture_of, mood_of
from mercery.livestream.line import Line
from mercery.livestream.order.rejudging import grounded
from mercery.livestream.order.shelf import Shelf
from mercery.livestream.show import Item
from mercery.studio.checking import judge
from mercery.studio.editing import sentences
from mercery.studio.piece import Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """One sentence with its verdict; the line where it may be said."""

    told: Told
    line: Line | None


def typed_lines(text: str, shelf: Shelf, lang: Lang, *, item: Item | None = None, about: str = "") -> tuple[Typed, ...]:
    """The sentences of the text, judged on the facts of the piece `about`, or of the shop alone."""
    materials = shelf.piece(about) if about else shelf.bare
    if materials is None:
        return ()
    found = []
    for one in sentences(text):
        told = judge(Sentence(text=one), materials, writer="person", about=about, lang=lang)
        found.append(Typed(told=told, line=_line(told, shelf, lang, item, about) if told.holds else None))
    return tuple(found)


def _line(told: Told, shelf: Shelf, lang: Lang, item: Item | None, about: str) -> Line:
    text = told.sentence.text
    line = Line(
        id=new_id("lln"), sentence=told.sentence, lang=lang, kind="piece", item_id=item.id if item else "", product_id=about,
        mood=mood_of(text, "answer"), gesture=gesture_of(text),
    )  # fmt: skip
    return grounded(line, shelf, everything=True)
