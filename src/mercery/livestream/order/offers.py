"""What a piece costs and how many are left, as one says it, in words of this moment on facts of this moment. Pure.

The gate knows what a price is and not until when it holds. So a price is judged without its end; the end is told by code alone, from
the fact's own time, and only where every variant's price ends then.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from mercery.catalog.product import Product
from mercery.claims.advertising_law import breach
from mercery.claims.facts import Fact
from mercery.claims.frames.deals import promotion_line
from mercery.claims.frames.render import render
from mercery.claims.grammar.normal_form import normalised
from mercery.claims.plan import About, Inform
from mercery.claims.sentence import Line, Sentence
from mercery.claims.values import Price, Stock
from mercery.claims.wording import Voice
from mercery.core.i18n import Lang, Words
from mercery.livestream.order.ends_aloud import End, end_aloud
from mercery.livestream.order.shelf import Shelf
from mercery.livestream.order.spoken_length import MOST_S, seconds_of
from mercery.studio.checking import judge, verified
from mercery.studio.materials import Materials
from mercery.studio.writing.composing import longest_of
from mercery.studio.writing.referring import Way, referring
from mercery.studio.writing.topics import kind_of

LOW: Final = 3
"""Up to this many pieces the number left is told."""
_MOST_GROUPS: Final = 2
"""More different prices than these are told as a range: nobody remembers a list."""
_NUMBERS: Final = ("no", "one", "two", "three")
_PRICED: Final[dict[Lang, tuple[str, ...]]] = {
    "en": (
        "{it} {costs/cost} {price}, {tax}", "the price of {name} is {price}, {tax}", "you pay {price}, {tax}",
        "{price} is the price, {tax}", "{it} {is/are} priced at {price}, {tax}", "{it} {sells/sell} for {price}, {tax}",
        "for {name} we ask {price}, {tax}", "{it} {costs/cost} {price}", "{price} is the price", "the price is {price}", "you pay {price}",
        "{it} {sells/sell} for {price}", "for {name} we ask {price}",
    ),
    "zh": (
        "{name}售价 {price}，{tax}", "价格是 {price}，{tax}", "现在的价格是 {price}，{tax}", "这款 {price}，{tax}", "{name} {price}，{tax}",
        "它的价格是 {price}，{tax}", "{name}的售价是 {price}，{tax}", "售价 {price}，{tax}", "这款 {price}", "{name} {price}", "它的价格是 {price}",
    ),
}  # fmt: skip
_REDUCED: Final[dict[Lang, tuple[str, ...]]] = {
    "en": (
        "{it} {costs/cost} {price} instead of {was}", "you pay {price} instead of {was}, {tax}", "{price} instead of {was}, {tax}",
        "{name} now {costs/cost} {price} instead of {was}", "{it} {is/are} {price} instead of {was}, {tax}",
        "{it} now {costs/cost} {price}", "you pay {price}", "{price} is the price", "the price is {price}", "{it} {sells/sell} for {price}",
        "{name} {is/are} {price}",
    ),
    "zh": (
        "原价 {was}，现在 {price}", "现价 {price}，原价 {was}", "{name}现在 {price}，原价 {was}", "{name}原价 {was}，现在 {price}，{tax}",
        "现在 {price}，原价 {was}，{tax}",
        "{name}现在 {price}", "现价 {price}", "价格是 {price}", "它的价格是 {price}", "{name}售价 {price}", "现在的价格是 {price}",
    ),
}  # fmt: skip
_FORMER: Final[dict[Lang, tuple[str, ...]]] = {
    "en": ("the former price was {was}", "the old price was {was}", "the former price of {name} was {was}"),
    "zh": ("原价 {was}", "它原价 {was}", "{name}原价 {was}"),
}
"""Apart from the price of today, each true without the other."""
_SLOT: Final = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A sentence on a price or on stock that holds."""

    sentence: Sentence
    holds_until: datetime | None = None
    """When the price ends, or its words about it (`tonight`)."""
    end_open: bool = False
    """Whether the price ends and the sentence does not say when: `end_said` does."""


def prices_said(shelf: Shelf, product: Product, lang: Lang, rng: random.Random, way: Way = "name") -> Iterator[Offered]:
    """Ways to tell the price that hold, the liked ones first; nothing where the piece has none."""
    materials, facts = shelf.piece(product.id), shelf.offers(product.id)
    if materials is None or not facts:
        return
    voice = materials.voice(lang)
    ends = {fact.valid_to for fact in facts}
    ending = facts[0] if len(ends) == 1 and facts[0].valid_to is not None else None
    for core, framed in _cores(product, facts, materials, lang, rng, way):
        if not _holds(core, materials, lang, framed=framed):
            continue
        if ending is None:
            yield Offered(sentence=core, holds_until=min((one for one in ends if one), default=None))
            continue
        assert ending.valid_to is not None
        end = end_aloud(ending.valid_to, voice)
        whole = _with_end(core, ending, end, voice, first=rng.random() < 0.35)
        if seconds_of(whole.text, lang) > MOST_S:
            yield Offered(sentence=core, holds_until=ending.valid_to, end_open=True)
        elif _holds(whole, materials, lang, framed=True):
            yield Offered(sentence=whole, holds_until=end.right_until)


def end_said(shelf: Shelf, product: Product, lang: Lang) -> Iterator[Offered]:
    """Until when the price holds, with the piece named, so that it is true and clear whatever was said before."""
    materials, facts = shelf.piece(product.id), shelf.offers(product.id)
    if materials is None or not facts or facts[0].valid_to is None or len({fact.valid_to for fact in facts}) > 1:
        return
    voice, named, line = materials.voice(lang), referring(product, lang, "name"), Line()
    end = end_aloud(facts[0].valid_to, voice)
    line.say(voice.pick("the price of ", ""))
    _named(line, named.it, product.title.text(lang))
    line.say(voice.pick(" holds until ", "现价到" + (" " if end.words[:1].isdigit() else "")))
    line.fact(facts[0], end.words, "computed").say(voice.pick(".", "为止。"))
    sentence = line.done()
    if _holds(sentence, materials, lang, framed=True):
        yield Offered(sentence=sentence, holds_until=end.right_until)


def former_said(shelf: Shelf, product: Product, lang: Lang, rng: random.Random) -> Iterator[Offered]:
    """The price before the reduction, by itself, where there is one for all."""
    materials, facts = shelf.piece(product.id), shelf.offers(product.id)
    if materials is None or not facts or len({(_price(fact).amount, _price(fact).was) for fact in facts}) > 1:
        return
    until = min((fact.valid_to for fact in facts if fact.valid_to), default=None)
    for row in rng.sample(_FORMER[lang], len(_FORMER[lang])) if _price(facts[0]).was else ():
        sentence = _filled(row, product, facts[0], lang, "pronoun")
        if _holds(sentence, materials, lang, framed=False):
            yield Offered(sentence=sentence, holds_until=until)


def _holds(sentence: Sentence, materials: Materials, lang: Lang, *, framed: bool) -> bool:
    """`framed`: it is a frame of answers, which stands on facts by its making and passes the same last check as an answer does."""
    if not framed:
        return judge(sentence, materials, writer="code", about=materials.products[0].id, lang=lang).holds
    names = (name for one in materials.products for name in (one.title.en, one.title.zh, one.brand or ""))
    return (
        verified(sentence, materials, lang) and breach(normalised(sentence.text), materials.laws, names=names) is None
    )


def _cores(
    product: Product, facts: Sequence[Fact], materials: Materials, lang: Lang, rng: random.Random, way: Way
) -> Iterator[tuple[Sentence, bool]]:
    """The price without its end, and whether a frame of answers says it."""
    groups = {(_price(fact).amount.minor, _price(fact).was) for fact in facts}
    if len(groups) == 1:
        price = _price(facts[0])
        rows = list((_REDUCED if price.was else _PRICED)[lang])
        rng.shuffle(rows)
        for row in rows:
            yield _filled(row, product, facts[0], lang, way), False
    elif len(groups) <= _MOST_GROUPS:
        yield from ((one, True) for one in _by_frame(product, facts, materials, lang))
    yield from ((one, True) for one in _ranges(product, facts, lang, way))


def _filled(row: str, product: Product, fact: Fact, lang: Lang, way: Way) -> Sentence:
    price, who, line = _price(fact), referring(product, lang, way), Line()
    named = referring(product, lang, "name")
    fill: dict[str, Callable[[], Line]] = {
        "it": lambda: _named(line, who.it, product.title.text(lang)),
        "name": lambda: _named(line, named.it, product.title.text(lang)),
        "price": lambda: line.fact(fact, price.amount.text(lang)),
        "was": lambda: line.fact(fact, price.was.text(lang) if price.was else ""),
        "tax": lambda: line.say(_tax(price, lang)),
    }
    at = 0
    for slot in _SLOT.finditer(row):
        line.say(row[at : slot.start()])
        one, slash, many = slot[1].partition("/")
        if slash:
            line.say(many if who.many else one)
        else:
            fill[one]()
        at = slot.end()
    return line.say(row[at:]).say("。" if lang == "zh" else ".").done()


def _named(line: Line, words: str, title: str) -> Line:
    before, found, after = words.partition(title)
    return line.say(before).name(found).say(after) if found else line.say(words)


def _tax(price: Price, lang: Lang) -> str:
    if price.tax_included:
        return "tax included" if lang == "en" else "含税"
    return "before tax" if lang == "en" else "未含税"


def _by_frame(product: Product, facts: Sequence[Fact], materials: Materials, lang: Lang) -> Iterator[Sentence]:
    # Without its end, which the gate does not know; it is told apart.
    endless = {fact.id: replace(fact, valid_to=None) for fact in facts}
    act = Inform(about=about_of(product), attribute="price", fact_ids=tuple(endless))
    yield from render(act, endless, materials.voice(lang))


def _ranges(product: Product, facts: Sequence[Fact], lang: Lang, way: Way) -> Iterator[Sentence]:
    low = min(facts, key=lambda fact: _price(fact).amount.minor)
    high = max(facts, key=lambda fact: _price(fact).amount.minor)
    if low is high or _price(low).amount == _price(high).amount:
        return
    who = referring(product, lang, way)
    begins = Line()
    _named(begins, who.it, product.title.text(lang))
    begins.say(f" {'start' if who.many else 'starts'} at " if lang == "en" else " ")
    yield begins.fact(low, _price(low).amount.text(lang), "computed").say("." if lang == "en" else " 起。").done()
    line = Line()
    _named(line, who.it, product.title.text(lang))
    line.say(f" {'cost' if who.many else 'costs'} from " if lang == "en" else "的价格为 ")
    line.fact(low, _price(low).amount.text(lang), "computed").say(" to " if lang == "en" else " 至 ")
    line.fact(high, _price(high).amount.text(lang), "computed")
    yield line.say(", depending on the choice." if lang == "en" else "，依所选规格而定。").done()


def _with_end(core: Sentence, fact: Fact, end: End, voice: Voice, *, first: bool) -> Sentence:
    """The price with its end, before or behind it."""
    first = first and " now " not in core.text and not any(span.start == 0 and span.fact_id for span in core.spans)
    bare = core.text[:-1]
    line = Line()
    if first and not voice.zh:
        return _joined(line.say("until ").fact(fact, end.words, "computed").say(", "), core, lowered=True)
    if first:
        gap = " " if end.words[:1].isdigit() else ""
        return _joined(line.say(f"到{gap}").fact(fact, end.words, "computed").say("为止，"), core)
    kept = Sentence(text=bare, spans=core.spans)
    tail = Line().say(voice.pick(", until ", "，到" + (" " if end.words[:1].isdigit() else "")))
    tail.fact(fact, end.words, "computed").say(voice.pick(".", "为止。"))
    return _after(kept, tail)


def _joined(head: Line, core: Sentence, *, lowered: bool = False) -> Sentence:
    text = core.text
    named = any(span.start == 0 for span in core.spans)
    if lowered and not named:
        text = text[:1].lower() + text[1:]
    before = head.done()
    shift = len(before.text)
    spans = tuple(replace(one, start=one.start + shift, end=one.end + shift) for one in core.spans)
    return Sentence(text=before.text + text, spans=(*before.spans, *spans))


def _after(core: Sentence, tail: Line) -> Sentence:
    shift = len(core.text)
    spans = tuple(replace(one, start=one.start + shift, end=one.end + shift) for one in tail.done().spans)
    return Sentence(text=core.text + tail.text, spans=(*core.spans, *spans))


def stock_said(shelf: Shelf, product: Product, lang: Lang, rng: random.Random) -> Iterator[Offered]:
    """What there is to say of the stock: the exact number where few are left, which choices are there or are not. Nothing where
    all is well: that a shop has what it shows goes without saying."""
    materials, facts = shelf.piece(product.id), shelf.stocks(product.id)
    if materials is None or not facts:
        return
    found = [*_few(product, facts, materials, lang, rng), *_gone(product, facts, materials, lang, rng)]
    for sentence in found:
        if judge(sentence, materials, writer="code", about=product.id, lang=lang).holds:
            yield Offered(sentence=sentence)


def _few(
    product: Product, facts: Sequence[Fact], materials: Materials, lang: Lang, rng: random.Random
) -> Iterator[Sentence]:
    few = [fact for fact in facts if 0 < (_stock(fact).quantity or 0) <= LOW]
    few.sort(key=lambda fact: (_stock(fact).quantity or 0, rng.random()))
    for fact in few[:2]:
        yield _left(fact, _choice(product, fact, materials, lang), lang, rng)


def _left(fact: Fact, choice: Line | None, lang: Lang, rng: random.Random) -> Sentence:
    count = _stock(fact).quantity or 0
    if lang == "zh":
        line = Line() if choice is None else Line().add(choice)
        return line.say(rng.choice(("还有 ", "剩 "))).fact(fact, f"{count} 件").say("。").done()
    be, number = ("is" if count == 1 else "are"), _NUMBERS[count]
    if choice is None:
        return Line().fact(fact, number).say(f" {be} left.").done()
    if rng.random() < 0.5:
        return Line().say(f"there {be} ").fact(fact, number).say(" left in ").add(choice).say(".").done()
    return Line().fact(fact, number).say(f" {be} left in ").add(choice).say(".").done()


def _choice(product: Product, fact: Fact, materials: Materials, lang: Lang) -> Line | None:
    """The choice as one says it: `black, size 39`; 黑色 39 码. None where there is but one."""
    variant = next((one for one in product.variants if one.id == fact.subject.id), None)
    if variant is None or len(product.variants) < 2:
        return None
    own = {one.attribute: one for one in materials.facts if one.subject.id == variant.id}
    line = Line()
    for name, value in variant.options.items():
        text = value.text(lang)
        if name == "size" and name in own and text.isdigit():
            before, after = (
                (" ", f" {_size_word(product)}") if lang == "zh" else (", size " if line.text else "size ", "")
            )
            line.say(before if line.text or lang == "en" else "").fact(own[name], text).say(after)
        else:
            line.say(("、" if lang == "zh" else ", ") if line.text else "").name(text)
    return None if line.empty else line


def _size_word(product: Product) -> str:
    return "码" if kind_of(product) == "shoe" else "号"


def _gone(
    product: Product, facts: Sequence[Fact], materials: Materials, lang: Lang, rng: random.Random
) -> Iterator[Sentence]:
    gone = [fact for fact in facts if not _stock(fact).available]
    if not gone or len(gone) == len(facts):
        return
    fact = rng.choice(gone)
    choice = _choice(product, fact, materials, lang)
    if choice is None:
        return
    line = Line().add(choice)
    if lang == "zh":
        yield line.fact(fact, "暂时售罄").say("。").done()
    else:
        yield line.say(" is ").fact(fact, "sold out at the moment").say(".").done()


def sold_out_said(shelf: Shelf, product: Product, lang: Lang) -> Iterator[Offered]:
    """That none is left, with the day it is expected back where that is known."""
    yield from _stock_frame(shelf, product, lang, lambda fact: not _stock(fact).available)


def in_stock_said(shelf: Shelf, product: Product, lang: Lang) -> Iterator[Offered]:
    """That it can be had."""
    yield from _stock_frame(shelf, product, lang, lambda fact: _stock(fact).available)


def _stock_frame(shelf: Shelf, product: Product, lang: Lang, wanted: Callable[[Fact], bool]) -> Iterator[Offered]:
    materials = shelf.piece(product.id)
    facts = [fact for fact in shelf.stocks(product.id) if wanted(fact)]
    if materials is None or not facts:
        return
    act = Inform(about=about_of(product), attribute="stock", fact_ids=tuple(fact.id for fact in facts))
    for sentence in render(act, materials.by_id, materials.voice(lang)):
        if longest_of(sentence.text, lang) <= (24 if lang == "en" else 44):
            told = judge(sentence, materials, writer="code", about=product.id, lang=lang)
            if told.holds:
                yield Offered(sentence=sentence)
                return
    line = Line()
    who = referring(product, lang, "name")
    _named(line, who.it, product.title.text(lang))
    available = _stock(facts[0]).available
    if lang == "zh":
        line.fact(facts[0], "有现货" if available else "暂时售罄").say("。")
    else:
        line.say(" are " if who.many else " is ").fact(
            facts[0], "in stock" if available else "sold out at the moment"
        ).say(".")
    if judge(line.done(), materials, writer="code", about=product.id, lang=lang).holds:
        yield Offered(sentence=line.done())


def promotions_said(shelf: Shelf, product: Product, lang: Lang) -> Iterator[Offered]:
    """Promotions the piece is among the goods of, those for certain customers or with a code aside."""
    materials = shelf.piece(product.id)
    if materials is None:
        return
    for fact in shelf.promotions(product.id):
        sentence = promotion_line(fact, materials.voice(lang)).say("。" if lang == "zh" else ".").done()
        if judge(sentence, materials, writer="code", about=product.id, lang=lang).holds:
            yield Offered(sentence=sentence, holds_until=fact.valid_to)


def about_of(product: Product) -> About:
    """The product as frames name it."""
    many = len(product.variants) > 1
    labels = {one.id: Words(one.title("en"), one.title("zh")) for one in product.variants} if many else {}
    return About(product_id=product.id, title=product.title, labels=labels)


def _price(fact: Fact) -> Price:
    assert isinstance(fact.value, Price)
    return fact.value


def _stock(fact: Fact) -> Stock:
    assert isinstance(fact.value, Stock)
    return fact.value
