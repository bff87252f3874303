"""What a change while a piece is presented asks to be said, and what follows from it. Pure.

`changes` sets two shelves side by side; `reaction` says it. Lines in the queue that no longer hold are dropped by `rejudging.py`,
whatever is said here.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from mercery.catalog.product import Product
from mercery.claims.facts import Fact
from mercery.claims.values import Price, Stock
from mercery.core.i18n import Lang
from mercery.livestream.line import Line, Mood
from mercery.livestream.order.offers import LOW, Offered, in_stock_said, promotions_said, sold_out_said, stock_said
from mercery.livestream.order.shelf import Shelf
from mercery.livestream.order.speaking import NO_ITEM, NOTHING, Speech
from mercery.livestream.order.telling_piece import Lately
from mercery.livestream.show import Item

ChangeKind = Literal["gone", "sold_out", "back", "price", "reduced", "reduction_over", "promotion", "few"]
"""`gone`: no longer on sale; `reduced`: there is an old price now; `reduction_over`: there is none any more; `promotion`: one begins
for it; `few`: a number that is worth saying."""
_GOES_ON: Final[frozenset[ChangeKind]] = frozenset({"gone", "sold_out"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What happened to a piece."""

    kind: ChangeKind
    product_id: str

    @property
    def ends_item(self) -> bool:
        """Whether the show goes on to the next entry."""
        return self.kind in _GOES_ON


def changes(before: Shelf, after: Shelf, product_id: str) -> tuple[Change, ...]:
    """What happened to the piece between two shelves, what weighs most first; nothing where nothing is worth a word."""
    return tuple(Change(kind=kind, product_id=product_id) for kind in _kinds(before, after, product_id))


def _kinds(before: Shelf, after: Shelf, product_id: str) -> Iterator[ChangeKind]:
    if product_id not in before.by_product and product_id not in after.by_product:
        return
    if product_id not in after.by_product:
        yield "gone"
        return
    was, there = before.available(product_id), after.available(product_id)
    if not there:
        if was:
            yield "sold_out"
        return
    if not was:
        yield "back"
    yield from _of_price(before.offers(product_id), after.offers(product_id))
    known = {fact.subject.id for fact in before.promotions(product_id)}
    if any(fact.subject.id not in known for fact in after.promotions(product_id)):
        yield "promotion"
    if _fewest(after, product_id) < _fewest(before, product_id) and _fewest(after, product_id) <= LOW:
        yield "few"


def _of_price(before: Sequence[Fact], after: Sequence[Fact]) -> Iterator[ChangeKind]:
    then, now = {one.subject.id: _price(one) for one in before}, {one.subject.id: _price(one) for one in after}
    if {key: (one.amount, one.was) for key, one in then.items()} == {
        key: (one.amount, one.was) for key, one in now.items()
    }:
        return
    if any(one.was for one in now.values()) and not any(one.was for one in then.values()):
        yield "reduced"
    elif any(one.was for one in then.values()) and not any(one.was for one in now.values()):
        yield "reduction_over"
    else:
        yield "price"


def reaction(
    found: Sequence[Change], shelf: Shelf, lang: Lang, *, item: Item = NO_ITEM, seed: int = 0, lately: Lately = NOTHING
) -> tuple[Line, ...]:
    """What is said of the changes of one piece; where it is sold out, that the show goes on too."""
    if not found:
        return ()
    told = Item(id=item.id, place=item.place, kind="piece", product_id=found[0].product_id)
    speech = Speech(item=told, shelf=shelf, lang=lang, pace="usual", lately=lately, rng=random.Random(seed))  # noqa: S311
    return tuple(_said(found, speech))


def _said(found: Sequence[Change], speech: Speech) -> Iterator[Line]:
    kinds, product = {one.kind for one in found}, speech.shelf.by_product.get(found[0].product_id)
    if "gone" in kinds or product is None:
        yield from speech.house("on", "reaction", mood="calm")
        return
    if "sold_out" in kinds:
        yield from _first(speech, sold_out_said(speech.shelf, product, speech.lang), mood="sorry")
        yield from speech.house("gone", "reaction", mood="sorry")
        yield from speech.house("on", "reaction", mood="calm")
        return
    yield from speech.house("changed", "reaction", mood="warm", gesture="card")
    before = len(speech.said)
    yield from _told(kinds, product, speech)
    if len(speech.said) == before:
        # Where the change itself cannot be told, the price is: it is what the viewer has to know.
        yield from speech.offered(product, kind="reaction")


def _told(kinds: set[ChangeKind], product: Product, speech: Speech) -> Iterator[Line]:
    shelf, lang = speech.shelf, speech.lang
    if "back" in kinds:
        yield from _first(speech, in_stock_said(shelf, product, lang), mood="glad")
    if kinds & {"price", "reduced", "reduction_over"}:
        yield from speech.offered(product, kind="reaction", mood="calm")
    if "promotion" in kinds:
        yield from _first(speech, promotions_said(shelf, product, lang), mood="glad")
    if "few" in kinds and "back" not in kinds:
        yield from _first(speech, stock_said(shelf, product, lang, speech.rng), mood="calm")


def _first(speech: Speech, found: Iterator[Offered], *, mood: Mood) -> Iterator[Line]:
    one = next(found, None)
    if one is not None:
        yield speech.line(one.sentence, "reaction", mood=mood, gesture="card", until=one.holds_until)


def _fewest(shelf: Shelf, product_id: str) -> int:
    counts = [_stock(fact).quantity for fact in shelf.stocks(product_id)]
    return min((count for count in counts if count), default=1 << 30)


def _price(fact: Fact) -> Price:
    assert isinstance(fact.value, Price)
    return fact.value


def _stock(fact: Fact) -> Stock:
    assert isinstance(fact.value, Stock)
    return fact.value
