"""Whether what limits a clause of a policy (a region, a kind of goods, a condition, a threshold) is said, or holds of the product."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mercery.claims.grammar.amount import Amount, same_amount
from mercery.claims.grammar.clauses import Clause
from mercery.claims.grammar.goods import goods_cover, goods_of, names_kind
from mercery.claims.grammar.reading import Segment
from mercery.claims.grammar.rule_scope import makes_no_exception, of_the_service_told, there_alone
from mercery.claims.grammar.tokens import Token
from mercery.claims.grammar.topics import TOPICS
from mercery.claims.views import ProductView

CONDITIONS: Final = frozenset({
    "c:sale_item", "c:full_price", "c:unopened", "c:opened", "c:seal_intact", "c:faulty", "c:boutique", "c:express", "c:engrave",
    "c:pickup", "c:repair", "c:gift_card", "c:resell", "c:code", "c:instalment", "c:next_business_day", "c:store_credit", "c:cutoff",
})  # fmt: skip
"""Concepts that limit a clause: to be said in the sentence."""


TIMED: Final = frozenset({"c:return", "c:exchange", "c:cancel", "c:price_adjust", "c:resell", "c:address", "c:delete"})
"""What may be done only for so long: a sentence that grants it names the time."""


_FRENCH: Final = frozenset({"paris", "lyon", "marseille", "nice_city", "cannes", "toulouse", "bordeaux_city", "strasbourg", "lille", "nantes", "montpellier", "rennes", "grenoble", "dijon"})  # fmt: skip


EU: Final = _FRENCH | frozenset({
    "france", "italy", "spain", "portugal", "germany", "austria", "ireland", "belgium", "netherlands", "denmark", "sweden", "finland",
    "poland", "czechia", "hungary", "romania", "greece", "luxembourg", "milan", "florence", "rome", "turin", "venice", "naples", "bologna",
    "berlin", "munich", "hamburg", "cologne_city", "frankfurt", "stuttgart", "dusseldorf", "madrid", "barcelona", "valencia", "seville",
    "lisbon", "vienna", "salzburg", "brussels", "antwerp", "amsterdam", "rotterdam", "copenhagen", "stockholm", "helsinki", "dublin",
    "warsaw", "krakow", "prague", "budapest", "bucharest", "athens",
})  # fmt: skip


WITHIN: Final[Mapping[str, frozenset[str]]] = {
    "eu": EU - _FRENCH - {"france"},
    "france": _FRENCH,
    "hk_mo_tw": frozenset({"hong_kong", "macao", "taiwan"}),
    "hong_kong": frozenset({"kowloon"}),
    "taiwan": frozenset({"taipei", "kaohsiung"}),
    "uk": frozenset({
        "england", "scotland", "wales", "london", "manchester", "edinburgh", "glasgow", "birmingham", "bristol", "leeds", "liverpool",
        "oxford", "cambridge",
    }),
    "china": frozenset({
        "shanghai", "beijing", "guangzhou", "shenzhen", "chengdu", "hangzhou", "nanjing", "wuhan", "xian", "chongqing", "suzhou", "tianjin",
        "qingdao", "dalian", "xiamen", "changsha", "kunming", "ningbo", "harbin", "shenyang", "zhengzhou", "jinan", "fuzhou", "hefei",
        "sanya", "guangdong", "zhejiang", "jiangsu", "sichuan",
    }),
    "us": frozenset({
        "new_york", "los_angeles", "san_francisco", "chicago", "boston", "seattle", "miami", "washington", "houston", "california", "texas",
    }),
    "canada": frozenset({"toronto", "montreal", "vancouver", "ottawa", "quebec"}),
    "switzerland": frozenset({"geneva", "zurich", "basel", "bern", "lausanne"}),
}  # fmt: skip


_CODES: Final = frozenset({"EUR", "CNY", "USD", "GBP", "JPY", "HKD"})


_ALSO: Final = frozenset({"also", "too", "as well", "likewise", "也", "也是", "也行", "也可以", "也一样", "同样"})
_NO_REGION: Final = frozenset({"c:adviser", "c:repair", "c:warehouse", "c:pickup"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the whole sentence and its context say, for the limits of a clause."""

    keys: frozenset[str]
    amounts: tuple[Amount, ...]
    views: tuple[ProductView, ...]
    of_this: bool
    """Whether it speaks of just this product (`it is a sale item`)."""
    hooks: frozenset[str] = frozenset()
    """Concepts of service it names that are in no other word: a clause with none of them cannot bear it."""
    eased: bool = False
    """Whether it is read a second time, with the words that only carry a rule."""
    service: str = ""
    """The service told of last before the segment."""
    excepted: frozenset[str] = frozenset()
    """What the sentence makes an exception of."""
    every_one: bool = False
    """Whether it is said of whatever there is of the kind, or of whoever it may be (什么订单都, everyone)."""
    persons: frozenset[str] = frozenset()
    """The groups of persons it names (members)."""
    text: str = ""
    """The sentence itself, normalised."""


def limits(clause: Clause, said: Said, segment: Segment) -> bool:
    """Whether what limits the clause is said or holds."""
    if not _true_of_this(said):
        return False
    if _about_code_only(clause, said) or _no_other_code(clause, said, segment):
        return True
    return (
        _within_range(clause, said)
        and _places_said(clause, said)
        and _conditions_said(clause, said)
        and _currency_said(clause, said)
        and _goods_named(clause, said)
        and _threshold_said(clause, said)
        and _time_said(clause, said, segment)
        and of_the_service_told(clause, said.service, segment)
        and makes_no_exception(clause, _with_wider_places(said.excepted), said.keys)
        and there_alone(clause, segment)
        and not _adds_without_saying_what(segment)
    )


def _adds_without_saying_what(segment: Segment) -> bool:
    """`EUR orders can be paid in instalments, CNY orders as well`: what holds of them, too, is told elsewhere, so no clause
    that merely names them bears it."""
    told = {key for token in segment.tokens for key in token.keys}
    if told & (TOPICS - {"c:order"}) or any(token.amount is not None for token in segment.tokens):
        return False
    return any(token.text in _ALSO for token in segment.tokens)


def _with_wider_places(keys: frozenset[str]) -> frozenset[str]:
    """除了香港: of Hong Kong, Macao and Taiwan as well, as one of them."""
    own = {key.removeprefix("place:") for key in keys if key.startswith("place:")}
    return keys | {f"place:{wide}" for wide, inside in WITHIN.items() if own & inside}


def _true_of_this(said: Said) -> bool:
    """`it is a sale item`, a fee in a currency: to hold of the product in question."""
    if said.of_this and not all(_holds(one, said.views) for one in ("c:sale_item", "c:full_price") if one in said.keys):
        return False
    own = {currency for view in said.views for currency in view.currencies}
    return not own or all(one.unit in own for one in said.amounts if one.kind == "money" and one.unit in _CODES)


def _about_code_only(clause: Clause, said: Said) -> bool:
    """How long or how often a code works, whatever it covers."""
    if "c:code" not in clause.affirmed | clause.denied or said.views:
        return False
    kinds = {one.kind for one in said.amounts}
    if {"c:code", "c:sale_item"} <= said.keys and "c:sale_item" in clause.denied and not kinds:
        return True
    return ("date" in kinds or "c:once" in said.keys) and not kinds & {"percent", "fold", "money"}


def _no_other_code(clause: Clause, said: Said, segment: Segment) -> bool:
    """`there is no other code`: whatever prices are reduced without one."""
    other = any(
        token.text in ("other", "others", "further", "another", "else", "其他", "别的", "其它")
        for token in segment.tokens
    )
    return other and "c:code" in clause.denied & said.keys and "c:promotion" not in said.keys and not said.amounts


def _places_said(clause: Clause, said: Said) -> bool:
    every = clause.affirmed | clause.denied
    if clause.elsewhere:
        return _elsewhere_said(clause, said)
    places = {key.removeprefix("place:") for key in every if key.startswith("place:")}
    return not places or bool(every & _NO_REGION) or _place_said(places, said)


def _elsewhere_said(clause: Clause, said: Said) -> bool:
    """Of a clause about all other places: one of them, or that it is elsewhere, is said."""
    own = {key.removeprefix("place:") for key in said.keys if key.startswith("place:")}
    other = any(not any(in_place(one, named) for named in clause.elsewhere) for one in own)
    return bool(clause.elsewhere) and (other or bool({"c:elsewhere", "c:outside"} & said.keys))


def _conditions_said(clause: Clause, said: Said) -> bool:
    every = clause.affirmed | clause.denied
    for condition in every & CONDITIONS:
        if (
            (condition == "c:repair" and "c:service" in said.keys)
            or (condition == "c:boutique" and "c:pickup" in every)
            or (condition == "c:pickup" and said.keys & {"c:ready", "c:keep_days"})
        ):
            continue
        told = condition in said.keys or _holds(condition, said.views)
        if not told and not (clause.either and _goods_said(clause, said)):
            return False
    return True


def _currency_said(clause: Clause, said: Said) -> bool:
    every = clause.affirmed | clause.denied
    currencies = {key for key in every if key.startswith("cur:")}
    by_place = any(key.startswith("place:") for key in every)
    return not currencies or by_place or bool(currencies & said.keys) or _currency_holds(currencies, said)


def _goods_named(clause: Clause, said: Said) -> bool:
    """The goods a clause is limited to, by name or by kind."""
    if clause.names:
        own = {view.id for view in said.views}
        branded = any(key.startswith("brand:") for kind in clause.kinds for key in kind)
        if branded and (goods_cover(clause, said.views) or (not own and names_kind(clause, said.keys))):
            return True
        if own:
            return bool(clause.names & own)
        # A kind told by its noun reaches further than the goods of that kind which the clause names.
        kinds = {key for key in said.keys if key.startswith("noun:")} - {"noun:item"}
        return "c:engrave" in clause.affirmed & said.keys and not kinds
    if not goods_of(clause) or _goods_said(clause, said):
        return True
    conditions = (clause.affirmed | clause.denied) & CONDITIONS
    return clause.either and any(one in said.keys or _holds(one, said.views) for one in conditions)


def _threshold_said(clause: Clause, said: Said) -> bool:
    """What is free from an amount on is not told free without it."""
    thresholds = [one for one in clause.amounts if one.kind == "money"]
    if "c:free" not in clause.affirmed & said.keys or not thresholds:
        return True
    if any(fits(one, told) or _inside(one, told) for one in thresholds for told in said.amounts):
        return True
    return _reached(thresholds, said.views)


def _inside(one: Amount, told: Amount) -> bool:
    """Whether an amount of money lies within the span of a clause."""
    alike = one.kind == told.kind == "money" and one.unit == told.unit
    return alike and one.high is not None and told.high is None and one.value <= told.value <= one.high


def _time_said(clause: Clause, said: Said, segment: Segment) -> bool:
    """What may be done for so long only is not granted without the time."""
    timed = any(one.kind in ("quantity", "clock") for one in clause.amounts) and bool(
        clause.affirmed & TIMED & said.keys
    )
    if not timed or any(token.is_a("neg") for token in segment.tokens):
        return True
    return any(fits(one, told) for one in clause.amounts for told in said.amounts)


def _reached(thresholds: Sequence[Amount], views: Sequence[ProductView]) -> bool:
    """Whether one piece alone reaches the amount from which something is free."""
    prices = [variant.priced.amount for view in views for variant in view.variants if variant.priced]
    highest = {one.unit: max(other.value for other in thresholds if other.unit == one.unit) for one in thresholds}
    return bool(prices) and all(
        price.currency in highest and price.major >= highest[price.currency] for price in prices
    )


def _within_range(clause: Clause, said: Said) -> bool:
    """Whether the product's price lies within the amounts of a clause that holds for some only (instalments)."""
    spans = [one for one in clause.amounts if one.kind == "money" and one.high is not None]
    if not spans or not said.views:
        return True
    for view in said.views:
        prices = [variant.priced.amount for variant in view.variants if variant.priced]
        for price in prices:
            own = [one for one in spans if one.unit == price.currency]
            if not own or not any(one.value <= price.major <= (one.high or one.value) for one in own):
                return False
    return True


def _place_said(places: Iterable[str], said: Said) -> bool:
    own = {key.removeprefix("place:") for key in said.keys if key.startswith("place:")}
    return any(in_place(one, other) for one in own for other in places)


def in_place(told: str, clause: str) -> bool:
    return (
        told == clause
        or told in WITHIN.get(clause, frozenset())
        or (told in WITHIN and bool(WITHIN[told]) and clause in WITHIN[told] and told == "hk_mo_tw")
    )


def _holds(condition: str, views: Sequence[ProductView]) -> bool:
    if not views:
        return False
    if condition == "c:sale_item":
        return all(view.on_sale for view in views)
    if condition == "c:full_price":
        return all(not view.on_sale for view in views)
    return False


def _currency_holds(currencies: Iterable[str], said: Said) -> bool:
    own = {currency.lower() for view in said.views for currency in view.currencies}
    own |= {one.unit.lower() for one in said.amounts if one.kind == "money"}
    return any(key.removeprefix("cur:") in own for key in currencies)


def _goods_said(clause: Clause, said: Said) -> bool:
    return names_kind(clause, said.keys) or goods_cover(clause, said.views)


def fits(one: Amount, told: Amount) -> bool:
    if same_amount(one, told):
        return True
    if {one.kind, told.kind} == {"fold", "percent"}:
        return one.value == told.value
    if one.kind == told.kind == "quantity" and one.high == told.high is None:
        factors = {("week", "day"): 7, ("day", "h"): 24, ("year", "month"): 12}
        factor = factors.get((told.unit, one.unit))
        return factor is not None and told.value * factor == one.value
    if one.kind == told.kind == "date":
        return one.day == told.day
    return False


_UPPER: Final = frozenset({"quant:most"})
_LOWER: Final = frozenset({"quant:least"})


def within(one: Amount, segment: Segment, token: Token) -> bool:
    """`within 5 business days`, 最多五个工作日, `at least 3`: the end of a span that the clause gives whole."""
    told = token.amount
    if told is not None and told.kind == one.kind == "money":
        return _amount_of_an_order(one, segment, token)
    if told is None or told.kind != "quantity" or one.kind != "quantity" or one.high is None or told.high is not None:
        return False
    if told.unit != one.unit:
        return False
    near = [*segment.before(token, 2), *segment.after(token, 1)]
    if any(two.text in ("within", "inside") or two.has(*_UPPER) for two in near):
        return told.value == one.high
    return any(two.has(*_LOWER) for two in near) and told.value == one.value


_FROM: Final = frozenset({"start", "starts", "start at", "starts at", "starting at", "from", "least", "最低", "起"})


def _end_of_span(one: Amount, segment: Segment, token: Token) -> bool:
    """`gift cards start at 50 euros`, 最高1000欧, where the clause has them from 50 to 1,000."""
    told = token.amount
    assert told is not None
    before, after = segment.before(token, 2), segment.after(token, 1)
    near = [*before, *after]
    if "c:gift_card" not in {key for item in segment.tokens for key in item.keys}:
        return False
    if any(item.has(*_UPPER) for item in near):
        return told.value == one.high
    starts = any(item.has(*_LOWER) or item.text in _FROM for item in near) or [item.text for item in before] == [
        "at",
        "start",
    ]
    return starts and told.value == one.value


def _amount_of_an_order(one: Amount, segment: Segment, token: Token) -> bool:
    """`an order of 800 euros`, where the clause holds from 300 to 4,000."""
    told = token.amount
    if told is None or one.high is None or told.high is not None or told.unit != one.unit:
        return False
    if _end_of_span(one, segment, token):
        return True
    if not segment.has("c:order", "c:instalment"):
        return False
    near = [*segment.before(token, 2), *segment.after(token, 1)]
    open_ended = any(
        two.has("quant:least", "quant:most", "cmp:more", "cmp:less")
        or two.text in ("from", "over", "above", "under", "below", "满", "起", "以上", "以下")
        for two in near
    )
    return not open_ended and one.value <= told.value <= one.high
