"""What somebody enters of a show, and what is wrong with it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final, get_args
from urllib.parse import urlsplit

from mercery.core.errors import Invalid, Problem, refused_for
from mercery.core.i18n import Lang, Words, is_lang
from mercery.livestream.show import NO_WORDS, Format, Goals, ItemKind, Presenter

MOST_PIECES: Final = 60
MOST_ITEMS: Final = 200
MOST_OWN: Final = 40
LONGEST_OWN: Final = 300
"""Signs of one sentence of the shop's own."""
_KEY: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
_DAY: Final = 24 * 60
NO_GOALS: Final = Goals()
"""What a show begins with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowDraft:
    """A show as it is set up."""

    title: Words
    lang: Lang = "en"
    format: Format = "landscape"
    avatar: str = "aurelle"
    background: str = "atelier"
    goals: Goals = NO_GOALS
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    rest_alone: bool = True
    record: bool = True
    face_url: str = ""
    watched_over: str = ""
    slug: str = ""
    """Its address; empty: made of the title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDraft:
    """An entry of a running order as a person sets it."""

    kind: ItemKind
    product_id: str = ""
    minutes: float = 3.0
    title: Words = NO_WORDS
    own: tuple[str, ...] = ()
    only_own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftDraft:
    """Who presents when. A shift may run past midnight: then it ends at an earlier minute than it begins."""

    who: Presenter
    staff_id: str = ""
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)
    from_minute: int = 0
    to_minute: int = _DAY


def check_show(draft: ShowDraft) -> None:
    """Invalid, with each field that cannot be used as it is."""
    _refuse(
        "This show cannot be set up as it is.",
        "尚不能保存，请修改标出的各项。",
        [*_of_show(draft), *_of_goals(draft.goals)],
    )


def _of_show(draft: ShowDraft) -> Iterator[Problem]:
    longest = max(len(draft.title.en), len(draft.title.zh))
    named = draft.title.en.strip() or draft.title.zh.strip()
    rules = (
        (not named, "title", "The show needs a title.", "For example: New bags for winter.", "请填写标题，例如：冬季新包。"),
        (longest > 120, "title", "The title is longer than 120 signs.", "Say it shorter.", "标题不超过 120 字。"),
        (not is_lang(draft.lang), "lang", f"The host does not speak “{draft.lang}”.", "It speaks en and zh.", f"主播不会说“{draft.lang}”，可选 en 或 zh。"),
        (draft.format not in get_args(Format), "format", f"There is no format “{draft.format}”.", "Choose landscape or portrait.",
         "请选择横屏或竖屏。"),
        (not _KEY.fullmatch(draft.avatar), "avatar", f"“{draft.avatar}” names no host.", "Choose one of the list.", "请从列表中选择主播。"),
        (not _KEY.fullmatch(draft.background), "background", f"“{draft.background}” names no studio.", "Choose one of the list.",
         "请从列表中选择演播间。"),
        (bool(draft.slug) and not _KEY.fullmatch(draft.slug), "slug", f"“{draft.slug}” is no address.",
         "Use small letters, figures and hyphens, 40 at most.", f"地址“{draft.slug}”有误，请用小写字母、数字与连字符，最多 40 个。"),
        (len(draft.watched_over) > 80, "watched_over", "The name is longer than 80 signs.", "Give the name alone.", "姓名不超过 80 字。"),
    )  # fmt: skip
    yield from (_problem(field, message, remedy, zh) for wrong, field, message, remedy, zh in rules if wrong)
    yield from _of_times(draft)
    yield from _of_face(draft.face_url)


def _of_times(draft: ShowDraft) -> Iterator[Problem]:
    for field, moment in (("starts_at", draft.starts_at), ("ends_at", draft.ends_at)):
        if moment is not None and moment.tzinfo is None:
            yield _problem(
                field,
                "The time has no zone.",
                "Write it as 2026-12-01T20:00+01:00.",
                "时间缺少时区，请写成 2026-12-01T20:00+01:00。",
            )
    if draft.starts_at and draft.ends_at and _zoned(draft) and draft.ends_at <= draft.starts_at:
        yield _problem(
            "ends_at",
            "The show would end before it begins.",
            "Let it end later, or leave the end open.",
            "结束须晚于开始；也可留空。",
        )


def _zoned(draft: ShowDraft) -> bool:
    return all(one is None or one.tzinfo is not None for one in (draft.starts_at, draft.ends_at))


def _of_face(url: str) -> Iterator[Problem]:
    if not url:
        return
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.fragment:
        yield _problem(
            "face_url",
            "The talking-head server needs a plain web address.",
            "For example https://face.example:8010.",
            "请填写普通网址，例如 https://face.example:8010。",
        )


def _of_goals(goals: Goals) -> Iterator[Problem]:
    if not 1 <= goals.pieces <= MOST_PIECES:
        yield _problem(
            "goals.pieces",
            f"A round has 1 to {MOST_PIECES} pieces.",
            "Give a number in between.",
            "每轮件数须在允许范围内（1 至 60 件）。",
        )
    if len(goals.product_ids) > MOST_PIECES:
        yield _problem(
            "goals.product_ids",
            f"More than {MOST_PIECES} pieces are chosen.",
            "Take some out.",
            f"最多选择 {MOST_PIECES} 件商品，请移除几件。",
        )
    if not 0.5 <= goals.minutes_a_piece <= 30:
        yield _problem(
            "goals.minutes_a_piece",
            "A piece has half a minute to 30 minutes.",
            "Give a number in between.",
            "每件时长为半分钟到 30 分钟。",
        )
    if not 3 <= goals.welcome_every_minutes <= 120:
        # Whoever comes in has to be told within reasonable time that a machine speaks.
        yield _problem(
            "goals.welcome_every_minutes",
            "Viewers are welcomed every 3 to 120 minutes.",
            "12 is usual.",
            "问候间隔为 3 到 120 分钟。",
        )
    if not 0 <= goals.questions_every_pieces <= 20:
        yield _problem(
            "goals.questions_every_pieces",
            "Questions come after 1 to 20 pieces, or never (0).",
            "3 is usual.",
            "答疑间隔为 1 到 20 件，或填 0 表示不设。",
        )


def check_item(draft: ItemDraft, field: str = "item") -> None:
    """Invalid, with each field that cannot be used. Whether own sentences are true is judged elsewhere."""
    _refuse("This entry cannot be used as it is.", "这一项尚不能使用，请修改标出的各项。", list(_of_item(draft, field)))


def _of_item(draft: ItemDraft, at: str) -> Iterator[Problem]:
    if draft.kind not in get_args(ItemKind):
        yield _problem(
            f"{at}.kind",
            f"There is no entry “{draft.kind}”.",
            f"There are: {', '.join(get_args(ItemKind))}.",
            f"节目单没有“{draft.kind}”这种条目，可用：{'、'.join(get_args(ItemKind))}。",
        )
    if draft.kind == "piece" and not draft.product_id:
        yield _problem(f"{at}.product_id", "A piece needs a product.", "Choose one.", "请选择商品。")
    if draft.kind == "words" and not draft.own:
        yield _problem(
            f"{at}.own", "An entry of own words needs at least one sentence.", "Write one.", "请至少写一句。"
        )
    if not 0.2 <= draft.minutes <= 60:
        yield _problem(
            f"{at}.minutes",
            "An entry has 12 seconds to 60 minutes.",
            "Give minutes in between.",
            "时长为 12 秒到 60 分钟。",
        )
    if len(draft.own) > MOST_OWN:
        yield _problem(
            f"{at}.own",
            f"More than {MOST_OWN} sentences.",
            "Make two entries of them.",
            f"一项最多 {MOST_OWN} 句，请分成两项。",
        )
    for number, text in enumerate(draft.own):
        if len(text) > LONGEST_OWN:
            yield _problem(
                f"{at}.own.{number}",
                f"The sentence is longer than {LONGEST_OWN} signs.",
                "Make two of it.",
                "单句过长，请分成两句。",
            )
    if draft.only_own and not draft.own:
        yield _problem(
            f"{at}.only_own",
            "Nothing would be said.",
            "Write a sentence, or let the host speak too.",
            "请先写一句，或允许主播自行讲解。",
        )


def check_shifts(drafts: tuple[ShiftDraft, ...]) -> None:
    """Invalid: with fields that cannot be used, and with each pair that overlaps."""
    wrong = [problem for number, one in enumerate(drafts) for problem in _of_shift(one, f"shifts.{number}")]
    _refuse(
        "These shifts cannot be used as they are.",
        "班次尚不能保存，请修改标出的各项。",
        wrong or list(_overlaps(drafts)),
    )


def _of_shift(draft: ShiftDraft, at: str) -> Iterator[Problem]:
    if draft.who not in get_args(Presenter):
        yield _problem(
            f"{at}.who", f"“{draft.who}” presents nothing.", "Choose host or person.", "请选择由主播还是由人讲解。"
        )
    if draft.who == "person" and not draft.staff_id:
        yield _problem(
            f"{at}.staff_id", "A person's shift needs the person.", "Choose one of the staff.", "请选择由谁讲解。"
        )
    if not draft.weekdays or not set(draft.weekdays) <= set(range(7)):
        yield _problem(
            f"{at}.weekdays", "The shift is on no day.", "Choose days: 0 is Monday, 6 is Sunday.", "请至少选择一天。"
        )
    if not (0 <= draft.from_minute < _DAY and 0 <= draft.to_minute <= _DAY):
        yield _problem(
            f"{at}.from_minute",
            "The times are not within a day.",
            "Give minutes from 0 to 1440.",
            "时间须在一天之内（0 至 1440 分钟）。",
        )
    elif draft.from_minute == draft.to_minute:
        yield _problem(
            f"{at}.to_minute",
            "The shift ends when it begins.",
            "For the whole day give 0 and 1440.",
            "结束须不同于开始。",
        )


def _overlaps(drafts: tuple[ShiftDraft, ...]) -> Iterator[Problem]:
    taken: dict[int, int] = {}
    for number, draft in enumerate(drafts):
        found = {taken[minute] for minute in minutes_of_week(draft) if minute in taken}
        for other in sorted(found):
            yield _problem(
                f"shifts.{number}",
                f"It overlaps with shift {other + 1}.",
                "Let one end where the other begins.",
                "与另一班次重叠。",
            )
        taken |= dict.fromkeys(minutes_of_week(draft), number)


def minutes_of_week(draft: ShiftDraft) -> Iterator[int]:
    """The minutes it covers, from Monday midnight on; past Sunday midnight it is Monday again."""
    to = draft.to_minute if draft.to_minute > draft.from_minute else draft.to_minute + _DAY
    for day in draft.weekdays:
        for minute in range(draft.from_minute, to):
            yield (day * _DAY + minute) % (7 * _DAY)


def _problem(field: str, message: str, remedy: str, zh: str) -> Problem:
    return Problem(field=field, message=message, remedy=remedy, zh=zh)


def _refuse(message: str, zh: str, problems: list[Problem]) -> None:
    if len(problems) == 1:
        raise refused_for(problems)
    if problems:
        raise Invalid(message, problems=problems, zh=zh)
