"""What the pages of experiments show, worked out of experiments and readings. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mercery.accounts.shop import Shop
from mercery.core.i18n import Lang, Words
from mercery.experiments.console.words import (
    BADGES,
    Badge,
    Standing,
    because,
    both,
    ends,
    figure,
    money,
    orders_figure,
    standing,
    tone_of,
    verdict_sentence,
)
from mercery.experiments.reading import RAIL_NAMES, Rail, Reading, left_zero
from mercery.experiments.running.experiment import Done, Experiment
from mercery.experiments.running.features import share_in_force
from mercery.ui.bands import Band, BandMark, BandPoint, BandRow, BandTexts, Tone, band, round_ticks
from mercery.ui.formats import date_text, number_text, percent_text, zone_named

_ORDER: Final[tuple[Standing, ...]] = (
    "mismatch", "keep", "stop", "stop_too_small", "wait", "unread", "paused", "draft", "kept", "stopped", "everybody",
    "nobody", "not_recorded",
)  # fmt: skip
_UNDECIDED = ("wait", "unread", "draft", "paused", "everybody", "nobody", "not_recorded")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One experiment in the table of all."""

    experiment: Experiment
    reading: Reading | None
    where: Standing
    days: int | None
    low: Words
    high: Words
    cost: Words
    because: Words

    @property
    def badge(self) -> Badge:
        """Its verdict."""
        return BADGES[self.where]

    @property
    def tone(self) -> str:
        """Of its bar."""
        return tone_of(self.where)

    @property
    def drawn(self) -> bool:
        """Whether there is a range to draw."""
        return self.reading is not None and self.reading.orders.known


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """All experiments on one scale: extra orders for one visitor."""

    lines: Sequence[Line]
    scale: tuple[float, float]

    @property
    def compared(self) -> int:
        """How many are being compared."""
        return sum(1 for one in self.lines if one.reading is not None and one.experiment.counting)


def table(shop: Shop, experiments: Sequence[Experiment], readings: Mapping[tuple[str, int], Reading]) -> Table:
    """The lines as they are shown: what waits for somebody first, features nobody compares last."""
    found = [line(shop, one, readings.get((one.key, one.phase))) for one in experiments]
    lines = sorted(found, key=lambda one: (one.experiment.feature and one.reading is None, _ORDER.index(one.where)))
    decided = [one for one in lines if one.where not in _UNDECIDED and one.drawn]
    known = decided or [one for one in lines if one.drawn]
    widest = max(
        (max(abs(one.reading.orders.low or 0), abs(one.reading.orders.high or 0)) for one in known if one.reading),
        default=0.01,
    )
    return Table(lines=lines, scale=(-widest * 1.12, widest * 1.12))


def line(shop: Shop, one: Experiment, reading: Reading | None) -> Line:
    """One experiment as the table shows it."""
    where = standing(one, reading, share_in_force(shop, one.key) if one.feature else one.share)
    return Line(
        experiment=one,
        reading=reading,
        where=where,
        days=None if reading is None else max(1, round(reading.days)),
        low=both(lambda lang: orders_figure(reading.orders.low, lang) if reading else ""),
        high=both(lambda lang: orders_figure(reading.orders.high, lang) if reading else ""),
        cost=cost_words(reading),
        because=because(reading, one, where),
    )


def cost_words(reading: Reading | None) -> Words:
    """What one extra order costs, in a cell."""
    if reading is None or reading.cost_of_one.state in ("unknown", "not_shown"):
        return Words("unknown", "未知")
    if reading.cost_of_one.state == "none_gained":
        return Words("none gained", "没有增量")
    return both(lambda lang: money(reading.cost_of_one.estimate, reading.currency, lang))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of today's reading."""

    label: Words
    figure: Words
    note: Words
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailPage:
    """One experiment."""

    experiment: Experiment
    line: Line
    headline: Words
    reading: Reading | None
    rows: Sequence[Row]
    chart: Band | None
    cost: Words
    cost_note: Words
    cost_chart: Band | None
    table: Table
    acts: Sequence[Done]
    act_names: Mapping[str, Words]
    may_run: bool
    may_decide: bool
    share: float
    """Visitors without it at this moment."""
    demo: bool

    @property
    def where(self) -> Standing:
        """Where it stands."""
        return self.line.where

    @property
    def decidable(self) -> bool:
        """Whether there is something to decide."""
        return self.experiment.state in ("running", "paused") and self.where != "not_recorded"


def today_rows(one: Experiment, reading: Reading) -> list[Row]:
    """Today's reading, line by line."""
    currency = reading.currency
    rows = [
        Row(
            label=Words("Effect", "效果"),
            figure=both(lambda lang: figure(one, reading.effect.estimate, currency, lang)),
            note=both(lambda lang: ends(reading.effect, lambda end: figure(one, end, currency, lang), lang)),
        ),
        Row(
            label=Words("Worth it above", "门槛"),
            figure=both(lambda lang: figure(one, one.worth_above / one.measured.scale, currency, lang)),
            note=Words("set by you", "由您设定"),
        ),
    ]
    if one.metric != "net_value":
        rows.append(_net_row(reading))
    else:
        rows.append(
            Row(
                label=Words("Extra orders", "增量订单"),
                figure=both(lambda lang: orders_figure(reading.orders.estimate, lang)),
                note=both(lambda lang: ends(reading.orders, lambda end: orders_figure(end, lang), lang)),
            )
        )
    rows += [_rail_row(rail) for rail in reading.rails]
    if one.metric != "returns_per_order" and reading.rail("returns") is None:
        rows.append(Row(label=Words("Returns", "退货"), figure=Words("none told", "尚无记录"), note=Words("")))
    return rows


def _net_row(reading: Reading) -> Row:
    net = reading.net
    if net is None:
        why = (
            Words(f"{reading.unknown_margin} orders without a known cost", f"{reading.unknown_margin} 笔订单成本未知")
            if reading.unknown_margin
            else Words("no orders yet", "尚无订单")
        )
        return Row(label=Words("Net value", "净值"), figure=Words("not known", "未知"), note=why)

    def said(value: float | None, lang: Lang) -> str:
        if value is None:
            return money(None, reading.currency, lang)
        sign = "+" if round(value * 1000) > 0 else ""
        return sign + money(value * 1000, reading.currency, lang)

    tone = "good" if net.above_zero else "stop" if net.below_zero else ""
    return Row(
        label=Words("Net value of 1,000", "每千人净值"),
        figure=both(lambda lang: said(net.estimate, lang)),
        note=both(lambda lang: ends(net, lambda end: said(end, lang), lang)),
        tone=tone,
    )


def _rail_row(rail: Rail) -> Row:
    name = RAIL_NAMES[rail.key]
    if rail.key == "returns":
        without = both(lambda lang: percent_text(rail.without, lang))
        return Row(
            label=Words(f"{name.en}, with it", f"{name.zh}（使用）"),
            figure=both(lambda lang: percent_text(rail.with_it, lang)),
            note=Words(f"without, {without.en}", f"对照 {without.zh}"),
            tone="stop" if rail.broken else "",
        )
    changed = rail.change.above_zero or rail.change.below_zero
    shown = both(lambda lang: percent_text(rail.change.estimate, lang, digits=2, sign=True))
    return Row(
        label=name,
        figure=shown if changed else Words("no change", "无变化"),
        note=both(lambda lang: ends(rail.change, lambda end: percent_text(end or 0, lang, digits=2, sign=True), lang)),
        tone="stop" if rail.broken else "",
    )


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
        _day_ticks(len(points), _first_day(readings)),
        BandTexts(
            title=Words(
                f"{one.measured.name.en.split(':')[0]} {one.measured.unit.en}, against the hold-out"
                if not one.measured.ratio
                else f"{one.measured.name.en}, against the hold-out",
                f"{one.measured.unit.zh}的{one.measured.name.zh.split('：')[0]}变化（对比对照组）"
                if not one.measured.ratio
                else f"{one.measured.name.zh}的变化（对比对照组）",
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
    first = _first_day(readings)
    from_day = (shown[0].day - readings[0].day).days + first
    to_day = (shown[-1].day - readings[0].day).days + first
    return band(
        points,
        (0.0, top),
        [(value, money(value, currency, "en")) for value in round_ticks(0.0, top, 3)],
        [(0, f"{from_day}"), (len(points) - 1, f"{to_day}")],
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
                    f"{(one.day - readings[0].day).days + first}",
                    money(one.cost_of_one.estimate, currency, "en"),
                    money(one.cost_of_one.low, currency, "en"),
                    money(one.cost_of_one.high, currency, "en"),
                )
            )
            for one in reversed(shown)
        ],
        height=180,
    )


def cost_note(reading: Reading | None) -> Words:
    """Beneath the cost: its range, what an order leaves, what has no price."""
    if reading is None:
        return Words("")
    one, currency = reading.cost_of_one, reading.currency
    leaves = both(lambda lang: money(reading.order_leaves, currency, lang))
    an_order = (
        Words(f"An order leaves you {leaves.en}.", f"每笔订单为您留下 {leaves.zh}。")
        if reading.order_leaves is not None
        else Words("What an order leaves is not known.", "每笔订单的毛利未知。")
    )
    unpriced = Words(" Not in it, for want of a price: ", "未计入（尚无单价）：") if reading.cost_unknown else Words("")
    kinds = both(lambda lang: _kinds(reading.cost_unknown, lang))
    if one.state == "shown":
        low, high = (both(lambda lang, end=end: money(end, currency, lang)) for end in (one.low, one.high))  # type: ignore[misc]
        head = Words(f"95% range {low.en} to {high.en}. ", f"95% 区间 {low.zh} 至 {high.zh}。")
    elif one.state == "none_gained":
        head = Words("No order is gained. ", "没有增加订单。")
    else:
        head = Words("Not shown while the range holds zero. ", "区间包含零时不予显示。")
    tail = Words(f"{unpriced.en}{kinds.en}.", f"{unpriced.zh}{kinds.zh}。") if reading.cost_unknown else Words("")
    return Words(head.en + an_order.en + tail.en, head.zh + an_order.zh + tail.zh)


def detail_headline(one: Experiment, reading: Reading | None, where: Standing) -> Words:
    """The verdict sentence."""
    return verdict_sentence(one, reading, where)


def figure_text(one: Experiment, shown: float, currency: str) -> str:
    """A value in the units shown, for an axis: without decimals where it is whole."""
    if one.measured.money:
        return money(shown, currency, "en")
    whole = float(shown).is_integer()
    return number_text(shown, "en", digits=0 if whole else 1, sign=True)


def _kinds(kinds: Sequence[str], lang: Lang) -> str:
    from mercery.experiments.ledger.kinds import MEASURES

    names = [MEASURES[kind].name.text(lang) if kind in MEASURES else kind for kind in kinds]  # type: ignore[index]
    return ("、" if lang == "zh" else ", ").join(name.lower() if lang == "en" else name for name in names)


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
    day = (reading.day - readings[0].day).days + _first_day(readings)
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


def _first_day(readings: Sequence[Reading]) -> int:
    """Which day of counting the first reading is of."""
    return max(1, round(readings[0].days))


def _day_ticks(count: int, first: int) -> list[tuple[int, str]]:
    if count == 1:
        return [(0, str(first))]
    places = sorted({0, count // 3, 2 * count // 3, count - 1})
    return [(place, str(first + place)) for place in places]


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
