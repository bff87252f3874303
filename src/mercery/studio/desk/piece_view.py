"""A piece as its page shows it: sentences cut at their claims, each claim with the key of its fact in the margin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from mercery.claims.sentence import Sentence
from mercery.claims.wording import Voice, until_text
from mercery.core.i18n import Lang, Words
from mercery.studio.desk.keys import blocked_key, key_of
from mercery.studio.kept import GroundLine
from mercery.studio.piece import NO_WORDS, Passage, PassageKind, Piece, Told, Writer

State = Literal["holds", "computed", "expiring", "no_source"]
_EDGES: Final = " .。,，;；:：\u3000"
_SHORT: Final = 64
"""Characters of a fact's words in the margin; policies run longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Characters of a sentence: a claim with its key, or words that claim nothing (no state)."""

    text: str
    state: State | None = None
    key: str = ""
    fact_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceView:
    """One sentence. `number` counts through the whole piece, so that an act can name it."""

    number: int
    text: str
    runs: Sequence[Run]
    writer: Writer
    blocked: Words = NO_WORDS
    key: str = ""
    """Of a blocked sentence: its mark in the margin."""
    law: str = ""
    source: str = ""
    instead: Sequence[Sequence[Run]] = ()

    @property
    def holds(self) -> bool:
        """Whether it may go out."""
        return not (self.blocked.en or self.blocked.zh)


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageView:
    """Sentences that stand together, and their text as a person would change it."""

    number: int
    kind: PassageKind
    place: str
    sentences: Sequence[SentenceView]
    text: str

    @property
    def blocked(self) -> bool:
        """Whether something in it may not go out."""
        return any(not one.holds for one in self.sentences)

    @property
    def stretches(self) -> Sequence[Sequence[SentenceView]]:
        """Sentences that run on, and by itself each that is blocked."""
        found: list[list[SentenceView]] = []
        for one in self.sentences:
            if found and one.holds and found[-1][-1].holds:
                found[-1].append(one)
            else:
                found.append([one])
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class FactLine:
    """A fact in the margin, or what has none."""

    key: str
    says: str
    source: str
    state: State
    fact_id: str = ""
    sentence: int = -1
    """Of what has no source: the sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceView:
    """The whole text with its margin."""

    lang: Lang
    passages: Sequence[PassageView]
    facts: Sequence[FactLine]
    claims: int
    """Places that stand on a fact."""
    blocked: int
    words: int
    """Words in English, characters in Chinese, of what may go out."""

    @property
    def by_machine(self) -> bool:
        """Whether no person wrote any of it."""
        return all(one.writer != "person" for passage in self.passages for one in passage.sentences)


def view_of(piece: Piece, grounds: Sequence[GroundLine], voice: Voice) -> PieceView:
    """The piece as it is read; `voice` is the reader's, in whose language the margin speaks."""
    keys = _keys(piece)
    facts = {one.fact_id: one for one in grounds}
    refused = [told for told in piece.sentences() if not told.holds]
    marks = {id(told): blocked_key(index, len(refused), piece.lang) for index, told in enumerate(refused)}
    passages: list[PassageView] = []
    number = 0
    for place, passage in enumerate(piece.passages):
        sentences = []
        for told in passage.told:
            sentences.append(_sentence(number, told, facts, keys, marks.get(id(told), "")))
            number += 1
        passages.append(_passage(place, passage, sentences, piece.lang))
    lines = [_line(key, one, facts.get(one), piece, voice) for one, key in keys.items()]
    return PieceView(
        lang=piece.lang,
        passages=passages,
        facts=[*lines, *_without_source(passages, voice.lang)],
        claims=sum(
            run.state is not None for one in passages for line in one.sentences if line.holds for run in line.runs
        ),
        blocked=len(refused),
        words=length_of(piece),
    )


def runs_of(sentence: Sentence, facts: Mapping[str, GroundLine], keys: Mapping[str, str]) -> list[Run]:
    """The sentence cut at its claims."""
    found: list[Run] = []
    at = 0
    for span in sorted(sentence.spans, key=lambda one: one.start):
        start, end = _trimmed(sentence.text, max(span.start, at), span.end)
        if not span.fact_id or start >= end:
            continue
        if start > at:
            found.append(Run(text=sentence.text[at:start]))
        state = state_of(facts.get(span.fact_id), computed=span.how == "computed")
        key = keys.get(span.fact_id, "")
        found.append(Run(text=sentence.text[start:end], state=state, key=key, fact_id=span.fact_id))
        at = end
    if at < len(sentence.text):
        found.append(Run(text=sentence.text[at:]))
    return _keyed_once(found)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without spaces at either end and without the full stop: the stitch is under the words."""
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return start, end


def _keyed_once(runs: Sequence[Run]) -> list[Run]:
    """Where claims touch and a fact comes back between others, its letter stands at its last place only."""
    found = list(runs)
    later: set[str] = set()
    for place in range(len(found) - 1, -1, -1):
        run = found[place]
        if run.state is None:
            if run.text.strip():
                later = set()
        elif run.key in later:
            found[place] = replace(run, key="")
        else:
            later.add(run.key)
    return found


def state_of(fact: GroundLine | None, *, computed: bool) -> State:
    """How a claim on that fact is marked. A price or a discount has an end date whatever else it is."""
    if fact is not None and fact.until:
        return "expiring"
    return "computed" if computed else "holds"


def length_of(piece: Piece) -> int:
    """Words of what may go out; characters that are no space in Chinese."""
    text = piece.text()
    return sum(not letter.isspace() for letter in text) if piece.lang == "zh" else len(text.split())


def opening_of(piece: Piece, facts: Mapping[str, GroundLine]) -> list[Run]:
    """Its first sentence that may go out, for a list."""
    said = [(passage.kind, told.sentence) for passage in piece.passages for told in passage.told if told.holds]
    first = next((one for kind, one in said if kind not in ("title", "label")), said[0][1] if said else None)
    return runs_of(first, facts, _keys(piece)) if first else []


def _keys(piece: Piece) -> dict[str, str]:
    """Fact id to key: what may go out first, in order of appearance, then what stands only in lines offered instead."""
    offered = [key for told in piece.sentences() if not told.holds for one in told.instead for key in one.fact_ids]
    ids = dict.fromkeys([*piece.fact_ids, *offered])
    return {fact_id: key_of(index, piece.lang) for index, fact_id in enumerate(ids)}


def _sentence(
    number: int, told: Told, facts: Mapping[str, GroundLine], keys: Mapping[str, str], mark: str
) -> SentenceView:
    runs = runs_of(told.sentence, facts, keys) if told.holds else [Run(text=told.sentence.text)]
    return SentenceView(
        number=number, text=told.sentence.text, runs=runs, writer=told.writer, blocked=told.blocked, key=mark,
        law=told.law, source=told.source, instead=[runs_of(one, facts, keys) for one in told.instead],
    )  # fmt: skip


def _passage(place: int, passage: Passage, sentences: Sequence[SentenceView], lang: Lang) -> PassageView:
    text = ("" if lang == "zh" else " ").join(one.text for one in sentences)
    return PassageView(number=place, kind=passage.kind, place=passage.place, sentences=sentences, text=text)


def _line(key: str, fact_id: str, fact: GroundLine | None, piece: Piece, voice: Voice) -> FactLine:
    if fact is None:
        name = fact_id.partition("/")[2].partition("@")[0].replace("_", " ")
        return FactLine(key=key, says=name[:1].upper() + name[1:], source="", state="holds", fact_id=fact_id)
    hows = {span.how for told in piece.sentences() for span in told.sentence.spans if span.fact_id == fact_id}
    state = state_of(fact, computed=hows == {"computed"})
    source, says, label = fact.source.text(voice.lang), _says(fact, voice.lang), fact.label.text(voice.lang)
    named = state == "computed" or says.lower().startswith(label.lower()) or label.lower() in source.lower()
    if label and not named:
        source = voice.pick(f"{label}, {source}", f"{label}，{source}")
    if fact.until:
        source += voice.pick(f", until {until_text(fact.until, voice)}", f"，至 {until_text(fact.until, voice)}")
    if state == "computed":
        source = voice.pick(
            f"worked out from {fact.label.en.lower()}, {source}", f"由{fact.label.text('zh')}推算，{source}"
        )
    return FactLine(key=key, says=says, source=source, state=state, fact_id=fact_id)


def _says(fact: GroundLine, lang: Lang) -> str:
    label = fact.label.text(lang) or fact.attribute.replace("_", " ")
    value = fact.text.text(lang)
    if not value or len(value) > 3 * _SHORT:
        return label
    if len(value) <= 3:
        return f"{label} {value}"
    text = value if len(value) <= _SHORT else value[:_SHORT].rsplit(" ", 1)[0].rstrip("，,、；; ") + "…"
    return text[:1].upper() + text[1:]


def _without_source(passages: Sequence[PassageView], lang: Lang) -> list[FactLine]:
    found = []
    for passage in passages:
        for one in passage.sentences:
            if one.holds:
                continue
            text = one.text if len(one.text) <= _SHORT else one.text[:_SHORT] + "…"
            why = one.source or ("no source found" if lang == "en" else "没有出处")
            found.append(
                FactLine(key=one.key, says=text.rstrip(".。"), source=why, state="no_source", sentence=one.number)
            )
    return found
