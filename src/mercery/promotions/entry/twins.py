"""The same offer twice: a rule that is there already, word for word, with one number changed, or on the same goods."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any, Final

from mercery.core.i18n import Words
from mercery.promotions.entry.flags import Flag
from mercery.promotions.rules.benefit import Bundle, BuyGet, Every, Off, Pct, Tiers
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.rule import Rule
from mercery.promotions.telling.names import Names

_APART: Final = frozenset(["id", "name", "priority", "stage"])
"""What does not make an offer another one."""
_PERIOD: Final = frozenset(["starts", "ends"])
_GIVES: Final = (Off, Every, Pct, Tiers, BuyGet, Bundle)


def twins(rule: Rule, calendar: Calendar, names: Names) -> Iterator[Flag]:
    """Rules of `calendar` that hold at the same time and give the same or nearly the same again."""
    for other in calendar.rules:
        if other.id == rule.id or not _together(rule, other) or not _meet(rule, other):
            continue
        differing = _differing(rule, other)
        if not differing - _PERIOD:
            yield _twin(rule, other, "duplicate", names)
            return
        if _alone(rule, other) and _nearly(rule, other, differing):
            yield _twin(rule, other, "twin", names)
            return
        if _alone(rule, other) and _overlap(rule, other):
            yield _twin(rule, other, "overlap", names)
            return


def _together(one: Rule, other: Rule) -> bool:
    """Whether there is a moment at which both hold."""
    starts = [rule.starts for rule in (one, other) if rule.starts is not None]
    ends = [rule.ends for rule in (one, other) if rule.ends is not None]
    return not starts or not ends or max(starts) < min(ends)


def _meet(one: Rule, other: Rule) -> bool:
    """Whether one buyer can be meant by both."""
    return not one.who or not other.who or bool(one.who & other.who)


def _alone(one: Rule, other: Rule) -> bool:
    """Whether nothing keeps a buyer from using both."""
    keys = {other.id, other.group} - {None}
    back = {one.id, one.group} - {None}
    same_group = one.group is not None and one.group == other.group
    return not (same_group or one.exclusive or other.exclusive or one.excludes & keys or other.excludes & back)


def _differing(one: Rule, other: Rule) -> set[str]:
    return {
        field.name
        for field in fields(Rule)
        if field.name not in _APART and getattr(one, field.name) != getattr(other, field.name)
    }


def _nearly(one: Rule, other: Rule, differing: set[str]) -> bool:
    """The same kind of offer on the same goods, with another number, code or period."""
    return (
        type(one.benefit) is type(other.benefit)
        and isinstance(one.benefit, _GIVES)
        and differing - _PERIOD <= {"benefit", "need_amount", "need_qty", "code", "per_user", "total", "cap"}
        and (one.code is None) == (other.code is None)
        and _numbers(one.benefit, other.benefit) <= 1
    )


def _numbers(one: Any, other: Any) -> int:
    """In how many values two benefits of a kind differ."""
    return sum(getattr(one, field.name) != getattr(other, field.name) for field in fields(one))


def _overlap(one: Rule, other: Rule) -> bool:
    """Two price cuts for the same pieces at once, which multiply."""
    cuts = all(rule.level == "line" and isinstance(rule.benefit, Pct) for rule in (one, other))
    return cuts and one.scope == other.scope and one.who == other.who and one.basis != "running" != other.basis


def _twin(rule: Rule, other: Rule, kind: str, names: Names) -> Flag:
    name_en, name_zh = names.rule(other.id, "en"), names.rule(other.id, "zh")
    if kind == "duplicate":
        words = Words(
            f"The same as “{name_en}”, at the same time: both would be given.",
            f"与“{name_zh}”相同且时间重叠：两条会同时生效。",
        )
        return Flag(kind="duplicate", rule=rule.id, field="id", typed=rule.id, words=words, strength=3, other=other.id)
    if kind == "twin":
        words = Words(
            f"Nearly the same as “{name_en}”, and both would be given: should it replace it?",
            f"与“{name_zh}”几乎相同且会同时生效：是否应替换它？",
        )
        likely = replace(rule, id=other.id)
        return Flag(
            kind="twin", rule=rule.id, field="id", typed=rule.id, words=words, likely=likely, strength=2, other=other.id
        )
    words = Words(
        f"“{name_en}” lowers the same prices at the same time, and both would be given.",
        f"“{name_zh}”同时降低同一批商品的价格，两条会叠加。",
    )
    return Flag(kind="overlap", rule=rule.id, field="scope", typed=rule.id, words=words, strength=2, other=other.id)
