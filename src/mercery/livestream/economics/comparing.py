"""The page of what each way to be on air costs and brings. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from mercery.accounts.console.problems import FormErrors
from mercery.core.i18n import Lang, Words
from mercery.core.money import Money, minor_digits
from mercery.livestream.economics.attributing import ShowSales, together
from mercery.livestream.economics.entries import Way
from mercery.livestream.economics.ways import (
    FIELDS,
    KIND_NAMES,
    KINDS,
    Assumed,
    Field,
    Range,
    WayKind,
    Worked,
    assumed,
    fixed_of,
    worked,
)
from mercery.ui.formats import MINUS, number_text

NO_WORDS: Final = Words("")
_MOST: Final = 20.0
"""A return beyond that is drawn at the edge; its number is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One way in the table."""

    way: Way | None
    """None: ours without an entry of its own."""
    kind: WayKind
    name: Words
    worked: Worked | None
    """None: it cannot be worked out, and `why` says for want of what."""
    why: Words = NO_WORDS
    measured: bool = False
    """From the shop's own shows."""

    @property
    def left(self) -> Range:
        """Margin less cost, where it can be worked out."""
        one = self.worked
        ends = (0.0, 0.0) if one is None else (one.margin.low - one.cost.low, one.margin.high - one.cost.high)
        return Range(low=min(ends), high=max(ends))


@dataclass(frozen=True, slots=True, kw_only=True)
class OurShows:
    """What the shop's own shows of the time sold and cost, all together. Money in units of the shop's currency."""

    shows: Sequence[ShowSales]
    compute: float | None
    """What engines and voices cost; None: nothing of it is known."""
    noted: bool
    """Whether anything they used is on record."""
    partly: bool
    """Whether part of what was used has no price."""
    days: int
    window: int
    """Hours after a show in which orders count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EconomicsPage:
    """What the page shows."""

    currency: str
    lines: Sequence[Line]
    ours: OurShows
    ways: Sequence[Way]
    own_margin: float | None
    today: date
    may_edit: bool
    errors: FormErrors
    typed: Mapping[str, str]
    editing: str
    """Id of the entry being mended; `new-<kind>` for a new one; empty: none."""
    told_errors: FormErrors
    kinds: Sequence[tuple[WayKind, Words]] = tuple(KIND_NAMES.items())

    @property
    def best(self) -> Line | None:
        """The way that brings back most for each unit of cost, half way."""
        ranked = [one for one in self.lines if one.worked is not None and one.worked.back is not None]
        return max(
            ranked, key=lambda one: one.worked.back.middle if one.worked and one.worked.back else 0.0, default=None
        )

    @property
    def sure(self) -> bool:
        """Whether the best way's worst is no worse than every other's best."""
        best = self.best
        if best is None or best.worked is None or best.worked.back is None:
            return False
        low = best.worked.back.low
        others = [one.worked.back.high for one in self.lines if one is not best and one.worked and one.worked.back]
        return bool(others) and all(low >= high for high in others)

    @property
    def headline(self) -> Words:
        """The conclusion."""
        best = self.best
        if best is None:
            return Words("There is nothing to compare yet", "还没有可比较的内容")
        en, zh = best.name.text("en"), best.name.text("zh")
        if sum(one.worked is not None and one.worked.back is not None for one in self.lines) == 1:
            return Words(f"Only {en} can be worked out so far", f"目前仅能算出“{zh}”")
        if self.sure:
            return Words(f"{en} brings back the most for what it costs", f"“{zh}”投入产出最高")
        return Words(
            f"Taken half way, {en} brings back the most; the ranges overlap",
            f"取中值“{zh}”最高，但区间有重叠",
        )

    def money(self, value: float) -> Money:
        """An amount, to the smallest unit."""
        return Money(round(value * 10 ** minor_digits(self.currency)), self.currency)

    def spent(self, lang: Lang) -> str:
        """What our shows used, in money of the reader's language."""
        money = self.money(self.ours.compute or 0.0)
        if money.minor or not self.ours.compute:
            return money.text(lang)
        least = Money(1, self.currency).text(lang)
        return f"under {least}" if lang == "en" else f"不足 {least}"

    def minor(self, minor: int) -> Money:
        """An amount of orders."""
        return Money(minor, self.currency)

    def ends(self, one: Range, lang: Lang) -> str:
        """A range of money in a ledger, without cents; one number where both ends are the same."""
        low, high = (number_text(round(value), lang, digits=0) for value in (one.low, one.high))
        if low == high:
            return low
        return f"{low} to {high}" if lang == "en" else f"{low} 至 {high}"

    def back(self, value: float, lang: Lang) -> str:
        """A return as a multiple: `2.4 for 1`."""
        text = number_text(abs(value), lang, digits=1 if abs(value) < 100 else 0)
        return f"{MINUS if value < 0 and text != '0.0' else ''}{text}"

    def drawn(self, value: float) -> float:
        """Where it stands in the chart."""
        return max(-1.0, min(_MOST, value))

    @property
    def scale(self) -> tuple[float, float]:
        """Of all ways, with the point of break-even in it."""
        backs = [one.worked.back for one in self.lines if one.worked is not None and one.worked.back is not None]
        high = max([self.drawn(one.high) for one in backs], default=1.0)
        return -1.0, max(1.0, high) * 1.08

    def fields(self, kind: WayKind) -> Sequence[Field]:
        """What is typed of a kind."""
        return FIELDS[kind]

    def value(self, way: Way | None, kind: WayKind, name: str) -> str:
        """What stands in a field."""
        if self.editing == (way.id if way else f"new-{kind}"):
            return self.typed.get(name, "")
        if way is None:
            return self.today.isoformat() if name == "dated" else ""
        own = {
            "name": way.name.en, "name_zh": way.name.zh, "source": way.source.en, "source_zh": way.source.zh,
            "dated": way.dated.isoformat(),
        }  # fmt: skip
        return own.get(name) or way.typed.get(name, "")

    def error(self, way: Way | None, kind: WayKind, name: str) -> str:
        """What is wrong with a field of the form being mended."""
        return self.errors.of(name) if self.editing == (way.id if way else f"new-{kind}") else ""

    def shown(self, way: Way, field: Field, lang: Lang) -> str:
        """An assumption in words."""
        text = way.typed.get(field.name, "")
        if not text:
            return Words("not given", "未填").text(lang)
        if field.kind == "percent":
            return f"{number_text(Decimal(text), lang)}%"
        return (
            f"{number_text(Decimal(text), lang)} {self.currency}"
            if field.kind == "money"
            else number_text(Decimal(text), lang)
        )


def lines_of(ways: Sequence[Way], ours: OurShows, own_margin: float | None, currency: str) -> list[Line]:
    """Every way, ours first."""
    entry = next((one for one in ways if one.kind == "ours"), None)
    found = [_our_line(entry, ours, currency)]
    for way in ways:
        if way.kind == "ours":
            continue
        numbers = assumed(way.kind, way.typed, own_margin)
        why = Words(
            "The margin is not typed, and the shop's own is not known: no costs of goods are on record.",
            "未填毛利率，且店铺未录入商品成本，无法得知实际毛利。",
        )
        found.append(
            Line(
                way=way, kind=way.kind, name=way.name, worked=worked(numbers) if numbers else None,
                why=NO_WORDS if numbers else why,
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: (one.kind != "ours", KINDS.index(one.kind)))


def _our_line(entry: Way | None, ours: OurShows, currency: str) -> Line:
    name = entry.name if entry else KIND_NAMES["ours"]
    numbers, why = our_show(entry, ours, currency)
    return Line(way=entry, kind="ours", name=name, worked=worked(numbers) if numbers else None, why=why, measured=True)


def our_show(entry: Way | None, ours: OurShows, currency: str) -> tuple[Assumed | None, Words]:
    """A show of ours on average, from the shop's own figures: sales of known viewers are the least; what channels and platforms
    tell besides makes the most."""
    count = len(ours.shows)
    if not count:
        return None, Words(f"No show was on air in {ours.days} days.", f"近 {ours.days} 天没有直播。")
    if not ours.noted:
        return None, Words("What engines and voices used is not on record yet.", "引擎与语音的用量尚无记录。")
    if ours.compute is None:
        return None, Words(
            "What was used has no price: give one for a core hour on the page of costs.",
            "用量尚无价格，请在成本页填写核心小时价格。",
        )
    unit = 10.0 ** minor_digits(currency)
    all_orders = together(ours.shows)
    least = sum(one.viewers.paid for one in ours.shows) / unit / count
    most = (all_orders.paid + sum(one.told_minor for one in ours.shows)) / unit / count
    if not most:
        return None, Words("No sale is known to have come from a show.", "尚无可归因于直播的销售。")
    margin = all_orders.margin_share
    if margin is None:
        return None, Words("The cost of what was sold is not known.", "所售商品的成本未知。")
    fixed, share = fixed_of("ours", entry.typed if entry else {})
    paid = all_orders.paid + sum(one.told_minor for one in ours.shows)
    refunds = all_orders.refunds + sum(one.told_refund for one in ours.shows)
    back = refunds / paid if paid else 0.0
    return Assumed(
        fixed=fixed + ours.compute / count, share=share, sales=Range(low=least, high=most),
        returns=Range(low=back, high=back), margin=margin,
    ), NO_WORDS  # fmt: skip
