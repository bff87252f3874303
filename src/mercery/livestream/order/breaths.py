"""A sentence of several full stops as several, each with its own claims: what is spoken is cut where one breathes. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from mercery.claims.sentence import Sentence, Span

_STOP: Final = re.compile(r"(?<=[.!?])\s+(?=[A-Z])|(?<=[。！？])(?=.)")


_SEMICOLON: Final = re.compile(r"; (?=[a-z])|；(?=.)")


def breaths(sentence: Sentence, *, at_semicolons: bool = False) -> tuple[Sentence, ...]:
    """Its parts. A claim that lies over a stop stands in both of its halves. `at_semicolons`: semicolons are full stops too."""
    return tuple(_parts(_stopped(sentence) if at_semicolons else sentence))


def _stopped(sentence: Sentence) -> Sentence:
    """With full stops for semicolons, sign for sign, so that its claims stay where they are."""
    text = _SEMICOLON.sub(lambda found: ". " if found[0] == "; " else "。", sentence.text)
    text = re.sub(r"(?<=\. )[a-z]", lambda found: found[0].upper(), text)
    return replace(sentence, text=text)


def _parts(sentence: Sentence) -> Iterator[Sentence]:
    at = 0
    for stop in _STOP.finditer(sentence.text):
        yield part(sentence, at, stop.start())
        at = stop.end()
    yield part(sentence, at, len(sentence.text))


def part(sentence: Sentence, start: int, end: int) -> Sentence:
    """The characters from `start` to `end`, with the claims that lie in them."""
    spans = tuple(
        Span(start=max(span.start, start) - start, end=min(span.end, end) - start, fact_id=span.fact_id, how=span.how)
        for span in sentence.spans
        if span.start < end and start < span.end
    )
    return Sentence(text=sentence.text[start:end], spans=spans, place=sentence.place)
