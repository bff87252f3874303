"""The shop's own rules: pin, boost, bury, never together; where, and from when until when. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, get_args

from mercery.core.errors import Invalid, Problem
from mercery.core.i18n import Words
from mercery.core.standing import Standing, standing
from mercery.recommendations.durable.kinds import kinds
from mercery.recommendations.piece import Piece
from mercery.recommendations.recommendation import PLACEMENTS, Placement

Act = Literal["pin", "boost", "bury", "apart"]
TargetKind = Literal["product", "kind", "category", "brand", "collection"]
ACTS: Final[Sequence[Act]] = get_args(Act)
TARGETS: Final[Sequence[TargetKind]] = get_args(TargetKind)
LAST_PLACE: Final = 12
MOST_RULES: Final = 200
STRENGTHS: Final[Mapping[int, float]] = {1: 1.25, 2: 1.6, 3: 2.5}
"""What a boost multiplies by; a burial divides by it, and the strongest leaves the piece out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One piece, or all that have a value."""

    kind: TargetKind
    value: str

    def covers(self, piece: Piece) -> bool:
        """Whether the piece is meant."""
        match self.kind:
            case "product":
                return piece.id == self.value
            case "kind":
                return self.value in (piece.kind, piece.group, piece.broad)
            case "category":
                return self.value.lower() in piece.categories
            case "brand":
                return piece.brand.lower() == self.value.lower()
            case "collection":
                return self.value in piece.collections


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of a shop."""

    id: str
    act: Act
    target: Target
    other: Target | None = None
    """Of `apart`."""
    placements: tuple[Placement, ...] = ()
    """Where it counts; empty: everywhere."""
    place: int | None = None
    """Of a pin, from 1."""
    strength: int = 2
    starts_at: datetime
    ends_at: datetime | None
    """None: chosen to have no end."""
    reason: str = ""
    active: bool = True
    made_at: datetime
    made_by: str = ""
    changed_at: datetime
    changed_by: str = ""

    def standing(self, at: datetime) -> Standing:
        """How it stands at a moment."""
        return standing(active=self.active, starts_at=self.starts_at, ends_at=self.ends_at, at=at)


def in_force(rules: Iterable[Rule], placement: Placement, at: datetime) -> tuple[Rule, ...]:
    """Those that count at a place at a moment."""
    return tuple(
        rule for rule in rules
        if rule.standing(at) == "in_force" and (not rule.placements or placement in rule.placements)
    )  # fmt: skip


def factor(piece: Piece, rules: Iterable[Rule]) -> tuple[float, str]:
    """What a piece's score is multiplied by, and the id of the rule that left it out (empty: none did)."""
    by = 1.0
    for rule in rules:
        if not rule.target.covers(piece):
            continue
        if rule.act == "boost":
            by *= STRENGTHS[rule.strength]
        elif rule.act == "bury":
            if rule.strength == 3:
                return 0.0, rule.id
            by /= STRENGTHS[rule.strength]
    return by, ""


def kept_apart(piece: Piece, shown: Iterable[Piece], rules: Iterable[Rule]) -> str:
    """The id of the rule by which a piece may not stand beside those shown; empty where it may."""
    beside = list(shown)
    for rule in rules:
        if rule.act != "apart" or rule.other is None:
            continue
        for one, other in ((rule.target, rule.other), (rule.other, rule.target)):
            if one.covers(piece) and any(other.covers(each) for each in beside):
                return rule.id
    return ""


def checked_rule(rule: Rule) -> Rule:
    """The rule, or Invalid with every problem."""
    problems = list(_problems(rule))
    if problems:
        raise Invalid(problems[0].message, remedy=problems[0].remedy, problems=problems, zh=problems[0].zh)
    return rule


def _problems(rule: Rule) -> Iterator[Problem]:
    if rule.act not in ACTS:
        yield _problem("act", "There is no such act.", f"Choose one of {', '.join(ACTS)}.", "请选择一种作用。")
    yield from _of_target("target", rule.target)
    if rule.other is not None:
        yield from _of_target("other", rule.other)
    yield from _of_act(rule)
    if unknown := [one for one in rule.placements if one not in PLACEMENTS]:
        yield _problem(
            "placements",
            f"There is no place {unknown[0]!r}.",
            f"Choose of {', '.join(PLACEMENTS)}.",
            "没有这个展示位置，请重新选择。",
        )
    if rule.ends_at is not None and rule.ends_at <= rule.starts_at:
        yield _problem("ends", "It ends before it begins.", "Give a later end.", "结束时间须晚于开始时间。")
    if not rule.reason.strip():
        yield _problem(
            "reason", "The reason is missing.", "Say why, so that others know.", "请填写原因，便于他人了解。"
        )


def _of_target(field: str, target: Target) -> Iterator[Problem]:
    if target.kind not in TARGETS or not target.value.strip():
        yield _problem(
            field, "It is not said which pieces are meant.", "Choose a piece or a group.", "请选择商品或分组。"
        )
    elif target.kind == "kind" and target.value not in kinds():
        yield _problem(
            field,
            f"There is no kind {target.value!r}.",
            "Choose one of the list.",
            f"没有“{target.value}”这个品类，请从列表中选择。",
        )


def _of_act(rule: Rule) -> Iterator[Problem]:
    if rule.act == "pin" and rule.target.kind != "product":
        yield _problem(
            "target",
            "Only one piece can be pinned.",
            "Choose a piece, or boost the group.",
            "固定只能用于单件商品。请选择商品，或改为提升该组。",
        )
    if rule.act == "pin" and not (rule.place and 1 <= rule.place <= LAST_PLACE):
        yield _problem(
            "place",
            "The place is missing.",
            f"Give a place between 1 and {LAST_PLACE}.",
            f"请填写 1 至 {LAST_PLACE} 之间的位置。",
        )
    if rule.act == "apart" and rule.other is None:
        yield _problem(
            "other",
            "It is not said what it is kept apart from.",
            "Choose the other piece or group.",
            "请选择不与其同列的商品或分组。",
        )
    if rule.act == "apart" and rule.other == rule.target and rule.target.kind == "product":
        yield _problem(
            "other",
            "A piece is never shown twice.",
            "Choose another piece or group.",
            "同一商品不会重复展示，请选择另一件商品或分组。",
        )
    if rule.act in ("boost", "bury") and rule.strength not in STRENGTHS:
        yield _problem("strength", "There is no such strength.", "Choose 1, 2 or 3.", "请选择力度。")


def _problem(field: str, message: str, remedy: str, zh: str) -> Problem:
    return Problem(field=field, message=message, remedy=remedy, zh=zh)


ACT_WORDS: Final[Mapping[Act, Words]] = {
    "pin": Words("Pin at a place", "固定在某一位"),
    "boost": Words("Bring forward", "提前展示"),
    "bury": Words("Move back", "靠后展示"),
    "apart": Words("Never together", "不同时展示"),
}
PLACEMENT_WORDS: Final[Mapping[Placement, Words]] = {
    "home": Words("Front page", "首页"),
    "completes": Words("Product page: completes it", "商品页：搭配"),
    "instead": Words("Product page: instead of it", "商品页：同类"),
    "bag": Words("Bag", "购物袋"),
    "after_order": Words("After an order", "下单之后"),
    "assistant": Words("Assistant", "AI 店员"),
    "guide": Words("Guide", "导购"),
    "email": Words("E-mail", "邮件"),
    "live": Words("Live show", "直播"),
}
