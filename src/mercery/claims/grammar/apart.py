"""`12 lighter than the acetate one`, 比聚碳酸酯那款重1.4公斤，容量反倒小1升: how far two products lie apart in what they measure.

Each amount with a word of more or less beside it is worked out from the facts of both; the second stays the same for the rest
of the sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from mercery.claims.grammar.amount import Amount
from mercery.claims.grammar.aspects import ASPECTS, NAMED
from mercery.claims.grammar.described import described, siblings
from mercery.claims.grammar.measured import Measured, measure
from mercery.claims.grammar.measuring import CUES
from mercery.claims.grammar.reading import Blocked, Reading, Segment, same_money
from mercery.claims.grammar.selecting import select
from mercery.claims.grammar.tokens import Token
from mercery.claims.measures import dimension, in_base
from mercery.claims.values import Quantity
from mercery.claims.views import ProductView

_MORE: Final = frozenset({"多", "大", "高", "长", "深", "久", "more", "longer", "larger", "bigger", "higher", "deeper"})
_LESS: Final = frozenset({"少", "小", "低", "短", "浅", "less", "fewer", "shorter", "smaller", "lower"})
_STEPS: Final = frozenset(
    {"了", "出", "出了", "要", "还", "将近", "足足", "整整", "正好", "刚好", "能", "会", "装", "烧", "用", "走", "续航"}
)
_WITH: Final = frozenset({"跟", "和", "与", "同", "较", "相较"})
_PRICE_WORDS: Final = frozenset({"价钱", "价格", "价", "售价", "price", "in price"})
_COMPARED: Final = ("weight", "volume", "power_reserve", "battery", "battery_with_case", "burn_time", "water_resistance", "warranty", "case_diameter", "heel")  # fmt: skip
_OPEN_KINDS: Final = ("money", "quantity", "number")


@dataclass(frozen=True, slots=True)
class _Direction:
    word: Token
    named: str
    """What the word itself measures (`lighter`: weight); empty where it only says more or less."""
    sign: int


def read_apart(reading: Reading) -> None:
    """Prove each difference told in numbers; what it cannot read is left to the other readings."""
    pair: tuple[ProductView, ProductView] | None = None
    sentence = -1
    for segment in reading.segments:
        if segment.tokens[0].sentence != sentence:
            sentence, pair = segment.tokens[0].sentence, None
        told = _pair_told(reading, segment)
        if told is not None:
            pair = told
        elif pair is not None and _names_another(segment, pair):
            pair = None
        elif pair is None:
            pair = _only_sibling(reading, segment)
        if pair is not None:
            _differences(reading, segment, pair)
            _one_against_other(reading, segment, pair)


def _pair_told(reading: Reading, segment: Segment) -> tuple[ProductView, ProductView] | None:
    """The two that `than`, 比 stands between; None where it does not, or it is not clear which two."""
    place = next((index for index, one in enumerate(segment.tokens) if one.has("cmp:than")), None)
    if place is None or (segment.a("neg") and not _hoodless(segment, place)):
        return None
    begin = next((index for index, one in enumerate(segment.tokens[:place]) if one.text in _WITH), None)
    if begin is not None:
        span, ahead = segment.tokens[begin + 1 : place], segment.tokens[:begin]
    else:
        span, ahead = _span(segment.tokens[place + 1 :]), segment.tokens[:place]
    first = _first(reading, segment, ahead)
    second = described(reading, span, first) if span else None
    if first is None and second is not None:
        first = described(reading, _noun_phrase(ahead), second)
    if first is None or second is None or first is second:
        return None
    if not _amounts(segment) and begin is None:
        return None
    for token in span:
        token.refers = (second.id,) if token.refers else token.refers
    _use_span(segment, span, place, begin)
    segment.views, segment.group = [first], False
    select(reading, segment)
    return first, second


def _only_sibling(reading: Reading, segment: Segment) -> tuple[ProductView, ProductView] | None:
    """`The Lite is €80 cheaper`: than the only other one of its name. Of goods on sale it may mean less than before."""
    named = {token.refers for token in segment.tokens if len(token.refers) == 1 and token.by == "name"}
    if any(token.has("cmp:than") for token in segment.tokens):
        return None
    if len(named) != 1 or not reading.grounds.complete or segment.a("neg") or len(_amounts(segment)) != 1:
        return None
    first = reading.grounds.products[next(iter(named))[0]]
    if any(one.priced is not None and one.priced.was is not None for one in first.variants):
        return None
    family = [view for view in reading.grounds.products.values() if view is not first and siblings(view, first)]
    return (first, family[0]) if len(family) == 1 else None


def _hoodless(segment: Segment, place: int) -> bool:
    """不带帽那款: the only denial is within a word that describes the second."""
    return all(one.is_a("c") for one in segment.tokens if one.is_a("neg"))


def _span(after: Sequence[Token]) -> list[Token]:
    """The words that tell the second: up to the word of more or less, the amount after it, or a joint."""
    found: list[Token] = []
    for token in after:
        if token.punctuation or token.text in ("and", "but", "with", "at", "by", "还", "也", "并", "且"):
            break
        if _direction_of(token) is not None and found:
            break
        found.append(token)
    return found


def _noun_phrase(ahead: Sequence[Token]) -> list[Token]:
    return [token for token in ahead if not token.punctuation]


def _first(reading: Reading, segment: Segment, ahead: Sequence[Token]) -> ProductView | None:
    """What stands before the comparison, else what was spoken of."""
    named = {token.refers for token in ahead if len(token.refers) == 1}
    if len(named) == 1:
        return reading.grounds.products[next(iter(named))[0]]
    if len(named) > 1:
        return None
    told = [one for one in ahead if (one.is_a("mat", "noun") and not one.has("noun:item")) or one.amount is not None]
    if told and not told[0].text.isascii():
        own = described(reading, _noun_phrase(ahead), None)
        if own is not None:
            return own
        if reading.about is None:
            return None
    place = next(index for index, one in enumerate(reading.segments) if one is segment)
    earlier = [one for one in reading.segments[:place] if one.tokens[0].sentence == segment.tokens[0].sentence]
    if earlier and earlier[-1].view is not None:
        return earlier[-1].view
    return reading.about


def _names_another(segment: Segment, pair: tuple[ProductView, ProductView]) -> bool:
    return any(token.refers and token.refers != (pair[0].id,) for token in segment.tokens) or segment.a("neg")


def _amounts(segment: Segment) -> list[Token]:
    return [
        token
        for token in segment.open()
        if token.amount is not None
        and token.amount.kind in _OPEN_KINDS
        and token.amount.high is None
        and _direction(segment, token)
    ]


def _direction(segment: Segment, token: Token) -> _Direction | None:
    """The word of more or less right beside the amount: `12 lighter`, 重1.4公斤, 少了两个小时."""
    after = segment.after(token, 2)
    if after and (found := _direction_of(after[0])) is not None and after[0].text.isascii():
        return found
    for one in segment.before(token, 3):
        if (found := _direction_of(one)) is not None and not one.text.isascii():
            return found
        if one.text not in _STEPS and not one.is_a("att"):
            return None
    return None


def _direction_of(token: Token) -> _Direction | None:
    if token.text in _MORE or token.has("cmp:more"):
        return _Direction(token, "", 1)
    if token.text in _LESS or token.has("cmp:less"):
        return _Direction(token, "", -1)
    for key in sorted(token.keys):
        if key in ("cmp:light", "cmp:heavy", "cmp:cheap", "cmp:dear", "cmp:deep"):
            name, sign = ASPECTS[key]
            return _Direction(token, name, sign)
    return None


def _differences(reading: Reading, segment: Segment, pair: tuple[ProductView, ProductView]) -> None:
    first, second = pair
    for token in _amounts(segment):
        way = _direction(segment, token)
        assert way is not None and token.amount is not None
        amount = _with_unit(reading, segment, token, way)
        name = _attribute(segment, amount, way, pair)
        if not name:
            continue
        one, other = measure(reading, first, name), measure(reading, second, name)
        if one is None or other is None or one.unit != other.unit:
            raise Blocked("these cannot be compared", subject=first.id, attribute=name)
        apart = (one.value - other.value) * way.sign
        if apart <= 0 or not _agrees(amount, apart, one):
            raise Blocked(f"“{token.text}” is not the difference", subject=first.id, attribute=name)
        reading.claim(name, apart, one.fact_id, subject=first.id, qualifier=f"than {second.id}")
        reading.claim(name, apart, other.fact_id, subject=second.id)
        reading.pair = (segment.tokens[0].sentence, first, second)
        segment.views, segment.group = [first], False
        segment.use([token, way.word], "comparison")
        segment.use_keys("comparison", *CUES.get(name, ()), *NAMED.get(name, ()))
        segment.use([one_ for one_ in segment.before(token, 3) if one_.text in _STEPS], "comparison")
        if name == "price":
            segment.use(
                [one_ for one_ in segment.open() if one_.text in _PRICE_WORDS or one_.has("price:now")], "comparison"
            )


_AGAINST: Final = frozenset({"against", "versus", "vs", "rather than", "instead of", "而", "对"})


def _one_against_other(reading: Reading, segment: Segment, pair: tuple[ProductView, ProductView]) -> None:
    """`rated IPX5 against IPX4`: what stands first is said of the first, what follows of the second."""
    for one, joint, other in zip(segment.tokens, segment.tokens[1:], segment.tokens[2:], strict=False):
        if joint.text not in _AGAINST or one.by or other.by or segment.a("neg"):
            continue
        if not one.is_a("c") or not other.is_a("c"):
            continue
        told = [
            (view, token)
            for view, token in zip(pair, (one, other), strict=True)
            if _clause_with(view, token) is not None
        ]
        if len(told) != 2 or one.keys & other.keys:
            raise Blocked(f"“{other.text}” is not what the other has", subject=pair[1].id)
        for view, token in told:
            fact_id, attribute = _clause_with(view, token) or ("", "")
            reading.claim(attribute, token.text, fact_id, subject=view.id)
        segment.use([one, joint, other], "comparison")
        segment.use([item for item in segment.before(one, 1) if item.has("att:water")], "comparison")


def _clause_with(view: ProductView, token: Token) -> tuple[str, str] | None:
    """The fact of a short text that has just this concept."""
    keys = {key for key in token.keys if key.startswith("c:")}
    for clause in view.clauses:
        if clause.attribute not in ("description", "notes", "care") and keys & clause.affirmed:
            return clause.fact_id, clause.attribute
    return None


def _with_unit(reading: Reading, segment: Segment, token: Token, way: _Direction) -> Amount:
    """`At 19 grams it's 12 lighter`: the unit of the amount before."""
    amount = token.amount
    assert amount is not None
    if amount.kind != "number":
        return amount
    place = next(index for index, one in enumerate(reading.segments) if one is segment)
    earlier = [one for one in reading.segments[:place] if one.tokens[0].sentence == segment.tokens[0].sentence]
    told = [*segment.before(token), *[one for part in earlier[-1:] for one in part.tokens[::-1]]]
    for one in told:
        if one.amount is not None and one.amount.kind in ("quantity", "money"):
            return replace(amount, kind=one.amount.kind, unit=one.amount.unit)
    return amount


def _attribute(segment: Segment, amount: Amount, way: _Direction, pair: tuple[ProductView, ProductView]) -> str:
    """What the amount tells the difference of; empty where it is not clear."""
    if amount.kind == "money":
        return "price" if way.named in ("", "price") else ""
    if amount.kind != "quantity":
        return ""
    fitting = [name for name in _COMPARED if all(_alike(view, name, amount) for view in pair)]
    if way.named:
        return way.named if way.named in fitting else ""
    cued = [name for name in fitting if segment.has(*CUES.get(name, ()), *NAMED.get(name, ()))]
    if "battery" in cued and "battery_with_case" in cued:
        cued = ["battery_with_case" if segment.has("att:with_case") else "battery"]
    if len(cued) == 1:
        return cued[0]
    return fitting[0] if not cued and len(fitting) == 1 and fitting[0] in ("weight", "volume") else ""


def _alike(view: ProductView, name: str, amount: Amount) -> bool:
    fact = view.facts.get(name)
    return (
        fact is not None and isinstance(fact.value, Quantity) and dimension(fact.value.unit) == dimension(amount.unit)
    )


def _agrees(amount: Amount, apart: Decimal, one: Measured) -> bool:
    if amount.kind == "money":
        return same_money(amount, apart, one.unit)
    return in_base(amount.value, amount.unit) == apart


def _use_span(segment: Segment, span: Sequence[Token], place: int, begin: int | None) -> None:
    segment.use([segment.tokens[place]], "comparison")
    if begin is not None:
        segment.use([segment.tokens[begin]], "comparison")
    segment.use(span, "pointed")
