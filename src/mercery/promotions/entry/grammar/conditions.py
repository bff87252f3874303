"""What is said about a rule beside what it gives: thresholds, goods, buyers, limits, and what it does beside others."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from mercery.core.i18n import Words
from mercery.promotions.entry.grammar.drafts import Draft, Slots, put_threshold, scope_of
from mercery.promotions.entry.grammar.finishing import ask_for_a_code
from mercery.promotions.entry.grammar.patterns import ANY_OTHER, COUPON, MEMBER_PRICE, Piece, other_kind
from mercery.promotions.entry.grammar.slots import Unclear
from mercery.promotions.entry.heard import Known
from mercery.promotions.rules.benefit import BuyGet, Deposit, Fix, Off
from mercery.promotions.telling.names import AUDIENCES
from mercery.promotions.telling.numbers import pieces, times
from mercery.promotions.telling.usual import COUPONS

_AND: Final = re.compile(r"\s*(?:,|、|或|和|及|(?<![A-Za-z])or(?![A-Za-z])|(?<![A-Za-z])and(?![A-Za-z]))\s*")
_LONG_NAME: Final = 24
_MEMBER: Final = ("members", "member", "会员")
_WHO: Final[Mapping[str, tuple[str, ...]]] = {
    "member": (*_MEMBER, "members only", "loyalty members"),
    "new": ("new customers", "new customer", "new buyers", "first-time buyers", "first-time customers", "first-time shoppers", "new shoppers", "new clients", "newcomers", "first-timers", "新客", "新人", "新用户", "新客户", "新买家"),
    "first_order": ("new customers' first order", "新人首单", "新客首单", "first orders", "first order", "the first order", "their first order", "first purchase", "first purchases", "your first order", "very first order", "首单", "首购", "首次下单"),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Context:
    """What conditions are read against."""

    known: Known
    others: Mapping[str, str]
    """Names of other rules and groups, to their ids."""


def audience_names(known: Known) -> dict[str, tuple[str, ...]]:
    """Words for buyers, to the audiences they can mean."""
    table: dict[str, list[str]] = {}
    for audience, surfaces in _WHO.items():
        for surface in surfaces:
            table.setdefault(surface, []).append(audience)
    for audience, words in {**AUDIENCES, **known.names.audiences}.items():
        for name in (words.en, words.zh, audience, *known.synonyms.get(audience, ())):
            bare = name.lower()
            for form in _forms(bare):
                if audience not in table.setdefault(form, []):
                    table[form].append(audience)
    own = [one for one in known.names.audiences if one not in AUDIENCES]
    levels = [one for one in own if _names_members(known, one)]
    if levels and "member" not in known.names.audiences:
        for surface in _WHO["member"]:
            table[surface] = levels
    return {surface: tuple(found) for surface, found in table.items()}


def _forms(bare: str) -> tuple[str, ...]:
    """`VIP`, and with what buyers are called: `VIP members` are no members beside."""
    if not bare or len(bare) > _LONG_NAME:
        return (bare,) if bare else ()
    if bare.isascii():
        stem = bare.removesuffix("s")
        return (
            bare,
            stem,
            f"{stem}s",
            *(f"{stem} {word}" for word in ("members", "customers", "clients", "buyers")),
            *(f"{bare}{word}" for word in ("会员", "客户", "用户", "顾客")),
        )
    return (bare, *(f"{bare}{word}" for word in ("会员", "客户", "用户", "顾客", "买家")))


def _names_members(known: Known, audience: str) -> bool:
    words = known.names.audiences[audience]
    return "member" in words.en.lower() or "会员" in words.zh


def other_names(known: Known) -> dict[str, str]:
    """Names of rules and groups, to their ids."""
    found: dict[str, str] = {}
    for names in (known.names.groups, known.names.rules):
        for key, words in names.items():
            for name in (key, words.en, words.zh):
                if name and other_kind(name) is None:
                    found[name.lower()] = key
    return found


Condition = Callable[[Draft, Slots, Context], None]


def _who(draft: Draft, slots: Slots, context: Context) -> None:
    names = audience_names(context.known)
    for word in _AND.split(slots.words("w")):
        meant = names[" ".join(word.lower().split())]
        chosen = 0
        if len(meant) > 1:
            choices = [context.known.names.audiences.get(one, Words(one)) for one in meant]
            start = slots.piece.start
            asked = Words(f"Who is meant by “{word}”?", f"“{word}”指哪些人？")
            chosen = slots.asking.ask("who", start, slots.piece.end, asked, choices)
        draft.who.add(meant[chosen])


def _beside_not(draft: Draft, slots: Slots, context: Context) -> None:
    for key in _other_keys(slots, context):
        if key is None:
            draft.exclusive = True
        else:
            draft.excludes.add(key)


def _other_keys(slots: Slots, context: Context) -> list[str | None]:
    """Ids of the rules and groups named; None stands for every other rule."""
    rest, found = slots.words("o").strip(), list[str | None]()
    names = sorted(context.others, key=lambda one: (-len(one), one))
    while rest:
        own = next((name for name in names if rest.lower().startswith(name)), None)
        if own is not None:
            found.append(context.others[own])
            rest = rest[len(own) :]
        else:
            word = _AND.split(rest)[0]
            kind = other_kind(word)
            found.append(_usual(kind, word, context))
            rest = rest[len(word) :]
        rest = _AND.sub("", rest, count=1) if _AND.match(rest) else rest.strip()
    return found


def _usual(kind: int | None, word: str, context: Context) -> str | None:
    if kind == COUPON:
        return COUPONS
    if kind == ANY_OTHER:
        return None
    rules = [one for one, words in context.known.names.rules.items() if _is_member_price(words)]
    if kind == MEMBER_PRICE and len(rules) == 1:
        return rules[0]
    raise Unclear(
        Words(
            f"Which rule is “{word.strip()}”? Name it as it is named.", f"“{word.strip()}”是哪条规则？请写出规则名称。"
        )
    )


def _is_member_price(words: Words) -> bool:
    return "member" in words.en.lower() or "会员" in words.zh


def _goods(draft: Draft, slots: Slots, _context: Context) -> None:
    draft.goods.extend(slots.refs("g"))


def _except(draft: Draft, slots: Slots, _context: Context) -> None:
    for group in slots.refs("g"):
        draft.without.extend(group)


def _among(draft: Draft, slots: Slots, _context: Context) -> None:
    for article in slots.refs("a"):
        for kind in slots.refs("b"):
            draft.goods.append((*article, *kind))


def _goods_over(draft: Draft, slots: Slots, _context: Context) -> None:
    """`Bags over €400`: what one of them costs, or what an order has to come to."""
    draft.goods.extend(slots.refs("g"))
    each = isinstance(draft.benefit, Off) and draft.benefit.per == "unit"
    if each or isinstance(draft.benefit, Fix):
        draft.price_min = slots.money("a")
        return
    choices = [Words("What one piece costs", "单件价格"), Words("What the order comes to", "订单金额")]
    asked = Words(f"What does “{slots.text()}” mean?", f"“{slots.text()}”指的是？")
    if slots.asking.ask("over", slots.piece.start, slots.piece.end, asked, choices) == 0:
        draft.price_min = slots.money("a")
    else:
        draft.need_amount = slots.money("a")


def _goods_under(draft: Draft, slots: Slots, _context: Context) -> None:
    draft.goods.extend(slots.refs("g"))
    draft.price_max = slots.money("a")


def _sold_by(draft: Draft, slots: Slots, _context: Context) -> None:
    draft.shops.extend(ref.id for group in slots.refs("g") for ref in group)


def _code(draft: Draft, slots: Slots, _context: Context) -> None:
    draft.code = slots.words("c")


def _coupon_open(draft: Draft, slots: Slots, _context: Context) -> None:
    if draft.code is None:
        ask_for_a_code(draft, slots.piece, slots.asking)


def _per_user_open(draft: Draft, slots: Slots, _context: Context) -> None:
    number = slots.count("n")
    choices = [
        Words(f"used {times(number, 'en')} by each customer", f"每人限用{number}次"),
        Words(f"{pieces(number, 'en')} of each article in an order", f"每单每款限{number}件"),
    ]
    asked = Words(f"Is “{slots.text()}” about orders or about pieces?", f"“{slots.text()}”指次数还是件数？")
    if slots.asking.ask("limit", slots.piece.start, slots.piece.end, asked, choices) == 0:
        draft.per_user = number
    else:
        draft.units = (number, slots.piece)


def _units_user(draft: Draft, slots: Slots, _context: Context) -> None:
    number = slots.count("n")
    draft.units = (number, slots.piece)
    choices = [
        Words(f"{pieces(number, 'en')} of each article in an order", f"每单每款限{number}件"),
        Words(f"{pieces(number, 'en')} of each article, in one order per customer", f"每人限一单，每款限{number}件"),
    ]
    asked = Words(f"Does “{slots.text()}” hold for each order?", f"“{slots.text()}”按单计还是按人计？")
    if slots.asking.ask("pieces", slots.piece.start, slots.piece.end, asked, choices) == 1:
        draft.per_user = 1


def _order_times(draft: Draft, slots: Slots, _context: Context) -> None:
    draft.times = slots.count("t")


def _group(draft: Draft, slots: Slots, context: Context) -> None:
    keys = _other_keys(slots, context)
    if len(keys) != 1 or keys[0] is None:
        raise Unclear(Words("Which group is meant?", "指的是哪个组？"))
    draft.group = keys[0]


def _on_top(draft: Draft, _slots: Slots, _context: Context) -> None:
    draft.on_top = True


def _beside_with(draft: Draft, slots: Slots, _context: Context) -> None:
    """Rules stack unless they are told not to; `on top of coupons` also says what is read."""
    if slots.text().lower().startswith("on top"):
        draft.on_top = True


def _nothing(_draft: Draft, _slots: Slots, _context: Context) -> None:
    """Says what holds anyhow."""


def _set(name: str, value: object) -> Condition:
    def put(draft: Draft, _slots: Slots, _context: Context) -> None:
        setattr(draft, name, value)

    return put


def _shaped(kind: type, **changes: object) -> Condition:
    def shape(draft: Draft, slots: Slots, _context: Context) -> None:
        if not isinstance(draft.benefit, kind):
            raise Unclear(Words(f"“{slots.text()}” fits no such offer.", f"“{slots.text()}”不适用于这种优惠。"))
        draft.benefit = replace(draft.benefit, **changes)  # type: ignore[arg-type]

    return shape


def _money_of(name: str, slot: str) -> Condition:
    return lambda draft, slots, _context: setattr(draft, name, slots.money(slot))


def _count_of(name: str, slot: str) -> Condition:
    return lambda draft, slots, _context: setattr(draft, name, slots.count(slot))


CONDITIONS: Final[Mapping[str, tuple[str, Condition]]] = {
    "need": ("threshold", lambda d, s, _c: put_threshold(d, s, "need")),
    "need_qty": ("threshold", _count_of("need_qty", "q")),
    "need_scope": ("threshold", lambda d, s, _c: setattr(d, "need_scope", scope_of(s, "g"))),
    "read_list": ("threshold", _set("need_basis", "list")),
    "read_entry": ("threshold", _set("need_basis", "entry")),
    "read_running": ("threshold", _set("need_basis", "running")),
    "goods": ("goods", _goods),
    "everything": ("goods", lambda d, _s, _c: d.goods.append(())),
    "except": ("goods", _except),
    "among": ("goods", _among),
    "sold_by": ("goods", _sold_by),
    "price_min": ("goods", _money_of("price_min", "a")),
    "price_max": ("goods", _money_of("price_max", "a")),
    "goods_over": ("goods", _goods_over),
    "goods_under": ("goods", _goods_under),
    "alone": ("beside", _set("exclusive", True)),
    "who": ("buyers", _who),
    "code": ("code", _code),
    "coupon_open": ("code", _coupon_open),
    "cap": ("limit", _money_of("cap", "cap")),
    "budget": ("limit", _money_of("budget", "m")),
    "order_times": ("limit", _order_times),
    "no_limit": ("limit", _set("endless", True)),
    "per_user": ("limit", _count_of("per_user", "t")),
    "per_user_open": ("limit", _per_user_open),
    "units_user": ("limit", _units_user),
    "total": ("limit", _count_of("total", "n")),
    "beside_not": ("beside", _beside_not),
    "beside_with": ("beside", _beside_with),
    "together": ("beside", _nothing),
    "group": ("beside", _group),
    "no_group": ("beside", _set("no_group", True)),
    "more": ("beside", _on_top),
    "funding": ("funding", lambda d, s, _c: setattr(d, "merchant_bps", 10_000 - s.share("r"))),
    "funding_shop": ("funding", lambda d, s, _c: setattr(d, "merchant_bps", s.share("r"))),
    "funding_all": ("funding", _set("merchant_bps", 0)),
    "basis_list": ("reckoning", _set("basis", "list")),
    "basis_entry": ("reckoning", _set("basis", "entry")),
    "basis_running": ("reckoning", _set("basis", "running")),
    "level_line": ("reckoning", _set("level", "line")),
    "level_order": ("reckoning", _set("level", "order")),
    "level_ship": ("reckoning", _set("level", "ship")),
    "stage": ("reckoning", _count_of("stage", "n")),
    "priority": ("reckoning", _count_of("priority", "n")),
    "not_returned": ("limit", _set("returned", False)),
    "recheck": ("limit", _set("refund", "threshold_recheck")),
    "refundable": ("benefit", _shaped(Deposit, refundable=True)),
    "dearest": ("benefit", _shaped(BuyGet, pick="dearest")),
    "grouped": ("benefit", _shaped(BuyGet, pick="grouped")),
    "partial": ("benefit", _shaped(BuyGet, partial=True)),
}
"""For each kind of pattern what it is about, and what it does to a rule in the making."""


def starts_rule(piece: Piece) -> bool:
    """Whether a piece gives something, so that a rule begins with it."""
    return piece.kind not in CONDITIONS and piece.kind != "period"
