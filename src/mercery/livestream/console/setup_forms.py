"""The forms a show is set up with: what was typed becomes a draft. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal, cast, get_args

from mercery.core.errors import Problem, refused_for
from mercery.core.i18n import Words, is_lang
from mercery.livestream.service.drafts import ShowDraft
from mercery.livestream.show import Format, Goals
from mercery.ui.formats import zone_named

Prefer = Literal["offers", "new", "stock", "range"]
PREFERENCES: Final[tuple[tuple[Prefer, Words], ...]] = (
    ("offers", Words("reduced pieces first", "优惠商品优先")),
    ("new", Words("new pieces first", "新品优先")),
    ("stock", Words("what is well in stock first", "库存充足的优先")),
    ("range", Words("one of each kind", "各类各选一件")),
)
_COUNTED: Final = (
    ("pieces", "goals.pieces"),
    ("minutes_a_piece", "goals.minutes_a_piece"),
    ("welcome_every_minutes", "goals.welcome_every_minutes"),
    ("questions_every_pieces", "goals.questions_every_pieces"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What stands in the fields."""

    values: Mapping[str, str]

    def get(self, name: str, default: str = "") -> str:
        """A field, without spaces around it."""
        return self.values.get(name, default).strip()

    def ticked(self, name: str) -> bool:
        """Whether a box is ticked."""
        return bool(self.values.get(name))


def typed_of(draft: ShowDraft, timezone: str) -> Typed:
    """The fields of a draft."""
    goals = draft.goals
    return Typed(
        values={
            "title_en": draft.title.en, "title_zh": draft.title.zh, "lang": draft.lang, "format": draft.format,
            "avatar": draft.avatar, "background": draft.background, "watched_over": draft.watched_over,
            "record": "1" if draft.record else "", "rest_alone": "1" if draft.rest_alone else "",
            "face_url": draft.face_url, "starts_at": local(draft.starts_at, timezone),
            "ends_at": local(draft.ends_at, timezone), "prefer": goals.prefer, "collection": goals.collection,
            "pieces": str(goals.pieces), "minutes_a_piece": f"{goals.minutes_a_piece:g}",
            "welcome_every_minutes": f"{goals.welcome_every_minutes:g}",
            "questions_every_pieces": str(goals.questions_every_pieces),
        }
    )  # fmt: skip


def draft_from(typed: Typed, before: ShowDraft, timezone: str) -> ShowDraft:
    """The draft as typed; what the form does not ask for stays. Invalid where a number or a time cannot be read."""
    wrong: list[Problem] = []
    lang, format_ = typed.get("lang", before.lang), typed.get("format", before.format)
    draft = replace(
        before,
        title=Words(typed.get("title_en"), typed.get("title_zh")),
        lang=lang if is_lang(lang) else before.lang,
        format=cast(Format, format_) if format_ in get_args(Format) else before.format,
        avatar=typed.get("avatar", before.avatar) or before.avatar,
        background=typed.get("background", before.background) or before.background,
        watched_over=typed.get("watched_over"),
        record=typed.ticked("record"),
        rest_alone=typed.ticked("rest_alone"),
        face_url=typed.get("face_url"),
        starts_at=_moment(typed, "starts_at", timezone, wrong),
        ends_at=_moment(typed, "ends_at", timezone, wrong),
        goals=_goals(typed, before.goals, wrong),
    )
    if wrong:
        raise refused_for(wrong)
    return draft


def local(at: datetime | None, timezone: str) -> str:
    """A moment as a field for date and time holds it, in the shop's zone."""
    return at.astimezone(zone_named(timezone)).strftime("%Y-%m-%dT%H:%M") if at else ""


def goals_in_words(goals: Goals) -> Words:
    """What the running order is made by."""
    prefer = dict(PREFERENCES)[goals.prefer]
    pieces = f"{goals.pieces} pieces" if goals.pieces != 1 else "one piece"
    many = goals.questions_every_pieces
    asked_en = f"questions after every {_ordinal(many)} piece" if many else "no time set apart for questions"
    asked_zh = f"每讲 {many} 件答疑一次" if many > 1 else "每讲一件即答疑" if many else "不另设答疑"
    return Words(
        f"A round has {pieces}, {goals.minutes_a_piece:g} minutes each, {prefer.en}; viewers are welcomed every"
        f" {goals.welcome_every_minutes:g} minutes, and there are {asked_en}.",
        f"每轮 {goals.pieces} 件，每件 {goals.minutes_a_piece:g} 分钟，{prefer.zh}；每 {goals.welcome_every_minutes:g}"
        f" 分钟问候一次新观众，{asked_zh}。",
    )


def _ordinal(number: int) -> str:
    return {1: "single", 2: "second", 3: "third"}.get(number, f"{number}th")


def _moment(typed: Typed, name: str, timezone: str, wrong: list[Problem]) -> datetime | None:
    text = typed.get(name)
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=zone_named(timezone))
    except ValueError:
        wrong.append(
            Problem(
                field=name,
                message="This is no date and time.",
                remedy="Choose a day and a time.",
                zh="日期与时间无法识别，请重新选择。",
            )
        )
        return None


def _goals(typed: Typed, before: Goals, wrong: list[Problem]) -> Goals:
    numbers: dict[str, float] = {}
    for name, field in _COUNTED:
        text = typed.get(name)
        try:
            numbers[name] = float(text.replace(",", ".")) if text else float(getattr(before, name))
        except ValueError:
            wrong.append(
                Problem(field=field, message=f"“{text}” is no number.", remedy="Give a number.", zh="请填写数字。")
            )
            numbers[name] = float(getattr(before, name))
    prefer = typed.get("prefer", before.prefer)
    return replace(
        before,
        pieces=round(numbers["pieces"]), questions_every_pieces=round(numbers["questions_every_pieces"]),
        minutes_a_piece=numbers["minutes_a_piece"], welcome_every_minutes=numbers["welcome_every_minutes"],
        prefer=prefer if prefer in dict(PREFERENCES) else before.prefer, collection=typed.get("collection"),
    )  # fmt: skip
