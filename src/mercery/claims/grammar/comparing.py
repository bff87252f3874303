"""Comparisons within the catalogue: worked out from the facts of every product named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Final

from mercery.claims.grammar.amount import Amount
from mercery.claims.grammar.aspects import ASPECTS, NAMED, SIZES_ZH, aspect_of, is_value
from mercery.claims.grammar.degrees import fits_degree
from mercery.claims.grammar.equality import read_equality
from mercery.claims.grammar.measured import Measured, measure
from mercery.claims.grammar.measuring import OVER, UNDER
from mercery.claims.grammar.ratios import read_ratios
from mercery.claims.grammar.reading import Blocked, Reading, Segment, same_money
from mercery.claims.grammar.selecting import select
from mercery.claims.grammar.sums import differences, savings, sums
from mercery.claims.grammar.superlatives import is_superlative, read_superlative, read_unrivalled
from mercery.claims.grammar.tokens import Token
from mercery.claims.grammar.two_compared import pair_of, said_of_second
from mercery.claims.grammar.variants_compared import read_variants_compared
from mercery.claims.grammar.versus import read_versus
from mercery.claims.measures import dimension, in_base
from mercery.claims.views import ProductView


def read_comparing(reading: Reading) -> None:
    """Sums first, then comparisons; each over the segments of one sentence."""
    for sentence in sorted({token.sentence for token in reading.tokens}):
        own = [segment for segment in reading.segments if segment.tokens and segment.tokens[0].sentence == sentence]
        sums(reading, own)
        differences(reading, own)
        savings(reading, own)
        for segment in own:
            _compared(reading, segment, own)
            if reading.pair is not None and any(token.by == "comparison" for token in segment.tokens):
                _compared(reading, segment, own)
            read_equality(reading, segment)
        read_versus(reading, own)


def _compared(reading: Reading, segment: Segment, own: Sequence[Segment]) -> None:
    if read_variants_compared(reading, segment) or read_unrivalled(reading, segment) or read_ratios(reading, segment):
        return
    superlative = [token for token in segment.open() if is_superlative(token)]
    if superlative:
        read_superlative(reading, segment, superlative[0])
        return
    later = reading.pair is not None and reading.pair[0] == segment.tokens[0].sentence
    cues = _cues(reading, segment, later=later)
    pair = _compared_pair(reading, segment, cues, later=later) if cues else None
    aspect = aspect_of(reading, segment, cues, pair) if pair else None
    if pair is None or aspect is None:
        return
    _prove(reading, segment, own, cues, pair, aspect)


def _prove(
    reading: Reading,
    segment: Segment,
    own: Sequence[Segment],
    cues: Sequence[Token],
    pair: tuple[ProductView, ProductView],
    aspect: tuple[str, int],
) -> None:
    (first, second), (name, sign) = pair, aspect
    one, other = measure(reading, first, name), measure(reading, second, name)
    if one is None or other is None or one.unit != other.unit or any(segment.negative(token) for token in cues):
        raise Blocked("these cannot be compared", subject=first.id, attribute=name)
    difference = (one.value - other.value) * sign
    if difference <= 0:
        raise Blocked("the comparison is the other way round", subject=first.id, attribute=name)
    amounts = [pair for pair in _amounts(segment, own) if _of_aspect(pair[1], name, one)]
    told = _Told(difference=difference, one=one, other=other, cue=_place(segment, cues[0]), own_value=_at(amounts))
    if not fits_degree(segment, cues, difference, other.value):
        raise Blocked("the difference is not of that degree", subject=first.id, attribute=name)
    if not _by_share(amounts, told) and not _is_told([token for _, token in amounts], told):
        raise Blocked(f"“{amounts[0][1].text}” is not the difference", subject=first.id, attribute=name)
    reading.pair = (segment.tokens[0].sentence, first, second)
    said_of_second(segment, first, second)
    segment.views, segment.group = [first], False  # what else the clause says is said of the one compared
    select(reading, segment)
    reading.claim(name, difference, one.fact_id, subject=first.id, qualifier=f"than {second.id}")
    reading.claim(name, difference, other.fact_id, subject=second.id)
    for part, token in amounts:
        part.use([token], "comparison")
    kept = [*_reserved(segment, [token for _, token in amounts]), *_of_another(segment, cues, name, sign)]
    segment.use([token for token in cues if token not in kept], "comparison")
    for part in own:
        if part is not segment and (_compares(part) or (name != "price" and _costs_more_or_less(part))):
            continue
        carriers = [token for token in part.tokens if token.has(*_CARRIERS, *NAMED.get(name, ()))]
        part.use([token for token in carriers if not any(token is one for one in kept)], "comparison")
        part.use([token for token in part.open() if _says_two(token)], "comparison")
        if name == "volume":
            part.use_keys("comparison", "c:fits", "c:accept")


_CARRIERS: Final = (
    "cmp:more", "cmp:than", "cmp:less", "cmp:light", "cmp:small", "price:now", "price:down", "att:weight", "price:save",
    "att:size", "price:was",
)  # fmt: skip


def _reserved(segment: Segment, used: Sequence[Token]) -> list[Token]:
    """The words around an amount that tells another difference: they are left for it (`… lighter and costs €600 more`)."""
    found: list[Token] = []
    for token in segment.tokens:
        other = token.amount is not None and token.amount.kind in ("money", "quantity") and not token.by
        if other and not any(token is one for one in used):
            found += [*segment.before(token, 2), *segment.after(token, 2)]
    return found


def _of_another(segment: Segment, cues: Sequence[Token], name: str, sign: int) -> list[Token]:
    """`cheaper and lighter too`: what compares in another way is left to be proved by itself."""
    wanted = (name, sign)
    left = [
        token
        for token in cues
        if (own := [ASPECTS[key] for key in token.keys if key in ASPECTS])
        and not any(one == wanted or one[0] == "hours" for one in own)
    ]
    return left if name == "price" else [*left, *_costs_more_or_less(segment)]


def _compares(part: Segment) -> bool:
    return any(key in ASPECTS for token in part.tokens for key in token.keys)


def _costs_more_or_less(part: Segment) -> list[Token]:
    """`burns longer and costs less`: the words that compare the prices."""
    return [
        token
        for one, two in pairwise(part.tokens)
        if two.has("cmp:less", "cmp:more") and one.has("price:now", "att:price")
        for token in (one, two)
    ]


def _of_aspect(token: Token, name: str, one: Measured) -> bool:
    """Whether the amount can tell a difference in what is compared: money of a price, grams of a weight."""
    amount = token.amount
    if amount is None or amount.kind in ("percent", "fraction", "number"):
        return True
    if amount.kind == "money" or name == "price":
        return amount.kind == "money" and name == "price"
    return dimension(amount.unit) == dimension(one.unit) or name == "size"


def _says_two(token: Token) -> bool:
    counted = token.amount is not None and token.amount.kind in ("kinds", "number") and token.amount.value == 2
    return counted or token.has("quant:both")


def _cues(reading: Reading, segment: Segment, *, later: bool) -> list[Token]:
    """The comparing words. Plain adjectives count beside 比 or `than`, or where the sentence compares already."""
    cues = [
        token
        for token in segment.open()
        if any(key in ASPECTS for key in token.keys)
        or (token.text in SIZES_ZH and any(one.text == "比" for one in segment.before(token)))
        or (token.has("cmp:more", "cmp:less", "cmp:than") and not token.is_a("n"))
    ]
    plain = any(token.text in ("比", "更", "than") for token in segment.tokens) or _plainly(reading, segment)
    if plain:
        return cues
    strict = [token for token in cues if token.text not in _PLAIN or _before_a_measure(segment, token)]
    return strict or [
        token
        for token in cues
        if later
        and (
            token.text in _ADJECTIVES
            or (token.text in ("多", "少") and segment.after(token, 1)[:1] and segment.after(token, 1)[0].amount)
        )
    ]


def _before_a_measure(segment: Segment, token: Token) -> bool:
    """多烧35小时, 少用两小时, 省80欧: so much more or less, of one of two."""
    after = segment.after(token, 2)
    told = bool(after) and (
        after[0].amount is not None or (after[0].is_a("att") and len(after) > 1 and after[1].amount is not None)
    )
    two = len(segment.views) == 2 or any(one.by == "pointed" or one.refers for one in segment.tokens)
    return token.text in ("多", "少") and told and two


_ADJECTIVES: Final = frozenset({"轻", "重", "贵", "便宜", "长", "短"})


def _compared_pair(
    reading: Reading, segment: Segment, cues: Sequence[Token], *, later: bool
) -> tuple[ProductView, ProductView] | None:
    """The two compared; where the sentence compared two before and names no other, the same two."""
    same = reading.pair[1:] if later and reading.pair is not None else None
    if same is not None and not any(token.refers for token in segment.tokens):
        return same
    return pair_of(reading, segment, cues) or same


def _amounts(segment: Segment, own: Sequence[Segment]) -> list[tuple[Segment, Token]]:
    """The amounts that may tell the difference: of the segment, and of those after it that do not compare themselves."""
    number = segment.tokens[0].segment
    parts = [
        part
        for part in own
        if part is segment
        or (part.tokens[0].segment > number and not any(key in ASPECTS for one in part.tokens for key in one.keys))
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
    if len(both) == 2 and is_value(both[0], told.one) and is_value(both[1], told.other):
        return True
    if len(amounts) > 1:
        amounts = _without_own(amounts, told.cue, told.one, told.other)
    found = [token.amount for token in amounts if token.amount]
    if len(found) != 1:
        return not found
    own = is_value(found[0], told.one)
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
    if left and left[0].amount and is_value(left[0].amount, one):
        left = left[1:]
    if len(left) > 1 and left[-1].amount and is_value(left[-1].amount, other):
        left = left[:-1]
    return left if len(left) == 1 else list(amounts)


def _by_share(amounts: Sequence[tuple[Segment, Token]], told: _Told) -> bool:
    """`40% lighter`, 轻四成: a share of what the other measures; rounded as people round."""
    amount = amounts[0][1].amount if len(amounts) == 1 else None
    if amount is None or amount.kind not in ("percent", "fraction") or not told.other.value:
        return False
    segment, token = amounts[0]
    share, said = told.difference * 100 / told.other.value, amount.value
    beside = [*segment.before(token, 2), *segment.after(token, 1)]
    words = {one.text for one in beside} | {f"{two.text} {one.text}" for one, two in pairwise(beside)}
    segment.use([one for one in segment.before(token, 2) if one.has("quant:about")], "comparison")
    if words & UNDER or "less than" in words:
        return said * Decimal("0.9") <= share < said
    if words & OVER:
        return said < share <= said * Decimal("1.12")
    loose = said * Decimal("0.06") if any(one.has("quant:about") for one in beside) else Decimal("0.6")
    return abs(share - said) <= loose


def _difference(amount: Amount, difference: Decimal, one: Measured) -> bool:
    if amount.kind == "money":
        return same_money(amount, difference, one.unit)
    if amount.kind == "quantity" and dimension(amount.unit) == dimension(one.unit):
        return (
            in_base(amount.value, amount.unit) == in_base(difference, one.unit)
            or abs(in_base(amount.value, amount.unit) - difference) == 0
        )
    return False
