"""What a show's page says of its state, its lines and its comments. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal

from mercery.claims.facts import Fact
from mercery.claims.values import Price
from mercery.core.i18n import Lang, Words
from mercery.livestream.comments.comment import VIEWER, Comment, Written, shown_text
from mercery.livestream.said import Run, SaidSpan, runs_of
from mercery.livestream.show import Show
from mercery.livestream.showing import SaidLine, Showing
from mercery.storefront.live_pieces import Audience
from mercery.studio.standing import key_of
from mercery.ui.formats import date_text, number_text, time_text, zone_named

Tone = Literal["good", "care", "progress", "quiet"]
MOST_CHIPS: Final = 3
_STOPS: Final = ".!?。！？"
_LONGEST_CHIP: Final = 30
A_PERSON: Final = Words("a person", "工作人员")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """What a claim stands on."""

    claim: str
    source: str
    until: str
    state: Literal["holds", "computed", "expiring"]
    fact_id: str
    lang: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """A line as it is shown while it is heard."""

    id: int
    lang: str
    runs: tuple[Run, ...]
    chips: tuple[Chip, ...]
    text: str
    product_id: str
    began_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveComment:
    """A comment with what became of it."""

    id: str
    visitor_id: str
    name: str
    text: str
    lang: str
    state: str
    tone: Tone
    answer: str
    answer_lang: str
    answered_by: str
    chips: tuple[Chip, ...]
    private: bool
    note: str = ""
    """Where what the answer says no longer holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """Who speaks: always in the picture."""

    who: str
    rest: str = ""
    """Left out where the picture is narrow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What stands over the picture while there is none."""

    heading: str
    text: str = ""


def label_of(audience: Audience, show: Show, *, person: bool) -> Label:
    """That a machine speaks and who watches over it; or that a person does."""
    name = show.watched_over
    if person:
        return Label(who=audience.say(f"{name or 'A person'}, live in person", f"{name or '真人'}，真人出镜"))
    return Label(
        who=audience.say("AI host", "AI 主播"),
        rest=audience.say(f", watched over by {name}", f"，{name} 值守") if name else "",
    )


def notice_of(audience: Audience, found: Showing) -> Notice | None:
    """What is said instead of a picture; None while there is one."""
    say = audience.say
    match found.phase:
        case "on_air":
            return None
        case "waking":
            return Notice(
                heading=say("Waking the studio…", "正在唤醒直播间…"),
                text=say(
                    "The host rests while nobody watches, and is here in a few seconds.",
                    "无人观看时主播会休息，几秒后就到。",
                ),
            )
        case "away":
            return Notice(
                heading=say("The studio is away for a moment", "直播间暂时断开"),
                text=say(
                    "The picture comes back by itself. The pieces and prices beside it hold.",
                    "画面会自动恢复，旁边的商品与价格照常有效。",
                ),
            )
        case "stopped":
            return Notice(
                heading=say("The show is paused", "直播已暂停"),
                text=say(
                    "Somebody at the shop has stopped it and will let it go on.", "店里工作人员已停播，稍后恢复。"
                ),
            )
        case "ended":
            return Notice(heading=say("This show has ended", "本场直播已结束"))
        case "soon":
            starts = found.show.starts_at
            if starts is None:
                return Notice(heading=say("Not on air yet", "尚未开播"))
            return Notice(
                heading=say(f"On air {moment_text(audience, starts)}", f"{moment_text(audience, starts)}开播")
            )


def moment_text(audience: Audience, moment: datetime) -> str:
    """`at 20:00 on Sunday 22 November`; in Chinese `11 月 22 日 20:00`."""
    zone = zone_named(audience.shop.timezone)
    clock = time_text(moment, audience.lang, zone)
    if audience.lang == "zh":
        return f"{date_text(moment, 'zh', zone, style='short')} {clock}"
    return f"at {clock} on {date_text(moment, 'en', zone, style='full').rsplit(' ', 1)[0]}"


def caption_of(line: SaidLine) -> Caption:
    """The line with its claims stitched, and what they stand on below it."""
    return Caption(
        id=line.id,
        lang=tag(line.lang),
        runs=runs_of(line.text, line.spans),
        chips=chips_of(line.text, line.spans, line.lang),
        text=line.text,
        product_id=line.product_id,
        began_at=line.began_at,
        ended_at=line.ended_at,
    )


def chips_of(text: str, spans: Sequence[SaidSpan], lang: Lang) -> tuple[Chip, ...]:
    """At most MOST_CHIPS sources, each fact once, called by the words that claim it; where those are a whole sentence, which stands
    right above, by what the fact is about."""
    found: dict[str, Chip] = {}
    for span in spans:
        words = text[span.start : span.end].strip()
        few = words and len(words) <= _LONGEST_CHIP and words[-1] not in _STOPS
        claim = words if few else span.label
        if span.source and claim and span.fact_id not in found:
            until = (f"until {span.until}" if lang == "en" else f"有效至 {span.until}") if span.until else ""
            found[span.fact_id] = Chip(
                claim=claim, source=span.source, until=until, state=span.state, fact_id=span.fact_id, lang=lang
            )
    return tuple(found.values())[:MOST_CHIPS]


def comments_view(
    audience: Audience, show: Show, comments: Sequence[Comment], prices: Mapping[str, Fact], at: datetime
) -> tuple[LiveComment, ...]:
    """The comments in order, each with its state in words; a repeated one has the state of the first. `prices`: those of the
    moment by variant, against which written answers are held."""
    by_id = {one.id: one for one in comments}
    waiting = max((one for one in comments if one.state == "waiting"), key=lambda one: one.rank, default=None)
    shown = [
        _comment(audience, show, one, by_id, is_next=waiting is not None and one.id == waiting.id) for one in comments
    ]
    return tuple(_noted(audience, one, prices, at, line) for one, line in zip(comments, shown, strict=True))


def outdated(answer: Written, prices: Mapping[str, Fact], at: datetime) -> bool:
    """Whether what the host wrote names a price that is another by now, or anything that has ended."""
    for one in answer.body.evidence:
        if one.valid_to is not None and one.valid_to <= at:
            return True
        kind, subject, attribute = key_of(one.fact_id)
        held = prices.get(subject) if (kind, attribute) == ("variant", "price") else None
        if held is None or held.id == one.fact_id or not isinstance(held.value, Price):
            continue
        # A newer version may say the same.
        if held.value.amount.text(answer.lang) not in answer.text:
            return True
    return False


def _noted(
    audience: Audience, one: Comment, prices: Mapping[str, Fact], at: datetime, shown: LiveComment
) -> LiveComment:
    """With a word where the answer below it no longer holds; what it stood on stands no more."""
    if one.answer is None or one.answer.by or not outdated(one.answer, prices, at):
        return shown
    note = audience.say("As it was then. It is no longer in force.", "此为当时的情况，现已失效。")
    return replace(shown, note=note, chips=())


def _comment(
    audience: Audience, show: Show, one: Comment, by_id: Mapping[str, Comment], *, is_next: bool
) -> LiveComment:
    first = by_id.get(one.same_as, one)
    words, tone = _state(audience, show, first, is_next=is_next)
    answer = one.answer
    return LiveComment(
        id=one.id,
        visitor_id=one.visitor_id,
        name=one.name or VIEWER.text(audience.lang),
        text=shown_text(one.text, one.lang),
        lang=tag(one.lang),
        state=words,
        tone=tone,
        answer=answer.text if answer else "",
        answer_lang=tag(answer.lang) if answer else "",
        answered_by=answer.by if answer else "",
        chips=tuple(
            Chip(
                claim=evidence.label, source=evidence.source, until=evidence.until, state=evidence.state,
                fact_id=evidence.fact_id, lang=answer.lang,
            )
            for evidence in answer.body.evidence[:MOST_CHIPS]
        ) if answer else (),
        private=bool(answer and answer.private),
    )  # fmt: skip


def _state(audience: Audience, show: Show, one: Comment, *, is_next: bool) -> tuple[str, Tone]:
    say = audience.say
    match one.state:
        case "received":
            return say("received", "已收到"), "quiet"
        case "waiting":
            return (say("next", "下一条"), "quiet") if is_next else (say("waiting", "排队中"), "quiet")
        case "answering":
            name = audience.shop.assistant_name.text(audience.lang)
            return say(f"{name or 'the host'} is checking", f"{name or '主播'}正在核实"), "progress"
        case "speaking":
            return say("being answered", "正在回答"), "good"
        case "answered":
            return say("answered on air", "已在直播中回答"), "good"
        case "written":
            took = round((one.answered_at - one.at).total_seconds()) if one.answered_at else 0
            if 0 < took < 60:
                return say(f"answered in {took} s", f"{took} 秒内已答"), "good"
            return say("answered", "已答"), "good"
        case "passed":
            name = show.watched_over or A_PERSON.text(audience.lang)
            return say(f"passed to {name}", f"已转 {name}" if name.isascii() else f"已转{name}"), "care"
        case _:
            return "", "quiet"


def counts_text(audience: Audience, show: Show, answered: int, passed: int) -> str:
    """`38 answered, 2 passed to Claire`."""
    if not answered and not passed:
        return ""
    name = show.watched_over or A_PERSON.text(audience.lang)
    lang = audience.lang
    parts = [audience.say(f"{number_text(answered, lang)} answered", f"已答 {number_text(answered, lang)} 条")]
    if passed:
        to = f"{passed} passed to {name}", f"{passed} 条转{' ' if name.isascii() else ''}{name}"
        parts.append(audience.say(*to))
    return audience.say(", ", "，").join(parts)


def watching_text(audience: Audience, count: int) -> str:
    """`1,204 watching`; nothing is said of an empty room."""
    if count < 1:
        return ""
    return audience.say(f"{number_text(count, 'en')} watching", f"{number_text(count, 'zh')} 人在看")


def tag(lang: str) -> str:
    """The language as pages name it."""
    return "zh-CN" if lang == "zh" else "en"
