"""What a count means: bad, well, between, or too few to say. Pure; the sentences say what was counted and of how many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mercery.core.i18n import Words
from mercery.operations.alerts.judging import NO_WORDS, Reading, State
from mercery.operations.alerts.measure import Rule
from mercery.operations.alerts.unusual import (
    Counted,
    chance_of_a_count_so_low,
    chance_of_so_few,
    chance_of_so_many,
    lowest_likely,
    usual_count,
    usual_share,
)

_TIMES: Final = 3
"""A past of fewer than this many times the least says too little about an hour; the whole week stands in then."""


def share_against_past(rule: Rule, seen: Counted, here: Sequence[Counted], whole: Sequence[Counted]) -> Reading:
    """A share against the same hours of earlier weeks, or against whole weeks where those hours were too quiet."""
    values, falls = rule.values, rule.measure.kind == "share_falls"
    if seen.trials < values.least:
        return _few(seen.trials, values.least, values.window)
    by_hour = sum(week.trials for week in here) >= _TIMES * values.least
    usual = usual_share(here if by_hour else whole)
    if usual is None or usual.trials < _TIMES * values.least:
        return Reading(
            state="few", value=None,
            words=Words(
                f"Nothing to compare with yet: {usual.trials if usual else 0} of {_TIMES * values.least} earlier messages.",
                f"尚无可比的历史：所需 {_TIMES * values.least} 条，现有 {usual.trials if usual else 0} 条。",
            ),
        )  # fmt: skip
    off = (usual.share - seen.share if falls else seen.share - usual.share) * 100
    chance = chance_of_so_few(seen, usual) if falls else chance_of_so_many(seen, usual)
    bad = off >= values.threshold and chance < rule.measure.chance
    state = _state(bad=bad, well=off <= values.clear)
    when = Words("at this hour", "同一时段") if by_hour else Words("in a week", "整周")
    words = Words(
        f"{seen.share:.0%} of {seen.trials} in {_span(values.window).en}; usually {usual.share:.0%} {when.en} ({usual.trials} in eight weeks).",
        f"{_span(values.window).zh}内 {seen.trials} 条中占 {seen.share:.0%}；{when.zh}通常为 {usual.share:.0%}（八周共 {usual.trials} 条）。",
    )
    figures = {"share": seen.share, "of": seen.trials, "usual": usual.share, "past": usual.trials, "chance": chance}
    return Reading(state=state, value=round(off, 1), words=words, figures=figures)


def count_against_past(rule: Rule, seen: int, weeks: Sequence[int]) -> Reading:
    """A count against the same hours of earlier weeks."""
    values = rule.values
    usual = usual_count(weeks)
    if usual is None or usual.mean < values.least or usual.weeks < 2:
        mean = usual.mean if usual else 0.0
        return Reading(
            state="few", value=None,
            words=Words(
                f"Too quiet an hour to judge: {mean:.0f} are usual, {values.least} are needed.",
                f"该时段过于清淡，无从判断：通常 {mean:.0f} 条，需至少 {values.least} 条。",
            ),
        )  # fmt: skip
    off = (1 - seen / usual.mean) * 100
    chance = chance_of_a_count_so_low(seen, usual)
    bad = off >= values.threshold and chance < rule.measure.chance
    state = _state(bad=bad, well=off <= values.clear)
    words = Words(
        f"{seen} in {_span(values.window).en}; usually {usual.mean:.0f} at this hour ({usual.weeks} weeks).",
        f"{_span(values.window).zh}内 {seen} 条；同一时段通常 {usual.mean:.0f} 条（{usual.weeks} 周）。",
    )
    figures = {"seen": seen, "usual": usual.mean, "weeks": usual.weeks, "chance": chance}
    return Reading(state=state, value=round(max(off, 0.0), 1), words=words, figures=figures)


def share_over(rule: Rule, seen: Counted) -> Reading:
    """A share above a fixed limit, beyond doubt."""
    values = rule.values
    if seen.trials < values.least:
        return _few(seen.trials, values.least, values.window)
    bad = lowest_likely(seen) * 100 > values.threshold
    state = _state(bad=bad, well=seen.share * 100 <= values.clear)
    words = Words(
        f"{seen.hits} of {seen.trials} in {_span(values.window).en} ({seen.share:.0%}).",
        f"{_span(values.window).zh}内 {seen.trials} 次中有 {seen.hits} 次（{seen.share:.0%}）。",
    )
    return Reading(
        state=state, value=round(seen.share * 100, 1), words=words, figures={"hits": seen.hits, "of": seen.trials}
    )


def level(rule: Rule, value: float, words: Words, *, subject: str = "", name: Words = NO_WORDS) -> Reading:
    """A level of the moment against the threshold."""
    values = rule.values
    if rule.measure.kind == "under":
        bad, well = value < values.threshold, value >= values.clear
    else:
        bad, well = value > values.threshold, value <= values.clear
    state = _state(bad=bad, well=well)
    return Reading(
        subject=subject, name=name, state=state, value=round(value, 1), words=words, figures={"value": value}
    )


def _state(*, bad: bool, well: bool) -> State:
    return "bad" if bad else "well" if well else "between"


def _few(trials: int, least: int, window: int) -> Reading:
    span = _span(window)
    return Reading(
        state="few", value=None,
        words=Words(
            f"{trials} in {span.en}; {least} are needed to judge.", f"{span.zh}内 {trials} 次；至少 {least} 次方可判断。"
        ),
    )  # fmt: skip


def _span(minutes: int) -> Words:
    if minutes % 60 == 0:
        hours = minutes // 60
        return Words("an hour" if hours == 1 else f"{hours} hours", f"{hours} 小时")
    return Words(f"{minutes} minutes", f"{minutes} 分钟")
