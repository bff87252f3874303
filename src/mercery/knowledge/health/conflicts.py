"""Where what is said contradicts something else the shop holds: a policy, another answer, the catalogue, its own source. Pure.

Only amounts and dates of the same kind are held against each other, and only where both speak of the same matter: words that
merely differ are no contradiction.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from mercery.claims.agreement import disagreements
from mercery.claims.mentions import Mention, mentions, same_unit_family
from mercery.core.i18n import LANGS, Lang, Words
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.documents.document import SourceRef
from mercery.knowledge.features import features, ideas_in
from mercery.knowledge.health.clustering import near_pairs
from mercery.knowledge.health.durations import durations_apart
from mercery.policies.policy import Policy

ConflictKind = Literal["policy", "answer", "catalogue", "source_differs", "source_reworded", "source_gone"]
SAME_QUESTION: Final = 0.6
"""Nearness from which two answers are to the same question."""
_OF_ANY_MATTER: Final = frozenset({"how_long", "limit"})
"""Ideas of how something is asked: "how long may I return it" is on returns."""
_SHOWN: Final = 240
"""Characters of a side that are shown around what differs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two that say different things."""

    label: Words
    text: str
    lang: Lang
    marks: tuple[tuple[int, int], ...]
    """What differs: character spans of `text`."""
    url: str = ""

    @property
    def said(self) -> str:
        """The words that differ."""
        return ", ".join(dict.fromkeys(self.text[start:end] for start, end in self.marks))

    @property
    def pieces(self) -> tuple[tuple[str, bool], ...]:
        """The text cut at its marks: each piece and whether it is marked; long texts are cut around the first mark."""
        begin = max(0, (self.marks[0][0] if self.marks else 0) - _SHOWN // 2)
        end = min(len(self.text), begin + _SHOWN)
        found: list[tuple[str, bool]] = [("…", False)] if begin else []
        at = begin
        for start, stop in self.marks:
            if at <= start < stop <= end:
                found += [(self.text[at:start], False), (self.text[start:stop], True)]
                at = stop
        found.append((self.text[at:end] + ("…" if end < len(self.text) else ""), False))
        return tuple(piece for piece in found if piece[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two that cannot both be right, or one whose ground has moved."""

    kind: ConflictKind
    key: str
    """The answer it is about."""
    version: int
    one: Side
    other: Side

    @property
    def grave(self) -> bool:
        """Whether something wrong may be said, and not only something out of date."""
        return self.kind not in ("source_reworded",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """How a passage that an answer stands on reads today."""

    document: str
    """Name of the document."""
    text: str | None
    """None when the passage, or the document, is gone."""
    lang: Lang = "en"
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What the catalogue states of a product, as sentences with amounts."""

    product_id: str
    name: Words
    texts: Mapping[Lang, Sequence[str]]
    topics: Sequence[frozenset[str]]
    """What each text is about, in the same order for both languages; see `about`."""


def conflicts(
    answers: Sequence[ApprovedAnswer],
    policies: Sequence[Policy] = (),
    sources: Mapping[SourceRef, Now] | None = None,
    goods: Sequence[Stated] = (),
) -> list[Conflict]:
    """Everything found between answers in force and the rest, grave ones first, one for each pair."""
    found = [
        *_with_policies(answers, policies),
        *_with_sources(answers, sources or {}),
        *_with_answers(answers),
        *_with_goods(answers, goods),
    ]
    once: dict[tuple[str, ...], Conflict] = {}
    for one in found:
        # Two passages that are gone have the same address, that of their document, and are two all the same.
        passage = one.other.text if one.kind == "source_gone" else ""
        once.setdefault((one.kind, one.key, one.other.url or one.other.label.en, passage), one)
    return sorted(once.values(), key=lambda one: (not one.grave, one.key))


def _with_policies(answers: Sequence[ApprovedAnswer], policies: Sequence[Policy]) -> Iterator[Conflict]:
    """A linked policy is always meant; another one where its title names what the question asks, and no more."""
    for answer in answers:
        linked = [policy for policy in policies if policy.key in answer.links]
        for policy in linked or [one for one in policies if _same_matter(answer, one)]:
            for lang in LANGS:
                text, stated = _of(answer.answer, lang), _of(policy.statement, lang)
                if text and stated and (wrong := disagreements(text, [stated])):
                    yield Conflict(
                        kind="policy", key=answer.key, version=answer.version,
                        one=_side(answer, text, lang, wrong),
                        other=Side(
                            label=policy.title, text=stated, lang=lang, marks=_comparable(stated, wrong),
                            url=f"/console/settings/policies/{policy.key}",
                        ),
                    )  # fmt: skip


def _same_matter(answer: ApprovedAnswer, policy: Policy) -> bool:
    asked = ideas_in(f"{answer.question.en} {answer.question.zh}")
    titled = ideas_in(f"{policy.title.en} {policy.title.zh} {policy.key.replace('_', ' ')}")
    return bool(titled) and asked in (titled, titled | (asked & _OF_ANY_MATTER)) and not policy.regions


def _with_answers(answers: Sequence[ApprovedAnswer]) -> Iterator[Conflict]:
    for lang in LANGS:
        asked = [one for one in answers if _of(one.question, lang) and _of(one.answer, lang)]
        for at, before, _ in near_pairs([_of(one.question, lang) for one in asked], SAME_QUESTION):
            first, second = asked[at], asked[before]
            newer, older = sorted((first, second), key=_newest_first, reverse=True)
            text, stated = _of(older.answer, lang), _of(newer.answer, lang)
            wrong, back = disagreements(text, [stated]), disagreements(stated, [text])
            if not (wrong and back) and (apart := durations_apart(text, stated)):
                wrong, back = [apart[0]], [apart[1]]
            if wrong and back:
                yield Conflict(
                        kind="answer", key=older.key, version=older.version, one=_side(older, text, lang, wrong),
                        other=_side(newer, stated, lang, back),
                    )  # fmt: skip


def _newest_first(answer: ApprovedAnswer) -> tuple[float, str]:
    return (answer.recorded_at.timestamp() if answer.recorded_at else 0.0), answer.key


def _with_sources(answers: Sequence[ApprovedAnswer], sources: Mapping[SourceRef, Now]) -> Iterator[Conflict]:
    """A passage that now names another amount, reads otherwise, or is gone."""
    for answer in answers:
        for source in answer.sources:
            current = sources.get(source)
            if current is None or current.text == source.quote:
                continue
            if current.text is None:
                left = " ; ".join(one.text for other in answer.sources if (one := sources.get(other)) and one.text)
                alone = [one for one in mentions(source.quote) if not _said_in(one, left)]
                yield _moved("source_gone", answer, source, current, alone)
                continue
            gone = [one for one in mentions(source.quote) if not _said_in(one, current.text)]
            come = [one for one in mentions(current.text) if not _said_in(one, source.quote)]
            kind: ConflictKind = "source_differs" if gone or come else "source_reworded"
            yield _moved(kind, answer, source, current, gone, come)


def _said_in(mention: Mention, text: str) -> bool:
    return any(mention.same_as(other) for other in mentions(text))


def _moved(
    kind: ConflictKind,
    answer: ApprovedAnswer,
    source: SourceRef,
    current: Now,
    gone: Sequence[Mention],
    come: Sequence[Mention] = (),
) -> Conflict:
    lang: Lang = current.lang if _of(answer.answer, current.lang) else ("en" if answer.answer.en else "zh")
    text = _of(answer.answer, lang)
    wrong = [one for one in mentions(text) if any(one.same_as(other) for other in gone)]
    shown = current.text if current.text is not None else source.quote
    return Conflict(
        kind=kind, key=answer.key, version=answer.version, one=_side(answer, text, lang, wrong),
        other=Side(
            label=Words(current.document), text=shown, lang=current.lang, marks=tuple((one.start, one.end) for one in come),
            url=current.url,
        ),
    )  # fmt: skip


def _with_goods(answers: Sequence[ApprovedAnswer], goods: Sequence[Stated]) -> Iterator[Conflict]:
    """An answer that names a piece, held against what the catalogue states of it on the same matter."""
    for answer in answers:
        for piece in goods:
            for lang in LANGS:
                name, text = _of(piece.name, lang), _of(answer.answer, lang)
                if not name or not text or name.lower() not in f"{_of(answer.question, lang)} {text}".lower():
                    continue
                stated = _on_the_matter(piece, f"{_of(answer.question, lang)} {text}", lang)
                if stated and (wrong := disagreements(text, stated)):
                    shown = "; ".join(stated)
                    yield Conflict(
                        kind="catalogue", key=answer.key, version=answer.version, one=_side(answer, text, lang, wrong),
                        other=Side(
                            label=piece.name, text=shown, lang=lang, marks=_comparable(shown, wrong),
                            url=f"/console/products/{piece.product_id}",
                        ),
                    )  # fmt: skip


def about(text: str) -> frozenset[str]:
    """What a text is about: its ideas, synonyms and words."""
    return frozenset(name for name in features(text) if name.startswith(("c:", "s:", "w:")))


def _on_the_matter(piece: Stated, said: str, lang: Lang) -> list[str]:
    """What is stated on the same matter, or in a unit in which only one thing is stated: grams can only be its weight."""
    matter = about(said) - about(_of(piece.name, lang))
    amounts = [(text, mentions(text)) for text in piece.texts[lang]]
    found = []
    for (text, own), topics in zip(amounts, piece.topics, strict=True):
        alone = own and not any(
            same_unit_family(one, other) and one.kind == other.kind
            for other_text, others in amounts
            if other_text != text
            for one in own
            for other in others
        )
        if topics & matter or alone:
            found.append(text)
    return found


def _side(answer: ApprovedAnswer, text: str, lang: Lang, marks: Sequence[Mention]) -> Side:
    return Side(
        label=answer.question, text=text, lang=lang, marks=tuple((one.start, one.end) for one in marks),
        url=f"/console/answers/{answer.key}",
    )  # fmt: skip


def _comparable(stated: str, wrong: Sequence[Mention]) -> tuple[tuple[int, int], ...]:
    return tuple(
        (one.start, one.end)
        for one in mentions(stated)
        if any(one.kind == other.kind and same_unit_family(one, other) for other in wrong)
    )


def _of(words: Words, lang: Lang) -> str:
    return words.en if lang == "en" else words.zh
