"""The charts of one experiment: its effect by day, and what one extra order costs. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from mercery.accounts.shop import Shop
from mercery.core.i18n import Lang, Words
from mercery.experiments.console.words import both, ends, figure, money
from mercery.experiments.reading import Reading, left_zero
from mercery.experiments.running.experiment import Experiment
from mercery.ui.bands import Band, BandMark, BandPoint, BandRow, BandTexts, Tone, band, round_ticks
from mercery.ui.formats import date_text, number_text, zone_named


def effect_chart(shop: Shop, one: Experiment, readings: Sequence[Reading]) -> Band | None:
    """The range narrowing by day, with the day it left zero."""
    if not readings:
        return None
    last = readings[-1]
    scale = one.measured.scale
    points = [
        BandPoint(
            estimate=reading.effect.estimate * scale if reading.effect.known else None,
            low=None if reading.effect.low is None else reading.effect.low * scale,
            high=None if reading.effect.high is None else reading.effect.high * scale,
        )
        for reading in readings
    ]
    bottom, top = _limits(points, one.worth_above)
    ticks = [(value, figure_text(one, value, last.currency)) for value in round_ticks(bottom, top)]
    crossed = left_zero(readings)
    mark = None if crossed is None else _mark(one, readings, crossed)
    return band(
        points,
        (bottom, top),
        ticks,
        _day_ticks(readings),
        BandTexts(
            title=Words(
                f"{one.measured.title.en}, against the hold-out", f"{one.measured.title.zh}（对比对照组）"
            ),
            note=Words(
                "Solid: estimate. Between the stitched lines: 95% range that stays valid however often you look.",
                "实线为估计值，虚线之间为 95% 区间，无论查看多少次均成立。",
            ),
            summary=both(
                lambda lang: ends(last.effect, lambda end: figure(one, end, last.currency, lang), lang)
            ),
            aside=both(lambda lang: _aside(last, lang)),
            zero=Words("no effect", "无差异"),
        ),
        tone=_tone(one, last),
        mark=mark,
        heads=(
            Words("Day", "日期"), Words("With", "使用"), Words("Without", "对照"), Words("Estimate", "估计"),
            Words("From", "下限"), Words("To", "上限"),
        ),
        rows=[_row(shop, one, reading) for reading in reversed(readings)],
        height=420,
    )  # fmt: skip


def cost_chart(readings: Sequence[Reading]) -> Band | None:
    """What one extra order costs, from the day there is a number."""
    shown = [one for one in readings if one.cost_of_one.state == "shown"]
    if len(shown) < 2:
        return None
    last = shown[-1].cost_of_one
    most = max(last.high or 0.0, last.estimate or 0.0)
    top = max(most * 1.5, (last.estimate or 0.0) * 2.5, 1.0)
    points = [
        BandPoint(estimate=one.cost_of_one.estimate, low=one.cost_of_one.low, high=one.cost_of_one.high)
        for one in shown
    ]
    currency = shown[-1].currency
    return band(
        points,
        (0.0, top),
        [(value, money(value, currency, "en")) for value in round_ticks(0.0, top, 3)],
        [(0, f"{_day(shown[0])}"), (len(points) - 1, f"{_day(shown[-1])}")],
        BandTexts(
            title=Words("Cost of one extra order", "每笔增量订单的成本"),
            note=Words("By day, with its 95% range", "逐日，附 95% 区间"),
            summary=both(lambda lang: money(last.estimate, currency, lang)),
        ),
        tone="progress",
        heads=(Words("Day", "日"), Words("Estimate", "估计"), Words("From", "下限"), Words("To", "上限")),
        rows=[
            BandRow(
                cells=(
                    f"{_day(one)}",
                    money(one.cost_of_one.estimate, currency, "en"),
                    money(one.cost_of_one.low, currency, "en"),
                    money(one.cost_of_one.high, currency, "en"),
                )
            )
            for one in reversed(shown)
        ],
        height=180,
    )


def figure_text(one: Experiment, shown: float, currency: str) -> str:
    """A value in the units shown, for an axis: without decimals where it is whole."""
    if one.measured.money:
        return money(shown, currency, "en")
    whole = float(shown).is_integer()
    return number_text(shown, "en", digits=0 if whole else 1, sign=True)


def _limits(points: Sequence[BandPoint], worth: float) -> tuple[float, float]:
    """The axis: three times as far as the last range, so that the first days do not flatten all others."""
    known = [one for one in points if one.low is not None and one.high is not None]
    if not known:
        return -1.0, 1.0
    last = known[-1]
    far = max(abs(last.low or 0), abs(last.high or 0), abs(worth)) * 2.2
    low = min(one.low for one in known if one.low is not None)
    high = max(one.high for one in known if one.high is not None)
    return max(min(low, 0.0), -far) * 1.02, min(max(high, 0.0), far) * 1.02


def _mark(one: Experiment, readings: Sequence[Reading], place: int) -> BandMark:
    reading = readings[place]
    day = _day(reading)
    better = reading.effect.above_zero is not one.measured.less_is_better
    above = Words("above zero", "高于零") if reading.effect.above_zero else Words("below zero", "低于零")
    end = reading.effect.low if reading.effect.above_zero else reading.effect.high
    return BandMark(
        place=place,
        at=(end or 0.0) * one.measured.scale,
        title=Words(f"Day {day}: the whole range is {above.en}", f"第 {day} 天：整个区间{above.zh}"),
        text=Words("Since then it is shown to help.", "自此可以断定有益。")
        if better
        else Words("Since then it is shown to harm.", "自此可以断定有损。"),
    )


def _day(one: Reading) -> int:
    """Which day of counting it is of."""
    return max(1, round(one.days))


def _day_ticks(readings: Sequence[Reading]) -> list[tuple[int, str]]:
    last = len(readings) - 1
    places = sorted({0, last // 3, 2 * last // 3, last})
    return [(place, str(_day(readings[place]))) for place in places]


def _tone(one: Experiment, last: Reading) -> Tone:
    if last.blocked:
        return "quiet"
    better = last.effect.below_zero if one.measured.less_is_better else last.effect.above_zero
    worse = last.effect.above_zero if one.measured.less_is_better else last.effect.below_zero
    return "good" if better else "stop" if worse else "quiet"


def _aside(reading: Reading, lang: Lang) -> str:
    with_it, without = number_text(reading.treated.n, lang), number_text(reading.held.n, lang)
    return f"{with_it} with, {without} without" if lang == "en" else f"使用 {with_it} 人，对照 {without} 人"


def _row(shop: Shop, one: Experiment, reading: Reading) -> BandRow:
    def said(value: float | None) -> str:
        return "" if value is None else figure(one, value, reading.currency, "en")

    day = date_text(reading.day, "zh", zone_named(shop.timezone))
    return BandRow(
        cells=(
            day, number_text(reading.treated.n, "en"), number_text(reading.held.n, "en"),
            said(reading.effect.estimate if reading.effect.known else None), said(reading.effect.low),
            said(reading.effect.high),
        )
    )  # fmt: skip
