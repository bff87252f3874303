"""What is kept of a line that went on air beside its words: each claim with its source as it stood at that moment. Pure.

Kept in `live_said.spans` (and, for what is said next, in `live_status.next_lines`), so that captions, the transcript of a
replay and the log of claims show the source without asking for facts that have changed since.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from mercery.claims.facts import Fact
from mercery.claims.sentence import Sentence
from mercery.claims.wording import Voice, until_text
from mercery.core.as_json import plain, read
from mercery.studio.standing import digest_of

State = Literal["holds", "computed", "expiring"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidSpan:
    """A claim in a line: the characters `start` to `end`, and what they stand on, in words of the line's language."""

    start: int
    end: int
    fact_id: str
    how: str = "holds"
    label: str = ""
    """How the attribute is called: `Material`."""
    source: str = ""
    state: State = "holds"
    until: str = ""
    """The end in words; empty where there is none."""
    valid_to: datetime | None = None
    digest: str = ""
    """What the fact said (`studio/standing.py`): a recording is held against what it says later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A piece of a line: with `claim` it is stitched."""

    text: str
    claim: SaidSpan | None = None


def spans_of(sentence: Sentence, facts: Mapping[str, Fact], voice: Voice) -> tuple[SaidSpan, ...]:
    """The claims of a sentence in order; a span without a fact (a name, words of the question) is none."""
    return tuple(
        _span(span.start, span.end, span.how, facts[span.fact_id], voice)
        for span in sorted(sentence.spans, key=lambda one: one.start)
        if span.fact_id in facts
    )


def spans_json(spans: Sequence[SaidSpan]) -> list[Any]:
    """The claims as they are kept."""
    return [plain(one) for one in spans]


def read_spans(data: Sequence[Mapping[str, Any]]) -> tuple[SaidSpan, ...]:
    """The claims as they were kept; what names no fact is passed over."""
    return tuple(read(SaidSpan, one) for one in data if one.get("fact_id"))


def runs_of(text: str, spans: Sequence[SaidSpan]) -> tuple[Run, ...]:
    """The line cut at its claims. A claim that lies outside of the text, or over another one, is not shown."""
    runs: list[Run] = []
    at = 0
    for span in sorted(spans, key=lambda one: one.start):
        if not at <= span.start < span.end <= len(text):
            continue
        if span.start > at:
            runs.append(Run(text=text[at : span.start]))
        runs.append(Run(text=text[span.start : span.end], claim=span))
        at = span.end
    if at < len(text):
        runs.append(Run(text=text[at:]))
    return tuple(runs)


def _span(start: int, end: int, how: str, fact: Fact, voice: Voice) -> SaidSpan:
    return SaidSpan(
        start=start,
        end=end,
        fact_id=fact.id,
        how=how,
        label=fact.label.text(voice.lang) or fact.attribute.replace("_", " "),
        source=fact.source.text(voice.lang),
        state="computed" if how == "computed" else "expiring" if fact.valid_to else "holds",
        until=until_text(fact.valid_to, voice) if fact.valid_to else "",
        valid_to=fact.valid_to,
        digest=digest_of(fact),
    )
