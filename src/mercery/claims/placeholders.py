"""Placeholders in a model's text: `{s1}` a whole sentence of the code's, `{a1}` a value with the fact it stands on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mercery.claims.sentence import Line, Sentence, Span

_PLACE: Final = re.compile(r"\{\s*([sa])\s*(\d{1,2})\s*\}")
_ALONE: Final = re.compile(r"^[\s\-–•*]*\{\s*s\s*(\d{1,2})\s*\}[\s.。!！]*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A value of the answer: its words and the fact behind them."""

    words: str
    fact_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A sentence of a model with its places filled."""

    text: str
    whole: int | None = None
    """The code's sentence it consists of, counted from 0."""
    spans: tuple[Span, ...] = ()
    own: str = ""
    """What the model wrote itself."""
    broken: str = ""
    """Why it cannot be filled."""


def slots_of(sentences: Sequence[Sentence]) -> tuple[Slot, ...]:
    """The values of the code's sentences, each once."""
    found: dict[tuple[str, str], Slot] = {}
    for sentence in sentences:
        for span in sentence.spans:
            words = sentence.text[span.start : span.end]
            if span.fact_id and span.how == "holds" and len(words) <= 80:
                found.setdefault((words, span.fact_id), Slot(words=words, fact_id=span.fact_id))
    return tuple(found.values())


def fill(text: str, sentences: Sequence[Sentence], slots: Sequence[Slot]) -> Filled:
    """One sentence of a model's text with its placeholders replaced."""
    if alone := _ALONE.match(text):
        number = int(alone[1]) - 1
        if not 0 <= number < len(sentences):
            return Filled(text=text, broken=f"there is no sentence {alone[1]}")
        return Filled(text=sentences[number].text, whole=number)
    line, at, own = Line(), 0, ""
    for place in _PLACE.finditer(text):
        if place[1] == "s":
            return Filled(text=text, broken="a whole sentence stands inside another")
        number = int(place[2]) - 1
        if not 0 <= number < len(slots):
            return Filled(text=text, broken=f"there is no value {place[2]}")
        own += text[at : place.start()] + " "
        line.say(text[at : place.start()])
        slot = slots[number]
        line.stands_on(slot.fact_id, slot.words)
        at = place.end()
    own += text[at:]
    line.say(text[at:])
    if re.search(r"[{}]", own):
        return Filled(text=text, broken="a placeholder cannot be read")
    done = line.done()
    return Filled(text=done.text, spans=done.spans, own=own)
