"""Sizes, weights, volumes, hours, depths, months: a number is proved on the attribute its segment names, never on another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Final

from mercery.claims.grammar.amount import Amount
from mercery.claims.grammar.part_lengths import LONG_PARTS, has_amount, of_a_part, parts_before
from mercery.claims.grammar.reading import Blocked, Reading, Segment, near
from mercery.claims.grammar.sides import all_sides, one_side, side_told
from mercery.claims.grammar.tokens import Token
from mercery.claims.measures import dimension, in_base
from mercery.claims.values import Quantity
from mercery.claims.views import ProductView

CUES: Final[Mapping[str, tuple[str, ...]]] = {
    "weight": ("att:weight",),
    "volume": ("att:volume",),
    "power_reserve": ("att:power_reserve",),
    "battery": ("att:battery", "att:alone"),
    "battery_with_case": ("att:with_case",),
    "burn_time": ("att:burn_time",),
    "water_resistance": ("att:water", "c:waterproof", "c:dive"),
    "warranty": ("att:warranty",),
    "case_diameter": ("att:diameter",),
    "diameter": ("att:diameter",),
    "heel": ("att:heel",),
    "height": ("att:height",),
    "width": ("att:width",),
    "length": ("att:length",),
    "depth": ("att:depth",),
}
"""Which words of a segment speak of an attribute."""


_MEASURED: Final = frozenset(cue for cues in CUES.values() for cue in cues)


_OF_LENGTH: Final = frozenset({"att:width", "att:height", "att:length", "att:depth", "att:diameter"})


_FREE: Final = frozenset({"weight", "volume"})
"""Attributes told without naming them: `780 g`, `37 litres`."""


_OF_THE_WHOLE: Final = frozenset({"weight", "volume", "water_resistance", "warranty"})
"""Attributes that no part has of its own."""


_SIDES: Final = {"width": 0, "height": 1, "depth": 2, "length": 0}


def read_measuring(reading: Reading, segment: Segment) -> None:
    """Prove every measured amount of the segment, for each product it is about."""
    amounts = [token for token in segment.open() if token.amount is not None]
    for token in amounts:
        _take_unit(reading, segment, token)
    proved: dict[int, set[int]] = {}
    for index, view in enumerate(segment.views):
        for place, token in enumerate(amounts):
            if _measured(reading, segment, token, view):
                proved.setdefault(place, set()).add(index)
    if any(len(views) < len(segment.views) for views in proved.values()):
        raise Blocked("not so of each of them", attribute="measure")
    _no_warranty(reading, segment)


def _take_unit(reading: Reading, segment: Segment, token: Token) -> None:
    """`the Automatic runs for 42 hours, the Diver for 70`, `and 32 with the case`: the unit of the amount before."""
    amount = token.amount
    rest = [one for one in segment.open() if one is not token and not one.is_a("n")]
    if amount is None or amount.kind != "number" or token in segment.chosen or amount.value < 1:
        return
    if not all(any(key in _MEASURED for key in one.keys) or one.has("price:sum", "quant:only") for one in rest):
        return
    place = next(index for index, one in enumerate(reading.segments) if one is segment)
    earlier = reading.segments[place - 1] if place else None
    if earlier is None or earlier.tokens[0].sentence != segment.tokens[0].sentence:
        return
    told = [
        one.amount for one in earlier.tokens if one.by == "measure" and one.amount and one.amount.kind == "quantity"
    ]
    if len(told) == 1 and (rest or earlier.views != segment.views):
        token.amount = replace(amount, kind="quantity", unit=told[0].unit)


def _measured(reading: Reading, segment: Segment, token: Token, view: ProductView) -> bool:
    """Prove one amount for one product; whether it was read as a measure of it."""
    many = len(reading.claims)
    parts = parts_before(reading, segment)
    if parts:
        of_a_part(reading, segment, token, view, parts)
        if len(reading.claims) > many:
            return True
    if token.amount is not None and token.amount.kind == "sides":
        all_sides(reading, segment, token, view)
    elif parts & LONG_PARTS and any(one.has("att:length") for one in segment.tokens):
        return False  # the length of a chain is none of the piece
    elif token.amount is not None and (side := side_told(segment, token, view)) is not None:
        one_side(reading, segment, token, view, side)
    elif token.amount is not None and token.amount.kind == "quantity":
        _quantity(reading, segment, token, view)
    return len(reading.claims) > many


def _quantity(reading: Reading, segment: Segment, token: Token, view: ProductView) -> None:
    amount = token.amount
    assert amount is not None
    if token in segment.chosen and not segment.a("att"):
        segment.use([token], "size")
        return
    fitting = _fitting(reading, segment, token, view, amount)
    if _of_a_piece(segment, token):
        fitting = [one for one in fitting if one[0] not in _OF_THE_WHOLE]
    if _of_another_part(segment, token):
        fitting = [one for one in fitting if not one[0].startswith("case_")]
    if not fitting:
        of_a_part(reading, segment, token, view)
        return
    right = next((one for one in fitting if _agrees(segment, token, amount, one[1])), None)
    if right is None or segment.negative(token):
        if _in_text(view, segment, token):
            return
        name = fitting[0][0]
        raise Blocked(f"“{token.text}” is not its {name.replace('_', ' ')}", subject=view.id, attribute=name)
    reading.claim(right[0], amount.value, right[2], subject=view.id, unit=amount.unit)
    segment.use([token], "measure")
    segment.use_keys("measure", *CUES.get(right[0], ()), *_BESIDE.get(right[0], ()), f"att:{right[0]}")
    segment.use_keys("measure", "quant:about", "quant:most")
    if right[0] in _LASTING:
        segment.use([one for one in segment.before(token, 1) if one.has("quant:only")], "measure")
        segment.use([one for one in segment.open() if one.text in _LASTS], "measure")
    if right[0] == "weight" and any("quant:each" in clause.affirmed for clause in view.clauses):
        segment.use_keys("measure", "quant:each", "quant:all")


def _part_near(segment: Segment, token: Token) -> bool:
    return any(one.is_a("part", "mat") and not one.has("part:case") for one in segment.before(token, 2)) or any(
        one.is_a("part") and not one.has("part:case") for one in segment.after(token, 4)
    )


def _of_another_part(segment: Segment, token: Token) -> bool:
    """`the strap diameter is 38 mm`: the part named last before the amount is not the case."""
    near = next((one for one in segment.before(token, 5) if one.of("part")), None)
    return near is not None and not near.has("part:case") and near.by not in ("name", "noun", "material")


def _of_a_piece(segment: Segment, token: Token) -> bool:
    """Whether a part, a pocket or a compartment is spoken of: its weight and volume are not those of the whole."""
    return any(
        set(one.of("part")) - {"main", "case"}
        or one.has("c:pocket", "c:lock", "c:wheel", "c:hood", "c:closure", "c:zip")
        for one in (*segment.before(token), *segment.after(token, 1))
        if one.by not in ("name", "noun", "pointed", "material") and one not in segment.chosen
    )


def _cued_before(reading: Reading, segment: Segment) -> set[str]:
    """自动款质保五年，石英款两年: the property of the segment before, where this one names only a piece and an amount."""
    place = next(index for index, one in enumerate(reading.segments) if one is segment)
    earlier = reading.segments[place - 1] if place else None
    bare = all(one.amount or one.is_a("n") or one.has("quant:only") for one in segment.open())
    if (
        earlier is None
        or not bare
        or earlier.tokens[0].sentence != segment.tokens[0].sentence
        or earlier.views == segment.views
    ):
        return set()
    return {key for one in earlier.tokens if one.by == "measure" for key in one.keys if key in _MEASURED}


def _fitting(
    reading: Reading, segment: Segment, token: Token, view: ProductView, amount: Amount
) -> list[tuple[str, Quantity, str]]:
    """The measured properties the amount may tell: those the words beside it speak of."""
    same = [(name, value, fact.id) for name, value, fact in view.quantities() if _comparable(value.unit, amount.unit)]
    cued = _cued(segment, token) or _cued_before(reading, segment)
    cued = cued - (_OF_LENGTH if dimension(amount.unit) != "length" else {"att:with_case"})
    if dimension(amount.unit) == "length" and any(one.has("part:case") for one in segment.before(token, 3)):
        cued = cued | {"att:diameter"} - _OF_LENGTH | {"att:diameter"}
    if not cued and amount.unit == "mm" and not _part_near(segment, token):
        cued = {"att:diameter"}  # a watch of 38 mm
    fitting = [one for one in same if _speaks_of(one[0], cued, same)]
    alone = not cued and len(same) == 1 and same[0][0] in _ALONE and _nothing_else(segment, token)
    return fitting or (same if alone else [])


_LASTS: Final = frozenset(
    {
        "in all",
        "all told",
        "altogether",
        "一共",
        "总共",
        "come to",
        "comes to",
        "light",
        "heavy",
        "in weight",
        "total",
        "holds",
        "hold",
        "lasts",
        "last",
        "all",
        "measures",
        "runs",
        "run",
    }
)


_BESIDE: Final[Mapping[str, tuple[str, ...]]] = {
    "battery_with_case": ("att:battery", "part:case", "c:include", "price:sum", "c:extra"),
    "warranty": ("c:include", "stock:in"),
    "power_reserve": ("quant:each", "c:charging", "price:now"),
    "battery": ("quant:each", "c:charging", "price:now"),
    "heel": ("att:height",),
    "volume": ("c:fits",),
    "weight": ("quant:only",),
}
"""Words that go with the telling of a property."""


_LASTING: Final = frozenset({"power_reserve", "battery", "burn_time", "weight", "battery_with_case", "warranty"})


_ALONE: Final = frozenset({"burn_time", "power_reserve"})


def _nothing_else(segment: Segment, token: Token) -> bool:
    return all(one is token or one.is_a("n") or one.has("quant:about") for one in segment.open())


def _comparable(one: str, told: str) -> bool:
    if dimension(one) == dimension(told) or (one == "h" and told == "day"):
        return True
    return one == "m" and dimension(told) == "pressure"


def _cued(segment: Segment, token: Token) -> set[str]:
    """The attribute words nearest to the amount: before it back to the amount before, and after it up to the next."""
    found: set[str] = set()
    for side in (segment.before(token), segment.after(token)):
        for one in side:
            if one.amount is not None and one.amount.kind in ("quantity", "money", "sides"):
                break
            found |= {key for key in one.keys if key in _MEASURED}
    return found


def _speaks_of(name: str, cued: set[str], same: Sequence[tuple[str, Quantity, str]]) -> bool:
    own = set(CUES.get(name, ())) | {f"att:{name}"}
    if name == "battery_with_case":
        return bool(own & cued) and "att:alone" not in cued
    if name == "battery" and "att:with_case" in cued:
        return False
    if own & cued:
        return True
    return not cued and name in _FREE and sum(one[0] in _FREE for one in same) == 1


UNDER: Final = frozenset(
    {
        "not quite",
        "just under",
        "nearly",
        "almost",
        "a little under",
        "a touch under",
        "a shade under",
        "a hair under",
        "just short of",
        "just shy of",
        "shy of",
        "a whisker under",
        "slightly under",
        "slightly less than",
        "barely under",
        "practically",
        "几乎",
        "差一点",
        "不到",
        "接近",
        "将近",
        "近",
    }
)


OVER: Final = frozenset(
    {
        "just over",
        "a little over",
        "well over",
        "over",
        "more than",
        "a touch over",
        "a shade over",
        "a hair over",
        "a whisker over",
        "little more than",
        "a little more than",
        "slightly more than",
        "slightly over",
        "barely over",
        "超过",
    }
)


def _agrees(segment: Segment, token: Token, amount: Amount, value: Quantity) -> bool:
    if (amount.high is None) != (value.high is None):
        return False
    hours = amount.unit == "day" and value.unit == "h"
    told = in_base(amount.value * 24, "h") if hours else in_base(amount.value, amount.unit)
    if dimension(amount.unit) == "pressure":
        told = in_base(told * 10, "m")  # ten metres of water are one bar
    own = in_base(value.low, value.unit)
    if (
        value.high is not None
        and amount.high is not None
        and not near(in_base(amount.high, amount.unit), in_base(value.high, value.unit))
    ):
        return False
    near_words = segment.before(token, 3)
    before = [one.text for one in near_words[:2]] + [f"{two.text} {one.text}" for one, two in pairwise(near_words)]
    after = [one.text for one in segment.after(token, 1)]
    if any(word in UNDER for word in before):
        return own < told <= own * Decimal("1.18")
    if any(word in OVER for word in before) or any(word in ("多", "出头", "and a bit") for word in after):
        return own * Decimal("0.85") <= told < own
    if any(word in ("less than", "under", "below", "低于", "少于") for word in before):
        return own < told <= own * Decimal("1.2")
    if any(one.has("quant:about") for one in (*segment.before(token, 2), *segment.after(token, 1))):
        if dimension(amount.unit) != "pressure" and amount.unit != value.unit and dimension(amount.unit) != "clock":
            return near(told, own, "0.03")
        return told == own or (amount.value % 5 == 0 and near(told, own, "0.06"))
    if any(
        one.has("quant:least", "cmp:more", "cmp:less") for one in (*segment.before(token, 2), *segment.after(token, 1))
    ):
        return False
    return near(told, own, "0.02" if amount.unit != value.unit else "0")


def _in_text(view: ProductView, segment: Segment, token: Token) -> bool:
    return any(has_amount(clause, token) for clause in view.clauses)


def _no_warranty(reading: Reading, segment: Segment) -> None:
    """`No warranty is stated`: true of goods without one."""
    view = segment.view
    if view is None:
        return
    for token in segment.open():
        denials = sum(one.is_a("neg") for one in segment.tokens)
        if token.has("att:warranty") and denials > 1:
            raise Blocked("a denial denied", subject=view.id, attribute="warranty")
        if (
            token.has("att:warranty")
            and not any(one.amount for one in segment.tokens)
            and segment.negative(token)
            and denials == 1
        ):
            if "warranty" in view.facts:
                raise Blocked("it has a warranty", subject=view.id, attribute="warranty")
            reading.claim("warranty", "none", "", subject=view.id)
            segment.use([token], "measure")
            segment.use_kinds("measure", "neg")
            segment.use_keys("measure", "c:stated")
