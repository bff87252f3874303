"""Writes a piece: from a brief and its materials, without a model. Pure: the same brief over the same facts, the same piece."""

from __future__ import annotations

import hashlib
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from mercery.catalog.product import Product
from mercery.studio.brief import Brief
from mercery.studio.materials import Materials
from mercery.studio.piece import Passage, Piece, Told
from mercery.studio.writing import chinese
from mercery.studio.writing.comparing import compared
from mercery.studio.writing.composing import Composer
from mercery.studio.writing.offering import offered
from mercery.studio.writing.plan import Part, outline, ranked
from mercery.studio.writing.points import Point, points_of, policy_points
from mercery.studio.writing.telling import Telling
from mercery.studio.writing.topics import kind_of


def write(brief: Brief, materials: Materials) -> Piece:
    """The piece the brief asks for. What cannot be said truly is left out, so that few facts give a short piece."""
    return _Writing(brief, materials).piece()


_SLUG: Final = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
"""`partners-demo`: an account's name, no brand's."""


def _chance(brief: Brief) -> random.Random:
    key = f"{brief.seed}/{'+'.join(brief.product_ids)}/{brief.channel}/{brief.lang}/{brief.length}"
    return random.Random(int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "big"))  # noqa: S311 - a choice of words


@dataclass
class _Writing:
    """One piece on its way."""

    brief: Brief
    materials: Materials
    composer: Composer = field(init=False)
    tellings: list[Telling] = field(init=False)
    rules: Telling = field(init=False)

    def __post_init__(self) -> None:
        brief, materials = self.brief, self.materials
        voice = materials.voice(brief.lang)
        self.composer = Composer(brief=brief, materials=materials, rng=_chance(brief))
        self.tellings = [
            Telling(
                product=product,
                left=list(ranked(brief, product, self._points(product), materials.neighbours)),
            )
            for product in materials.products
        ]
        kinds = frozenset(kind_of(product) for product in materials.products)
        rules = list(policy_points(materials.facts, voice, kinds))
        left = chinese.near_home(rules) if voice.zh else rules
        self.rules = Telling(product=materials.products[0], left=left)

    def _points(self, product: Product) -> list[Point]:
        """What can be said of it. That a piece is of the house goes without saying."""
        found = points_of(product, self.materials.facts, self.materials.voice(self.brief.lang))
        house = {self.materials.shop.name.en.lower(), self.materials.shop.name.zh.lower()}
        most = {"short": 2, "medium": 5, "long": 9}[self.brief.length]

        def wanted(point: Point) -> bool:
            if point.attribute in self.brief.wanted:
                return True
            if point.attribute == "brand":
                return point.text.lower() not in house and not _SLUG.fullmatch(point.text)
            if point.attribute == "description":
                return int(point.key.rpartition(".")[2]) <= most
            return point.key != "category"

        return [point for point in found if wanted(point)]

    def piece(self) -> Piece:
        """All of its passages."""
        passages = tuple(passage for part in outline(self.brief) for passage in self._passages(part))
        return Piece(
            channel=self.brief.channel, lang=self.brief.lang, product_ids=self.brief.product_ids, passages=passages
        )

    def _passages(self, part: Part) -> Iterator[Passage]:
        tellings = {"first": self.tellings[:1], "each": self.tellings, "shop": [self.rules]}[part.of]
        for telling in tellings:
            told, points = self._told(part, telling)
            if not told:
                continue
            about = "" if part.of == "shop" else telling.product.id
            yield from self._before(part, telling, points)
            if part.kind in ("item", "tags"):
                for one in told:
                    yield Passage(kind=part.kind, told=(one,), about=about, place=part.place)
            else:
                yield Passage(kind=part.kind, told=tuple(told), about=about, place=part.place)

    def _before(self, part: Part, telling: Telling, points: Sequence[Point]) -> Iterator[Passage]:
        """The heading over a passage, or the caption beside what is spoken."""
        if part.heading and (one := self.composer.fixed(telling.product, "heading", part.heading, points)):
            yield Passage(kind="heading", told=(one,), about=telling.product.id, place=part.place)
        if not part.caption:
            return
        facts = [point for point in points if not point.verbatim]
        caption = self.composer.showing(telling, facts, ("caption", "fragment")) if facts else None
        if caption is None and (part.fixed or part.place == "shot/1"):
            caption = self.composer.name_of([telling])
        if caption is not None:
            yield Passage(kind="caption", told=(caption,), about=telling.product.id, place=part.place)

    def _told(self, part: Part, telling: Telling) -> tuple[list[Told], list[Point]]:
        composer = self.composer
        if part.kind == "title":
            alone = len(self.tellings) == 1
            named = composer.showing(telling, telling.left, part.forms) if alone else None
            return [named or composer.name_of(self.tellings)], []
        if part.offer:
            return list(offered(self.brief, self.materials, telling.product)), []
        if part.place == "comparison":
            return compared(self.brief, self.materials, part.sentences), []
        if part.forms == ("row",):
            return self._rows(part, telling), []
        if part.kind == "tags":
            return self._tags(part, telling), []
        if part.fixed:
            one = [composer.fixed(telling.product, part.forms[0]) for _ in range(part.sentences)]
            return [told for told in one if told], []
        found: list[Told] = []
        points: list[Point] = []
        composer.headed = bool(part.heading)
        while len(found) < part.sentences:
            topics = self._topics(part, telling, points)
            sentence = composer.next(telling, part.forms, topics, first=not found, most=part.points)
            if sentence is None:
                break
            found.append(sentence)
            points += telling.last
        return found, points

    def _tags(self, part: Part, telling: Telling) -> list[Told]:
        """Of what the piece is known to be, as far as the language has tags for it; then the house's own."""
        points = [one for one in (*telling.told, *telling.left) if one.text and not re.search(r"[\s%，,]", one.text)]
        told = [one for point in points if (one := self.composer.showing(telling, [point], part.forms))]
        fixed = [self.composer.fixed(telling.product, part.forms[0]) for _ in range(part.sentences)]
        tags = [*told[: part.sentences // 2], *filter(None, fixed)]
        return list({one.sentence.text: one for one in tags}.values())[: part.sentences]

    def _topics(self, part: Part, telling: Telling, points: Sequence[Point]) -> tuple[str, ...]:
        """What the next sentence is about: of the shop's rules, one of each kind before a second of one."""
        if part.of != "shop" or len(part.topics) < 2:
            return part.topics
        told = Counter(point.topic for point in points)
        left = sorted((one for one in part.topics if telling.wanted((one,))), key=lambda one: told[one])
        return tuple(left[:1]) or part.topics

    def _rows(self, part: Part, telling: Telling) -> list[Told]:
        """A table of the topics: what the text has told already stands in it too."""
        points = [point for point in (*telling.told, *telling.left) if point.topic in part.topics and point.bare]
        points.sort(key=lambda point: point.fact.attribute != "dimensions")
        rows = [(point, self.composer.showing(telling, [point], part.forms)) for point in points]
        telling.tell([point for point, row in rows if row])
        return [row for _, row in rows if row][: part.sentences]
