"""Rows of a show on air as the studio words them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, cast

from mercery.core.as_json import read
from mercery.core.database import Json
from mercery.core.i18n import Lang, Words
from mercery.livestream.comments.comment import REASONS, VIEWER, Written, shown_text
from mercery.livestream.console.reading import Heard, Minute, SaidLine, Status
from mercery.livestream.console.studio_pages import NO_WORDS, CommentCard, SaidRow, SinkCard, Tone
from mercery.livestream.said import Run, SaidSpan, read_spans, runs_of
from mercery.livestream.show import Destination, Show

_STATES: Final[Mapping[str, tuple[Words, Tone]]] = {
    "received": (Words("just in", "刚到"), "quiet"),
    "waiting": (Words("next", "待答"), "quiet"),
    "answering": (Words("checking", "核对中"), "quiet"),
    "speaking": (Words("speaking", "正在口播"), "progress"),
    "passed": (Words("for you", "待您处理"), "stop"),
    "written": (Words("answered in writing", "已文字答复"), "good"),
    "left": (Words("no answer needed", "无需答复"), "quiet"),
    "hidden": (Words("hidden", "已隐藏"), "quiet"),
}
_SINKS: Final[Mapping[str, tuple[Words, Tone, bool]]] = {
    "healthy": (Words("healthy", "正常"), "good", True),
    "connecting": (Words("connecting", "连接中"), "progress", False),
    "waiting": (Words("lost, trying again", "已断开，重连中"), "care", False),
    "failed": (Words("refused", "被拒绝"), "stop", True),
    "off": (Words("off", "已关闭"), "quiet", False),
}
_FOR_A_TIME: Final = ("price", "stock", "availability")
_TIERS: Final[Mapping[str, Words]] = {
    "half": Words("The machine is late: 12 fresh pictures a second.", "机器繁忙：每秒 12 帧新画面。"),
    "fast": Words("The machine is late: a quicker encoder is at work.", "机器繁忙：已换用更快的编码。"),
    "small": Words("The machine is late: 6 fresh pictures a second.", "机器繁忙：每秒 6 帧新画面。"),
}
_PERSON: Final[Mapping[str, Words]] = {
    "none": Words("no camera yet", "未接入"),
    "connecting": Words("coming in", "接入中"),
    "ready": Words("ready, camera 1", "已就绪，机位 1"),
    "on_air": Words("on air", "直播中"),
    "lost": Words("camera lost", "画面中断"),
}


def person_state(status: Status | None) -> str:
    """How a person's stream does: none, connecting, ready, on_air or lost."""
    return str(_beat(status).get("person") or "none")


def person_line(status: Status | None) -> Words:
    """The same in words."""
    return _PERSON.get(person_state(status), _PERSON["none"])


def host_line(status: Status | None, *, killed: bool, directed: bool) -> Words:
    """What the host does at this moment."""
    if killed:
        return Words("stopped", "已停播")
    if status is None or not directed:
        return Words("studio away", "演播间未响应")
    if status.resting:
        return Words("resting, nobody watches", "无人观看，休息中")
    if status.presenter == "person":
        return Words("stands by", "待命")
    if status.held:
        return Words("holds", "已按住")
    return Words("speaking", "口播中") if _beat(status).get("speaking") else Words("between lines", "句间")


def engine_line(status: Status | None, *, directed: bool) -> tuple[Words, Tone]:
    """How the picture and the queue do, in a sentence."""
    if status is None or not directed:
        return Words(
            "The studio does not answer; it is started again by itself.", "演播间未响应，正在自动重启。"
        ), "care"
    if status.resting:
        return Words("It wakes as soon as somebody watches.", "有人观看即刻恢复。"), "quiet"
    ready = len(status.next_lines)
    en = "1 line is ready" if ready == 1 else f"{ready} lines are ready"
    held = Words("the next one is held.", "下一句已按住。") if status.held else Words("none is held.", "无一按住。")
    queue = Words(f"{en}, {held.en}", f"已备 {ready} 句，{held.zh}")
    late = _TIERS.get(str(_beat(status).get("tier") or "full"))
    if late is not None:
        return Words(f"{late.en} {queue.en}", f"{late.zh}{queue.zh}"), "care"
    return queue, "quiet"


def next_lines(status: Status | None, *, most: int = 3) -> tuple[tuple[Run, ...], ...]:
    """What is about to be said, cut at its claims."""
    if status is None:
        return ()
    lines = [cast(Json, one) for one in status.next_lines if isinstance(one, dict) and one.get("text")]
    return tuple(runs_of(str(one["text"]), _with_ends(read_spans(one.get("spans") or ()))) for one in lines[:most])


def _with_ends(spans: Sequence[SaidSpan]) -> list[SaidSpan]:
    """Before a line is said its claims are known by their facts alone: a price and what is left hold for a time."""
    return [
        replace(one, state="expiring") if one.fact_id.rsplit("/", 1)[-1].split("@")[0] in _FOR_A_TIME else one
        for one in spans
    ]


def said_rows(lines: Sequence[SaidLine]) -> tuple[SaidRow, ...]:
    """The log of claims."""
    return tuple(
        SaidRow(
            at=one.began_at, lang=one.lang, runs=runs_of(one.text, one.spans), answer=bool(one.comment_id), cut=one.cut
        )
        for one in lines
    )


def comment_card(one: Heard) -> CommentCard:
    """A comment in the column."""
    state, tone = _STATES.get(one.state, (Words(one.state), "quiet"))
    reason = REASONS.get(one.reason, Words(one.reason.replace("_", " ")) if one.reason else NO_WORDS)
    if one.state == "answered":
        state, tone = _answered_in(one.seconds), "good"
    elif one.state in ("hidden", "left") and one.reason:
        state = Words(f"{state.en if one.state == 'hidden' else 'left'}, {reason.en}", f"{state.zh}：{reason.zh}")
    answer = read(Written, one.answer) if one.answer else None
    return CommentCard(
        id=one.id, name=Words(one.name, one.name) if one.name else VIEWER, source="" if one.source == "page" else one.source, at=one.at,
        text=shown_text(one.text, cast(Lang, one.lang)), lang=one.lang, state=state, tone=tone, mine=one.state == "passed",
        working=one.state in ("received", "answering"), hidden=one.state == "hidden", first=one.state == "waiting",
        why=reason if one.state == "passed" else NO_WORDS, answer=answer.text if answer else "",
        answer_lang=answer.lang if answer else one.lang, by=answer.by if answer else "",
        evidence=answer.body.evidence[:2] if answer else (),
    )  # fmt: skip


def _answered_in(seconds: float | None) -> Words:
    if seconds is None:
        return Words("answered", "已答复")
    if seconds < 90:
        return Words(f"answered in {seconds:.0f} s", f"{seconds:.0f} 秒内答复")
    return Words(f"answered in {seconds / 60:.0f} min", f"{seconds / 60:.0f} 分钟后答复")


def sink_cards(
    show: Show, status: Status | None, destinations: Sequence[Destination], minutes: Sequence[Minute], watching: int
) -> tuple[SinkCard, ...]:
    """The shop's page, the recording where one is made, and each platform."""
    told = {str(one.get("id")): one for one in _beat(status).get("sinks") or () if isinstance(one, dict)}
    cards = [_card(told, minutes, "hls", Words("Shop page", "店铺页面"), watching)]
    if show.record:
        record = next((one for one in told if one.startswith("rec")), "record")
        cards.append(_card(told, minutes, record, Words("Recording", "录像"), None))
    cards += [_card(told, minutes, one.id, Words(one.name), None) for one in destinations if one.enabled]
    return tuple(cards)


def _card(told: Mapping[str, Json], minutes: Sequence[Minute], key: str, name: Words, viewers: int | None) -> SinkCard:
    one = told.get(key)
    state, tone, settled = _SINKS.get(str(one.get("state")) if one else "off", _SINKS["off"])
    fps, behind = float((one or {}).get("fps") or 0), float((one or {}).get("behind_s") or 0)
    rows = [(minute.at, _fps(minute.figures, key)) for minute in minutes]
    table = tuple((at, value) for at, value in rows if value is not None)
    late = behind >= 0.05
    foot = (
        Words(f"{fps:.0f} fps" + (f", {behind:.1f} s behind" if late else ""), f"{fps:.0f} 帧/秒" + (f"，滞后 {behind:.1f} 秒" if late else ""))
        if one
        else Words("nothing is sent", "未推送")
    )  # fmt: skip
    again = int((one or {}).get("reconnects") or 0)
    if again and tone == "good":
        state = Words(f"healthy, back {again} times" if again > 1 else "healthy, back once", f"正常，重连 {again} 次")
    return SinkCard(
        id=key, name=name, state=state, tone=tone, settled=settled, viewers=viewers,
        line=[value for _, value in table], foot=foot, problem=str((one or {}).get("problem") or ""), table=table,
    )  # fmt: skip


def _fps(figures: Json, key: str) -> float | None:
    """A sink's frames a second in a minute; None where nothing is on record."""
    sinks = figures.get("sinks")
    value = sinks.get(key) if isinstance(sinks, dict) else None
    if isinstance(value, dict):
        value = value.get("fps")
    return float(value) if isinstance(value, int | float) else None


def on_air_for(since: datetime | None, now: datetime) -> Words:
    """`20 min 18 s`, `3 h 20 min`."""
    seconds = max(0, round((now - since).total_seconds())) if since else 0
    hours, minutes = seconds // 3600, seconds % 3600 // 60
    if hours >= 48:
        return Words(f"{hours // 24} days {hours % 24} h", f"{hours // 24} 天 {hours % 24} 小时")
    if hours:
        return Words(f"{hours} h {minutes:02d} min", f"{hours} 小时 {minutes:02d} 分")
    return Words(f"{minutes} min {seconds % 60:02d} s", f"{minutes} 分 {seconds % 60:02d} 秒")


def _beat(status: Status | None) -> Mapping[str, Any]:
    return status.beat if status is not None else {}
