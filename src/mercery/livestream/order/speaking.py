"""What the host says for an entry of the running order, anew each time it is asked. Pure: the same facts, the same number and the
same things said lately give the same lines.

Each sentence is the studio's and passed its check (`studio/checking.py`); prices and stock are told by `offers.py`; what stands around
them tells nothing (`house_words.py`). `rejudging.py` holds a line against the facts of the moment right before it is spoken.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Literal

from mercery.catalog.product import Product
from mercery.claims.sentence import Sentence
from mercery.claims.values import Price
from mercery.core.i18n import Lang
from mercery.core.ids import new_id
from mercery.livestream.line import Gesture, Line, LineKind, Mood
from mercery.livestream.order.breaths import breaths
from mercery.livestream.order.goes_with import goes_with
from mercery.livestream.order.house_words import Topic, house_words
from mercery.livestream.order.offers import (
    Offered,
    end_said,
    former_said,
    prices_said,
    promotions_said,
    stock_said,
)
from mercery.livestream.order.rejudging import facts_of, grounded
from mercery.livestream.order.shelf import Shelf
from mercery.livestream.order.spoken_length import too_long
from mercery.livestream.order.telling_piece import SHORT, Lately, PieceTold
from mercery.livestream.order.typed import typed_lines
from mercery.livestream.show import Item
from mercery.studio.checking import judge
from mercery.studio.piece import Told
from mercery.studio.writing.variety import units

Pace = Literal["quiet", "usual", "busy"]
"""Few watch, as usual, many: how much is said of details, how often of price and stock."""
NOTHING: Final = Lately()
_BODY: Final[dict[Pace, tuple[int, int]]] = {"quiet": (6, 1), "usual": (5, 2), "busy": (3, 2)}
"""Sentences on the piece in one go, and points in one."""
_PAUSE: Final[dict[Pace, int]] = {"quiet": 900, "usual": 450, "busy": 280}
FEW, MANY = 3, 40
"""Up to so many watch: few; from so many on: many."""


def pace_of(watching: int | None) -> Pace:
    """How the host goes on when so many watch; None: not known, as when an outside platform counts."""
    if watching is None:
        return "usual"
    return "quiet" if watching <= FEW else "busy" if watching >= MANY else "usual"


def lines_for(
    item: Item,
    shelf: Shelf,
    number: int,
    lang: Lang,
    *,
    again: bool = False,
    pace: Pace = "usual",
    lately: Lately = NOTHING,
) -> tuple[Line, ...]:
    """The lines of the entry, about a minute of them. `number`: another one each time. `again`: the entry has begun already, and this
    is what comes next. Empty where nothing of it can be said: its piece is sold out or gone."""
    said = Speech(
        item=item, shelf=shelf, lang=lang, pace=pace, lately=lately, rng=_chance(item, number, lang, again=again)
    )
    match item.kind:
        case "welcome":
            # Who was greeted a moment ago is not greeted again.
            return () if again else tuple(said.welcome())
        case "piece":
            return tuple(said.piece(number, again=again))
        case "questions":
            return tuple(said.questions())
        case "words":
            return tuple(said.own())
        case "closing":
            return tuple(said.closing())


def tells_former(sentence: Sentence, shelf: Shelf, lang: Lang) -> bool:
    """Whether it names the price before the reduction."""
    values = [fact.value for fact in facts_of(sentence, shelf)]
    return any(isinstance(one, Price) and one.was and one.was.text(lang) in sentence.text for one in values)


def back_line(shelf: Shelf, lang: Lang, seed: int, *, thanked: bool = True) -> Line | None:
    """What the host says when a person has given the air back: that a machine speaks again."""
    said = Speech(item=NO_ITEM, shelf=shelf, lang=lang, pace="usual", lately=NOTHING, rng=random.Random(seed))  # noqa: S311
    return next(said.house("back" if thanked else "notice", "notice", mood="warm", gesture="greet"), None)


NO_ITEM: Final = Item(id="", place=0, kind="words")


def _chance(item: Item, number: int, lang: Lang, *, again: bool) -> random.Random:
    key = f"{item.id}/{item.product_id}/{number}/{lang}/{again}"
    return random.Random(int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "big"))  # noqa: S311 - a choice of words


@dataclass(kw_only=True)
class Speech:
    """The lines of one entry on their way."""

    item: Item
    shelf: Shelf
    lang: Lang
    pace: Pace
    lately: Lately
    rng: random.Random
    said: set[str] = field(default_factory=set)
    priced: bool = False
    """Whether the price was told with its end and what it was before."""

    def welcome(self) -> Iterator[Line]:
        """A greeting, the shop's name, and that a machine speaks."""
        yield from self.house("welcome", "welcome", mood="warm", gesture="greet")
        yield from self.shop_named()
        yield from self.house("notice", "notice", mood="calm")
        yield from self.own()
        if self.pace == "quiet":
            yield from self.house("quiet", "filler", mood="calm")

    def shop_named(self) -> Iterator[Line]:
        """`Welcome to Maison Aurelle.`"""
        name = self.shelf.shop.name.text(self.lang)
        text = f"欢迎来到 {name}。" if self.lang == "zh" and name.isascii() else f"欢迎来到{name}。"
        sentence = Sentence(text=text if self.lang == "zh" else f"Welcome to {name}.")
        if judge(sentence, self.shelf.bare, writer="person", lang=self.lang).holds:
            yield self.line(sentence, "welcome", mood="warm", gesture="greet")

    def questions(self) -> Iterator[Line]:
        """The chat is asked; answers come by themselves."""
        yield from self.house("questions", "filler", mood="warm", gesture="listen")
        yield from self.own()
        if self.pace == "quiet":
            yield from self.house("quiet", "filler", mood="calm")
            yield from self._rule()

    def closing(self) -> Iterator[Line]:
        """Farewell."""
        yield from self.own()
        yield from self.house("close", "closing", mood="warm", gesture="greet")

    def own(self) -> Iterator[Line]:
        """What a person wrote, as far as it holds now."""
        about = self.item.product_id
        for text in self.item.own:
            for one in typed_lines(text, self.shelf, self.lang, item=self.item, about=about):
                if one.line is not None:
                    self.said.add(one.line.text)
                    yield replace(one.line, pause_ms=_PAUSE[self.pace])

    def piece(self, number: int, *, again: bool) -> Iterator[Line]:
        """One go through the piece."""
        product, materials = self.shelf.by_product.get(self.item.product_id), self.shelf.piece(self.item.product_id)
        if product is None or materials is None or not self.shelf.available(product.id):
            return
        if self.item.only_own:
            yield from self.own()
            return
        told = PieceTold(product=product, materials=materials, lang=self.lang, rng=self.rng, lately=self._before())
        many, most = _BODY[self.pace]
        yield from self._named(product, told, again=again)
        if not again:
            yield from self.own()
        if self.pace == "busy":
            yield from self._price(product)
        yield from self._body(told, many - many // 2, most)
        yield from self._price(product)
        if not again or self.pace == "busy" or number % 3 == 0:
            yield from self._stock(product)
        yield from self._body(told, many // 2, most)
        yield from self._around(product, told, number, again=again)

    def house(self, topic: Topic, kind: LineKind, *, mood: Mood, gesture: Gesture = "none") -> Iterator[Line]:
        """Words of the house."""
        product = self.shelf.by_product.get(self.item.product_id)
        before = self.lately.texts | self.said
        found = house_words(topic, self.lang, self.rng, product=product, lately=before, house=self.shelf.house)
        if found is not None:
            yield self.line(found, kind, mood=mood, gesture=gesture)

    def offered(self, product: Product, *, kind: LineKind, mood: Mood = "calm") -> Iterator[Line]:
        """The price in the wording that was said least lately; its end and the former price in lines of their own, the first time."""
        found = list(prices_said(self.shelf, product, self.lang, self.rng, self.rng.choice(("name", "pronoun"))))
        before = self.lately.texts | self.said

        def rank(one: Offered) -> tuple[bool, float, bool]:
            """Words that are new; else such as are short enough to come again."""
            said, many = one.sentence.text in before, len(units(one.sentence.text, self.lang))
            return said and many > SHORT[self.lang], too_long(one.sentence.text, self.lang), said

        one = min(found, key=rank, default=None)
        if one is None:
            return
        reduced = any(isinstance(fact.value, Price) and fact.value.was for fact in self.shelf.offers(product.id))
        mood, first, self.priced = "glad" if reduced else mood, not self.priced, True
        yield self.line(one.sentence, kind, mood=mood, gesture="card", until=one.holds_until)
        rest: list[Iterator[Offered]] = []
        if first and not tells_former(one.sentence, self.shelf, self.lang):
            rest.append(former_said(self.shelf, product, self.lang, self.rng))
        if first and one.end_open:
            rest.append(end_said(self.shelf, product, self.lang))
        for ways in rest:
            found = sorted(ways, key=lambda way: (too_long(way.sentence.text, self.lang), way.sentence.text in before))
            for way in found[:1]:
                yield self.line(way.sentence, kind, mood=mood, gesture="card", until=way.holds_until)

    def _named(self, product: Product, told: PieceTold, *, again: bool) -> Iterator[Line]:
        yield from self.house("again" if again else "next", "piece", mood="warm", gesture="card")
        if not again and (opening := told.opening()):
            yield from self._of(opening, mood="warm")

    def _body(self, told: PieceTold, many: int, most: int) -> Iterator[Line]:
        for number, one in enumerate(told.body(many, most)):
            yield from self._of(
                one, mood="thoughtful" if number % 3 == 2 else "calm", gesture="nod" if number % 3 == 1 else "none"
            )

    def _price(self, product: Product) -> Iterator[Line]:
        yield from self.offered(product, kind="piece")

    def _stock(self, product: Product) -> Iterator[Line]:
        found = stock_said(self.shelf, product, self.lang, self.rng)
        for one in sorted(found, key=lambda one: too_long(one.sentence.text, self.lang)):
            if one.sentence.text not in self.said:
                yield self.line(one.sentence, "piece", gesture="card")
                return

    def _around(self, product: Product, told: PieceTold, number: int, *, again: bool) -> Iterator[Line]:
        """What stands at the end of a go: a promotion, a rule, how to order, an open question."""
        if not again:
            for one in promotions_said(self.shelf, product, self.lang):
                yield self.line(one.sentence, "piece", mood="glad", until=one.holds_until)
                break
        if self.pace != "busy" and (number % 2 == 0 or self.pace == "quiet") and (rule := told.rule()):
            yield from self._of(rule, kind="filler" if self.pace == "quiet" else "piece")
        if self.pace != "busy" and number % 2 == 1 and not again:
            yield from self._beside(product)
        if number % 2 == 1 or self.pace == "busy":
            yield from self.house("order", "piece", mood="warm", gesture="card")
        if self.pace == "quiet":
            yield from self.house("quiet", "filler", mood="calm")
        if again or self.pace == "quiet":
            yield from self.house("ask", "filler", mood="warm", gesture="listen")
        if self.pace == "busy":
            yield from self._price(product)

    def _beside(self, product: Product) -> Iterator[Line]:
        before = self.lately.texts | self.said
        for one in goes_with(self.shelf, product, self.lang, self.rng):
            if one.text not in before:
                yield self.line(one, "piece", mood="warm")
                return

    def _rule(self) -> Iterator[Line]:
        if not self.shelf.products:
            return
        product = self.rng.choice(self.shelf.products)
        materials = self.shelf.piece(product.id)
        assert materials is not None
        told = PieceTold(product=product, materials=materials, lang=self.lang, rng=self.rng, lately=self._before())
        if rule := told.rule():
            yield self.line(rule.sentence, "filler", about=False)

    def _before(self) -> Lately:
        return Lately(texts=self.lately.texts | frozenset(self.said), told=self.lately.told)

    def _of(
        self, one: Told, *, kind: LineKind = "piece", mood: Mood = "calm", gesture: Gesture = "none"
    ) -> Iterator[Line]:
        """The sentence, cut where it can be; the whole of it where a part alone would not hold."""
        parts = breaths(one.sentence, at_semicolons=self._cares(one.sentence))
        if len(parts) > 1 and self._each_holds(parts):
            for number, part in enumerate(parts):
                yield self.line(part, kind, mood=mood, gesture=gesture if number == 0 else "none")
            return
        yield self.line(one.sentence, kind, mood=mood, gesture=gesture)

    def _cares(self, sentence: Sentence) -> bool:
        """Whether it is advice on care alone, and long: one thing to do after the other, each of which stands by itself."""
        told_of = {fact.attribute for fact in facts_of(sentence, self.shelf)}
        return told_of == {"care"} and too_long(sentence.text, self.lang) > 0

    def _each_holds(self, parts: tuple[Sentence, ...]) -> bool:
        about = self.item.product_id
        materials = self.shelf.piece(about)
        return materials is not None and all(
            judge(part, materials, writer="code", about=about, lang=self.lang).holds for part in parts
        )

    def line(
        self,
        sentence: Sentence,
        kind: LineKind,
        *,
        mood: Mood = "calm",
        gesture: Gesture = "none",
        until: datetime | None = None,
        everything: bool = False,
        about: bool = True,
    ) -> Line:
        """A line of the entry with these words, and with what its facts say now."""
        self.said.add(sentence.text)
        line = Line(
            id=new_id("lln"), sentence=sentence, lang=self.lang, kind=kind, item_id=self.item.id,
            product_id=self.item.product_id if about else "", mood=mood, gesture=gesture, holds_until=until,
            pause_ms=_PAUSE[self.pace],
        )  # fmt: skip
        return grounded(line, self.shelf, everything=everything)
