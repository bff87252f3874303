"""The form of a rule: read from what was typed, and filled from a rule."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Final, cast, get_args
from zoneinfo import ZoneInfo

from mercery.core.errors import Invalid, Problem
from mercery.search.desk.rule import Act, Rule, Scope, ScopeKind, Target, TargetKind

FIELDS: Final = (
    "act", "place", "strength", "piece", "product", "group", "scope", "queries", "category", "starts", "ends",
    "endless", "reason",
)  # fmt: skip
GROUP_KINDS: Final = ("category", "brand", "collection")
_TIME: Final = "%Y-%m-%dT%H:%M"


def rule_of(typed: Mapping[str, str], *, rule_id: str, zone: ZoneInfo, now: datetime) -> Rule:
    """The rule as it was typed, unchecked but for times and the end, which has to be chosen."""
    problems: list[Problem] = []
    starts = _moment(typed["starts"], "starts", zone, problems) or now
    ends = None if typed["endless"] else _moment(typed["ends"], "ends", zone, problems)
    if ends is None and not typed["endless"] and not problems:
        problems.append(
            Problem(
                field="ends",
                message="The end is missing.",
                remedy="Choose one, or say that it has no end.",
                zh="请选择结束时间，或选择不设期限。",
            )
        )
    if problems:
        raise Invalid(problems[0].message, remedy=problems[0].remedy, problems=problems, zh=problems[0].zh)
    return Rule(
        id=rule_id,
        act=cast(Act, typed["act"]),
        target=target_of(typed),
        place=int(typed["place"]) if typed["place"].isascii() and typed["place"].isdigit() else None,
        strength=int(typed["strength"]) if typed["strength"] in ("1", "2", "3") else 2,
        scope=Scope(
            kind=cast(ScopeKind, typed["scope"] if typed["scope"] in get_args(ScopeKind) else "queries"),
            queries=tuple(typed["queries"].splitlines()),
            category=typed["category"],
        ),
        starts_at=starts,
        ends_at=ends,
        reason=typed["reason"],
        made_at=now,
        changed_at=now,
    )


def target_of(typed: Mapping[str, str]) -> Target:
    """A group where one is chosen, else the piece."""
    name, _, value = typed["group"].partition("=")
    if not value:
        return Target(kind="product", value=typed["product"])
    if name in GROUP_KINDS:
        return Target(kind=cast(TargetKind, name), value=value)
    return Target(kind="attribute", name=name, value=value)


def form_of(rule: Rule, zone: ZoneInfo) -> dict[str, str]:
    """The form filled with a rule."""
    return {
        "act": rule.act,
        "place": str(rule.place or 1),
        "strength": str(rule.strength),
        "piece": "",
        "product": rule.target.value if rule.target.kind == "product" else "",
        "group": rule.target.facet,
        "scope": rule.scope.kind,
        "queries": "\n".join(rule.scope.queries),
        "category": rule.scope.category,
        "starts": rule.starts_at.astimezone(zone).strftime(_TIME),
        "ends": rule.ends_at.astimezone(zone).strftime(_TIME) if rule.ends_at else "",
        "endless": "" if rule.ends_at else "1",
        "reason": rule.reason,
    }


def seal_of(typed: Mapping[str, str]) -> str:
    """What stands for everything a preview was shown for: something typed since makes another."""
    return sha256("\n".join(typed[name] for name in FIELDS if name not in ("piece", "reason")).encode()).hexdigest()[
        :16
    ]


def _moment(text: str, field: str, zone: ZoneInfo, problems: list[Problem]) -> datetime | None:
    if not text.strip():
        return None
    try:
        return datetime.strptime(text.strip()[:16], _TIME).replace(tzinfo=zone)
    except ValueError:
        problems.append(
            Problem(
                field=field, message="That is not a time.", remedy="Choose a day and an hour.", zh="请选择日期与时间。"
            )
        )
        return None
