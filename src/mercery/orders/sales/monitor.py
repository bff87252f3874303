"""The sales monitor as its page shows it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from mercery.accounts.console.problems import FormErrors
from mercery.core.i18n import Lang, Words
from mercery.core.money import Money, minor_digits
from mercery.orders.sales.book import WEEKDAYS, SalesBook
from mercery.orders.sales.channels import channel_words
from mercery.orders.sales.figures import NOTHING, Figures, change
from mercery.orders.sales.reading import Counted, Mover
from mercery.orders.sales.source import DELIVERY
from mercery.orders.sales.weeks import YEAR, Weeks
from mercery.ui.curves import Curve, CurveRow, curve_of
from mercery.ui.formats import amount_text, date_text

DELIVERY_WORDS: Final = Words("Delivery and charges", "运费及其他")
NO_CATEGORY: Final = Words("Not in the catalogue", "商品库中没有")
_LITTLE: Final = 0.0005


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A week, a category or a channel beside a year before."""

    key: str
    name: Words
    now: Figures
    last: Figures | None
    """None: the records do not reach back so far."""
    partly: bool = False
    """Of a week: it is not over."""

    @property
    def change(self) -> float | None:
        """Of revenue."""
        return change(self.now.revenue, self.last.revenue) if self.last else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesPage:
    """What the page shows."""

    currency: str
    currencies: Sequence[str]
    weeks: Weeks
    choices: Sequence[int]
    channel: str | None
    category: str | None
    category_name: Words
    total: Figures
    last: Figures | None
    """The same weeks of last year; None: no figures for them."""
    last_partly: bool
    """Whether the records begin within the weeks of last year."""
    since_ever: datetime | None
    """The oldest order."""
    week_lines: Sequence[Line]
    category_lines: Sequence[Line]
    channel_lines: Sequence[Line]
    movers: Sequence[Mover]
    movers_against: Words
    chart: Curve | None
    undated: int
    cancelled: int
    book: SalesBook
    may_change: bool
    building: bool
    """Orders from before are being taken apart: the figures are not whole yet."""
    errors: FormErrors
    typed: Mapping[str, str]

    @property
    def empty(self) -> bool:
        """Whether there was never an order."""
        return self.since_ever is None and not self.undated

    @property
    def change(self) -> float | None:
        """Of revenue against last year; None where that would compare a whole with a part."""
        return change(self.total.revenue, self.last.revenue) if self.last and not self.last_partly else None

    @property
    def channel_name(self) -> Words:
        """Of the channel the page is limited to."""
        return channel_words(self.channel or "")

    @property
    def headline(self) -> Words:
        """The conclusion."""
        return headline(self.total, self.change, self.weeks.count, self.currency)

    def error(self, name: str) -> str:
        """What is wrong with a field."""
        return self.errors.of(name)

    def weekday_options(self, lang: Lang) -> Sequence[tuple[str, str]]:
        """For the form."""
        return [(str(number), name.text(lang)) for number, name in self.weekdays]

    @property
    def weekdays(self) -> Sequence[tuple[int, Words]]:
        """To choose from."""
        return list(enumerate(WEEKDAYS))

    def money(self, minor: int) -> Money:
        """An amount of the page."""
        return Money(minor, self.currency)


def week_lines(counted: Counted, weeks: Weeks, first: date | None) -> list[Line]:
    """Every week, the newest first. `first`: the day of the oldest order; weeks of last year before it are not known."""
    found = []
    for place in reversed(range(weeks.count)):
        start = weeks.starts[place]
        known = first is not None and start - YEAR >= first
        before = counted.last_weeks.get(place, NOTHING) if known or place in counted.last_weeks else None
        name = Words(_day(start, "en"), _day(start, "zh"))
        found.append(
            Line(
                key=start.isoformat(), name=name, now=counted.weeks.get(place, NOTHING), last=before,
                partly=place == weeks.count - 1,
            )
        )  # fmt: skip
    return found


def keyed_lines(
    now: Mapping[str, Figures], last: Mapping[str, Figures], names: Mapping[str, Words], *, compared: bool
) -> list[Line]:
    """Categories or channels, the most revenue first."""
    keys = sorted({*now, *last} if compared else now, key=lambda key: (-now.get(key, NOTHING).revenue, key))
    return [
        Line(
            key=key, name=names.get(key, channel_words(key)), now=now.get(key, NOTHING),
            last=last.get(key, NOTHING) if compared else None,
        )
        for key in keys
    ]  # fmt: skip


def category_names(tree: Mapping[str, Words]) -> dict[str, Words]:
    """Names by handle of the top categories, with those of what stands in none."""
    return {**tree, DELIVERY: DELIVERY_WORDS, "": NO_CATEGORY}


def revenue_chart(lines: Sequence[Line], currency: str, lang: Lang) -> Curve | None:
    """Revenue by week, and dashed that of a year before where every week of it is known."""
    oldest = list(reversed(lines))
    values = [float(Money(one.now.revenue, currency).major) for one in oldest]
    before = [one.last for one in oldest]
    known = [one for one in before if one is not None]
    second = [float(Money(one.revenue, currency).major) for one in known] if len(known) == len(before) else []
    heads = [Words("Week of", "周起始"), Words("Revenue", "净销售额"), Words("A year before", "上年同周")]
    rows = [
        CurveRow(
            cells=(
                one.name.text(lang), amount_text(Money(one.now.revenue, currency), lang),
                amount_text(Money(one.last.revenue, currency), lang) if one.last is not None else "–",
            )
        )
        for one in oldest
    ]  # fmt: skip
    note = Words("The last week is not over.", "最后一周尚未结束。")
    if second:
        note = Words(
            "Dashed: the same weeks a year before. The last week is not over.", "虚线为上年同周。最后一周尚未结束。"
        )
    return curve_of(
        values, [one.name.text(lang) for one in oldest], rows, second=second, heads=heads, note=note,
        title=Words(f"Revenue by week, {currency}", f"每周净销售额（{currency}）"),
    )  # fmt: skip


def headline(total: Figures, more: float | None, weeks: int, currency: str) -> Words:
    """What the weeks brought, and against last year where that can be said."""
    if total.empty:
        return Words(f"No orders in {weeks} weeks", f"近 {weeks} 周没有订单")
    whole = Money(round(Money(total.revenue, currency).major) * 10 ** minor_digits(currency), currency)
    orders = "One order" if total.orders == 1 else f"{total.orders:,} orders"
    begin = Words(
        f"{orders} brought {whole.text('en')} in {weeks} weeks",
        f"近 {weeks} 周 {total.orders:,} 笔订单，净销售额 {whole.text('zh')}",
    )
    if more is None:
        return Words(
            f"{begin.en}; there is no whole year before to hold it against", f"{begin.zh}，尚无完整上年数据可比"
        )
    if abs(more) < _LITTLE:
        return Words(f"{begin.en}, as much as a year before", f"{begin.zh}，与上年持平")
    share = f"{abs(more):.0%}" if abs(more) >= 0.01 else f"{abs(more):.1%}"
    return Words(
        f"{begin.en}, {share} {'more' if more > 0 else 'less'} than a year before",
        f"{begin.zh}，同比{'增长' if more > 0 else '下降'} {share}",
    )


def _day(day: date, lang: Lang) -> str:
    return date_text(day, lang, UTC, style="short")
