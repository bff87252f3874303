"""Sentences about promotions and about paying in parts, proved on one published promotion as a whole.

All that limits the promotion must be said (its goods, the amount from which it counts, whom it is for, its code, its cap), and
all that is said must be so: the share with its threshold, the end, the audience. A promotion that is over is no fact in force.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from mercery.claims.deals import Instalments, Promotion, Term
from mercery.claims.facts import Fact
from mercery.claims.grammar.deal_words import Item, phrases_of, plain, read_items
from mercery.claims.mentions import may_mean
from mercery.core.money import Money

_CUES: Final = frozenset(
    ("percent", "off", "save", "free", "together", "alone", "buy_get", "nth", "set", "price", "code", "named", "parts")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deals:
    """What may be said of promotions and of paying in parts, at one moment."""

    promotions: tuple[Fact, ...]
    plans: tuple[Fact, ...] = ()
    today: date
    timezone: str
    titles: tuple[tuple[str, str], ...] = ()
    """What products are called, and their ids."""

    def __bool__(self) -> bool:
        return bool(self.promotions or self.plans)


@dataclass(slots=True)
class _Given:
    """One benefit as the sentence tells it."""

    kind: str
    value: Decimal = Decimal(0)
    unit: str = ""
    more: tuple[Decimal, ...] = ()
    need: Item | None = None
    every: bool = False
    each: bool = False


@dataclass(slots=True)
class _Said:
    given: list[_Given] = field(default_factory=list)
    goods: set[str] = field(default_factory=set)
    not_goods: set[str] = field(default_factory=set)
    audiences: set[str] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)
    pieces: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    most: Item | None = None
    ends: Item | None = None
    starts: Item | None = None
    everything: bool = False
    this: bool = False
    combined: str = ""
    together: Decimal = Decimal(0)
    """How many pieces are bought at one price."""
    no_fee: bool = False


def deals_of(facts: Iterable[Fact], *, now: datetime, timezone: str) -> Deals:
    """The promotions and plans among the facts in force."""
    held = list(facts)
    today = now.astimezone(ZoneInfo(timezone)).date()
    return Deals(
        promotions=tuple(one for one in held if isinstance(one.value, Promotion)),
        plans=tuple(one for one in held if isinstance(one.value, Instalments)),
        today=today,
        timezone=timezone,
    )


def prove(text: str, deals: Deals, *, about: str = "", variant: str = "") -> Fact | None:
    """The fact that bears the whole sentence; None where none does, or where it is about something else."""
    items = read_items(text, _own(deals), year=deals.today.year)
    if not items or not any(item.kind in _CUES for item in items):
        return None
    if any(item.kind == "parts" for item in items):
        return next((one for one in deals.plans if _plan_is(one, items, about, variant)), None)
    said = _said(items)
    if said is None:
        return None
    product = next(iter(said.pieces)) if len(said.pieces) == 1 else (about if said.this else "")
    if len(said.pieces) > 1 or (said.this and not about):
        return None
    return next((one for one in deals.promotions if _bears(one, said, product, deals)), None)


def _own(deals: Deals) -> dict[str, Item]:
    own: dict[str, Item] = phrases_of("piece", deals.titles)
    for fact in deals.promotions:
        value = fact.value
        assert isinstance(value, Promotion)
        own |= phrases_of("named", [(text, fact.id) for text in (value.name.en, value.name.zh)])
        for kind, words in (("goods", (*value.goods, *value.not_goods)), ("audience", value.audiences)):
            names = [(text, one.en or one.zh) for one in words for text in (one.en, one.zh)]
            own |= phrases_of("goods" if kind == "goods" else "audience", names)
        own |= phrases_of("gift", [(t, one.gift.en) for one in value.terms for t in (one.gift.en, one.gift.zh)])
        if value.code:
            own[plain(value.code)] = Item("code", unit=value.code)
    return own


def _said(items: Sequence[Item]) -> _Said | None:
    """What the sentence says; None where a number has no meaning in it."""
    said = _Said()
    told: list[Item | _Given] = []
    excepting = every = False
    for place, item in enumerate(items):
        if item.kind in ("except", "stop"):
            excepting = item.kind == "except"
        elif item.kind == "every":
            every = True
        elif item.kind == "goods" and excepting:
            said.not_goods.add(item.unit)
        elif item.kind in ("money", "number", "date", "weekday", "percent"):
            if not _amount(said, told, items, place):
                return None
        elif (given := _gift_of(item, items)) is not None:
            told.append(given)
        else:
            _note(said, item)
    return said if _paired(said, told, every=every) and _whole(items, said) else None


def _note(said: _Said, item: Item) -> None:
    """What is named."""
    if item.kind in ("together", "alone"):
        said.combined = item.kind
    elif item.kind == "everything":
        said.everything = True
    elif item.kind == "no_fee":
        said.no_fee = True
    elif item.kind == "piece" and not item.unit:
        said.this = True
    else:
        kept = {"goods": said.goods, "audience": said.audiences, "code": said.codes, "named": said.named}
        kept["piece"] = said.pieces
        kept.get(item.kind, set()).add(item.unit)


def _gift_of(item: Item, items: Sequence[Item]) -> _Given | None:
    """What is given without a sum."""
    if item.kind in ("buy_get", "nth", "gift"):
        return _Given(kind=item.kind, value=item.value, unit=item.unit, more=item.more)
    if item.kind == "free" and (item.unit == "delivery" or any(one.kind == "delivery" for one in items)):
        return _Given(kind="delivery")
    return None


def _amount(said: _Said, told: list[Item | _Given], items: Sequence[Item], place: int) -> bool:
    """Whether a number, share or date says something."""
    item, (before, after) = items[place], _beside(items, place)
    if item.kind in ("date", "weekday"):
        return _dated(said, item, before)
    if item.kind == "percent":
        told.append(_Given(kind="percent", value=item.value, unit=item.unit))
        return before is None or before.kind not in ("most", "from", "every", "only")
    role = _role(item, before, after, items)
    if role == "need":
        told.append(item)
    elif role == "most":
        said.most = item
    elif role == "set":
        said.together = item.value
    elif role in ("off", "price"):
        pieces = next((one.value for one in items[:place][::-1] if one.kind == "set"), said.together)
        each = after is not None and (after.kind == "each" or _then(items, place, "off", "each"))
        told.append(_Given(kind=role, value=item.value, unit=item.unit, more=(pieces,), each=each))
    return bool(role)


def _then(items: Sequence[Item], place: int, *kinds: str) -> bool:
    return tuple(one.kind for one in items[place + 1 : place + 1 + len(kinds)]) == kinds


def _paired(said: _Said, told: Sequence[Item | _Given], *, every: bool) -> bool:
    """Each amount from which something counts belongs to one benefit: all before theirs, or all after."""
    said.given = [one for one in told if isinstance(one, _Given)]
    ahead = bool(told) and isinstance(told[0], Item)
    for place, one in enumerate(told):
        if isinstance(one, _Given):
            continue
        at = place + 1 if ahead else place - 1
        other = told[at] if 0 <= at < len(told) else None
        if not isinstance(other, _Given) or other.need is not None:
            return False
        other.need, other.every = one, every
    return not every or any(one.every for one in said.given)


def _beside(items: Sequence[Item], place: int) -> tuple[Item | None, Item | None]:
    before = items[place - 1] if place else None
    after = items[place + 1] if place + 1 < len(items) else None
    return before, after


def _role(item: Item, before: Item | None, after: Item | None, items: Sequence[Item]) -> str:
    """What a sum is: taken off, the amount from which it counts, the most, or the price."""
    if after is not None and after.kind == "off":
        return "off"
    if before is not None and before.kind in ("save",):
        return "off"
    if before is not None and before.kind == "most":
        return "most"
    if before is not None and before.kind in ("from", "every"):
        return "need"
    if after is not None and after.kind == "up":
        return "need"
    if item.kind == "money" and before is not None and before.kind in ("set", "price", "only"):
        return "price"
    if item.kind == "number" and after is not None and after.kind == "goods" and _leads_to_price(item, items):
        return "set"
    if item.kind == "number" and item.unit == "piece" and any(one.kind in ("percent", "off", "save") for one in items):
        return "need"
    return ""


def _leads_to_price(item: Item, items: Sequence[Item]) -> bool:
    """`3 candles for €99`."""
    at = next(index for index, one in enumerate(items) if one is item)
    return _then(items, at, "goods", "price", "money")


def _dated(said: _Said, item: Item, before: Item | None) -> bool:
    if before is not None and before.kind in ("since", "from") and said.starts is None:
        said.starts = item
        return True
    if said.ends is not None:
        return False
    said.ends = item
    return True


def _whole(items: Sequence[Item], said: _Said) -> bool:
    """A share off needs a word that says so; a date one that says whether it is the end."""
    shares = [one for one in said.given if one.kind == "percent" and one.unit != "fold"]
    if shares and not any(one.kind in ("off", "save") for one in items):
        return False
    bare = [place for place, one in enumerate(items) if one.kind == "only"]
    if any(not items[place + 1 : place + 2] or items[place + 1].kind != "money" for place in bare):
        return False
    return said.ends is None or any(one.kind == "until" for one in items)


def _bears(fact: Fact, said: _Said, product: str, deals: Deals) -> bool:
    value = fact.value
    assert isinstance(value, Promotion)
    if said.named and fact.id not in said.named:
        return False
    if said.combined and value.with_others is not (said.combined == "together"):
        return False
    if not said.given and not (said.named and (said.combined or said.ends)) and not (said.combined and said.codes):
        return False
    return (
        _goods_are(value, said, product)
        and said.audiences == {one.en or one.zh for one in value.audiences}
        and said.codes == ({value.code} if value.code else set())
        and _most_is(value, said)
        and _dates_are(fact, said, deals)
        and all(any(_term_is(term, one) for term in value.terms) for one in said.given)
        and not said.no_fee
    )


def _goods_are(value: Promotion, said: _Said, product: str) -> bool:
    goods = {one.en or one.zh for one in value.goods}
    left = {one.en or one.zh for one in value.not_goods}
    if said.named and not said.given:
        return not said.goods or said.goods <= goods
    if product and not said.goods and not said.everything:
        return value.covers(product) and value.products is not None
    if said.everything and (goods or left):
        return False
    if goods and not (said.goods and said.goods <= goods):
        return False
    return (bool(goods) or not said.goods) and said.not_goods == left


def _most_is(value: Promotion, said: _Said) -> bool:
    if value.most is None:
        return said.most is None
    if said.named and not said.given:
        return said.most is None or _same(said.most, value.most)
    return said.most is not None and _same(said.most, value.most)


def _dates_are(fact: Fact, said: _Said, deals: Deals) -> bool:
    if said.ends is not None and (
        fact.valid_to is None or not _day_is(said.ends, _last_day(fact.valid_to, deals.timezone), deals.today)
    ):
        return False
    if said.starts is None:
        return True
    zone = ZoneInfo(deals.timezone)
    return fact.valid_from is not None and _day_is(said.starts, fact.valid_from.astimezone(zone).date(), deals.today)


def _last_day(end: datetime, timezone: str) -> date:
    local = end.astimezone(ZoneInfo(timezone))
    return local.date() - timedelta(days=1) if (local.hour, local.minute) == (0, 0) else local.date()


def _day_is(item: Item, day: date, today: date) -> bool:
    if item.kind == "weekday":
        return day.weekday() == int(item.value) and timedelta(0) <= day - today < timedelta(days=7)
    if item.day is None:
        return False
    return item.day == day if item.unit == "year" else (item.day.month, item.day.day) == (day.month, day.day)


def _term_is(term: Term, given: _Given) -> bool:
    return _gives(term, given) and _needs(term, given)


def _gives(term: Term, given: _Given) -> bool:
    match given.kind:
        case "percent":
            return term.gives == "percent" and term.percent == given.value
        case "off":
            return term.gives == "amount" and _sums(given, term.amount) and given.each == term.per_piece
        case "price":
            pieces = Decimal(term.pieces or 0)
            return term.gives == "price" and _sums(given, term.amount) and given.more == (pieces,)
        case "delivery":
            return term.gives == "delivery" and term.amount is None and term.percent in (None, Decimal(100))
        case "gift":
            return term.gives == "gift" and term.gift.en == given.unit
        case "buy_get":
            first, second = given.more
            free = term.gives == "pieces" and term.percent == 100
            return free and (term.of_pieces or 0) - (term.pieces or 0) == first and term.pieces == second
        case "nth":
            return term.gives == "pieces" and term.percent == 50 and term.of_pieces == given.value and term.pieces == 1
        case _:
            return False


def _sums(given: _Given, money: Money | None) -> bool:
    return money is not None and money.major == given.value and (not given.unit or may_mean(given.unit, money.currency))


def _same(item: Item, money: Money) -> bool:
    return item.value == money.major and (not item.unit or may_mean(item.unit, money.currency))


def _needs(term: Term, given: _Given) -> bool:
    need = given.need
    if term.from_amount is None and term.from_pieces is None:
        return need is None and not given.every
    if need is None or (given.every and not term.every):
        return False
    if term.from_pieces is not None:
        return need.unit == "piece" and need.value == term.from_pieces
    assert term.from_amount is not None
    return need.unit != "piece" and _same(need, term.from_amount)


def _plan_is(fact: Fact, items: Sequence[Item], about: str, variant: str) -> bool:
    """`In 3 payments of €426.67`: the count and each part, of the price of the piece that is spoken of."""
    plan = fact.value
    assert isinstance(plan, Instalments)
    own = fact.subject.id == variant if variant else bool(about) and fact.subject.parent_id == about
    said = [one for one in items if one.kind in ("money", "number", "percent", "date", "goods", "audience", "code")]
    counts = [one for one in items if one.kind == "parts"]
    others = {"parts", "money", "each", "no_fee", "piece", "price", "stop", "every"}
    if not own or any(one.kind not in others for one in items) or len(counts) != 1 or len(said) != 1:
        return False
    fee_free = any(one.kind == "no_fee" for one in items)
    return (
        counts[0].value == plan.count
        and said[0].kind == "money"
        and _same(said[0], plan.each)
        and plan.count - plan.firsts <= 1
        and (not fee_free or plan.fee.minor == 0)
    )
