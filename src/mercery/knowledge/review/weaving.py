"""Draft and source as pieces, some of them marked by a letter: the same letter on both sides is one thread. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from mercery.core.i18n import LANGS, Lang, Words
from mercery.knowledge.documents.document import SourceRef
from mercery.knowledge.drafts.draft import Thread, ThreadKind
from mercery.knowledge.drafts.threads import explained


@dataclass(frozen=True, slots=True, kw_only=True)
class WovenPiece:
    """A run of text; a marked one has the place of its letter."""

    text: str
    knot: int | None = None
    agrees: bool = True
    left_out: bool = False
    """Not a text but the place where something of the source is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Knot:
    """One letter: what the draft says and what the source says."""

    place: int
    kind: ThreadKind
    agrees: bool
    said: str
    stated: str
    """Empty when no source says anything of the kind."""
    lang: Lang
    sentence: Words
    """What it comes to, in a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Woven:
    """A draft's answer and its sources, joined."""

    answer: dict[Lang, tuple[WovenPiece, ...]]
    sources: tuple[tuple[WovenPiece, ...], ...]
    knots: tuple[Knot, ...]

    @property
    def differing(self) -> tuple[Knot, ...]:
        """Those that do not agree."""
        return tuple(knot for knot in self.knots if not knot.agrees)

    @property
    def values(self) -> tuple[str, ...]:
        """What the sources say in the place of what differs, each once."""
        return tuple(dict.fromkeys(knot.stated for knot in self.differing if knot.stated))


def woven(answer: Words, threads: Sequence[Thread], sources: Sequence[SourceRef]) -> Woven:
    """Give each thread its letter. What both languages say from one place of the source has one letter."""
    places: dict[tuple[object, ...], int] = {}
    at: list[int] = []
    for number, thread in enumerate(threads):
        key = (
            (thread.source, thread.source_start, thread.source_end) if thread.source is not None else ("alone", number)
        )
        at.append(places.setdefault((*key, thread.agrees), len(places)))
    knots: dict[int, Knot] = {}
    for place, thread in zip(at, threads, strict=True):
        knots.setdefault(place, _knot(place, thread, answer, sources))
    written: dict[Lang, tuple[WovenPiece, ...]] = {}
    for lang in LANGS:
        text = answer.en if lang == "en" else answer.zh
        own = [(place, one) for place, one in zip(at, threads, strict=True) if one.lang == lang]
        written[lang] = _pieces(text, [_in_answer(place, one) for place, one in own])
    quoted = []
    for number, source in enumerate(sources):
        own = [(place, one) for place, one in zip(at, threads, strict=True) if one.source == number]
        spans = [_Span(one.source_start, one.source_end, place, one.agrees) for place, one in own]
        quoted.append(_pieces(source.quote, spans))
    return Woven(answer=written, sources=tuple(quoted), knots=tuple(knots[place] for place in sorted(knots)))


class _Span(NamedTuple):
    start: int
    end: int
    place: int
    agrees: bool


def _in_answer(place: int, thread: Thread) -> _Span:
    """What is left out has no words in the answer: its letter stands at the end of the sentence."""
    return _Span(thread.end if thread.left_out else thread.start, thread.end, place, thread.agrees)


def _knot(place: int, thread: Thread, answer: Words, sources: Sequence[SourceRef]) -> Knot:
    text = answer.en if thread.lang == "en" else answer.zh
    stated = ""
    if thread.source is not None and thread.source < len(sources):
        stated = sources[thread.source].quote[thread.source_start : thread.source_end]
    return Knot(
        place=place, kind=thread.kind, agrees=thread.agrees, said=text[thread.start : thread.end], stated=stated,
        lang=thread.lang, sentence=explained(thread, answer, sources),
    )  # fmt: skip


def _pieces(text: str, spans: Sequence[_Span]) -> tuple[WovenPiece, ...]:
    """The text cut at the spans; one that begins inside another is left out, the longer stays."""
    found: list[WovenPiece] = []
    done = 0
    for start, end, place, agrees in sorted(set(spans), key=lambda span: (span.start, span.start - span.end)):
        empty = start == end
        if (start < done and not empty) or end > len(text) or start > end:
            continue
        if start > done:
            found.append(WovenPiece(text=text[done:start]))
        found.append(WovenPiece(text=text[start:end], knot=place, agrees=agrees, left_out=empty))
        done = max(done, end)
    if done < len(text):
        found.append(WovenPiece(text=text[done:]))
    return tuple(found)
