"""Why a piece is shown, in words: each made of facts by a frame, and held against them once more before it goes out. Pure.

A reason that cannot be borne out is not said. Others' purchases are only ever counted, and only from FEWEST on; who a
present was for, or what somebody wrote to an order, is never looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from mercery.accounts.shop import Shop
from mercery.catalog.facts import product_facts
from mercery.catalog.product import Product
from mercery.claims.facts import Fact, Subject
from mercery.claims.measures import number, unit_words
from mercery.claims.plan import About
from mercery.claims.sentence import Line, Sentence
from mercery.claims.values import MaterialPart, Materials, Quantity, Terms, Text
from mercery.claims.verify import verify
from mercery.claims.vocabulary import translated
from mercery.claims.wording import Voice, day_text
from mercery.core.i18n import Words
from mercery.recommendations.piece import care_classes
from mercery.recommendations.recommendation import FEWEST, Reason

_MAIN_PARTS: Final = ("main", "upper", "case", "frame", "vessel", "strap", "base")
_NOTES: Final = ("scent", "top_notes", "heart_notes", "base_notes")
_LASTS: Final[Mapping[str, Words]] = {
    "burn_time": Words("it burns about ", "约可燃烧 "),
    "lasting": Words("it lasts about ", "约可使用 "),
    "supply": Words("it lasts about ", "约可使用 "),
}
_ORDER: Final = Words("your order", "您的订单")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A reason in words, with the facts it stands on; no sentence where nothing can be said."""

    sentence: Sentence | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Pair:
    """The piece that is shown, and the one it is because of."""

    reason: Reason
    piece: Product
    base: Product | None
    facts: tuple[Fact, ...]
    base_facts: tuple[Fact, ...]
    voice: Voice

    def of(self, *names: str) -> Iterator[Fact]:
        return (fact for fact in self.facts if fact.attribute in names and fact.subject.kind == "product")

    def of_base(self, *names: str) -> Iterator[Fact]:
        return (fact for fact in self.base_facts if fact.attribute in names and fact.subject.kind == "product")

    def base_name(self, *, after_stop: bool = False) -> Line:
        """`your Saddle Bag` of what was bought, `the Saddle Bag` of what is only looked at. In Chinese a name in Latin
        letters stands apart from the words around it, but not `after_stop`."""
        assert self.base is not None
        title, own = self.base.title.text(self.voice.lang), self.reason.at is not None
        if self.voice.zh:
            apart = " " if title[:1].isascii() and (own or not after_stop) else ""
            line = Line().say("您的" if own else "").say(apart).name(title)
            return line.say(" " if title[-1:].isascii() else "")
        return Line().say("your " if own else "the ").name(title.removeprefix("The "))


def reason_sentence(reason: Reason, piece: Product, base: Product | None, shop: Shop, voice: Voice) -> Told:
    """The reason in the language of the voice, the first wording that the facts bear out."""
    pair = _Pair(
        reason, piece, base, tuple(product_facts(piece, shop)), tuple(product_facts(base, shop)) if base else (), voice
    )
    made = tuple(_made_facts(pair))
    facts = {fact.id: fact for fact in (*pair.facts, *pair.base_facts, *made)}
    abouts = [About(product_id=one.id, title=one.title) for one in (piece, base) if one is not None]
    for line in _lines(pair, {fact.attribute: fact for fact in made}):
        if line is None or line.empty:
            continue
        sentence = line.say(voice.pick(".", "。")).done()
        if verify(sentence, facts, voice, abouts=abouts).ok:
            return Told(sentence=sentence, facts={id_: facts[id_] for id_ in sentence.fact_ids})
    return Told()


def _lines(pair: _Pair, made: Mapping[str, Fact]) -> Iterator[Line | None]:
    match pair.reason.kind:
        case "completes" | "same_family":
            yield from _fitting(pair)
            yield _to_go_with(pair)
        case "runs_out" | "again":
            yield _used_up(pair, made)
            yield _bought_on(pair, made)
        case "bought_with":
            yield _counted(pair, made, "bought_with")
            yield from _fitting(pair)
            # Two or three who bought both are no reason to say that a boot goes with a cologne.
            if pair.reason.attributes:
                yield _to_go_with(pair)
        case "looked_at_with":
            yield _counted(pair, made, "looked_at_with")
            yield from _resembling(pair)
        case "like_it":
            yield from _resembling(pair)
        case "loved":
            yield _counted(pair, made, "loved")
        case "new":
            yield _new(pair, made)
        case "chosen":
            return


def _fitting(pair: _Pair) -> Iterator[Line | None]:
    if pair.base is None:
        return
    for name in pair.reason.attributes:
        if (frame := _FRAMES.get(name)) is not None:
            yield frame(pair)


def _resembling(pair: _Pair) -> Iterator[Line | None]:
    if pair.base is None:
        return
    for name in (*pair.reason.attributes, "material", "scent", "colour"):
        if name != "brand" and (frame := _FRAMES.get(name)) is not None:
            yield frame(pair)
    # Nobody compares a ring with a shoe, however many looked at both.
    if pair.piece.category[:1] == pair.base.category[:1]:
        looked = Line().say(pair.voice.pick("Compare with ", "可与")).add(pair.base_name())
        yield looked.say(pair.voice.pick("", "一同比较"))


def _care(pair: _Pair) -> Line | None:
    """`For calfskin; your Saddle Bag is in full-grain calfskin.`"""
    voice = pair.voice
    for suits in pair.of("suitable_for"):
        for base in pair.of_base("material"):
            for part in _main(base):
                needs = care_classes(part.material.en or part.material.zh)
                term = next((one for one in _items(suits) if care_classes(one.en or one.zh) & needs), None)
                if term is None:
                    continue
                material = _worded(part.material, voice)
                line = Line().say(voice.pick("For ", "适用于")).fact(suits, _worded(term, voice))
                line.say(voice.pick("; ", "；")).add(pair.base_name(after_stop=True)).say(
                    voice.pick(" is in ", "的材质为")
                )
                return line.fact(base, material)
    return None


def _material(pair: _Pair) -> Line | None:
    """`In grained calfskin, like your Work Tote.`"""
    for own in pair.of("material"):
        for base in pair.of_base("material"):
            theirs = {_plain(part.material) for part in _main(base)}
            same = next((part for part in _main(own) if _plain(part.material) in theirs), None)
            if same is not None:
                return _like(pair, own, base, _worded(same.material, pair.voice), Words("In ", "材质为"))
    return None


def _colour(pair: _Pair) -> Line | None:
    """`Comes in black, like your Saddle Bag.`"""
    return _common(pair, ("colour", "color"), Words("Comes in ", "有"), Words("", "可选"))


def _scent(pair: _Pair) -> Line | None:
    """`With vetiver, like your Vétiver Cologne.`"""
    return _common(pair, _NOTES, Words("With ", "含"), Words("", ""))


def _brand(pair: _Pair) -> Line | None:
    """`By Maison Aurelle, like your Saddle Bag.`"""
    for own in pair.of("brand"):
        for base in pair.of_base("brand"):
            if isinstance(own.value, Text) and own.value == base.value:
                return _like(pair, own, base, own.value.words.text(pair.voice.lang), Words("By ", "出自"))
    return None


def _family(pair: _Pair) -> Line | None:
    """`Shares the name Arno with your Arno Loafer.` Only where the word stands in both names."""
    if pair.base is None:
        return None
    lang = pair.voice.lang
    words = {word.lower(): word for word in pair.piece.title.text(lang).split() if word[:1].isupper()}
    theirs = {word.lower() for word in pair.base.title.text(lang).split()}
    shared = next((word for key, word in words.items() if key in theirs and len(word) > 2), None)
    if shared is None:
        return None
    if pair.voice.zh:
        return Line().say("与").add(pair.base_name()).say("同以“").name(shared).say("”命名")
    return Line().say("Shares the name ").name(shared).say(" with ").add(pair.base_name())


_FRAMES: Final[Mapping[str, Callable[[_Pair], Line | None]]] = {
    "care": _care, "material": _material, "colour": _colour, "scent": _scent, "brand": _brand, "family": _family,
}  # fmt: skip


def _common(pair: _Pair, names: tuple[str, ...], before: Words, after: Words) -> Line | None:
    for own in pair.of(*names):
        for base in pair.of_base(*names):
            theirs = {_plain(item) for item in _items(base)}
            same = next((item for item in _items(own) if _plain(item) in theirs), None)
            if same is not None:
                return _like(pair, own, base, _worded(same, pair.voice), before, after)
    return None


def _like(pair: _Pair, own: Fact, base: Fact, words: str, before: Words, after: Words = Words("")) -> Line:
    """`<before><words><after>, like your Saddle Bag`; the likeness stands on the other's fact."""
    voice = pair.voice
    line = Line().say(before.en if not voice.zh else before.zh).fact(own, words)
    line.say(after.en if not voice.zh else after.zh)
    del base  # checked where the two were found to be the same
    return line.say(voice.pick(", like ", "，与")).add(pair.base_name()).say(voice.pick("", "一样"))


def _to_go_with(pair: _Pair) -> Line | None:
    if pair.base is None:
        return None
    return Line().say(pair.voice.pick("To go with ", "可与")).add(pair.base_name()).say(pair.voice.pick("", "搭配"))


def _bought_on(pair: _Pair, made: Mapping[str, Fact]) -> Line | None:
    bought = made.get("bought")
    if bought is None or pair.reason.at is None:
        return None
    day = day_text(pair.reason.at, pair.voice)
    line = Line().say(pair.voice.pick("You bought it on ", "您曾于 ")).fact(bought, day)
    return line.say(pair.voice.pick("", "购买"))


def _used_up(pair: _Pair, made: Mapping[str, Fact]) -> Line | None:
    """`You bought it on 3 May; it burns about 45 hours.`"""
    line = _bought_on(pair, made)
    for fact in pair.of(*_LASTS):
        value = fact.value
        if line is None or not isinstance(value, Quantity) or value.high is not None:
            continue
        said = _LASTS[fact.attribute].text(pair.voice.lang)
        amount = f"{number(value.low)} {unit_words(value.unit, value.low, pair.voice.lang)}"
        return line.say(pair.voice.pick("; ", "；")).say(said).fact(fact, amount)
    return None


def _counted(pair: _Pair, made: Mapping[str, Fact], name: str) -> Line | None:
    fact, voice, count = made.get(name), pair.voice, pair.reason.count
    if fact is None:
        return None
    if name == "loved":
        if "visitors" in pair.reason.attributes:
            line = Line().say(voice.pick("At least ", "近期至少有 ")).fact(fact, str(count))
            return line.say(voice.pick(" visitors looked at it lately", " 位访客看过"))
        line = Line().say(voice.pick("In at least ", "至少有 ")).fact(fact, str(count))
        return line.say(voice.pick(" orders", " 个订单选购"))
    if pair.base is None:
        return None
    if name == "bought_with":
        line = Line().say(voice.pick("Bought with or after ", "与")).add(pair.base_name())
        line.say(voice.pick(" at least ", "同时或随后选购，至少 ")).fact(fact, str(count))
        return line.say(voice.pick(" times", " 次"))
    line = Line().say(voice.pick("At least ", "至少有 ")).fact(fact, str(count))
    return line.say(voice.pick(" visitors also looked at ", " 位访客也看了")).add(pair.base_name())


def _new(pair: _Pair, made: Mapping[str, Fact]) -> Line | None:
    fact = made.get("new")
    if fact is None:
        return None
    if pair.voice.zh:
        return Line().say("店内").fact(fact, "新品")
    return Line().fact(fact, "New").say(" in the shop")


def _made_facts(pair: _Pair) -> Iterator[Fact]:
    """Facts about the person's own order, and counts of others."""
    reason, now = pair.reason, pair.voice.now

    def fact(subject: Subject, name: str, value: Words, source: Words) -> Fact:
        return Fact(
            subject=subject, attribute=name, label=source, value=Text(value), source=source, version=1, recorded_at=now
        )

    own = Subject(kind="product", id=pair.piece.id, name=pair.piece.title)
    if reason.at is not None:
        day = _both(reason.at, pair.voice)
        yield fact(Subject(kind="order", id=pair.piece.id, name=_ORDER), "bought", day, _ORDER)
    if reason.count >= FEWEST and reason.kind in ("bought_with", "looked_at_with", "loved"):
        counts = Words(str(reason.count), str(reason.count))
        yield fact(own, reason.kind, counts, Words("counted orders and visits", "订单与访问统计"))
    if reason.kind == "new":
        yield fact(own, "new", Words("new", "新品"), Words("collection", "系列"))


def _both(day: date, voice: Voice) -> Words:
    english, chinese = (
        Voice(lang=lang, now=voice.now, timezone=voice.timezone) for lang in ("en", "zh")
    )  # fmt: skip
    return Words(day_text(day, english), day_text(day, chinese))


def _main(fact: Fact) -> list[MaterialPart]:
    if not isinstance(fact.value, Materials):
        return []
    return [part for part in fact.value.parts if part.part in _MAIN_PARTS] or list(fact.value.parts[:1])


def _items(fact: Fact) -> Iterable[Words]:
    return fact.value.items if isinstance(fact.value, Terms) else ()


def _worded(words: Words, voice: Voice) -> str:
    return translated(words, voice.lang)


def _plain(words: Words) -> str:
    return (words.en or words.zh).lower()
