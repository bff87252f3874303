"""The list of shows: what is on air, what comes, what was. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mercery.core.i18n import Lang, Words
from mercery.livestream.show import Show
from mercery.ui.formats import datetime_text, zone_named


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowLine:
    """A show in the list."""

    show: Show
    host: Words
    still: str
    watching: int = 0
    peak: int = 0
    answered: int = 0
    minutes: int = 0
    pieces: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowsPage:
    """Every show of the shop."""

    headline: Words
    sub: Words
    on_air: Sequence[ShowLine]
    coming: Sequence[ShowLine]
    drafts: Sequence[ShowLine]
    past: Sequence[ShowLine]
    may_edit: bool
    may_publish: bool

    @property
    def empty(self) -> bool:
        """Whether there is none yet."""
        return not (self.on_air or self.coming or self.drafts or self.past)


def headline(on_air: Sequence[ShowLine], coming: Sequence[ShowLine], drafts: int, past: int, timezone: str) -> Words:
    """What is on, else what comes next."""
    if len(on_air) == 1:
        title, watching = on_air[0].show.title, on_air[0].watching
        en = "nobody watches yet" if not watching else "one person watches" if watching == 1 else f"{watching:,} watch"
        zh = f"{watching:,} 人在看" if watching else "暂时无人观看"
        return Words(f"{title.text('en')} is on air; {en}", f"{_quoted(title)}正在直播，{zh}")
    if on_air:
        watching = sum(one.watching for one in on_air)
        return Words(
            f"{len(on_air)} shows are on air; {watching:,} watch", f"{len(on_air)} 场正在直播，共 {watching:,} 人在看"
        )
    timed = [one.show for one in coming if one.show.starts_at]
    if timed:
        first = timed[0]
        return Words(
            f"Nothing is on air. {first.title.text('en')} begins {_when(first.starts_at, 'en', timezone)}",
            f"当前没有直播，{_quoted(first.title)}{_when(first.starts_at, 'zh', timezone)}开始",
        )
    if drafts or past:
        return Words("Nothing is on air, and nothing is scheduled", "当前没有直播，也没有排期")
    return Words("There is no show yet", "还没有直播")


def sub(on_air: Sequence[ShowLine]) -> Words:
    """What the host is, in a sentence."""
    if on_air:
        return Words(
            "Every line is tied to a fact before it is spoken, and judged again the moment it is.",
            "每句话出口之前都有事实为据，出口那一刻再核对一次。",
        )
    return Words(
        "A host you own presents your pieces, answers viewers by voice, and hands the studio to a person and back.",
        "由店铺自有的 AI 主播讲解商品，口播答复观众，可随时交由真人接管，再交还。",
    )


def _quoted(title: Words) -> str:
    return f"“{title.text('zh')}”"


def _when(at: datetime | None, lang: Lang, timezone: str) -> str:
    if at is None:
        return ""
    zone = zone_named(timezone)
    if lang == "en":
        return f"on {datetime_text(at, 'en', zone, style='full').replace(', ', ' at ')}"
    return f"{datetime_text(at, 'zh', zone, style='short')} "
