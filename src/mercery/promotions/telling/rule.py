"""One rule as one sentence: what it gives, on what, from when, for whom, and what it does beside others."""

from __future__ import annotations

from collections.abc import Iterator

from mercery.core.i18n import Lang
from mercery.promotions.rules.benefit import Points, Ship
from mercery.promotions.rules.policy import RoundAt
from mercery.promotions.rules.rule import Basis, Need, Rule
from mercery.promotions.rules.scope import EVERYTHING
from mercery.promotions.telling.benefits import tell_given, tell_limits
from mercery.promotions.telling.names import Names, one_of
from mercery.promotions.telling.numbers import percent, pieces, times
from mercery.promotions.telling.periods import tell_period
from mercery.promotions.telling.scopes import tell_scope
from mercery.promotions.telling.usual import is_conditional, usual_group, usual_level, usual_stage

_BASES: dict[Basis, tuple[str, str]] = {
    "list": ("worked out on list prices", "按标价计算"),
    "entry": ("worked out beside others of its stage", "与同层优惠并行计算"),
    "running": ("on top of what is left after other discounts", "折上折"),
}
_READ: dict[Basis, tuple[str, str]] = {
    "list": ("the threshold is read on list prices", "门槛按标价计"),
    "entry": ("the threshold is read at the start of the stage", "门槛按本层开始时金额计"),
    "running": ("the threshold is read after other discounts", "门槛按折后金额计"),
}
_PLACES: dict[bool, tuple[str, str]] = {
    True: ("worked out before the others of its step", "先于同一步的其他优惠计算"),
    False: ("worked out after the others of its step", "后于同一步的其他优惠计算"),
}
_ROUNDED: dict[RoundAt, tuple[str, str]] = {
    "unit": ("rounded for each piece", "按件取整"),
    "line": ("rounded for each line", "按行取整"),
    "order": ("rounded for the order", "按整单取整"),
}


def tell_rule(rule: Rule, lang: Lang, names: Names, *, numbered: bool = True) -> str:
    """The whole rule. What is usual for such a rule is left out, everything else is said. `numbered`: its place among the
    others by number, to be read back; else in words, for people."""
    parts = [part for part in _parts(rule, lang, names, numbered) if part]
    return "，".join(parts) if lang == "zh" else ", ".join(parts)


def tell_threshold(rule: Rule, lang: Lang, names: Names) -> str:
    """`from €900`, `满¥900`, `from 3 pieces`; empty where nothing is asked."""
    zh = lang == "zh"
    asked = []
    if rule.need_amount:
        money = names.money(rule.need_amount, lang)
        asked.append(f"满{money}" if zh else f"from {money}")
    if rule.need_qty:
        count = pieces(rule.need_qty, lang)
        asked.append(f"满{count}" if zh else f"from {count}")
    return ("且" if zh else " and ").join(asked)


def _parts(rule: Rule, lang: Lang, names: Names, numbered: bool) -> Iterator[str]:
    zh = lang == "zh"
    threshold = tell_threshold(rule, lang, names)
    everything = rule.scope == EVERYTHING
    goods = "" if everything and isinstance(rule.benefit, Ship | Points) else tell_scope(rule.scope, lang, names)
    if zh:
        gives = tell_given(rule.benefit, lang, names, threshold)
        yield f"{goods}：{gives}" if goods else gives
    else:
        gives = tell_given(rule.benefit, lang, names)
        # `20% off Scarves`, and `€60 off the order`; elsewhere goods follow a preposition.
        between = " " if gives.endswith("% off") else " on "
        yield gives if not goods or (everything and gives.endswith("off the order")) else f"{gives}{between}{goods}"
        yield threshold
    yield from tell_limits(rule.benefit, lang)
    if rule.need_scope is not None:
        counted = tell_scope(rule.need_scope, lang, names)
        yield f"门槛按{counted}计" if zh else f"the threshold counts {counted}"
    yield from (_further(need, lang, names) for need in rule.also)
    if rule.cap is not None:
        money = names.money(rule.cap, lang)
        yield f"每单最高优惠{money}" if zh else f"at most {money} off an order"
    if rule.budget is not None:
        money = names.money(rule.budget, lang)
        yield f"总预算{money}" if zh else f"a budget of {money}"
    yield tell_period(rule.starts, rule.ends, lang, names.zone)
    yield from _buyers(rule, lang, names)
    yield from _beside(rule, lang, names)
    yield from _reckoning(rule, lang, numbered)


def _further(need: Need, lang: Lang, names: Names) -> str:
    """A further condition."""
    goods = tell_scope(need.scope, lang, names)
    asked = [names.money(need.amount, lang)] if need.amount else []
    asked += [pieces(need.qty, lang)] if need.qty else []
    if need.kinds:
        asked.append(f"{need.kinds}款" if lang == "zh" else f"{need.kinds} different articles")
    if lang == "zh":
        return f"且{goods}满{'、'.join(asked)}"
    return f"and at least {' and '.join(asked)} of {goods}"


def _buyers(rule: Rule, lang: Lang, names: Names) -> Iterator[str]:
    zh = lang == "zh"
    if rule.who:
        who = one_of((names.audience(one, lang) for one in rule.who), lang)
        yield f"限{who}" if zh else f"for {who} only"
    if rule.code:
        yield f"券码{rule.code}" if zh else f"with code {rule.code}"
    if rule.per_user is not None:
        count = times(rule.per_user, lang)
        yield f"每人限用{count}" if zh else f"{count} per customer"
    if rule.total is not None:
        yield f"总共限用{times(rule.total, lang)}" if zh else f"{rule.total} use{'s' if rule.total != 1 else ''} in all"


def _beside(rule: Rule, lang: Lang, names: Names) -> Iterator[str]:
    zh = lang == "zh"
    if rule.exclusive:
        yield "不与其他优惠同享" if zh else "not with any other offer"
    if rule.excludes:
        others = one_of((names.rule(one, lang) for one in rule.excludes), lang)
        yield f"不与{others}同享" if zh else f"not with {others}"
    if rule.group != usual_group(rule.code):
        if rule.group is None:
            yield "不占优惠券名额" if zh else "beside other coupons"
        else:
            name = names.rule(rule.group, lang)
            yield f"与{name}同组限用一个" if zh else f"one of the group {name} only"


def _reckoning(rule: Rule, lang: Lang, numbered: bool) -> Iterator[str]:
    pick = 1 if lang == "zh" else 0
    if rule.level != usual_level(rule.benefit, conditional=is_conditional(rule), basis=rule.basis):
        yield {"line": ("taken off each piece", "按单件计算"), "order": ("taken off the order", "按整单计算"),
               "ship": ("taken off delivery", "抵扣运费")}[rule.level][pick]  # fmt: skip
    if rule.basis != "entry":
        yield _BASES[rule.basis][pick]
    if rule.need_basis is not None:
        yield _READ[rule.need_basis][pick]
    usual = usual_stage(rule.level, rule.benefit, code=rule.code, basis=rule.basis)
    if numbered and rule.stage != usual:
        yield (f"in stage {rule.stage}", f"第{rule.stage}层")[pick]
    if rule.round_at is not None:
        yield _ROUNDED[rule.round_at][pick]
    if rule.priority and (numbered or rule.priority > 0 or rule.basis != "running"):
        said = (f"priority {rule.priority}", f"优先级{rule.priority}")
        yield (said if numbered else _PLACES[rule.priority > 0])[pick]
    if rule.merchant_bps != 10_000:
        others = percent(10_000 - rule.merchant_bps)
        yield (f"the platform pays {others} of it", f"平台承担{others}")[pick]
    if not rule.returned:
        yield ("not given back when the order is returned", "退货不退券")[pick]
    if rule.refund != "allocated":
        yield ("the threshold is checked again on returns", "退货时重新核算门槛")[pick]
