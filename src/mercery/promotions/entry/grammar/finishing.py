"""A rule out of what was said about it, with what is usual where nothing was said."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import reduce

from mercery.core.i18n import Words
from mercery.promotions.entry.grammar.asking import Asking
from mercery.promotions.entry.grammar.drafts import Draft
from mercery.promotions.entry.grammar.goods import Ref
from mercery.promotions.entry.grammar.patterns import Piece
from mercery.promotions.entry.grammar.slots import Unclear
from mercery.promotions.entry.heard import Known
from mercery.promotions.rules.benefit import Benefit, Bundle, BuyGet, Every, Fix, Gift, Off, Pct, PerLine
from mercery.promotions.rules.rule import Rule
from mercery.promotions.rules.scope import Scope
from mercery.promotions.telling.benefits import tell_benefit
from mercery.promotions.telling.usual import usual_group, usual_level, usual_stage


def finished(draft: Draft, known: Known, asking: Asking) -> Rule:
    """The rule, without an id. Raises `Unclear` where something has to be said first."""
    if "券" in draft.said and draft.code is None:
        ask_for_a_code(draft, draft.piece, asking)
    benefit, need_amount = _benefit(draft, known, asking)
    basis = draft.basis or ("running" if draft.on_top else "entry")
    conditional = bool(need_amount or draft.need_qty or draft.code)
    level = draft.level or usual_level(benefit, conditional=conditional, basis=basis)
    stage = usual_stage(level, benefit, code=draft.code, basis=basis) if draft.stage is None else draft.stage
    group = None if draft.no_group else draft.group or usual_group(draft.code)
    name = Words(tell_benefit(benefit, "en", known.names), tell_benefit(benefit, "zh", known.names))
    rule = Rule(
        id="", benefit=benefit, stage=stage, level=level, name=name, scope=_scope(draft, benefit, known, asking),
        need_amount=need_amount, need_qty=draft.need_qty, need_scope=draft.need_scope, basis=basis,
        need_basis=draft.need_basis, group=group, exclusive=draft.exclusive, excludes=frozenset(draft.excludes),
        who=frozenset(draft.who), code=draft.code, cap=draft.cap, budget=draft.budget, priority=draft.priority,
        merchant_bps=draft.merchant_bps, starts=draft.starts, ends=draft.ends, per_user=draft.per_user,
        total=draft.total, returned=draft.returned, refund=draft.refund,
    )  # fmt: skip
    _ask_for_a_time(draft, rule, known, asking)
    return rule


def _benefit(draft: Draft, known: Known, asking: Asking) -> tuple[Benefit, int]:
    """The benefit, and the threshold that is left beside it: `300 minus 50 without a limit` is `every 300 minus 50`."""
    benefit, need = draft.benefit, draft.need_amount
    repeated = draft.endless or draft.times is not None
    if isinstance(benefit, Off) and benefit.per == "order" and need and repeated and draft.piece.kind == "need_off":
        benefit, need = Every(step=need, off=benefit.amount), 0
    if draft.times is not None:
        benefit = _limited(benefit, draft.times)
    if (
        draft.open_unit
        and isinstance(benefit, Off)
        and not (need or draft.need_qty or draft.code or "first_order" in draft.who)
    ):
        benefit = _unit_or_order(draft, benefit, known, asking)
    if draft.units is not None:
        benefit = _some_units(benefit, draft.units[0])
    return benefit, need


def _limited(benefit: Benefit, times: int) -> Benefit:
    if isinstance(benefit, Every | BuyGet | Bundle | Gift):
        return replace(benefit, times=times)
    if times == 1:
        return benefit
    raise Unclear(
        Words(
            f"An offer that is given once an order cannot be given {times} times.",
            f"每单只享一次的优惠不能享{times}次。",
        )
    )


def _unit_or_order(draft: Draft, benefit: Off, known: Known, asking: Asking) -> Off | Pct:
    money, yuan = known.names.money(benefit.amount, "en"), known.names.money(benefit.amount, "zh")
    choices = [Words(f"{money} off the order", f"整单减{yuan}"), Words(f"{money} off each piece", f"每件减{yuan}")]
    asked = Words(f"Is it {money} off the order or off each piece?", f"是整单减{yuan}，还是每件减{yuan}？")
    bare = re.fullmatch(r"(?:save|minus)?\s*(\d{1,2})\s*(?:off)?", draft.said.strip(), re.IGNORECASE)
    if bare and draft.said.strip().isascii():
        choices.append(Words(f"{bare[1]}% off", f"减{bare[1]}%"))
        asked = Words(f"What does “{draft.said.strip()}” mean?", f"“{draft.said.strip()}”指的是？")
    chosen = asking.ask("per", draft.piece.start, draft.piece.end, asked, choices)
    if bare and chosen == 2:
        return Pct(bps=int(bare[1]) * 100)
    return benefit if chosen == 0 else replace(benefit, per="unit")


def _some_units(benefit: Benefit, most: int) -> Benefit:
    match benefit:
        case Pct(bps=bps):
            return PerLine(by="pct", value=bps, max_units=most)
        case Off(amount=amount, per="unit"):
            return PerLine(by="off", value=amount, max_units=most)
        case PerLine():
            return replace(benefit, max_units=most)
        case _:
            raise Unclear(
                Words(
                    "Such an offer cannot be limited to pieces; give the articles an order limit.",
                    "这种优惠无法限制件数，请在商品上设置限购。",
                )
            )


def _scope(draft: Draft, benefit: Benefit, known: Known, asking: Asking) -> Scope:
    goods = [group for group in draft.goods if group]
    unsaid = not (draft.goods or draft.shops or draft.price_min is not None or draft.price_max is not None)
    if isinstance(benefit, Fix) and unsaid:
        asked = Words("Which goods have this price?", "哪些商品是这个价？")
        choices = [Words("Every article of the shop", "店内所有商品")]
        asking.ask("fixed", draft.piece.start, draft.piece.end, asked, choices)
    scope = reduce(lambda one, other: _joined(one, other, known), [_one(group, known) for group in goods], None)
    scope = scope or Scope()
    return replace(
        scope,
        shops=scope.shops | frozenset(draft.shops),
        not_tags=frozenset(ref.id for ref in draft.without if ref.kind == "tag"),
        not_skus=frozenset(ref.id for ref in draft.without if ref.kind == "sku"),
        price_min=draft.price_min,
        price_max=draft.price_max,
    )


def _one(group: tuple[Ref, ...], known: Known) -> Scope:
    """Names that hold together: two tags become the articles that have both."""
    tags = [ref.id for ref in group if ref.kind == "tag"]
    skus = frozenset(ref.id for ref in group if ref.kind == "sku")
    shops = frozenset(ref.id for ref in group if ref.kind == "shop")
    if len(tags) < 2:
        return Scope(tags=frozenset(tags), skus=skus, shops=shops)
    both = frozenset(sku.id for sku in known.goods.values() if sku.tags.issuperset(tags))
    if not both:
        named, chinese = " + ".join(tags), "、".join(tags)
        raise Unclear(Words(f"No article has all of {named}.", f"没有同时属于{chinese}的商品。"))
    return Scope(skus=both & skus if skus else both, shops=shops)


def _joined(one: Scope | None, other: Scope, known: Known) -> Scope:
    """One or the other. Tags and articles together hold both in a rule, so they become articles."""
    if one is None:
        return other
    if bool(one.skus) == bool(other.skus) and not (one.tags and one.skus) and one.shops == other.shops:
        return Scope(tags=one.tags | other.tags, skus=one.skus | other.skus, shops=one.shops)
    both = frozenset(sku.id for sku in known.goods.values() if one.has(sku) or other.has(sku))
    if not both:
        raise Unclear(
            Words(
                "Tags and articles cannot be listed together; make two rules.", "标签与单品不能并列，请分成两条规则。"
            )
        )
    return Scope(skus=both)


def ask_for_a_code(draft: Draft, piece: Piece, asking: Asking) -> None:
    """A coupon of which no code was said."""
    proposed = f"COUPON{piece.start or 1}"
    choices = [
        Words("It has no code and is used by itself", "无需券码，自动使用"),
        Words(f"It has the code {proposed}", f"券码为{proposed}"),
    ]
    asked = Words("Which code does the coupon have?", "这张券的券码是什么？")
    if asking.ask("code", piece.start, piece.end, asked, choices) == 1:
        draft.code = proposed


def _ask_for_a_time(draft: Draft, rule: Rule, known: Known, asking: Asking) -> None:
    said = draft.said.lower()
    limited = any(word in said for word in ("限时", "秒杀", "flash", "limited"))
    if limited and rule.starts is None and rule.ends is None:
        asked = Words("From when until when?", "什么时候开始、什么时候结束？")
        choices = [Words("Until it is taken back", "不设时间，直到取消")]
        asking.ask("time", draft.piece.start, draft.piece.end, asked, choices)
