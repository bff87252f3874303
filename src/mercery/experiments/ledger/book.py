"""The page of costs: by feature, kind and day, what each thing cost, and what has no price. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from mercery.accounts.console.problems import FormErrors
from mercery.core.i18n import Lang, Words
from mercery.core.money import Money
from mercery.experiments.ledger.costs import Cost, CostLine, UnitLine
from mercery.experiments.ledger.kinds import KINDS, MEASURES, CostKind, Measure
from mercery.experiments.ledger.prices import EXCHANGE, Tariff, money_of
from mercery.experiments.ledger.rates import ALL
from mercery.experiments.service import FEATURES
from mercery.ui.curves import Curve, CurveRow, curve_of
from mercery.ui.formats import DateStyle, date_text, number_text, zone_named

NAMES: Final[Mapping[str, Words]] = {
    **FEATURES,
    "content": Words("Content", "内容"),
    "answers": Words("Answers from documents", "文件答复草稿"),
}
UNIT_NAMES: Final[Mapping[str, tuple[Words, Words]]] = {
    "conversation": (Words("a conversation", "每段会话"), Words("conversations", "段会话")),
    "search_answer": (Words("a search answer", "每条搜索答复"), Words("search answers", "条搜索答复")),
    "comment": (Words("a comment answered", "每条评论答复"), Words("comments", "条评论")),
    "show": (Words("a show", "每场直播"), Words("shows", "场直播")),
    "piece": (Words("a piece of content", "每篇内容"), Words("pieces", "篇内容")),
}
ORDER: Final = (*FEATURES, "content", "answers")
NO_NAMES: Final[Mapping[str, Words]] = {}


Named = Mapping[str, Words]
"""Experiments of the shop's own by key, as the shop calls them."""


def name_of(feature: str, own: Named = NO_NAMES) -> Words:
    """What a feature is called: one of Mercery's, an experiment of the shop's, or else its key in words."""
    plain = feature.replace("-", " ").replace("_", " ").strip() or feature
    return NAMES.get(feature) or own.get(feature) or Words(plain[0].upper() + plain[1:], plain)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureCosts:
    """A row of the ledger: a feature by kind."""

    feature: str
    name: Words
    kinds: Mapping[CostKind, Cost]
    total: Cost


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCost:
    """What one conversation, answer, show or piece cost on average."""

    name: Words
    of: Words
    count: int
    cost: Cost

    @property
    def each(self) -> int:
        """Millionths."""
        return round(self.cost.micros / self.count)


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceRow:
    """A price in the form."""

    kind: str
    name: Words
    unit: Words
    about: Words
    typed: str
    needed: bool
    """Whether something was used that it would price."""
    fixed: bool = False
    """Whether the settings give the price, so that none is typed here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Over:
    """A day on which a limit was passed."""

    name: Words
    day: date
    spent: Money
    limit: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class CostsPage:
    """What the page shows."""

    currency: str
    days: int
    since: date
    until: date
    features: Sequence[FeatureCosts]
    total: Cost
    units: Sequence[UnitCost]
    unpriced: Sequence[tuple[Words, str]]
    """Kinds without a price that were used, and how much of each, in words of the reader's language."""
    abroad: Sequence[Money]
    chart: Curve | None
    over: Sequence[Over]
    prices: Sequence[PriceRow]
    limits: Mapping[str, str]
    may_change: bool
    errors: FormErrors
    kinds: Sequence[tuple[CostKind, Measure]] = tuple(MEASURES.items())

    @property
    def empty(self) -> bool:
        """Whether nothing was used."""
        return not self.features

    @property
    def dated(self) -> DateStyle:
        """How the ends of the time are written: with their years where there are two."""
        return _dated(self.since, self.until)

    def money(self, micros: int) -> Money:
        """In the shop's currency."""
        return money_of(micros, self.currency)

    def small(self, micros: int) -> bool:
        """Whether it is something, and less than the smallest unit of money."""
        return micros > 0 and self.money(micros).minor == 0

    def error(self, name: str) -> str:
        """What is wrong with a field."""
        return self.errors.of(name)

    @property
    def headline(self) -> Words:
        """The conclusion."""
        if self.empty:
            return Words(f"Nothing was used in {self.days} days", f"近 {self.days} 天没有用量")
        money = self.money(self.total.micros)
        some = Words(
            f"The staff cost {money.text('en')} in {self.days} days",
            f"近 {self.days} 天 AI 店员花费 {money.text('zh')}",
        )
        if not self.total.known:
            return Words(
                f"What was used in {self.days} days has no price yet", f"近 {self.days} 天的用量尚无价格"
            )  # fmt: skip
        if not self.total.whole:
            return Words(f"{some.en}, and what has no price yet", f"{some.zh}，另有部分用量尚无价格")
        return some


def rows_of(lines: Sequence[CostLine], own: Named = NO_NAMES) -> list[FeatureCosts]:
    """Features in the order of the menu, each by kind."""
    found: dict[str, dict[CostKind, Cost]] = {}
    for line in lines:
        kinds = found.setdefault(line.feature, {})
        kinds[line.kind] = kinds.get(line.kind, Cost()) + line.cost
    order = [*(one for one in ORDER if one in found), *sorted(one for one in found if one not in ORDER)]
    return [
        FeatureCosts(feature=one, name=name_of(one, own), kinds=found[one], total=sum(found[one].values(), Cost()))
        for one in order
    ]


def units_of(lines: Sequence[UnitLine]) -> list[UnitCost]:
    """In the order of the features."""
    return [
        UnitCost(name=UNIT_NAMES[line.unit][0], of=UNIT_NAMES[line.unit][1], count=line.count, cost=line.cost)
        for line in sorted(lines, key=lambda line: (list(UNIT_NAMES).index(line.unit), line.feature))
    ]


def unpriced_of(features: Sequence[FeatureCosts], lang: Lang) -> list[tuple[Words, str]]:
    """What was used of kinds nobody gave a price for."""
    found: dict[CostKind, int] = {}
    for one in features:
        for kind, cost in one.kinds.items():
            found[kind] = found.get(kind, 0) + cost.unpriced
    return [(MEASURES[kind].name, measured(kind, found[kind], lang)) for kind in KINDS if found.get(kind)]


def measured(kind: CostKind, quantity: int, lang: Lang) -> str:
    """A quantity in the words of its measure: `1.24 core hours`."""
    measure = MEASURES[kind]
    value = measure.measured(quantity)
    digits = 0 if measure.size == 1 else 2 if value >= 0.1 else 4
    text = number_text(round(value, digits), lang, digits=digits)
    unit = measure.unit.text(lang)
    if lang == "zh":
        return f"{text} {unit}"
    return f"{text} {unit}" if unit.endswith("s") or value == 1 else f"{text} {unit}s"


def chart_of(lines: Sequence[CostLine], since: date, days: int, currency: str, lang: Lang, zone: str) -> Curve | None:
    """Money by day, all features together; from the first day of use on where that came late in the time."""
    by_day: dict[date, int] = {}
    for line in lines:
        by_day[line.day] = by_day.get(line.day, 0) + line.cost.micros
    order = [since + timedelta(days=number) for number in range(days)]
    first = min(by_day, default=since)
    late = (first - since).days > days // 2
    if late:
        # A day without use stands before it, so that the beginning is seen as one.
        order = [day for day in order if day >= first - timedelta(days=1)]
    values = [by_day.get(day, 0) / 1_000_000 for day in order]
    if not any(values):
        return None
    style = _dated(order[0], order[-1])
    labels = [date_text(day, lang, zone_named(zone), style=style) for day in order]
    begun = date_text(first, lang, zone_named(zone), style=style) if late else ""
    rows = [
        CurveRow(cells=(label, number_text(value, lang, digits=4))) for label, value in zip(labels, values, strict=True)
    ]
    most = _most(values, labels)
    return curve_of(
        values, labels, rows, title=Words(f"Money by day, {currency}", f"每日花费（{currency}）"),
        note=Words(
            f"{most.en} Only what has a price; today is not over." + (f" Nothing was used before {begun}." if late else ""),
            f"{most.zh}仅含有价格的部分，今天尚未结束。" + (f"{begun} 之前没有用量。" if late else ""),
        ),
        heads=[Words("Day", "日期"), Words("Cost", "花费")],
    )  # fmt: skip


def _dated(first: date, last: date) -> DateStyle:
    return "short" if first.year == last.year else "medium"


def _most(values: Sequence[float], labels: Sequence[str]) -> Words:
    """On which day it was most, if there is one."""
    top = [label for value, label in zip(values, labels, strict=True) if value == max(values)]
    if len(top) == len(values):
        return Words("As much on every day.", "每天相同。")
    if len(top) == 1:
        return Words(f"The most on {top[0]}.", f"{top[0]} 最高。")
    return Words(f"The most on {top[-1]}, and as much on {len(top) - 1} before.", f"{top[-1]} 等 {len(top)} 天最高。")


def over_of(lines: Sequence[CostLine], limits: Mapping[str, Money], currency: str, own: Named = NO_NAMES) -> list[Over]:
    """Days on which a limit was passed, the newest first."""
    spent: dict[tuple[str, date], int] = {}
    for line in lines:
        for feature in (line.feature, ALL):
            key = (feature, line.day)
            spent[key] = spent.get(key, 0) + line.cost.micros
    found = [
        Over(
            name=Words("All features", "全部功能") if feature == ALL else name_of(feature, own), day=day,
            spent=money_of(micros, currency), limit=limits[feature],
        )
        for (feature, day), micros in spent.items()
        if feature in limits and money_of(micros, currency).minor > limits[feature].minor
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one.day.toordinal(), one.name.en))


def prices_of(
    tariff: Tariff,
    features: Sequence[FeatureCosts],
    abroad: Mapping[str, int],
    typed: Mapping[str, str],
    *,
    model_priced: bool,
) -> list[PriceRow]:
    """The form: a price for each kind, and what each other currency is worth. The model's price stands in the settings where
    they name one."""
    open_kinds = {kind for one in features for kind, cost in one.kinds.items() if cost.unpriced}
    rows = [
        PriceRow(
            kind=kind, name=MEASURES[kind].name, unit=MEASURES[kind].unit, about=MEASURES[kind].about,
            typed=typed.get(kind, _typed(tariff, kind)), needed=kind in open_kinds,
            fixed=kind == "model" and model_priced and tariff.now(kind) is None,
        )
        for kind in KINDS
    ]  # fmt: skip
    known = {kind.removeprefix(EXCHANGE) for kind in tariff.rates if kind.startswith(EXCHANGE)}
    for code in sorted({*known, *abroad} - {tariff.currency}):
        kind = EXCHANGE + code
        rows.append(
            PriceRow(
                kind=kind, name=Words(f"1 {code}", f"1 {code}"), unit=Words(code, code),
                about=Words(f"What one {code} is worth, to count costs in it with the others.", f"1 {code} 折合多少，用于合并计算。"),
                typed=typed.get(kind, _typed(tariff, kind)), needed=code in abroad,
            )
        )  # fmt: skip
    return rows


def _typed(tariff: Tariff, kind: str) -> str:
    held = tariff.now(kind)
    return f"{held.amount:f}" if held is not None and held.amount is not None else ""
