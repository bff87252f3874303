"""What the pages of releases show. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from mercery.core.i18n import Words
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.comparison import changes as answer_changes
from mercery.knowledge.releases.checking import Check
from mercery.knowledge.releases.effects import KINDS, ClashKind, Effect, EffectKind, Outcome
from mercery.knowledge.releases.release import Act, Item, Release, Stage, Step
from mercery.knowledge.releases.rolling_back import Way
from mercery.policies.comparison import Change, Piece, pieces
from mercery.policies.policy import Policy

_LITTLE: Final = 0.5
EFFECT_NAMES: Final[Mapping[EffectKind, Words]] = {
    "unanswered": Words("Lose their answer", "失去答复"),
    "lost_evidence": Words("Lose their evidence", "失去出处"),
    "lost_language": Words("Answered in another language", "改用另一种语言作答"),
    "ambiguous": Words("Become ambiguous", "变得不明确"),
    "other_answer": Words("Answered by something else", "改由其他内容答复"),
    "changed": Words("Read otherwise", "措辞有变"),
    "answered": Words("Answered for the first time", "首次有答复"),
}
EFFECT_NOTES: Final[Mapping[EffectKind, Words]] = {
    "unanswered": Words("They were answered; with the release nothing settles them.", "原有答复，发布后将无从作答。"),
    "lost_evidence": Words("A sentence would stand on no fact, or not pass the last check.", "有句子将失去依据，或不能通过最后核对。"),
    "lost_language": Words(
        "What would be said then is written in one language only, and not in the customer's.",
        "届时的答复只有一种语言，并非顾客所用的语言。",
    ),
    "ambiguous": Words("They were answered; with the release the assistant asks back which was meant.", "原有答复，发布后店员将反问客人所指。"),
    "other_answer": Words("Another answer or policy takes over. Read whether it fits.", "改由另一条答复或政策作答，请核对是否合适。"),
    "changed": Words("The same answer in its new words, or other questions to choose from.", "同一答复的新措辞，或供选择的问题有变。"),
    "answered": Words("Nothing settled them before.", "此前无从作答。"),
}  # fmt: skip
CLASH_NAMES: Final[Mapping[ClashKind, Words]] = {
    "withheld": Words("Will not be said: a policy contradicts it", "将不被使用：与政策不符"),
    "conflict": Words("Says something else than", "说法不一"),
    "collision": Words("Is asked for in almost the same words as", "问法过于相近"),
}
OUTCOME_NAMES: Final[Mapping[Outcome, Words]] = {
    "broken": Words("fails with this release", "发布后不通过"),
    "failing": Words("fails already", "原已不通过"),
    "mended": Words("mended", "恢复通过"),
    "passes": Words("passes", "通过"),
}
ACT_NAMES: Final[Mapping[Act, Words]] = {
    "begin": Words("Begun", "新建"),
    "put_in": Words("Put in", "加入"),
    "take_out": Words("Taken out", "移出"),
    "check": Words("Check asked for", "发起检查"),
    "checked": Words("Checked", "检查完成"),
    "check_failed": Words("Check broken off", "检查中断"),
    "hold": Words("Held back", "暂缓"),
    "resume": Words("Let go on", "继续"),
    "schedule": Words("Publishing set", "设定发布时间"),
    "unschedule": Words("No longer published by itself", "取消定时发布"),
    "publish": Words("Published", "发布"),
    "publish_failed": Words("Not published at its time", "未能按时发布"),
    "roll_back": Words("Taken back", "撤回"),
    "drop": Words("Given up", "放弃"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PageNames:
    """What the page calls things."""

    effects: Mapping[EffectKind, Words]
    notes: Mapping[EffectKind, Words]
    clashes: Mapping[ClashKind, Words]
    outcomes: Mapping[Outcome, Words]
    acts: Mapping[Act, Words]


NAMES: Final = PageNames(
    effects=EFFECT_NAMES, notes=EFFECT_NOTES, clashes=CLASH_NAMES, outcomes=OUTCOME_NAMES, acts=ACT_NAMES
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseLine:
    """One release in the list."""

    release: Release
    check: Check | None

    @property
    def stage(self) -> Stage:
        """How far it is."""
        return stage_of(self.release, self.check)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasesPage:
    """All releases, and what waits for one."""

    lines: Sequence[ReleaseLine]
    waiting: int
    """Approved drafts that no release has taken up."""
    own: int
    own_failing: int | None
    """None where the own questions were never asked."""
    current: int
    last: int
    may_review: bool

    @property
    def verdict(self) -> Words:
        """The page's conclusion."""
        coming = [one for one in self.lines if one.release.waiting and one.release.inside]
        if coming:
            return _coming_verdict(coming[0])
        if self.waiting:
            one = self.waiting == 1
            return Words(
                f"{'One approved draft waits' if one else f'{self.waiting} approved drafts wait'} to be published.",
                f"{self.waiting} 条已核准的草稿等待发布。",
            )
        if not self.lines:
            return Words("Nothing has been released yet.", "尚无发布。")
        return Words("Nothing waits to be published.", "没有等待发布的内容。")


def _coming_verdict(line: ReleaseLine) -> Words:
    number, stage = line.release.number, line.stage
    if stage == "checked" and line.check and line.check.findings:
        fails = line.check.findings.fails
        return (
            Words(f"Release {number} should not go out as it is.", f"第 {number} 次发布尚不宜上线。")
            if fails
            else Words(f"Release {number} is ready to be published.", f"第 {number} 次发布可以上线。")
        )
    said = {
        "checking": Words(f"Release {number} is being checked.", f"正在检查第 {number} 次发布。"),
        "held": Words(f"Release {number} is held back.", f"第 {number} 次发布暂缓。"),
    }
    return said.get(stage, Words(f"Release {number} waits for its check.", f"第 {number} 次发布待检查。"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLine:
    """One item with what it changes."""

    item: Item
    before: ApprovedAnswer | Policy | None
    changed: Sequence[Change]
    overtaken_by: str = ""
    """Who recorded another version since it was prepared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasePage:
    """One release with its check."""

    release: Release
    check: Check | None
    items: Sequence[ItemLine]
    steps: Sequence[Step]
    own: Sequence[OwnLine]
    ways: Sequence[Way]
    may_review: bool
    may_publish: bool
    at_local: str = ""
    """When it is to be published by itself, by the shop's clock."""
    errors: Sequence[str] = ()
    remedy: str = ""
    names: PageNames = NAMES

    @property
    def stage(self) -> Stage:
        """How far it is."""
        return stage_of(self.release, self.check)

    @property
    def stale(self) -> bool:
        """Whether the check no longer speaks of what would be published."""
        return self.release.waiting and bool(self.check and self.check.state == "done" and not self.check.fresh)

    @property
    def ready(self) -> bool:
        """Whether it may be published as far as the check goes."""
        return self.release.state == "open" and bool(self.check and self.check.fresh and self.check.findings)

    @property
    def fails(self) -> bool:
        """Whether that takes a reason."""
        return bool(self.check and self.check.findings and self.check.findings.fails)

    @property
    def free(self) -> Sequence[Way]:
        """What can be taken back."""
        return [one for one in self.ways if not one.blocked]

    @property
    def blocked(self) -> Sequence[Way]:
        """What somebody changed since."""
        return [one for one in self.ways if one.blocked]

    @property
    def groups(self) -> list[tuple[EffectKind, Sequence[Effect], int]]:
        """The past questions by what would become of them, with how many turns, the worst first."""
        found = self.check.findings if self.check else None
        return [(kind, found.of(kind), found.count(kind)) for kind in KINDS if found.count(kind)] if found else []

    @property
    def verdict(self) -> Words:
        """The page's conclusion."""
        return verdict_of(self.release, self.check)

    @staticmethod
    def pieces(before: str, after: str) -> tuple[Piece, ...]:
        """The words that go and come; where little stays, the whole of each."""
        found = pieces(before, after)
        kept = sum(len(one.text) for one in found if one.kind == "same")
        if kept < _LITTLE * min(len(before), len(after)):
            return Piece(text=before, kind="gone"), Piece(text=after, kind="new")
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLine:
    """One own question with how it came out."""

    id: str
    text: str
    lang: str
    outcome: Outcome
    why: Words
    said: str
    said_before: str


def stage_of(release: Release, check: Check | None) -> Stage:
    """The state together with how far the check is."""
    if release.state == "open" and check is not None:
        if check.running:
            return "checking"
        return "checked" if check.fresh else "open"
    return release.state


def verdict_of(release: Release, check: Check | None) -> Words:
    """One sentence about a release."""
    number = release.number
    if release.state == "open":
        return _open_verdict(release, check)
    return {
        "held": Words(f"Release {number} is held back.", f"第 {number} 次发布暂缓。"),
        "published": Words(f"Release {number} is live.", f"第 {number} 次发布已上线。"),
        "rolled_back": Words(f"Release {number} was taken back.", f"第 {number} 次发布已撤回。"),
        "dropped": Words(f"Release {number} was given up.", f"第 {number} 次发布已放弃。"),
    }[release.state]


def _open_verdict(release: Release, check: Check | None) -> Words:
    number = release.number
    if not release.inside:
        return Words(f"Release {number} holds nothing yet.", f"第 {number} 次发布暂无内容。")
    if check is None:
        return Words(f"Release {number} is not checked yet.", f"第 {number} 次发布尚未检查。")
    if check.running:
        return Words(f"Release {number} is being checked.", f"正在检查第 {number} 次发布。")
    if check.findings is None:
        return Words(f"The check of release {number} was broken off.", f"第 {number} 次发布的检查中断。")
    if not check.fresh:
        return Words(f"Release {number} has to be checked again.", f"第 {number} 次发布须重新检查。")
    return check.findings.verdict


def changes_of(item: Item, before: ApprovedAnswer | Policy | None) -> list[Change]:
    """What an item changes of the version before it; every field of a new one."""
    content = item.content
    if isinstance(content, ApprovedAnswer):
        if content.status == "retired":
            return []
        if isinstance(before, ApprovedAnswer):
            return answer_changes(before, content)
        # Of a new one only what is said and asked.
        plain = replace(content, category="", owner="", links=(), valid_from=None, valid_to=None)
        return answer_changes(ApprovedAnswer(key=content.key, question=Words(""), answer=Words("")), plain)
    old = before.statement if isinstance(before, Policy) else Words("")
    pairs = (
        (Words("Statement, English", "内容（英文）"), old.en, content.statement.en),
        (Words("Statement, Chinese", "内容（中文）"), old.zh, content.statement.zh),
        (
            Words("Values", "数值"),
            _values(before.values if isinstance(before, Policy) else {}),
            _values(content.values),
        ),
    )
    return [Change(field=name, pieces=pieces(was, now)) for name, was, now in pairs if was != now]


def _values(values: Mapping[str, object]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in values.items())
