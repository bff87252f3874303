"""One piece, told once through: points of its facts by the studio's phrases, never the same selection, order or words as lately.
Pure."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from mercery.catalog.product import Product
from mercery.claims.sentence import Sentence
from mercery.core.i18n import Lang
from mercery.livestream.order.breaths import breaths
from mercery.livestream.order.spoken_length import GOOD_S, MOST_OWN_S, too_long
from mercery.studio.brief import Brief
from mercery.studio.materials import Materials
from mercery.studio.piece import Told
from mercery.studio.writing import chinese
from mercery.studio.writing.composing import Composer
from mercery.studio.writing.plan import ranked
from mercery.studio.writing.points import Point, points_of, policy_points
from mercery.studio.writing.telling import Telling
from mercery.studio.writing.topics import kind_of
from mercery.studio.writing.variety import turns, units

LONGEST: Final[dict[Lang, int]] = {"en": 18, "zh": 32}
"""Words, characters between two full stops: more is not said in one breath."""
_LONGEST_RULE: Final[dict[Lang, int]] = {"en": 24, "zh": 40}
"""The shop's rules are said in the words it approved, some of which are longer."""
SHORT: Final[dict[Lang, int]] = {"en": 8, "zh": 14}
"""Sentences up to this long may come again: a price, a greeting."""
_ENOUGH: Final = 6
"""Points that are enough for a round without the shop's longest sentences."""
_LATER: Final = 4.0
"""So many places later for each second that words of the shop's own last too long."""
_GROUPS: Final = (
    ("what", "material"), ("make", "scent", "use"), ("size", "fit", "colour"), ("care",), ("origin", "warranty", "more"),
)  # fmt: skip
_RULES: Final = (
    "policy.delivery", "policy.returns", "policy.repair", "policy.gift", "policy.warranty", "policy.authenticity",
    "policy.payment",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Lately:
    """What was said in the last rounds of a piece, and of the show in the last minutes."""

    texts: frozenset[str] = frozenset()
    told: Mapping[str, int] = field(default_factory=dict)
    """How often each attribute of the piece was told."""

    def long(self, lang: Lang) -> frozenset[str]:
        """Those that are not to be said again."""
        return frozenset(text for text in self.texts if len(units(text, lang)) > SHORT[lang])


@dataclass
class PieceTold:
    """A piece on its way through one round."""

    product: Product
    materials: Materials
    lang: Lang
    rng: random.Random
    lately: Lately
    composer: Composer = field(init=False)
    telling: Telling = field(init=False)
    rules: Telling = field(init=False)
    _groups: list[Sequence[str]] = field(init=False)

    def __post_init__(self) -> None:
        brief = Brief(
            product_ids=(self.product.id,), channel="live_script", lang=self.lang, length="long", seed=self.rng.randrange(1 << 30)
        )  # fmt: skip
        worn = frozenset(turn for text in self.lately.texts for turn in turns(text, self.lang))
        self.composer = Composer(
            brief=brief, materials=self.materials, rng=self.rng, refused=self.lately.long(self.lang), longest=LONGEST[self.lang],
            overlong=lambda text: too_long(text, self.lang),
        )  # fmt: skip
        self.composer.worn |= worn
        self.telling = Telling(product=self.product, left=self._points(brief))
        voice = self.materials.voice(self.lang)
        rules = list(policy_points(self.materials.facts, voice, frozenset([kind_of(self.product)])))
        self.rng.shuffle(rules)
        rules = chinese.near_home(rules) if voice.zh else rules
        self.rules = Telling(product=self.product, left=self._sayable(rules))
        self._groups = list(_GROUPS)
        self.rng.shuffle(self._groups)

    def _points(self, brief: Brief) -> list[Point]:
        """What can be told, least told first; among those as the studio ranks them, a little shuffled."""
        found = points_of(self.product, self.materials.facts, self.materials.voice(self.lang))
        shop = self.materials.shop.name
        house = {shop.en.lower(), shop.zh.lower()}
        found = tuple(
            one for one in found if one.key != "category" and not (one.attribute == "brand" and one.text.lower() in house)
        )  # fmt: skip
        row = ranked(brief, self.product, found, self.materials.neighbours)
        row = tuple(point for point in row if not self._worn_out(point))
        short = tuple(point for point in row if not self._endless(point))
        row = short if len(short) >= _ENOUGH else row
        place = {
            point.key: number + 4 * self.rng.random() + _LATER * too_long(point.text, self.lang)
            for number, point in enumerate(row)
        }
        return sorted(row, key=lambda point: (self.lately.told.get(told_name(point), 0), place[point.key]))

    def _sayable(self, rules: Sequence[Point]) -> list[Point]:
        """Those one says by oneself: such as were not said lately first, and short ones before long ones."""
        found = [one for one in rules if one.topic in _RULES and not self._endless(one)]
        return sorted(found, key=lambda one: (self._worn_out(one), too_long(one.text, self.lang) > 0))

    def _endless(self, point: Point) -> bool:
        """Whether whole words of the shop's own last too long for an answer to wait for their end."""
        return not point.bare and GOOD_S + too_long(point.text, self.lang) > MOST_OWN_S

    def _worn_out(self, point: Point) -> bool:
        """Whether whole words of the shop's own, which can be said in one way alone, were said lately."""
        if point.bare or not point.text:
            return False
        first = next(iter(breaths(Sentence(text=point.text)))).text.rstrip(".。")
        return any(first in text for text in self.lately.texts)

    def opening(self) -> Told | None:
        """What it is: the shop's own first sentence, or what it is made of, by its name."""
        every = self.telling.left
        head = [point for point in every if _is_head(point)]
        self.telling.left = sorted(head, key=lambda point: too_long(point.text, self.lang) > 0)
        told = self.composer.next(self.telling, ("lead", "narration", "sentence"), (), first=True, most=2)
        said = {point.key for point in self.telling.told}
        self.telling.left = [point for point in every if point.key not in said]
        return told

    def body(self, many: int, most: int) -> Iterator[Told]:
        """The next sentences, one subject after the other. `most`: points in one."""
        for _ in range(many):
            told = self._one(most)
            if told is None:
                return
            yield told

    def _one(self, most: int) -> Told | None:
        for group in sorted(self._groups, key=self._turn):
            told = self.composer.next(self.telling, ("narration", "sentence"), group, first=False, most=most)
            if told is not None:
                self._groups.remove(group)
                self._groups.append(group)
                return told
        return None

    def _turn(self, group: Sequence[str]) -> float:
        """What was told least comes first, and not the subject of the last sentence again where there is another."""
        left = self.telling.wanted(group)
        told = self.lately.told.get(told_name(left[0]), 0) if left else 99
        return told + 0.3 * self._groups.index(group)

    def rule(self) -> Told | None:
        """A rule of the shop, in its own words."""
        self.composer.longest, before = _LONGEST_RULE[self.lang], self.composer.longest
        told = self.composer.next(self.rules, ("sentence",), (), first=True, most=1)
        self.composer.longest = before
        return told


def _is_head(point: Point) -> bool:
    return point.key == "description.1" or (point.topic == "material" and point.bare)


def told_name(point: Point) -> str:
    """What is counted of a point: each sentence of a description by itself, else the attribute."""
    return point.key if point.attribute == "description" else point.attribute
