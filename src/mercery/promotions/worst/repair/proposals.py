"""Changes that could mend a worst cart, before anybody has proved one: what its rules and goods allow."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import combinations
from typing import Final

from mercery.core.i18n import Words
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.rule import Rule
from mercery.promotions.worst.certificate import WorstCart
from mercery.promotions.worst.repair.change import Change
from mercery.promotions.worst.words import rule_words

_LOOKED_AT: Final = 5
"""Rules of a worst cart that are turned, those that bear most first."""


def used_rules(calendar: Calendar, worst: WorstCart, borne: Sequence[str]) -> list[Rule]:
    """Rules of the cart that may be changed, those that bear most first."""
    used = {step.rule for step in worst.priced.steps}
    order = [rule for rule in borne if rule in used] + sorted(used - set(borne))
    return [calendar.by_id[rule] for rule in order if rule in calendar.by_id][:_LOOKED_AT]


def fixed_changes(calendar: Calendar, used: Sequence[Rule], mine: Collection[str] = ()) -> Iterator[Change]:
    """Those without a number to search for. Where one of two rules is of the draft (`mine`), the draft's is changed."""
    for one, other in combinations(used, 2):
        if (one.id in mine) != (other.id in mine):
            draft, fixed = (one, other) if one.id in mine else (other, one)
            yield from _draft_yields(calendar, draft, fixed)
        yield from _together(calendar, one, other)
        yield from _apart_in_time(calendar, one, other)
    for rule in used:
        yield from _one_rule(calendar, rule)


def _together(calendar: Calendar, one: Rule, other: Rule) -> Iterator[Change]:
    if one.level == other.level:
        found = _one_group(calendar, one, other)
        if found is not None:
            yield found
        return
    later, earlier = (one, other) if one.level != "line" else (other, one)
    if later.level == "ship" or earlier.level == "ship" or earlier.id in later.excludes:
        return
    on, under = rule_words(calendar, later), rule_words(calendar, earlier)
    yield Change(
        kind="not_on_top",
        words=Words(
            f"Do not give {on.en} on goods that {under.en} already lowers.",
            f"已享“{under.zh}”的商品不再享“{on.zh}”。",
        ),
        rules=(replace(later, excludes=later.excludes | {earlier.id}),),
    )


def _draft_yields(calendar: Calendar, draft: Rule, fixed: Rule) -> Iterator[Change]:
    """The draft's rule gives way to one that is in force and stays as it is."""
    if draft.level != "order" or fixed.level != "order" or fixed.id in draft.excludes:
        return
    mine, its = rule_words(calendar, draft), rule_words(calendar, fixed)
    if fixed.group is not None or fixed.code is not None:  # who has a choice takes the larger one
        words = _not_combined(mine, its)
    else:
        words = Words(f"{mine.en} does not apply where {its.en} does.", f"已享“{its.zh}”的不再享“{mine.zh}”。")
    yield Change(kind="together", words=words, rules=(replace(draft, excludes=draft.excludes | {fixed.id}),))


def _not_combined(one: Words, other: Words) -> Words:
    return Words(
        f"Do not combine {one.en} and {other.en}; the customer gets the larger one.",
        f"“{one.zh}”与“{other.zh}”不可叠加，顾客享受优惠较大的一项。",
    )


def _one_group(calendar: Calendar, one: Rule, other: Rule) -> Change | None:
    """One group for both. Who stands in a group already brings it along; two groups become one."""
    if one.group is not None and one.group == other.group:
        return None
    name = one.group or other.group or f"{one.id} or {other.id}"
    if calendar.policy.group_most.get(name, 1) > 1:
        return None
    gone = {rule.group for rule in (one, other) if rule.group is not None and rule.group != name}
    joined = [rule for rule in calendar.rules if rule.id in (one.id, other.id) or rule.group in gone]
    first, second = rule_words(calendar, one), rule_words(calendar, other)
    more = len(joined) - 2
    words = _not_combined(first, second)
    en, zh = words.en, words.zh
    if more > 0:
        en += f" The same then holds for {more} other rules of their group{'s' if len(gone) else ''}."
        zh += f"同组的另外{more}条规则也一并互斥。"
    return Change(
        kind="together",
        words=Words(en, zh),
        rules=tuple(replace(rule, group=name) for rule in joined if rule.group != name),
    )


def _apart_in_time(calendar: Calendar, one: Rule, other: Rule) -> Iterator[Change]:
    """The one ends when the other begins, or begins when the other has ended; only where their times overlap in part."""
    for first, second in ((one, other), (other, one)):
        if second.starts is not None and _before(first.starts, second.starts) and _after(first.ends, second.starts):
            yield _shifted(calendar, first, second, "ends", second.starts)
        if second.ends is not None and _after(first.ends, second.ends) and _before(first.starts, second.ends):
            yield _shifted(calendar, first, second, "starts", second.ends)


def _shifted(calendar: Calendar, rule: Rule, other: Rule, side: str, at: datetime) -> Change:
    mine, its = rule_words(calendar, rule), rule_words(calendar, other)
    if side == "ends":
        words = Words(f"End {mine.en} when {its.en} begins.", f"“{its.zh}”开始时结束“{mine.zh}”。")
        return Change(kind="period", words=words, rules=(replace(rule, ends=at),))
    words = Words(f"Begin {mine.en} once {its.en} has ended.", f"“{its.zh}”结束后再开始“{mine.zh}”。")
    return Change(kind="period", words=words, rules=(replace(rule, starts=at),))


def _before(start: datetime | None, at: datetime) -> bool:
    return start is None or start < at


def _after(end: datetime | None, at: datetime) -> bool:
    return end is None or end > at


def _one_rule(calendar: Calendar, rule: Rule) -> Iterator[Change]:
    name = rule_words(calendar, rule)
    if rule.level == "order" and rule.benefit.kind in ("pct", "every", "tiers") and rule.basis != "running":
        yield Change(
            kind="basis",
            words=Words(
                f"Work {name.en} out on what is left after other discounts, not beside them.",
                f"“{name.zh}”改为按其他优惠后的余额计算，不再并行计算。",
            ),
            rules=(replace(rule, basis="running", need_basis=None),),
        )
    elif rule.level == "order" and rule.need_amount and (rule.need_basis or rule.basis) != "running":
        yield Change(
            kind="basis",
            words=Words(
                f"Read the threshold of {name.en} on what is left after other discounts.",
                f"“{name.zh}”的门槛改按其他优惠后的金额计。",
            ),
            rules=(replace(rule, need_basis="running"),),
        )
    if not rule.exclusive and sum(one.level == rule.level for one in calendar.rules) > 1:
        yield Change(
            kind="exclusive",
            words=Words(f"Give {name.en} with no other offer.", f"“{name.zh}”不与其他优惠同享。"),
            rules=(replace(rule, exclusive=True),),
        )
    yield Change(kind="withdraw", words=Words(f"Withdraw {name.en}.", f"撤下“{name.zh}”。"), removed=(rule.id,))
