"""What can be watched: the measures of `measures.yaml`, and the rule a shop has for each. Pure."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, cast

from mercery.core.errors import Invalid, Problem
from mercery.core.i18n import Words
from mercery.core.yaml_files import read_yaml

Kind = Literal["share_falls", "share_rises", "count_falls", "share_over", "over", "under"]
Severity = Literal["urgent", "care"]
"""`urgent`: customers or money are hurt while nobody looks. `care`: should be looked at today."""
Scope = Literal["shop", "installation"]
"""`installation`: of the machine, not of one shop. It belongs to the owners of the shop that was there first."""
Unit = Literal["points", "percent", "minutes", "seconds", "hours", "rules", "mails", "jobs", "checks"]
AGAINST_THE_PAST: Final[frozenset[Kind]] = frozenset({"share_falls", "share_rises", "count_falls"})
COUNTED: Final[frozenset[Kind]] = AGAINST_THE_PAST | {"share_over"}
"""Kinds that need enough to count before they judge."""
SEVERITIES: Final[dict[Severity, Words]] = {
    "urgent": Words("urgent", "紧急"),
    "care": Words("needs care", "需关注"),
}
UNITS: Final[dict[Unit, Words]] = {
    "points": Words("points", "个百分点"),
    "percent": Words("%", "%"),
    "minutes": Words("min", "分钟"),
    "seconds": Words("s", "秒"),
    "hours": Words("h", "小时"),
    "rules": Words("rules", "条规则"),
    "mails": Words("mails", "封"),
    "jobs": Words("jobs", "项"),
    "checks": Words("checks", "项检查"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """What a shop may set of a measure."""

    on: bool = True
    threshold: float
    clear: float
    """Level at which it counts as well again."""
    window: int = 0
    """Minutes that are looked at; 0 where a level of the moment is read."""
    least: int = 0
    """Trials below which nothing is judged."""
    severity: Severity
    bad_for: int
    """Minutes."""
    well_for: int
    again: int
    """Hours after which an alert nobody has taken is told again; 0: never."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One thing that is watched."""

    key: str
    kind: Kind
    scope: Scope = "shop"
    title: Words
    about: Words
    remedy: Words
    url: str
    unit: Unit
    chance: float = 0.0
    """For kinds against the past: how unlikely it has to be."""
    values: Values
    """What a shop begins with."""

    @property
    def windowed(self) -> bool:
        """Whether a stretch of time is looked at, which a shop may choose."""
        return self.values.window > 0

    @property
    def counted(self) -> bool:
        """Whether it needs enough to count."""
        return self.kind in COUNTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A measure with the values that hold in a shop."""

    measure: Measure
    values: Values
    changed_by: str = ""
    """Empty: the values it began with."""
    changed_at: datetime | None = None


@cache
def measures() -> dict[str, Measure]:
    """All measures by key, in the order of the file."""
    written = read_yaml((Path(__file__).parent / "measures.yaml").read_text("utf-8"))
    return {one["key"]: _measure(one) for one in written}


_SET: Final = frozenset(one.name for one in fields(Values))


def _measure(data: dict[str, Any]) -> Measure:
    own = {name: value for name, value in data.items() if name not in _SET}
    for name in ("title", "about", "remedy"):
        own[name] = Words(own[name]["en"], own[name]["zh"])
    values = Values(**{name: value for name, value in data.items() if name in _SET})
    return Measure(**own, values=values)


MOST: Final[dict[str, int]] = {"window": 1440, "least": 100_000, "bad_for": 720, "well_for": 1440, "again": 168}
"""What a shop may set at most."""
_LEAST_WINDOW: Final = 15


def checked(measure: Measure, values: Values) -> Values:
    """The values, when they make sense together; Invalid names what does not."""
    problems = [
        Problem(field=name, message=f"{name} must be between 0 and {most}.", zh=f"须在 0 至 {most} 之间。")
        for name, most in MOST.items()
        if not 0 <= cast(int, getattr(values, name)) <= most
    ]
    if measure.windowed and values.window < _LEAST_WINDOW:
        problems.append(
            Problem(
                field="window",
                message=f"At least {_LEAST_WINDOW} minutes have to be looked at.",
                zh=f"至少须观察 {_LEAST_WINDOW} 分钟。",
            )
        )
    if measure.counted and values.least < 5:
        problems.append(Problem(field="least", message="At least 5 are needed to judge anything.", zh="样本至少为 5。"))
    top = 100.0 if measure.unit in ("percent", "points") else 1_000_000.0
    if not 0 <= values.threshold <= top:
        problems.append(
            Problem(
                field="threshold",
                message=f"The threshold must be between 0 and {top:g}.",
                zh=f"阈值须在 0 至 {top:g} 之间。",
            )
        )
    wrong_side = values.clear < values.threshold if measure.kind == "under" else values.clear > values.threshold
    if wrong_side:
        problems.append(
            Problem(
                field="clear", message="It would be well again while it is still bad.", zh="恢复值不应仍处于超出范围。"
            )
        )
    if values.severity not in SEVERITIES:
        problems.append(Problem(field="severity", message="Choose how urgent it is.", zh="请选择紧急程度。"))
    if problems:
        raise Invalid(problems[0].message, problems=problems, zh=problems[0].zh)
    return values
