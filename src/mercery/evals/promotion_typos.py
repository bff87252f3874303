"""`mercery eval promotion-typos FILE…`: slips of the hand in a shop's own rules, caught on entry.

A file is `{"shop", "currency", "zone", "skus": […], "rules": [{"entered": "2026-03-01", "rule": {…}}, …]}`, articles and
rules in the notation of docs/guide/promotion-semantics.md, rules in the order in which they were entered. They are taken
as they were meant; one that is known to have been a slip also has `"meant"`, the rule as it should have been.

Every rule is looked at as on the day it was entered: with the rules before it as the shop's past, beside those still in
force. Then every kind of slip is made in it where it can be, and looked at again. Only flags of strength 2 and 3 count.

`false_flags` of `clean_total`: rules told although nothing was wrong. `caught` of `injected`: slips told; `intention_right`
of them with the rule as it was entered as the likely intention. `by_kind`: `[caught, injected, intention_right]`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from mercery.core.errors import Invalid
from mercery.core.money import minor_digits
from mercery.evals.registry import Result, Say
from mercery.promotions.entry.flags import Flag
from mercery.promotions.entry.typos import Past, typos
from mercery.promotions.rules.benefit import Bundle, Deposit, Every, Fix, Gift, Off, Pct, Tiers
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.notation import calendar_from, rule_from
from mercery.promotions.rules.rule import Rule

_COUNTS = 2
"""From which strength on a flag counts."""


@dataclass(frozen=True, kw_only=True)
class Entered:
    """One rule of a history."""

    rule: Rule
    at: datetime
    meant: Rule | None


@dataclass(frozen=True, kw_only=True)
class History:
    """One shop's rules in the order in which they were entered."""

    name: str
    calendar: Calendar
    rules: tuple[Entered, ...]


def run(paths: list[Path], say: Say) -> Result:
    """Clean rules looked at and slips injected, over all files and by file."""
    totals = _Counts()
    by_file: dict[str, object] = {}
    for path in paths:
        history = read_history(path)
        counts = examined(history, say)
        by_file[history.name] = counts.figures()
        totals.add(counts)
        say(f"{history.name}: {counts.figures()}")
    return Result(n=totals.clean, figures={**totals.figures(), "by_shop": by_file})


class _Counts:
    def __init__(self) -> None:
        self.clean = self.false = 0
        self.real = self.real_caught = 0
        self.by_kind: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])

    def add(self, other: _Counts) -> None:
        self.clean += other.clean
        self.false += other.false
        self.real += other.real
        self.real_caught += other.real_caught
        for kind, counts in other.by_kind.items():
            self.by_kind[kind] = [one + two for one, two in zip(self.by_kind[kind], counts, strict=True)]

    def figures(self) -> dict[str, object]:
        """Totals, then by kind of slip."""
        caught, injected, right = (sum(counts[place] for counts in self.by_kind.values()) for place in range(3))
        return {
            "clean_total": self.clean,
            "false_flags": self.false,
            "injected": injected,
            "caught": caught,
            "intention_right": right,
            "real_total": self.real,
            "real_caught": self.real_caught,
            "by_kind": dict(sorted(self.by_kind.items())),
        }


def examined(history: History, say: Say) -> _Counts:
    """One history: each rule as entered, then with every slip."""
    counts = _Counts()
    for place, entered in enumerate(history.rules):
        before = [one.meant or one.rule for one in history.rules[:place]]
        beside = [one for one in before if one.ends is None or one.ends > entered.at]
        calendar = replace(history.calendar, rules=tuple(beside))
        past = Past.of(calendar, before)
        found = _flags(entered.rule, calendar, past, entered.at)
        if entered.meant is not None:
            counts.real += 1
            counts.real_caught += bool(found)
        else:
            counts.clean += 1
            counts.false += bool(found)
            for flag in found:
                say(f"false: {entered.rule.id} {flag.kind} {flag.words.en}")
        for kind, slipped in slipped_rules(entered.meant or entered.rule, history.calendar.currency):
            told = _flags(slipped, calendar, past, entered.at)
            right = any(flag.likely == (entered.meant or entered.rule) for flag in told)
            one = counts.by_kind[kind]
            counts.by_kind[kind] = [one[0] + bool(told), one[1] + 1, one[2] + right]
        _doubled(entered, calendar, past, counts)
    return counts


def _doubled(entered: Entered, calendar: Calendar, past: Past, counts: _Counts) -> None:
    """The same rule a second time, under another id."""
    rule = entered.meant or entered.rule
    again = replace(rule, id=f"{rule.id}-again")
    told = _flags(again, calendar.with_rule(rule), past, entered.at)
    one = counts.by_kind["duplicate"]
    counts.by_kind["duplicate"] = [
        one[0] + bool(told),
        one[1] + 1,
        one[2] + any(flag.other == rule.id for flag in told),
    ]


def _flags(rule: Rule, calendar: Calendar, past: Past, at: datetime) -> list[Flag]:
    return [flag for flag in typos(rule, calendar, past, moment=at) if flag.strength >= _COUNTS]


def slipped_rules(rule: Rule, currency: str) -> Iterator[tuple[str, Rule]]:
    """The rule with one slip in it, by kind, wherever the slip can be made."""
    for name, value, put in _amounts(rule):
        del name
        yield "times_10", put(value * 10)
        yield "times_100", put(value * 100)
        for factor in (10, 100):
            if value % factor == 0:
                yield f"by_{factor}", put(value // factor)
    yield from _rates(rule)
    yield from _mixed_up(rule, currency)
    yield from _left_out(rule)
    yield from _years(rule)


def _amounts(rule: Rule) -> Iterator[tuple[str, int, Any]]:
    benefit = rule.benefit
    if rule.need_amount:
        yield "need_amount", rule.need_amount, lambda value: replace(rule, need_amount=value)
    fields: dict[type, tuple[str, ...]] = {
        Off: ("amount",), Every: ("step", "off"), Fix: ("price",), Bundle: ("price",), Deposit: ("pay", "worth"), Gift: ("step",)
    }  # fmt: skip
    for field in fields.get(type(benefit), ()):
        value = getattr(benefit, field)
        if value:
            yield field, value, lambda value, field=field: replace(rule, benefit=replace(benefit, **{field: value}))
    if isinstance(benefit, Tiers):
        for place, (start, gives) in enumerate(benefit.steps):
            if isinstance(gives, Off):
                yield f"steps[{place}]", gives.amount, _step(rule, benefit, place, start, gives)


def _step(rule: Rule, benefit: Tiers, place: int, start: int, gives: Off) -> Any:
    def put(value: int) -> Rule:
        steps = (*benefit.steps[:place], (start, replace(gives, amount=value)), *benefit.steps[place + 1 :])
        return replace(rule, benefit=replace(benefit, steps=steps))

    return put


def _rates(rule: Rule) -> Iterator[tuple[str, Rule]]:
    if not isinstance(rule.benefit, Pct):
        return
    bps = rule.benefit.bps
    if bps != 5000:
        yield "percent_for_zhe", replace(rule, benefit=Pct(bps=10_000 - bps))
    if bps * 10 <= 10_000:
        yield "rate_times_10", replace(rule, benefit=Pct(bps=bps * 10))
    if bps % 100 == 0:
        yield "rate_by_10", replace(rule, benefit=Pct(bps=bps // 10))


def _mixed_up(rule: Rule, currency: str) -> Iterator[tuple[str, Rule]]:
    benefit, unit = rule.benefit, 10 ** minor_digits(currency)
    if isinstance(benefit, Off) and rule.need_amount:
        yield "swapped", replace(rule, need_amount=benefit.amount, benefit=replace(benefit, amount=rule.need_amount))
        if benefit.amount // unit <= 95 and benefit.amount % unit == 0:
            yield "amount_as_rate", replace(rule, benefit=Pct(bps=benefit.amount // unit * 100))
    if isinstance(benefit, Every):
        yield "swapped", replace(rule, benefit=replace(benefit, step=benefit.off, off=benefit.step))
    if isinstance(benefit, Pct) and rule.need_amount and benefit.bps % 100 == 0:
        yield "rate_as_amount", replace(rule, benefit=Off(amount=benefit.bps // 100 * unit))


def _left_out(rule: Rule) -> Iterator[tuple[str, Rule]]:
    if isinstance(rule.benefit, Off) and rule.need_amount and rule.code:
        yield (
            "threshold_audience_limit_left_out",
            replace(rule, need_amount=0, who=frozenset(), per_user=None, total=None),
        )
    if rule.who:
        yield "audience_left_out", replace(rule, who=frozenset())
    if rule.per_user:
        yield "limit_left_out", replace(rule, per_user=None)


def _years(rule: Rule) -> Iterator[tuple[str, Rule]]:
    if rule.starts is None or rule.ends is None:
        return
    yield "end_before_start", replace(rule, starts=rule.ends, ends=rule.starts)
    yield "year_before", replace(rule, starts=_year(rule.starts, -1), ends=_year(rule.ends, -1))
    yield "year_after", replace(rule, starts=_year(rule.starts, 1), ends=_year(rule.ends, 1))
    yield "end_year_after", replace(rule, ends=_year(rule.ends, 1))
    yield "end_year_before", replace(rule, ends=_year(rule.ends, -1))


def _year(moment: datetime, years: int) -> datetime:
    try:
        return moment.replace(year=moment.year + years)
    except ValueError:
        return moment.replace(year=moment.year + years, day=28)


def read_history(path: Path) -> History:
    """The history in a file; Invalid when it is none."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        zone = ZoneInfo(data.get("zone", "UTC"))
        head = {key: data[key] for key in ("skus", "currency") if key in data}
        rules = tuple(_entered(one, zone) for one in data["rules"])
    except (ValueError, KeyError, TypeError) as error:
        raise Invalid(
            f"{path.name} is no history of rules: {error}.",
            remedy='Give {"currency", "zone", "skus": […], "rules": [{"entered": "2026-03-01", "rule": {…}}]}.',
        ) from error
    return History(name=str(data.get("shop", path.stem)), calendar=calendar_from({**head, "rules": []}), rules=rules)


def _entered(data: Mapping[str, Any], zone: ZoneInfo) -> Entered:
    meant = data.get("meant")
    return Entered(
        rule=rule_from(data["rule"]),
        at=datetime.combine(date.fromisoformat(data["entered"]), time(9), zone),
        meant=rule_from(meant) if meant else None,
    )
