"""A phrase with its slots filled: a line that knows which words stand on which fact."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from mercery.claims.sentence import Line
from mercery.studio.writing import chinese
from mercery.studio.writing.english import how_many, in_years, lowered, swapped, with_article
from mercery.studio.writing.phrase_book import CLAUSES, Phrase, Piece
from mercery.studio.writing.points import Point
from mercery.studio.writing.referring import Referring


def fill(
    phrase: Phrase, points: Mapping[str, Point], who: Referring, clauses: Mapping[str, Line] | None = None
) -> Line | None:
    """The phrase in words; None where it names a point that is not there."""
    line = Line()
    for piece in phrase.pieces:
        if piece.fact:
            point = points.get(piece.fact)
            if point is None:
                return None
            _value(line, piece, point, who)
        elif piece.agreeing:
            line.say(piece.agreeing[who.many])
        elif piece.naming in CLAUSES:
            clause = (clauses or {}).get(piece.naming)
            if clause is None:
                return None
            line.add(clause)
        elif piece.naming == "label":
            line.say(WAYS[piece.way](points["any"].label.text(who.lang))[1])
        elif piece.naming:
            _named(line, piece.naming, who)
        else:
            line.say(_gap(line, piece.words, who) + piece.words)
    return line


def _gap(line: Line, words: str, who: Referring) -> str:
    return chinese.gap(line.text, words) if who.lang == "zh" else ""


def _value(line: Line, piece: Piece, point: Point, who: Referring) -> None:
    if piece.words:
        line.fact(point.fact, piece.words, "computed")
        return
    before, text = WAYS[piece.way](point.text)
    line.say(before + _gap(line, before + text, who)).fact(
        point.fact, text, "computed" if piece.way in _WORKED_OUT else point.how
    )


_WORKED_OUT: Final = frozenset({"or", "set", "years", "year", "swapped", "swapped_low"})
WAYS: Final[Mapping[str, Callable[[str], tuple[str, str]]]] = {
    "": lambda text: ("", text),
    "low": lambda text: ("", lowered(text)),
    "a": lambda text: (with_article(lowered(text)), lowered(text)),
    "cap": lambda text: ("", text[:1].upper() + text[1:]),
    "num": lambda text: ("", text.partition(" ")[0]),
    "swapped": lambda text: ("", swapped(text)),
    "swapped_low": lambda text: ("", lowered(swapped(text))),
    "years": lambda text: ("", in_years(text)),
    "year": lambda text: ("", in_years(text, joined=True)),
    "set": lambda text: ("", how_many(text)),
    "or": lambda text: ("", text.replace(" and ", " or ")),
    "joined": lambda text: ("", text.replace(" and ", " & ") if text.isascii() else text),
    **chinese.WAYS,
}
"""How a value is written after the colon of its slot: words before it that claim nothing, and the value's own."""


def _named(line: Line, naming: str, who: Referring) -> None:
    words = str(getattr(who, naming))
    line.say(_gap(line, words, who))
    before, found, after = words.partition(who.title) if who.title else (words, "", "")
    line.say(before)
    if found:
        line.name(found).say(after)
