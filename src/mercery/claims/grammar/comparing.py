"""Comparisons within the catalogue: worked out from the facts of every product named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Final

from mercery.claims.grammar.amount import Amount
from mercery.claims.grammar.kinds import audience_of, covers
from mercery.claims.grammar.measured import Measured, measure
from mercery.claims.grammar.pointing import bulk
from mercery.claims.grammar.reading import Blocked, Reading, Segment, same_money
from mercery.claims.grammar.sums import differences, sums
from mercery.claims.grammar.tokens import Token
from mercery.claims.measures import dimension, in_base
from mercery.claims.views import ProductView

_ASPECTS: Final = {
    "cmp:light": ("weight", -1),
    "cmp:heavy": ("weight", 1),
    "cmp:small": ("size", -1),
    "cmp:large": ("size", 1),
    "cmp:cheap": ("price", -1),
    "cmp:dear": ("price", 1),
    "cmp:long": ("hours", 1),
    "cmp:short": ("hours", -1),
    "cmp:deep": ("water_resistance", 1),
}


def read_comparing(reading: Reading) -> None:
    """Sums first, then comparisons; each over the segments of one sentence."""
    for sentence in sorted({token.sentence for token in reading.tokens}):
        own = [segment for segment in reading.segments if segment.tokens and segment.tokens[0].sentence == sentence]
        sums(reading, own)
        differences(reading, own)
        for segment in own:
            _compared(reading, segment, own)


def _compared(reading: Reading, segment: Segment, own: Sequence[Segment]) -> None:
    superlative = [token for token in segment.open() if _is_superlative(token)]
    if superlative:
        _superlative(reading, segment, superlative[0])
        return
    later = reading.pair is not None and reading.pair[0] == segment.tokens[0].sentence
    cues = _cues(reading, segment, later=later)
    pair = _pair_of(reading, segment, cues, later=later) if cues else None
    aspect = _aspect(reading, segment, cues, pair) if pair else None
    if pair is None or aspect is None:
        return
    (first, second), (name, sign) = pair, aspect
    one, other = measure(reading, first, name), measure(reading, second, name)
    if one is None or other is None or one.unit != other.unit or any(segment.negative(token) for token in cues):
        raise Blocked("these cannot be compared", subject=first.id, attribute=name)
    difference = (one.value - other.value) * sign
    if difference <= 0:
        raise Blocked("the comparison is the other way round", subject=first.id, attribute=name)
    amounts = _amounts(segment, own)
    told = _Told(difference=difference, one=one, other=other, cue=_place(segment, cues[0]), own_value=_at(amounts))
    if not _is_told([token for _, token in amounts], told):
        raise Blocked(f"“{amounts[0][1].text}” is not the difference", subject=first.id, attribute=name)
    reading.pair = (segment.tokens[0].sentence, first, second)
    reading.claim(name, difference, one.fact_id, subject=first.id, qualifier=f"than {second.id}")
    reading.claim(name, difference, other.fact_id, subject=second.id)
    for part, token in amounts:
        part.use([token], "comparison")
    segment.use(cues, "comparison")
    for part in own:
        if part is not segment and any(key in _ASPECTS for token in part.tokens for key in token.keys):
            continue
        part.use_keys("comparison", *_CARRIERS, *_NAMED.get(name, ()))
        part.use([token for token in part.open() if _says_two(token)], "comparison")


_CARRIERS: Final = (
    "cmp:more", "cmp:than", "cmp:less", "cmp:light", "cmp:small", "price:now", "price:down", "att:weight", "price:save",
    "att:size", "price:was",
)  # fmt: skip


def _says_two(token: Token) -> bool:
    counted = token.amount is not None and token.amount.kind in ("kinds", "number") and token.amount.value == 2
    return counted or token.has("quant:both")


def _cues(reading: Reading, segment: Segment, *, later: bool) -> list[Token]:
    """The comparing words. Plain adjectives count beside 比 or `than`, or where the sentence compares already."""
    cues = [
        token
        for token in segment.open()
        if any(key in _ASPECTS for key in token.keys)
        or (token.has("cmp:more", "cmp:less", "cmp:than") and not token.is_a("n"))
    ]
    plain = any(token.text in ("比", "更", "than") for token in segment.tokens) or _plainly(reading, segment)
    if plain:
        return cues
    strict = [token for token in cues if token.text not in _PLAIN]
    return strict or [token for token in cues if later and token.text in _ADJECTIVES]


_ADJECTIVES: Final = frozenset({"轻", "重", "贵", "便宜", "长", "短"})


def _pair_of(
    reading: Reading, segment: Segment, cues: Sequence[Token], *, later: bool
) -> tuple[ProductView, ProductView] | None:
    """The two compared; where the sentence compared two before and names no other, the same two."""
    same = reading.pair[1:] if later and reading.pair is not None else None
    if same is not None and not any(token.refers for token in segment.tokens):
        return same
    return _pair(reading, segment, cues) or same


def _amounts(segment: Segment, own: Sequence[Segment]) -> list[tuple[Segment, Token]]:
    """The amounts that may tell the difference: of the segment, and of those after it that do not compare themselves."""
    number = segment.tokens[0].segment
    parts = [
        part
        for part in own
        if part is segment
        or (part.tokens[0].segment > number and not any(key in _ASPECTS for one in part.tokens for key in one.keys))
    ]
    kinds = ("money", "quantity", "fraction", "percent", "number")
    return [
        (part, token)
        for part in parts
        for token in part.open()
        if token.amount and token.amount.kind in kinds and not _says_two(token)
    ]


def _at(amounts: Sequence[tuple[Segment, Token]]) -> bool:
    """Whether the first amount is introduced as the piece's own value (`at 640 g`)."""
    before = amounts[0][0].before(amounts[0][1], 1) if amounts else []
    return bool(before) and before[0].text in ("at", "with", "只有", "仅", "才")


_PLAIN: Final = frozenset(
    {"重", "长", "短", "轻", "贵", "便宜", "多", "少", "more", "above", "over", "beyond", "below", "under", "fewer"}
)
"""Words that compare only beside 比 or `than`."""


_NAMED: Final = {
    "weight": ("att:weight",),
    "burn_time": ("att:burn_time",),
    "battery": ("att:battery", "c:charging"),
    "power_reserve": ("att:power_reserve",),
    "water_resistance": ("att:water", "c:waterproof"),
    "volume": ("att:volume",),
    "warranty": ("att:warranty",),
    "size": ("att:size", "att:diameter"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What a comparison's amounts are held against."""

    difference: Decimal
    one: Measured
    other: Measured
    cue: int
    own_value: bool


def _is_told(amounts: Sequence[Token], told: _Told) -> bool:
    """One amount is the difference, or the first one's own; two are the two."""
    both = [token.amount for token in amounts if token.amount]
    if len(both) == 2 and both[1].kind == "number" and both[0].kind in ("quantity", "money"):
        both[1] = replace(both[1], kind=both[0].kind, unit=both[0].unit)
    if len(both) == 2 and _is_value(both[0], told.one) and _is_value(both[1], told.other):
        return True
    if len(amounts) > 1:
        amounts = _without_own(amounts, told.cue, told.one, told.other)
    found = [token.amount for token in amounts if token.amount]
    if len(found) != 1:
        return not found
    own = _is_value(found[0], told.one)
    apart = found[0].kind != "money" and amounts[0].segment != 0
    return _difference(found[0], told.difference, told.one) or (own and (told.own_value or apart))


def _plainly(reading: Reading, segment: Segment) -> bool:
    """吊坠720欧，耳钉480欧，吊坠贵240欧: an adjective right before an amount, where two pieces were named."""
    named = {
        view.id
        for one in reading.segments
        if one.tokens[0].sentence == segment.tokens[0].sentence
        for view in one.views
    }
    beside = any(one.text in ("贵", "便宜", "轻") and other.amount for one, other in pairwise(segment.tokens))
    return len(named) == 2 and beside and any(token.refers or token.by == "noun" for token in segment.tokens)


def _place(segment: Segment, token: Token) -> int:
    return next((index for index, one in enumerate(segment.tokens) if one is token), 0)


def _without_own(amounts: Sequence[Token], cue: int, one: Measured, other: Measured) -> list[Token]:
    """`A at €1,290 costs €600 more than B at €690`: what is left when the first and last tell the pieces' own values."""
    left = list(amounts)
    if left and left[0].amount and _is_value(left[0].amount, one):
        left = left[1:]
    if len(left) > 1 and left[-1].amount and _is_value(left[-1].amount, other):
        left = left[:-1]
    return left if len(left) == 1 else list(amounts)


def _is_value(amount: Amount, one: Measured) -> bool:
    if amount.kind == "money":
        return same_money(amount, one.value, one.unit)
    return amount.kind == "quantity" and amount.high is None and in_base(amount.value, amount.unit) == one.value


def _pair(reading: Reading, segment: Segment, cues: Sequence[Token]) -> tuple[ProductView, ProductView] | None:
    """The two compared: as named in order; one that follows `than`, 比 is the second; the rest of a pair is understood."""
    pool = _pool(reading, segment)
    found: list[tuple[int, ProductView]] = []
    for index, token in enumerate(segment.tokens):
        view = _mentioned(reading, segment, index, token, pool)
        if view is None:
            continue
        if all(view is not one for _, one in found):
            found.append((index, view))
        elif any(one.has("cmp:than") for one in segment.tokens[found[0][0] : index]):
            raise Blocked("compares a piece with itself", subject=view.id)
    if not found or len(found) > 2:
        return None
    index, view = found[0]
    second = any(token.text in ("than", "比", "unlike") for token in segment.tokens[:index])
    if len(found) == 2:
        return None if second else (view, found[1][1])
    if second:
        first = _before(reading, segment) or reading.about
        return (first, view) if first is not None and first is not view else None
    others = [one for one in pool if one is not view]
    if len(others) == 1:
        return view, others[0]
    return None


def _before(reading: Reading, segment: Segment) -> ProductView | None:
    """The one product that the segments before in the sentence are about (`A weighs 4.3 kg, which is … than B`)."""
    place = next(index for index, one in enumerate(reading.segments) if one is segment)
    earlier = [one for one in reading.segments[:place] if one.tokens[0].sentence == segment.tokens[0].sentence]
    return earlier[-1].view if earlier else None


def _pool(reading: Reading, segment: Segment) -> list[ProductView]:
    """The goods a comparison may be about: those of the sentence, a kind of which there are two, or the one sibling."""
    sentence = [one for one in reading.segments if one.tokens[0].sentence == segment.tokens[0].sentence]
    views: list[ProductView] = []
    for one in sentence:
        views += [view for view in one.views if view not in views]
    if len(views) == 2:
        return views
    if not reading.grounds.complete:
        return views[:1] or ([reading.about] if reading.about else [])
    for token in (token for one in sentence for token in one.tokens):
        kind = [
            view for view in reading.grounds.products.values() if any(noun in view.nouns for noun in token.of("noun"))
        ]
        if len(kind) == 2 and (not views or any(view in kind for view in views)):
            return kind
    base = views[:1] or ([reading.about] if reading.about else [])
    return [
        *base,
        *[
            view
            for view in reading.grounds.products.values()
            if base and view is not base[0] and _siblings(view, base[0])
        ],
    ]


def _mentioned(
    reading: Reading, segment: Segment, index: int, token: Token, pool: Sequence[ProductView]
) -> ProductView | None:
    """The one product that a name, a noun or a pointing word (`the small one`, 石英款) means."""
    if token.punctuation or token.amount is not None:
        return None
    if len(token.refers) == 1:
        return reading.grounds.products[token.refers[0]]
    if audience := set(token.of("aud")):
        return _single([view for view in pool if audience <= audience_of(view)]) if len(pool) > 1 else None
    if token.by == "name" or token.names:
        return _by_one_name(reading, segment, token, pool)
    after = segment.tokens[index + 1] if index + 1 < len(segment.tokens) else None
    pointed = _told_apart(token, after, pool)
    if pointed is not None:
        segment.use([token], "pointed")
        return pointed
    nouns = [noun for noun in token.of("noun") if noun != "item"]
    return _single([view for view in reading.grounds.products.values() if any(noun in view.nouns for noun in nouns)])


def _single(views: Sequence[ProductView]) -> ProductView | None:
    return views[0] if len(views) == 1 else None


def _by_one_name(reading: Reading, segment: Segment, token: Token, pool: Sequence[ProductView]) -> ProductView | None:
    if len(token.names) == 1:
        return reading.grounds.products[next(iter(token.names))]
    plain = _single([view for view in segment.views if view.id in token.names])
    if plain is not None and not segment.group:
        return plain
    return _single([view for view in pool if view.id in token.names])


def _told_apart(token: Token, after: Token | None, pool: Sequence[ProductView]) -> ProductView | None:
    """The one of the pool that a word of its name, its material or its size tells from the others."""
    one = after is not None and after.text in ("one", "ones", "款", "model", "version")
    pointing = one or (after is not None and (after.is_a("noun") or bool(after.names)))
    keys = {key for key in token.keys if key.startswith(("c:", "mat:", "col:", "noun:"))} - {"noun:item"}
    if len(pool) > 1 and keys and (pointing or token.is_a("noun")):
        fitting = [view for view in pool if keys & view.title_senses]
        if not fitting and one and all(view.made for view in pool):
            names = token.of("mat")
            fitting = [view for view in pool if any(made.is_of(name) for made in view.primary() for name in names)]
        if len(fitting) == 1:
            return fitting[0]
    if token.text in _SMALL | _LARGE and pointing and len(pool) == 2:
        first, second = bulk(pool[0]), bulk(pool[1])
        if first is not None and second is not None and first != second:
            return pool[0] if (first < second) == (token.text in _SMALL) else pool[1]
    return None


_SMALL: Final = frozenset({"small", "little", "smaller", "小", "mini", "小号"})


_LARGE: Final = frozenset({"large", "big", "grand", "larger", "bigger", "大", "大号"})


def _siblings(one: ProductView, view: ProductView) -> bool:
    first = (one.title.en or one.title.zh).split()[:1]
    return first == (view.title.en or view.title.zh).split()[:1]


def _aspect(
    reading: Reading, segment: Segment, cues: Sequence[Token], pair: tuple[ProductView, ProductView]
) -> tuple[str, int] | None:
    sentence = [
        token
        for one in reading.segments
        if one.tokens[0].sentence == segment.tokens[0].sentence
        for token in one.tokens
    ]
    for token in cues:
        for key in token.keys:
            if key in _ASPECTS:
                name, sign = _ASPECTS[key]
                return (_hours(sentence, pair), sign) if name == "hours" else (name, sign)
    if not any(token.has("cmp:more", "cmp:less") for token in cues):
        return None
    sign = 1 if any(token.has("cmp:more") for token in cues) else -1
    if any(token.amount and token.amount.kind == "money" for token in segment.tokens):
        return "price", sign
    for tokens in (segment.tokens, sentence):
        for name, keys in _NAMED.items():
            if any(token.has(*keys) for token in tokens):
                return name, sign
    if segment.has("price:now"):
        return "price", sign
    return None


def _hours(sentence: Sequence[Token], pair: Sequence[ProductView]) -> str:
    """What lasts longer or shorter."""
    for name in ("warranty", "burn_time", "battery", "power_reserve"):
        if any(token.has(*_NAMED[name]) for token in sentence) and all(name in view.facts for view in pair):
            return name
    return next(
        (name for name in ("burn_time", "battery", "power_reserve") if all(name in view.facts for view in pair)),
        "hours",
    )


def _difference(amount: Amount, difference: Decimal, one: Measured) -> bool:
    if amount.kind == "money":
        return same_money(amount, difference, one.unit)
    if amount.kind == "quantity" and dimension(amount.unit) == dimension(one.unit):
        return (
            in_base(amount.value, amount.unit) == in_base(difference, one.unit)
            or abs(in_base(amount.value, amount.unit) - difference) == 0
        )
    return False


def _is_superlative(token: Token) -> bool:
    return any(key in _ASPECTS for key in token.keys) and (
        token.text.endswith("est") or token.text.startswith(("most ", "least ", "最"))
    )


def _superlative(reading: Reading, segment: Segment, cue: Token) -> None:
    """`the smallest of our watches`: against every product of the kind that the sentence names."""
    if not reading.grounds.complete:
        raise Blocked("a superlative within a range of which only a part is known")
    name, sign = next(_ASPECTS[key] for key in cue.keys if key in _ASPECTS)
    sentence = [token for one in reading.segments if one.tokens[0].sentence == cue.sentence for token in one.tokens]
    scope, family = _scope(reading, segment, sentence)
    subject = _subject(reading, segment, sentence, scope)
    for token in sentence:
        if token.amount and token.amount.kind in ("kinds", "number") and token.amount.value == len(scope):
            token.by = token.by or "comparison"
    ours = family or any(token.text in _OURS for token in sentence)
    if name == "hours":
        name = _hours(sentence, [subject] if subject else [])
    if not ours or subject is None or subject not in scope or len(scope) < 2 or segment.negative(cue):
        raise Blocked("a superlative that is no comparison within the catalogue", attribute=name)
    own = _extreme(reading, subject, scope, name, sign, cue)
    for token in sentence:
        if (
            token.amount is not None
            and not token.by
            and token.amount.kind == "quantity"
            and _is_value(token.amount, own)
        ):
            token.by = "comparison"
    reading.claim(name, own.value, own.fact_id, subject=subject.id, quantifier="of all")
    for part in reading.segments:
        if part.tokens[0].sentence == cue.sentence:
            part.views, part.group = [subject], False
            part.use([token for token in part.tokens if token.is_a("noun")], "comparison")
            part.use_keys("comparison", *_NAMED.get(name, ()))
    segment.use([cue], "comparison")
    segment.use_keys("comparison", "att:diameter", "att:weight", "att:size", "price:now", "quant:all")


_OURS: Final = frozenset({"our", "ours", "我们", "本店", "店里", "我店", "here", "咱们", "我们的", "we"})
_NOT_ALL: Final = frozenset({"power_reserve", "battery", "burn_time", "volume", "water_resistance"})
"""What only some of a kind have; those without it are no rivals."""


def _scope(reading: Reading, segment: Segment, sentence: Sequence[Token]) -> tuple[list[ProductView], bool]:
    """The goods compared, and whether they are those of one name (`the Sienne bags`)."""
    products = list(reading.grounds.products.values())
    every = [noun for token in sentence for noun in token.of("noun") if noun != "item"]
    kinds = [noun for noun in every if sum(covers(noun, view) for view in products) > 1]
    nouns = kinds or [noun for token in segment.tokens for noun in token.of("noun") if noun != "item"] or every
    scope = [view for view in products if any(covers(noun, view) for noun in nouns)]
    family = [view for token in sentence if len(token.names) > 1 for view in products if view.id in token.names]
    if family and all(view in scope or not nouns for view in family):
        return family, True
    return scope, bool(family)


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
    pointed = (_mentioned(reading, segment, index, token, scope) for index, token in enumerate(segment.tokens))
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
