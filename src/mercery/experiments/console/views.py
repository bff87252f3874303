"""What the pages of experiments show, worked out of experiments and readings. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
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
    signed_money,
    standing,
    tone_of,
    worth,
)
from mercery.experiments.reading import RAIL_NAMES, Rail, Reading
from mercery.experiments.running.experiment import Done, Experiment
from mercery.experiments.running.features import share_in_force
from mercery.ui.bands import Band
from mercery.ui.formats import percent_text

_ORDER: Final[tuple[Standing, ...]] = (
    "mismatch", "keep", "stop", "stop_too_small", "wait", "unread", "paused", "draft", "kept", "stopped", "everybody",
    "nobody", "not_recorded",
)  # fmt: skip
_UNDECIDED = ("mismatch", "wait", "unread", "draft", "paused", "everybody", "nobody", "not_recorded")


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

    def read(self) -> Table:
        """Only those of which something was read."""
        return Table(lines=[one for one in self.lines if one.reading is not None], scale=self.scale)


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
    being_read: bool
    """A reading waits or is under way."""

    @property
    def where(self) -> Standing:
        """Where it stands."""
        return self.line.where

    def read_until(self, act: Done) -> datetime | None:
        """Up to when the reading went that stands beside a decision."""
        told = act.details.get("reading")
        until = told.get("until") if isinstance(told, Mapping) else None
        return datetime.fromisoformat(until) if isinstance(until, str) else None

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
            figure=both(lambda lang: worth(one, currency, lang)),
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
        return Row(label=Words("Net value", "净收益"), figure=Words("not known", "未知"), note=why)

    def said(value: float | None, lang: Lang) -> str:
        return money(None, "", lang) if value is None else signed_money(value * 1000, reading.currency, lang)

    tone = "good" if net.above_zero else "stop" if net.below_zero else ""
    return Row(
        label=Words("Net value of 1,000", "每千人净收益"),
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
    if not rail.change.known:
        without = both(lambda lang: percent_text(rail.without, lang, digits=2))
        return Row(
            label=name,
            figure=both(lambda lang: percent_text(rail.with_it, lang, digits=2)),
            note=Words(f"without, {without.en}; no range yet", f"对照 {without.zh}，尚无区间"),
        )
    changed = rail.change.above_zero or rail.change.below_zero
    shown = both(lambda lang: percent_text(rail.change.estimate, lang, digits=2, sign=True))
    return Row(
        label=name,
        figure=shown if changed else Words("no change", "无变化"),
        note=both(lambda lang: ends(rail.change, lambda end: percent_text(end or 0, lang, digits=2, sign=True), lang)),
        tone="stop" if rail.broken else "",
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
    elif one.state == "unknown":
        head = Words("What it costs is not known. ", "成本未知。")
    elif one.state == "none_gained":
        head = Words("No order is gained. ", "没有增加订单。")
    else:
        head = Words("Not shown while the range holds zero. ", "区间包含零时不予显示。")
    tail = Words(f"{unpriced.en}{kinds.en}.", f"{unpriced.zh}{kinds.zh}。") if reading.cost_unknown else Words("")
    return Words(head.en + an_order.en + tail.en, head.zh + an_order.zh + tail.zh)


def _kinds(kinds: Sequence[str], lang: Lang) -> str:
    from mercery.experiments.ledger.kinds import MEASURES

    names = [MEASURES[kind].name.text(lang) if kind in MEASURES else kind for kind in kinds]  # type: ignore[index]
    return ("、" if lang == "zh" else ", ").join(name.lower() if lang == "en" else name for name in names)
