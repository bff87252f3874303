"""A sentence of several full stops as several, each with its own claims: what is spoken is cut where one breathes. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mercery.claims.sentence import Sentence, Span

_STOP: Final = re.compile(r"(?<=[.!?])\s+(?=[A-Z])|(?<=[。！？])(?=.)")


def breaths(sentence: Sentence) -> tuple[Sentence, ...]:
    """Its parts. A claim that lies over a stop stands in both of its halves."""
    return tuple(_parts(sentence))


def _parts(sentence: Sentence) -> Iterator[Sentence]:
    at = 0
    for stop in _STOP.finditer(sentence.text):
        yield _part(sentence, at, stop.start())
        at = stop.end()
    yield _part(sentence, at, len(sentence.text))


def _part(sentence: Sentence, start: int, end: int) -> Sentence:
    spans = tuple(
        Span(start=max(span.start, start) - start, end=min(span.end, end) - start, fact_id=span.fact_id, how=span.how)
        for span in sentence.spans
        if span.start < end and start < span.end
    )
    return Sentence(text=sentence.text[start:end], spans=spans, place=sentence.place)
