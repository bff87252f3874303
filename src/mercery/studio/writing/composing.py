"""Sentence by sentence: what is possible is weighed, the best of it is checked, and what holds and is new is taken."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from mercery.catalog.product import Product
from mercery.claims.sentence import Line, Sentence
from mercery.core.i18n import Lang
from mercery.studio.brief import Brief
from mercery.studio.checking import judge, verified
from mercery.studio.materials import Materials
from mercery.studio.piece import Told
from mercery.studio.writing import chinese
from mercery.studio.writing.house_words import avoided, preferred
from mercery.studio.writing.phrase_book import Form, book
from mercery.studio.writing.points import Point
from mercery.studio.writing.possible import Candidate, Wish, candidates
from mercery.studio.writing.referring import Way, referring
from mercery.studio.writing.slots import fill
from mercery.studio.writing.telling import Telling, also_told, marked, repeats, said_by
from mercery.studio.writing.topics import kind_of
from mercery.studio.writing.variety import LONGEST, runs, turns, units, worn

TRIES: Final = 6
"""Candidates that are checked before a point is given up."""
RUNNING: Final[frozenset[Form]] = frozenset({"lead", "sentence", "narration", "remark", "greeting", "call", "fragment"})
"""Forms that end in a full stop; phrases leave it out."""
OTHER_OPENINGS: Final = 0.3
"""Share of pieces that begin with something else than the shop's own first sentence."""
PACE: Final = {"calm": (19, 8), "brisk": (12, 5)}
"""Words of a long and of a short sentence."""


@dataclass(kw_only=True)
class Composer:
    """Writes one piece."""

    brief: Brief
    materials: Materials
    rng: random.Random
    used: set[str] = field(default_factory=set)
    """Ids of phrases that stand in the piece."""
    lengths: list[int] = field(default_factory=list)
    openings: list[str] = field(default_factory=list)
    headed: bool = False
    """Whether a heading says already what the passage is about."""
    texts: list[str] = field(default_factory=list)
    own: set[str] = field(default_factory=set)
    """Short turns of the piece itself."""
    refused: frozenset[str] = frozenset()
    """Sentences that are not to be said, such as those said a moment ago."""
    longest: int = 0
    """The most words (English) or characters (Chinese) between two full stops, for what is spoken; 0: as it comes."""
    overlong: Callable[[str], float] | None = None
    """By how much a text is too long to be said in one go, in seconds, for what is spoken: shorter ways go before."""
    worn: frozenset[str] = field(init=False)
    """Short turns of other pieces."""
    _verdicts: dict[tuple[Sentence, str], Told] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.worn = self.materials.worn | worn(self.materials.said, self.brief.lang)

    @property
    def lang(self) -> Lang:
        """The piece's language."""
        return self.brief.lang

    def next(
        self, telling: Telling, forms: Sequence[Form], topics: Sequence[str], *, first: bool, most: int
    ) -> Told | None:
        """The next sentence of a passage; None where nothing of it can be said any more."""
        for point, wanted in self._in_turn(telling, forms, topics):
            if point.verbatim and repeats(point, telling.told):
                telling.tell([point])
                continue
            way = self._way(forms, first)
            wish = Wish(point=point, wanted=wanted, forms=forms, way=way, first=first, most=most)
            made = enumerate(candidates(self.brief, telling, wish, self.rng))
            found = sorted(
                ((self._score(one, wish), number, one) for number, one in made), key=lambda row: (-row[0], row[1])
            )
            for _, _, candidate in found[:TRIES]:
                if told := self._taken(candidate, telling, forms):
                    return told
        return None

    def _in_turn(
        self, telling: Telling, forms: Sequence[Form], topics: Sequence[str]
    ) -> list[tuple[Point, Sequence[Point]]]:
        """What to tell first, and what with it. Most pieces begin with the shop's own sentence, some with what it does not name."""
        points = telling.wanted(topics)
        own = [point for point in points if point.verbatim]
        turn: list[tuple[Point, Sequence[Point]]] = [(point, points) for point in points]
        if "lead" in forms and own and self.lang == "en" and self.rng.random() < OTHER_OPENINGS:
            others = [point for point in points if point.bare and not said_by(own, point)]
            return [(point, others) for point in others] + turn
        return turn

    def fixed(self, product: Product, form: Form, topic: str = "", told_of: Sequence[Point] = ()) -> Told | None:
        """Words of the house that tell no fact. `told_of`: what stands below a heading."""
        there = {name for point in told_of for name in (point.topic, point.attribute)}
        who = referring(product, self.lang, "name")
        rows = book(self.lang, kind_of(product), self.brief.channel, self.brief.season)[form].get("", ())
        found = [phrase for phrase in rows if (topic in phrase.topics if topic else not phrase.topics)]
        found = [phrase for phrase in found if phrase.needs <= there]
        self.rng.shuffle(found)
        for phrase in sorted(found, key=lambda one: (one.id in self.used, -len(one.needs))):
            line = fill(phrase, {}, who)
            if line is None:
                continue
            told = self._judged(self._finished(line.done(), (form,)), product)
            if told.sentence.text in self.refused:
                continue
            if told.holds and not avoided(told.sentence.text, self.materials.house, self.lang):
                self.used.add(phrase.id)
                return told
        return None

    def name_of(self, tellings: Sequence[Telling]) -> Told:
        """What the goods are called, as a title. Where the law forbids the name, it stands blocked with the reason."""
        line = Line()
        for number, telling in enumerate(tellings):
            last = " and " if self.lang == "en" else "与"
            between = "" if not number else last if number == len(tellings) - 1 else ", " if self.lang == "en" else "、"
            line.say(between).name(telling.product.title.text(self.lang))
        return self._judged(line.done(), tellings[0].product)

    def showing(self, telling: Telling, points: Sequence[Point], forms: Sequence[Form]) -> Told | None:
        """A line that shows again what has been told: a title, a caption, a row of a table. It does not count as told."""
        before, kept = list(telling.left), list(telling.told)
        telling.left = [*points]
        state = (list(self.lengths), list(self.openings), list(self.texts))
        told = self.next(telling, forms, (), first=True, most=2)
        telling.left, telling.told = before, kept
        self.lengths, self.openings, self.texts = state
        return told

    def _taken(self, candidate: Candidate, telling: Telling, forms: Sequence[Form]) -> Told | None:
        sentence = self._finished(candidate.line.done(), forms)
        if self.lang == "zh" and "title" in forms and chinese.too_long(sentence.text, self.brief.channel):
            return None
        places = also_told(sentence, telling.left, candidate.points) if candidate.points[0].verbatim else []
        for number in range(len(places)):
            with_facts = marked(sentence, places[number : number + 1])
            sentence = with_facts if verified(with_facts, self.materials, self.lang) else sentence
        told = self._judged(sentence, telling.product)
        if not told.holds or not self._new(told.sentence.text):
            return None
        telling.tell([*candidate.points, *[point for point, _, _ in places]])
        self._keep(candidate, told.sentence.text)
        return told

    def _finished(self, sentence: Sentence, forms: Sequence[Form]) -> Sentence:
        """With its full stop where it is running text, in the words the house prefers."""
        if set(forms) & RUNNING and "caption" not in forms and sentence.text[-1:] not in ".!?。！？…”":
            sentence = replace(sentence, text=sentence.text + ("." if self.lang == "en" else "。"))
        return preferred(sentence, self.materials.house, self.lang)

    def _judged(self, sentence: Sentence, product: Product) -> Told:
        key = (sentence, product.id)
        if key not in self._verdicts:
            self._verdicts[key] = judge(sentence, self.materials, writer="code", about=product.id, lang=self.lang)
        return self._verdicts[key]

    def _way(self, forms: Sequence[Form], first: bool) -> Way:
        """The name at the beginning of a piece and now and then at that of a paragraph; the same way twice only as a pronoun."""
        if not self.texts or "lead" in forms:
            return "name"
        return self.rng.choice(("name", "noun") if first else ("pronoun", "pronoun", "pronoun", "pronoun", "noun"))

    def _score(self, candidate: Candidate, wish: Wish) -> float:
        text = candidate.line.text
        long, short = PACE[self.materials.house.pace]
        scale = 1.0 if self.lang == "en" else 1.8
        words = len(units(text, self.lang)) / scale
        target = short if self.lengths and self.lengths[-1] > long * 0.7 else long
        score = 1.2 * self.rng.random() + 0.6 * len(candidate.points) - abs(words - target) / 10
        if self.headed and any(_COLON.search(phrase.text) for phrase in candidate.phrases):
            score -= 2.5
        for phrase in candidate.phrases:
            if phrase.id in self.used:
                score -= 0.6 if phrase.form == "joint" else 3.0
        if wish.point.verbatim or "any" in (phrase.text for phrase in candidate.phrases):
            score -= 0.3
        words_of = [word for word in units(text, self.lang) if len(word) > 4]
        score -= 1.5 * (len(words_of) - len(set(words_of)))
        if _opening(text, self.lang) in self.openings[-2:]:
            score -= 1.5
        own = turns(text, self.lang)
        score -= 4.0 * len(own & self.own) / max(1, len(own))
        score -= 12.0 * len(own & self.worn) / max(1, len(own))
        if self.overlong is not None:
            score -= 8.0 * self.overlong(text)
        if self.lang == "zh":
            score += chinese.liked(text, candidate.phrases, wish.forms, headed=self.headed)
        return score

    def _new(self, text: str) -> bool:
        if avoided(text, self.materials.house, self.lang) or text in self.texts or _READ_AS_INCHES.search(text):
            return False
        if self.longest and longest_of(text, self.lang) > self.longest:
            return False
        if self.refused and any(one in self.refused for one in (text, *_STOP.split(text))):
            return False
        joint = " " if self.lang == "en" else ""
        before = units(joint.join(self.texts[-3:]), self.lang)[-LONGEST[self.lang] :]
        return not runs(joint.join((*before, text)), self.lang) & self.materials.said

    def _keep(self, candidate: Candidate, text: str) -> None:
        self.used |= {phrase.id for phrase in candidate.phrases}
        self.lengths.append(int(len(units(text, self.lang)) / (1.0 if self.lang == "en" else 1.8)))
        self.openings.append(_opening(text, self.lang))
        self.own |= turns(text, self.lang)
        self.texts.append(text)


_READ_AS_INCHES: Final = re.compile(r"\d in [A-Z]")
"""`the Heure 40 in Paris`: a name and a place that read as a length."""


def longest_of(text: str, lang: Lang) -> int:
    """Words (English) or characters (Chinese) of the longest stretch between two full stops."""
    return max((len(units(one, lang)) for one in _STOP.split(text)), default=0)


_STOP: Final = re.compile(r"(?<=[.!?])\s|(?<=[。！？])")


_COLON: Final = re.compile(r"(?<!label\})[:：] ?\{")
"""After the words that say what a value is of; under a heading they say it again."""


def _opening(text: str, lang: Lang) -> str:
    if lang == "en":
        return text.split(" ")[0].lower()
    return text[:1] if text.startswith("它") else text[:2]
