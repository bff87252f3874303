"""What the pages of merchandising rules show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from mercery.core.i18n import Words
from mercery.search.desk.conflicts import RuleConflict
from mercery.search.desk.preview import SideBySide
from mercery.search.desk.rule import STRENGTHS, Act, Rule, Standing

ACT_WORDS: Final[Mapping[Act, Words]] = {
    "pin": Words("Pin", "固定"),
    "boost": Words("Boost", "提升"),
    "bury": Words("Bury", "后置"),
}
STANDING_WORDS: Final[Mapping[Standing, Words]] = {
    "in_force": Words("in force", "生效中"),
    "planned": Words("planned", "待生效"),
    "ended": Words("ended", "已结束"),
    "off": Words("switched off", "已停用"),
}
STANDING_TONES: Final[Mapping[Standing, str]] = {
    "in_force": "good",
    "planned": "progress",
    "ended": "quiet",
    "off": "quiet",
}
IN_CHINESE: Final[Mapping[str, str]] = {
    "act": "请选择固定、提升或后置。",
    "place": "请填写 1 至 48 的位置。",
    "strength": "请选择力度。",
    "target": "请选择商品或一组商品；固定只能用于单件商品。",
    "piece": "没有找到此商品，请填写名称、SKU 或地址。",
    "queries": "请填写搜索词，每行一个，最多 50 个。",
    "category": "请选择分类。",
    "starts": "请选择开始的日期与时间。",
    "ends": "请选择晚于开始且尚未到来的结束时间，或注明有意不设期限。",
    "reason": "请写明原因，方便日后查阅。",
    "": "规则已被他人更改或删除，请刷新后再试。",
}
"""What to do about each field, for a reader of Chinese."""
ENDS_SOON: Final = timedelta(days=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleLine:
    """One rule as the list shows it."""

    rule: Rule
    target: Words
    where: Words
    standing: Standing
    idle: Words | None = None
    """Why it moves nothing at this moment."""
    ends_soon: bool = False

    @property
    def does(self) -> Words:
        """What it does, in a few words."""
        rule = self.rule
        if rule.act == "pin":
            return Words(f"Pin at {rule.place}", f"固定在第 {rule.place} 位")
        how = STRENGTHS[rule.strength]
        if rule.act == "bury" and rule.strength == 3:
            return Words("Bury at the end", "后置到末尾")
        verb = ACT_WORDS[rule.act]
        return Words(f"{verb.en} {how.en}", f"{how.zh}{verb.zh}")


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRow:
    """A rule as a bar between two times."""

    label: str
    start: float
    end: float
    text: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesPage:
    """The shop's rules of one standing, and which get in each other's way."""

    lines: Sequence[RuleLine]
    counts: Mapping[Standing, int]
    show: Standing
    conflicts: Sequence[RuleConflict]
    named: Mapping[str, RuleLine]
    now: datetime
    may_edit: bool

    @property
    def soon(self) -> int:
        """Rules that end within days."""
        return sum(line.ends_soon for line in self.named.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePage:
    """One rule as it is typed, with what it would show."""

    id: str
    typed: Mapping[str, str]
    errors: Mapping[str, str]
    kept: Rule | None
    standing: Standing | None
    groups: Sequence[tuple[str, str]]
    categories: Sequence[tuple[str, str]]
    chosen: Words | None = None
    """The piece, once it is known which."""
    candidates: Sequence[tuple[str, str]] = ()
    """Pieces the typed name may mean."""
    lists: Sequence[SideBySide] = ()
    previewed: bool = False
    seal: str = ""
    conflicts: Sequence[RuleConflict] = ()
    named: Mapping[str, RuleLine] | None = None
    warnings: Sequence[Words] = ()
    may_edit: bool = True
    stale: bool = False
    """Something was typed since the preview that was seen."""

    def error(self, name: str) -> str:
        """The error of a field, empty when there is none."""
        return self.errors.get(name, "")

    @property
    def changes(self) -> bool:
        """Whether any list that was looked at would change."""
        return any(one.changes for one in self.lists)
