"""The most of a kind: held against every product of the shop that is of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mercery.claims.grammar.aspects import ASPECTS, NAMED, hours, is_value
from mercery.claims.grammar.kinds import covers
from mercery.claims.grammar.measured import Measured, measure
from mercery.claims.grammar.reading import Blocked, Reading, Segment
from mercery.claims.grammar.tokens import Token
from mercery.claims.grammar.two_compared import mentioned
from mercery.claims.views import ProductView


def is_superlative(token: Token) -> bool:
    return any(key in ASPECTS for key in token.keys) and (
        token.text.endswith("est") or token.text.startswith(("most ", "least ", "最"))
    )


def read_unrivalled(reading: Reading, segment: Segment) -> bool:
    """`None of our bags is lighter than the Petit`, 没有比它更轻的包: whether it is put so, and proved."""
    cue = next(
        (
            token
            for token in segment.open()
            if not is_superlative(token)
            and any(key in ASPECTS for key in token.keys)
            and _rivals_denied(segment, token)
        ),
        None,
    )
    than = next((token for token in segment.tokens if token.has("cmp:than")), None)
    if cue is None or than is None:
        return False
    subject = _after_than(reading, segment, than)
    name, sign = next(ASPECTS[key] for key in sorted(cue.keys) if key in ASPECTS)
    kind = [token for token in segment.tokens if token.is_a("noun") and not token.has("noun:item") and not token.refers]
    scope, _ = _scope(reading, segment, kind)
    ours = any(token.text in _OURS for token in segment.tokens)
    if (
        subject is None
        or not kind
        or not ours
        or subject not in scope
        or len(scope) < 2
        or not reading.grounds.complete
    ):
        raise Blocked("a denial of rivals that is no comparison within the catalogue", attribute=name)
    if name == "hours":
        name = hours(segment.tokens, [subject])
    own = _extreme(reading, subject, scope, name, sign, cue)
    reading.claim(name, own.value, own.fact_id, subject=subject.id, quantifier="of all")
    for part in reading.segments:
        if part.tokens[0].sentence == cue.sentence:
            part.views, part.group = [subject], False
    segment.use([cue, than, *kind], "comparison")
    segment.use_kinds("comparison", "neg")
    segment.use(
        [one for one in segment.open() if one.text in _SELLING or one.has("quant:all", "cmp:more")], "comparison"
    )
    segment.use_keys("comparison", *NAMED.get(name, ()))
    return True


def _rivals_denied(segment: Segment, cue: Token) -> bool:
    """A denial stands at the beginning (`none of`, `no other`, 没有), and nothing else is denied."""
    words = [token for token in segment.tokens if not token.punctuation and token.text != "and"]
    denials = [token for token in words if token.is_a("neg")]
    if len(denials) != 1 or not any(token.has("cmp:than") for token in words):
        return False
    place = next(index for index, token in enumerate(words) if token is denials[0])
    return denials[0].text in ("none", "no", "nothing", "没有", "没") and place <= (
        0 if denials[0].text.isascii() else 6
    )


def _after_than(reading: Reading, segment: Segment, than: Token) -> ProductView | None:
    named = [token.refers[0] for token in segment.after(than) if len(token.refers) == 1]
    if named:
        return reading.grounds.products[named[0]] if len(set(named)) == 1 else None
    this = [token for token in segment.after(than, 2) if token.text in _THIS]
    return reading.about if this else None


_THIS: Final = frozenset(
    {"this", "this one", "it", "these", "它", "这款", "这个", "这只", "这枚", "这双", "这件", "这条"}
)


def read_superlative(reading: Reading, segment: Segment, cue: Token) -> None:
    """`the smallest of our watches`: against every product of the kind that the sentence names."""
    if not reading.grounds.complete:
        raise Blocked("a superlative within a range of which only a part is known")
    name, sign = next(ASPECTS[key] for key in sorted(cue.keys) if key in ASPECTS)
    sentence = [token for one in reading.segments if one.tokens[0].sentence == cue.sentence for token in one.tokens]
    scope, family = _scope(reading, segment, sentence)
    subject = _subject(reading, segment, sentence, scope)
    for token in sentence:
        if token.amount and token.amount.kind in ("kinds", "number") and token.amount.value == len(scope):
            token.by = token.by or "comparison"
    ours = (
        family or any(token.text in _OURS or token.by == "comparison" for token in sentence) or _of_the_kind(sentence)
    )
    if name == "hours":
        name = hours(sentence, [subject] if subject else [])
    if not ours or subject is None or subject not in scope or len(scope) < 2 or segment.negative(cue):
        raise Blocked("a superlative that is no comparison within the catalogue", attribute=name)
    own = _extreme(reading, subject, scope, name, sign, cue)
    for token in sentence:
        if (
            token.amount is not None
            and not token.by
            and token.amount.kind == "quantity"
            and is_value(token.amount, own)
        ):
            token.by = "comparison"
    reading.claim(name, own.value, own.fact_id, subject=subject.id, quantifier="of all")
    _account(reading, segment, cue, name, subject)


def _of_the_kind(sentence: Sequence[Token]) -> bool:
    """`of the bags`, `among the watches`, 包袋里: the shop's own."""
    words = [token for token in sentence if not token.punctuation]
    for place, token in enumerate(words):
        if not token.is_a("noun") or token.has("noun:item") or token.names:
            continue
        before = [one.text for one in words[max(0, place - 2) : place]]
        after = words[place + 1].text if place + 1 < len(words) else ""
        if before in (["of", "the"], ["among", "the"], ["of", "our"]) and token.text.endswith("s"):
            return True
        if after in ("里", "中", "当中", "之中", "里面", "里头"):
            return True
    return False


def _account(reading: Reading, segment: Segment, cue: Token, name: str, subject: ProductView) -> None:
    """What the superlative accounts for; the whole sentence is about its subject."""
    for part in reading.segments:
        if part.tokens[0].sentence == cue.sentence:
            part.views, part.group = [subject], False
            part.variants = part.variants or list(subject.variants)
            part.use([token for token in part.tokens if token.is_a("noun")], "comparison")
            part.use_keys("comparison", *NAMED.get(name, ()))
            part.use([one for one in part.open() if one.text in _SELLING and _we_before(part, one)], "comparison")
    segment.use([cue], "comparison")
    segment.use_keys("comparison", "att:diameter", "att:weight", "att:size", "price:now", "quant:all")


_OURS: Final = frozenset({"our", "ours", "我们", "本店", "店里", "我店", "here", "咱们", "我们的", "we"})


_SELLING: Final = frozenset(
    {
        "sell",
        "stock",
        "offer",
        "make",
        "have in stock",
        "we have",
        "keep",
        "range",
        "collection",
        "selection",
        "在售",
        "在卖",
        "卖",
        "有",
        "全部",
        "所有",
    }
)


def _we_before(segment: Segment, token: Token) -> bool:
    """`we sell`, `in our range`, 我们在卖的."""
    return token.text == "we have" or any(one.text in _OURS for one in segment.before(token, 2))


_NOT_ALL: Final = frozenset({"power_reserve", "battery", "burn_time", "volume", "water_resistance"})
"""What only some of a kind have; those without it are no rivals."""


def _scope(reading: Reading, segment: Segment, sentence: Sequence[Token]) -> tuple[list[ProductView], bool]:
    """The goods compared, and whether they are those of one name (`the Sienne bags`)."""
    products = list(reading.grounds.products.values())
    every = [noun for token in sentence for noun in token.of("noun") if noun != "item"]
    kinds = [noun for noun in every if sum(covers(noun, view) for view in products) > 1]
    nouns = kinds or [noun for token in segment.tokens for noun in token.of("noun") if noun != "item"] or every
    scope = [view for view in products if any(covers(noun, view) for noun in nouns)]
    scope = _limited(scope, sentence)
    family = [view for token in sentence if len(token.names) > 1 for view in products if view.id in token.names]
    if family and all(view in scope or not nouns for view in family):
        return family, True
    return scope, bool(family)


def _limited(scope: list[ProductView], sentence: Sequence[Token]) -> list[ProductView]:
    """Of one brand, or sold in one currency, where the sentence says so (`of our watches in euros`)."""
    brands = {name for token in sentence for name in token.of("brand")}
    if brands and (own := [view for view in scope if view.brand.lower() in brands]):
        scope = own
        _spend(sentence, "brand")
    currencies = {name.upper() for token in sentence if token.amount is None for name in token.of("cur")}
    if len(currencies) == 1:
        scope = [view for view in scope if view.currencies == currencies]
        _spend(sentence, "cur")
    return scope


def _spend(sentence: Sequence[Token], kind: str) -> None:
    for token in sentence:
        if token.is_a(kind):
            token.by = token.by or "comparison"


def _subject(
    reading: Reading, segment: Segment, sentence: Sequence[Token], scope: Sequence[ProductView]
) -> ProductView | None:
    """The one product that is said to be the most."""
    products = reading.grounds.products
    for token in sentence:
        if len(token.names) == 1:
            return products[next(iter(token.names))]
        own = [view for view in products.values() if any(noun in view.nouns for noun in token.of("noun"))]
        if len(own) == 1:
            return own[0]
    single = next((one.view for one in reading.segments if one.view and not one.group), reading.about)
    if single is not None:
        return single
    pointed = (mentioned(reading, segment, index, token, scope) for index, token in enumerate(segment.tokens))
    return next((view for view in pointed if view is not None), None)


def _extreme(
    reading: Reading, subject: ProductView, scope: Sequence[ProductView], name: str, sign: int, cue: Token
) -> Measured:
    """What the subject measures, if nothing in the scope surpasses it."""
    found = {view.id: measure(reading, view, name) for view in scope}
    own = found[subject.id]
    rivals = [one for key, one in found.items() if key != subject.id and (one is not None or name not in _NOT_ALL)]
    if own is None or any(one is None or one.unit != own.unit for one in rivals):
        raise Blocked("not all of the kind can be compared", subject=subject.id, attribute=name)
    if any(one is not None and (one.value - own.value) * sign >= 0 for one in rivals):
        raise Blocked(f"“{cue.text}” is not so", subject=subject.id, attribute=name)
    return own
