"""Draft and source as pieces, some of them marked by a letter: the same letter on both sides is one thread. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
    closes: bool = True
    """The letter follows here; a mark that others interrupt has it at its end only."""
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
    return _lettered(written, quoted, knots)


def _lettered(
    written: dict[Lang, tuple[WovenPiece, ...]],
    quoted: Sequence[tuple[WovenPiece, ...]],
    knots: Mapping[int, Knot],
) -> Woven:
    """Letters without a gap, in reading order. One that agrees and is hidden behind others has none."""
    seen = [piece.knot for lang in LANGS for piece in written[lang] if piece.knot is not None]
    wanted = [
        *dict.fromkeys(seen),
        *(place for place in sorted(knots) if place not in seen and not knots[place].agrees),
    ]
    letters = {place: letter for letter, place in enumerate(wanted)}

    def renamed(pieces: Sequence[WovenPiece]) -> tuple[WovenPiece, ...]:
        return tuple(
            replace(piece, knot=letters.get(piece.knot)) if piece.knot is not None else piece for piece in pieces
        )

    return Woven(
        answer={lang: renamed(pieces) for lang, pieces in written.items()},
        sources=tuple(renamed(pieces) for pieces in quoted),
        knots=tuple(replace(knots[place], place=letters[place]) for place in wanted),
    )


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
    """The text cut at the spans. Where one lies in another, what differs is seen before what agrees, the shorter before the
    longer; the other goes on around it."""
    owners: list[_Span | None] = [None] * len(text)
    # The last to be written is seen.
    for span in sorted(set(spans), key=lambda one: (not one.agrees, one.start - one.end)):
        if 0 <= span.start < span.end <= len(text):
            owners[span.start : span.end] = [span] * (span.end - span.start)
    points = {span.end: span for span in spans if span.start == span.end <= len(text)}
    found: list[WovenPiece] = []
    begin = 0
    for at in range(1, len(text) + 1):
        if at < len(text) and owners[at] == owners[begin] and at not in points:
            continue
        found.append(_run(text[begin:at], owners[begin], closes=owners[begin] not in owners[at:]))
        if (point := points.get(at)) is not None:
            found.append(WovenPiece(text="", knot=point.place, agrees=point.agrees, left_out=True))
        begin = at
    return tuple(found)


def _run(text: str, owner: _Span | None, *, closes: bool) -> WovenPiece:
    if owner is None:
        return WovenPiece(text=text)
    return WovenPiece(text=text, knot=owner.place, agrees=owner.agrees, closes=closes)
