"""What goes with a piece, told by facts: another piece of the show that comes in one of its colours. Pure."""

from __future__ import annotations

import random
from collections.abc import Iterator

from mercery.catalog.product import Product
from mercery.claims.facts import Fact
from mercery.claims.sentence import Line, Sentence
from mercery.claims.values import Terms
from mercery.core.i18n import Lang
from mercery.livestream.order.shelf import Shelf
from mercery.studio.checking import judge
from mercery.studio.writing.referring import referring


def goes_with(shelf: Shelf, product: Product, lang: Lang, rng: random.Random) -> Iterator[Sentence]:
    """`The Ponte Card Wallet comes in black too.` Of another kind of goods, and only what can be had."""
    own = _colours(shelf, product)
    others = [
        one for one in shelf.products
        if one.id != product.id and one.category[-1:] != product.category[-1:] and shelf.available(one.id)
    ]  # fmt: skip
    rng.shuffle(others)
    for other in others if own else ():
        theirs = _colours(shelf, other)
        if own is None or theirs is None:
            continue
        shared = sorted(set(_names(own, lang)) & set(_names(theirs, lang)))
        materials = shelf.piece(other.id)
        if not shared or materials is None:
            continue
        sentence = _said(other, theirs, rng.choice(shared), lang)
        if judge(sentence, materials, writer="code", about=other.id, lang=lang).holds:
            yield sentence


def _said(other: Product, fact: Fact, colour: str, lang: Lang) -> Sentence:
    who, title = referring(other, lang, "name"), other.title.text(lang)
    before, found, after = who.name.partition(title)
    line = Line().say(before).name(found).say(after)
    if lang == "zh":
        return line.say("也有").fact(fact, colour).say("。").done()
    return line.say(" come in " if who.many else " comes in ").fact(fact, colour).say(" too.").done()


def _colours(shelf: Shelf, product: Product) -> Fact | None:
    fact = shelf.by_key.get(("product", product.id, "colour"))
    return fact if fact is not None and isinstance(fact.value, Terms) else None


def _names(fact: Fact, lang: Lang) -> list[str]:
    assert isinstance(fact.value, Terms)
    return [item.text(lang) for item in fact.value.items if item.has(lang)]
