"""What is said of a piece above its text: who wrote it when, what it stands on, what keeps it back. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from mercery.core.i18n import Lang, Words
from mercery.studio.desk.overview_view import count_en
from mercery.studio.desk.pages import StepLine
from mercery.studio.desk.piece_view import PieceView
from mercery.studio.kept import Act, KeptPiece, Step, Why
from mercery.ui.formats import relative_text, zone_named

_HANDS: Final[frozenset[Act]] = frozenset({"edit", "use_line", "remove", "restore"})
ACTS: Final[Mapping[Act, Words]] = {
    "write": Words("written", "撰写"),
    "edit": Words("edited", "修改"),
    "use_line": Words("took the line offered", "采用建议句"),
    "remove": Words("took a sentence out", "删除一句"),
    "ask": Words("asked for a review", "提交审核"),
    "approve": Words("approved", "核准"),
    "send_back": Words("sent back", "退回"),
    "schedule": Words("scheduled", "定时发布"),
    "publish": Words("published", "发布"),
    "refresh": Words("rendered anew, a fact had changed", "事实有变，已重新生成"),
    "tell": Words("its owner was told", "已通知负责人"),
    "settle": Words("looked at and left so", "已查看，保持现状"),
    "withdraw": Words("withdrawn", "撤下"),
    "restore": Words("an earlier version restored", "恢复历史版本"),
    "render": Words("drawn", "生成文件"),
}
WHYS: Final[Mapping[Why, Words]] = {
    "written": Words("written", "撰写"),
    "edited": Words("edited", "修改"),
    "replaced": Words("a line taken", "采用建议句"),
    "removed": Words("a sentence taken out", "删除一句"),
    "refreshed": Words("rendered anew", "按新事实生成"),
    "restored": Words("restored", "恢复"),
}


def sub_of(kept: KeptPiece, view: PieceView, refusal: Words, *, writer: Words, timezone: str, now: datetime) -> Words:
    """Who, how many claims, and what keeps it from being published."""
    return Words(
        " ".join(filter(None, (_who(kept, "en", writer, timezone, now), _claims_en(view), _back_en(view, refusal)))),
        "".join(filter(None, (_who(kept, "zh", writer, timezone, now), _claims_zh(view), _back_zh(view, refusal)))),
    )


def step_lines(steps: Sequence[Step]) -> list[StepLine]:
    """The history, the last first; telling its owner is part of what was done just before."""
    return [
        StepLine(at=one.at, what=ACTS[one.act], by=one.by, reason=one.reason, version=one.version)
        for one in steps
        if one.act != "tell"
    ]


def _who(kept: KeptPiece, lang: Lang, writer: Words, timezone: str, now: datetime) -> str:
    written = next((one for one in reversed(kept.steps) if one.act == "write"), None)
    hands = list(dict.fromkeys(one.by for one in reversed(kept.steps) if one.act in _HANDS))
    at = written.at if written else kept.line.updated_at
    if lang == "zh":
        edited = f"，{'、'.join(hands)} 修改" if hands else ""
        return f"{_when(at, 'zh', timezone, now)}由 {writer.text('zh')} 撰写{edited}。"
    edited = f", edited by {' and '.join(hands[:2])}" if hands else ""
    return f"Written by {writer.text('en')} {_when(at, 'en', timezone, now)}{edited}."


def _when(at: datetime, lang: Lang, timezone: str, now: datetime) -> str:
    said = relative_text(at, lang, zone_named(timezone), now=now)
    if lang == "en":
        return "just now" if said == "now" else f"on {said}" if now - at > timedelta(days=7) else said
    return said


def _claims_en(view: PieceView) -> str:
    claims = (
        count_en(view.claims, "claim", "claims")
        if view.claims > 12
        else f"{view.claims} claim{'s' * (view.claims != 1)}"
    )
    return f"{claims}, each tied to a fact." if view.claims > 1 else f"{claims}, tied to a fact." if view.claims else ""


def _claims_zh(view: PieceView) -> str:
    return f"{view.claims} 处据实，均有出处。" if view.claims else ""


def _back_en(view: PieceView, refusal: Words) -> str:
    if view.blocked:
        said = count_en(view.blocked, "sentence is", "sentences are")
        return f"{said[:1].upper()}{said[1:]} blocked, so it cannot be published."
    return f"{refusal.en}." if refusal.en else ""


def _back_zh(view: PieceView, refusal: Words) -> str:
    if view.blocked:
        return f"{view.blocked} 句被拦下，暂不能发布。"
    return f"{refusal.zh}。" if refusal.zh else ""
