"""The first sentence of the desk and the lines of its ledger. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from mercery.core.i18n import Lang, Words
from mercery.studio.brief import CHANNEL_NAMES
from mercery.studio.desk.pages import Badge, Goods, ListLine, Tone
from mercery.studio.kept import STATUS_NAMES, PieceLine, PieceList, Status
from mercery.studio.piece import NO_WORDS
from mercery.ui.formats import datetime_text, zone_named

_FEW: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_TONES: Final[Mapping[Status, tuple[Tone, bool]]] = {
    "draft": ("quiet", False),
    "review": ("progress", False),
    "approved": ("good", False),
    "scheduled": ("progress", True),
    "published": ("good", True),
    "withdrawn": ("quiet", True),
}


def count_en(number: int, one: str, many: str) -> str:
    """`one piece`, `four pieces`, `31 pieces`."""
    return f"{_FEW[number] if number < len(_FEW) else number} {one if number == 1 else many}"


def headline(found: PieceList) -> Words:
    """What is published and whether anything waits."""
    live, waits, drafts = found.by_status.get("published", 0), waiting(found), found.by_status.get("draft", 0)
    if not sum(found.by_status.values()):
        return Words("Nothing is written yet", "尚无内容")
    en = f"{count_en(live, 'piece is', 'pieces are')} published" if live else "nothing is published yet"
    zh = f"已发布 {live} 篇" if live else "尚未发布"
    if waits:
        return Words(f"{_up(en)}; {count_en(waits, 'waits', 'wait')} for you", f"{zh}，{waits} 篇待您处理")
    if drafts:
        many = count_en(drafts, "draft is", "drafts are")
        return Words(f"{_up(en)}; {many} ready to be read", f"{zh}，{drafts} 篇草稿待阅")
    return Words(f"{_up(en)}, and nothing waits", f"{zh}，没有待处理")


def waiting(found: PieceList) -> int:
    """Pieces that need somebody: a fact changed, a sentence is blocked, a review was asked for."""
    return found.stale + found.blocked + found.by_status.get("review", 0)


def sub(found: PieceList, stale: Words) -> Words:
    """What waits, and of the first that is stale, why."""
    en, zh = list[str](), list[str]()
    if found.blocked:
        en.append(f"{count_en(found.blocked, 'has', 'have')} a blocked sentence")
        zh.append(f"{found.blocked} 篇有句子被拦下")
    if found.by_status.get("review"):
        en.append(f"{count_en(found.by_status['review'], 'waits', 'wait')} for a second person")
        zh.append(f"{found.by_status['review']} 篇待第二人核准")
    if found.stale:
        en.append(f"{count_en(found.stale, 'stands', 'stand')} on a fact that changed")
        zh.append(f"{found.stale} 篇所据事实有变")
    if not en:
        held = Words("Every published sentence is tied to a fact in force.", "已发布的每一句都有现行事实为据。")
        return held if found.by_status.get("published") else NO_WORDS
    told = Words(_up(", ".join(en)) + ".", "，".join(zh) + "。")
    return Words(f"{told.en} {stale.en}".strip(), told.zh + stale.zh) if stale.en or stale.zh else told


def badge_of(line: PieceLine) -> Badge:
    """How a piece stands, in a word."""
    if line.stale.en or line.stale.zh:
        return Badge(words=Words("to be looked at", "请查看"), tone="care")
    if line.blocked:
        return Badge(words=Words(f"{line.blocked} blocked", f"{line.blocked} 句拦下"), tone="stop")
    tone, settled = _TONES[line.status]
    return Badge(words=STATUS_NAMES[line.status], tone=tone, settled=settled)


def list_line(line: PieceLine, goods: Mapping[str, Goods], timezone: str) -> ListLine:
    """The piece in the ledger."""
    return ListLine(
        id=line.id, title=line.title, goods=goods.get(line.product_ids[0]) if line.product_ids else None,
        channel=CHANNEL_NAMES[line.channel], lang=line.lang, claims=line.claims, blocked=line.blocked,
        badge=badge_of(line), note=_note(line, timezone), by=line.author, changed_at=line.updated_at, live=line.live,
    )  # fmt: skip


def _note(line: PieceLine, timezone: str) -> Words:
    if line.stale.en or line.stale.zh:
        return Words("a fact changed", "所据事实有变")
    if line.status == "scheduled" and line.publish_from:
        return Words(
            f"goes out {_when(line.publish_from, 'en', timezone)}", f"{_when(line.publish_from, 'zh', timezone)}发布"
        )
    if line.live and line.live_version != line.version:
        return Words(f"customers read version {line.live_version}", f"顾客所见为第 {line.live_version} 版")
    return NO_WORDS


def _when(at: datetime, lang: Lang, timezone: str) -> str:
    return datetime_text(at, lang, zone_named(timezone), style="short")


def _up(text: str) -> str:
    return text[:1].upper() + text[1:]
