"""Sentences out of phrases: which are possible for what is to be told, and which of them is taken."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from mercery.catalog.product import Product
from mercery.claims.sentence import Line, Sentence
from mercery.core.i18n import Lang
from mercery.studio.brief import Brief
from mercery.studio.checking import judge
from mercery.studio.materials import Materials
from mercery.studio.piece import Told
from mercery.studio.writing.phrase_book import Form, Phrase, by_form
from mercery.studio.writing.points import Point
from mercery.studio.writing.referring import Referring, Way, referring
from mercery.studio.writing.slots import fill
from mercery.studio.writing.topics import kind_of
from mercery.studio.writing.variety import runs, turns, units

TRIES = 8
"""Candidates that are judged before a point is left to the plain frame."""
RUNNING: Final[frozenset[Form]] = frozenset({"lead", "sentence", "fragment", "narration", "remark"})
"""Forms that end in a full stop; phrases leave it out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A possible sentence."""

    line: Line
    points: tuple[Point, ...]
    phrases: tuple[Phrase, ...]
    way: Way


@dataclass(kw_only=True)
class Telling:
    """What has been told of one product so far, and what is left."""

    product: Product
    left: list[Point]
    told: list[Point] = field(default_factory=list)

    @property
    def available(self) -> Mapping[str, Point]:
        """The points that may still be told."""
        return {point.key: point for point in self.left}

    def tell(self, points: Sequence[Point]) -> None:
        """These have been told now."""
        keys = {point.key for point in points}
        self.told += [point for point in self.left if point.key in keys]
        self.left = [point for point in self.left if point.key not in keys]


@dataclass(kw_only=True)
class Composer:
    """Writes one piece sentence by sentence."""

    brief: Brief
    materials: Materials
    rng: random.Random
    used: set[str] = field(default_factory=set)
    """Ids of phrases that stand in the piece."""
    lengths: list[int] = field(default_factory=list)
    """Words of the sentences so far."""
    openings: list[str] = field(default_factory=list)
    text: str = ""
    _verdicts: dict[tuple[str, str], Told] = field(default_factory=dict)

    @property
    def lang(self) -> Lang:
        """The piece's language."""
        return self.brief.lang

    def next(
        self, telling: Telling, forms: Sequence[Form], topics: Sequence[str], *, first: bool, most: int = 3
    ) -> Told | None:
        """The next sentence of a passage; None where nothing of it can be said any more."""
        wanted = [point for point in telling.left if not topics or point.topic in topics]
        for point in wanted:
            candidates = list(self._candidates(telling, point, wanted, forms, first, most))
            candidates.sort(key=lambda one: -self._score(one, first))
            for candidate in candidates[:TRIES]:
                told = self._judged(self._stopped(candidate.line, forms).done(), telling.product)
                if told.holds and self._new(told.sentence.text):
                    self._keep(candidate, told, telling)
                    return told
        return None

    def one(self, telling: Telling, forms: Sequence[Form], *, topic: str = "") -> Told | None:
        """A sentence of a form that says nothing of facts, or only of those it names itself."""
        who = referring(telling.product, self.lang, "name")
        found = [
            phrase for form in forms for phrase in by_form(self.lang).get(form, ())
            if self._fits(phrase, telling.product, True) and (not phrase.topics or topic in phrase.topics)
        ]  # fmt: skip
        self.rng.shuffle(found)
        everything = {point.key: point for point in (*telling.told, *telling.left)}
        for phrase in sorted(found, key=lambda one: one.id in self.used):
            line = fill(phrase, everything, who)
            if line is None:
                continue
            told = self._judged(line.done(), telling.product)
            if told.holds:
                self.used.add(phrase.id)
                return told
        return None

    def _candidates(
        self, telling: Telling, point: Point, wanted: Sequence[Point], forms: Sequence[Form], first: bool, most: int
    ) -> Iterator[Candidate]:
        available = {one.key: one for one in wanted}
        book = by_form(self.lang)
        way = self._way(first)
        who = referring(telling.product, self.lang, way)
        whole = [
            phrase for form in forms for phrase in book.get(form, ())
            if point.key in phrase.says and len(phrase.says) <= most and self._can(phrase, available, telling.product, first)
        ]  # fmt: skip
        for phrase in whole:
            yield from self._candidate(phrase, available, who, way)
        if "sentence" in forms and most > 1:
            yield from self._joined(telling, point, available, who, way, first)

    def _joined(
        self, telling: Telling, point: Point, available: Mapping[str, Point], who: Referring, way: Way, first: bool
    ) -> Iterator[Candidate]:
        """A sentence with an aside, or two in one."""
        book = by_form(self.lang)
        roles: tuple[tuple[str, Form], ...] = (
            ("sentence", "sentence"), ("aside", "aside"), ("second", "sentence"), ("thing", "thing"),
        )  # fmt: skip
        usable = {
            name: [one for one in book.get(form, ()) if self._can(one, available, telling.product, first)]
            for name, form in roles
        }
        joints = [one for one in book.get("joint", ()) if self._fits(one, telling.product, first)]
        pronoun = referring(telling.product, self.lang, "pronoun")
        for _ in range(24 if joints else 0):
            joint = self.rng.choice(joints)
            places = [piece.naming for piece in joint.pieces if piece.naming in usable]
            chosen: dict[str, Phrase] = {}
            taken: set[str] = set()
            for number, place in enumerate(places):
                options = [
                    one for one in usable[place] if one.says and not taken & set(one.says)
                    and (number or point.key in one.says or len(places) > 1)
                ]  # fmt: skip
                if not options:
                    break
                chosen[place] = self.rng.choice(options)
                taken |= set(chosen[place].says)
            if len(chosen) < len(places) or point.key not in taken:
                continue
            clauses = {
                place: fill(phrase, available, who if place == "sentence" else pronoun)
                for place, phrase in chosen.items()
            }
            whole = {place: line for place, line in clauses.items() if line is not None}
            line = fill(joint, available, who, whole)
            if line is not None:
                yield Candidate(
                    line=line, points=tuple(available[key] for key in taken), phrases=(joint, *chosen.values()), way=way
                )

    def _candidate(
        self, phrase: Phrase, available: Mapping[str, Point], who: Referring, way: Way
    ) -> Iterator[Candidate]:
        line = fill(phrase, available, who)
        if line is not None:
            yield Candidate(line=line, points=tuple(available[key] for key in phrase.says), phrases=(phrase,), way=way)

    def _can(self, phrase: Phrase, available: Mapping[str, Point], product: Product, first: bool) -> bool:
        return (
            all(key in available for key in phrase.says)
            and self._fits(phrase, product, first)
            and (
                "bare" not in phrase.when or all(available[key].bare or not available[key].text for key in phrase.says)
            )
        )

    def _fits(self, phrase: Phrase, product: Product, first: bool) -> bool:
        if phrase.kinds and kind_of(product) not in phrase.kinds:
            return False
        if phrase.channels and self.brief.channel not in phrase.channels:
            return False
        return not ("first" in phrase.when and not first) and not ("later" in phrase.when and first)

    def _way(self, first: bool) -> Way:
        if first:
            return "name"
        return self.rng.choice(("pronoun", "pronoun", "pronoun", "noun"))

    def _score(self, candidate: Candidate, first: bool) -> float:
        text = candidate.line.text
        words = len(units(text, self.lang))
        before = self.lengths[-1] if self.lengths else 12
        long, short = (18, 8) if self.materials.house.pace == "calm" else (14, 5)
        target = short if before > long * 0.75 else long
        score = self.rng.random() + 0.7 * len(candidate.points) - abs(words - target) / 12
        score -= 3.0 * sum(phrase.id in self.used for phrase in candidate.phrases if phrase.form != "joint")
        score -= 1.0 * sum(phrase.id in self.used for phrase in candidate.phrases if phrase.form == "joint")
        if _opening(text) in self.openings[-3:]:
            score -= 1.5
        if self.materials.worn:
            own = turns(text, self.lang)
            score -= 2.0 * len(own & self.materials.worn) / max(1, len(own))
        return score

    def _stopped(self, line: Line, forms: Sequence[Form]) -> Line:
        """The line with its full stop, where it is a sentence of running text."""
        if set(forms) & RUNNING and line.text[-1:] not in ".!?。！？…":
            line.say("." if self.lang == "en" else "。")
        return line

    def _judged(self, sentence: Sentence, product: Product) -> Told:
        key = (sentence.text, product.id)
        if key not in self._verdicts:
            self._verdicts[key] = judge(sentence, self.materials, writer="code", about=product.id, lang=self.lang)
        return self._verdicts[key]

    def _new(self, text: str) -> bool:
        low = text.lower()
        if any(word.text(self.lang).lower() in low for word in self.materials.house.avoid if word.has(self.lang)):
            return False
        return not runs(f"{self.text[-200:]} {text}", self.lang) & self.materials.said

    def _keep(self, candidate: Candidate, told: Told, telling: Telling) -> None:
        telling.tell(candidate.points)
        self.used |= {phrase.id for phrase in candidate.phrases}
        self.lengths.append(len(units(told.sentence.text, self.lang)))
        self.openings.append(_opening(told.sentence.text))
        self.text += " " + told.sentence.text


def _opening(text: str) -> str:
    return text.split(" ")[0].lower() if text.isascii() else text[:2]
