"""A priced cart as a ledger: one step a line, a bar for each against one floor line, and the arithmetic in words. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, Literal

from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.promotions.quoting.walk import Margin, Priced, Step
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.worst.words import rule_words
from mercery.ui.formats import amount_text, number_text

RowKind = Literal["list", "step", "fee", "paid"]
StepWords = Callable[[Step], Words]
"""What a step did, in words: `20 % off 1,480.00`."""
MarginOf = Callable[[Calendar, Priced], Margin]
_CUT_ABOVE: Final = 0.5
"""Where nothing drawn is below this share of the longest bar, bars begin higher up, and the page says where."""
_WIDEST: Final = 10**12


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A bar in per cent of the column."""

    start: float
    width: float
    drop: float | None = None
    """Where the dotted line to the next row hangs from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkRow:
    """One line of the ledger."""

    kind: RowKind
    label: Words
    under: Words
    change: Money | None
    price: Money
    bar: Drawn
    at_fault: bool = False
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """A cart from its list price to what is paid."""

    rows: Sequence[WalkRow]
    floor: Money | None
    """The least that may be paid for these goods; None where no price reaches the floor."""
    floor_at: float | None
    short: Money | None
    """How far what is paid lies below it; None where it does not."""
    short_bar: Drawn | None
    begins: Money | None
    """Where the bars begin, if not at nothing."""
    margin_share: Decimal
    passes: bool
    why: Words
    """The arithmetic of cost, fees and floor."""
    gifts: Sequence[tuple[str, int]] = ()


def walk(
    calendar: Calendar,
    priced: Priced,
    margin: Margin,
    *,
    names: Mapping[str, Words],
    step_words: StepWords,
    margin_of: MarginOf,
    at_fault: Collection[str] = (),
) -> Walk:
    """Everything of a priced cart that is shown."""
    currency = calendar.currency
    floor = floor_price(calendar, priced, margin_of)
    raw = _rows(calendar, priced, names, step_words, at_fault)
    values = [row.price.minor for row in raw] + ([floor] if floor is not None else [])
    low, high = _axis(values)
    rows = [_drawn(row, raw[index - 1] if index else None, low, high) for index, row in enumerate(raw)]
    short = floor - priced.payable if floor is not None and floor > priced.payable else None
    return Walk(
        rows=rows,
        floor=None if floor is None else Money(floor, currency),
        floor_at=None if floor is None else _at(floor, low, high),
        short=None if short is None else Money(short, currency),
        short_bar=None if short is None or floor is None else _between(priced.payable, floor, low, high),
        begins=Money(low, currency) if low else None,
        margin_share=Decimal(margin.share_bps) / 10_000,
        passes=margin.short <= 0,
        why=arithmetic(calendar, margin, floor, paid=priced.payable),
        gifts=priced.gifts,
    )


def floor_price(calendar: Calendar, priced: Priced, margin_of: MarginOf) -> int | None:
    """The least payable amount for the same goods, discounts of others and delivery at which the floor holds."""

    def passes(payable: int) -> bool:
        # What the customer pays more, the merchant gives less.
        given = priced.merchant_discount - (payable - priced.payable)
        other = replace(priced, payable=payable, goods=payable - priced.shipping, merchant_discount=given)
        return margin_of(calendar, other).short <= 0

    low, high = -1, max(priced.list_total + priced.shipping, 1)
    while not passes(high):
        low, high = high, high * 2
        if high > _WIDEST:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if passes(middle) else (middle, high)
    return high


def arithmetic(calendar: Calendar, margin: Margin, floor: int | None, *, paid: int | None = None) -> Words:
    """Cost and fees named, the floor worked out, what the cart leaves."""
    cash = _Cash(calendar.currency)
    fees = margin.parcel + margin.payment + margin.commission
    cost = margin.goods + fees
    gifts = (
        Words(f" with gifts {cash.en(margin.gifts)}", f"（含赠品 {cash.zh(margin.gifts)}）")
        if margin.gifts
        else Words("")
    )
    parts = _fees(margin, cash)
    en = [f"Cost {cash.en(cost)}: goods {cash.en(margin.goods)}{gifts.en}{parts.en}."]
    zh = [f"成本 {cash.zh(cost)}：商品 {cash.zh(margin.goods)}{gifts.zh}{parts.zh}。"]
    share = calendar.floor.margin_bps
    if share:
        at = f"; a price of {cash.en(floor)} would just clear it" if floor is not None else ""
        at_zh = f"，实付 {cash.zh(floor)} 恰可达到" if floor is not None else ""
        en.append(f"Your floor is a {_rate(share)} margin{at}.")
        zh.append(f"底线为毛利率 {_rate(share)}{at_zh}。")
    elif floor is not None:
        en.append(f"Your floor is cost; a price of {cash.en(floor)} would just clear it.")
        zh.append(f"底线为成本，实付 {cash.zh(floor)} 恰可达到。")
    if margin.revenue > 0:
        en.append(f"This cart leaves {cash.en(margin.margin)}, {_rate(margin.share_bps)}.")
        zh.append(f"此单剩余 {cash.zh(margin.margin)}，即 {_rate(margin.share_bps)}。")
    else:
        en.append(f"Nothing is paid; the cart costs {cash.en(-margin.margin)}.")
        zh.append(f"实付为零，此单净亏 {cash.zh(-margin.margin)}。")
    if margin.short > 0:
        en.append(f"That is {cash.en(margin.short)} less than the floor asks.")
        zh.append(f"比底线要求少 {cash.zh(margin.short)}。")
        more = floor - paid if floor is not None and paid is not None else 0
        if more > margin.short:
            en.append(
                f"The price has to rise by more, {cash.en(more)}: a part of what is paid more goes to tax and fees, and the floor rises with it."
            )
            zh.append(f"实付须提高 {cash.zh(more)}：多收的钱有一部分归税费，底线也随之提高。")
    if calendar.fees.tax_bps:
        en.append(f"Prices contain {_rate(calendar.fees.tax_bps)} tax, which is taken out first.")
        zh.append(f"价格含税 {_rate(calendar.fees.tax_bps)}，先予扣除。")
    return Words(" ".join(en), "".join(zh))


@dataclass(frozen=True, slots=True)
class _Cash:
    """Amounts without a sign of currency, as a ledger writes them."""

    currency: str

    def en(self, minor: int) -> str:
        return amount_text(Money(minor, self.currency), "en")

    def zh(self, minor: int) -> str:
        return amount_text(Money(minor, self.currency), "zh")


def _fees(margin: Margin, cash: _Cash) -> Words:
    named = [
        (margin.parcel, "parcel", "快递"),
        (margin.payment, "payment", "支付手续费"),
        (margin.commission, "commission", "平台佣金"),
    ]
    shown = [one for one in named if one[0]]
    return Words(
        "".join(f", {en} {cash.en(amount)}" for amount, en, _ in shown),
        "".join(f"、{zh} {cash.zh(amount)}" for amount, _, zh in shown),
    )


def _rate(bps: int) -> str:
    return number_text(Decimal(bps) / 100, "en", digits=None if bps % 10 == 0 else 2) + "%"


def _rows(
    calendar: Calendar,
    priced: Priced,
    names: Mapping[str, Words],
    step_words: StepWords,
    at_fault: Collection[str],
) -> list[WalkRow]:
    currency, left = calendar.currency, priced.list_total
    nothing = Drawn(start=0, width=0)
    rows = [
        WalkRow(kind="list", label=Words("List price", "标价"), under=_listed(calendar, priced, names), change=None,
            price=Money(left, currency), bar=nothing)
    ]  # fmt: skip

    def add(step: Step) -> None:
        nonlocal left
        left -= step.discount
        rows.append(
            WalkRow(kind="step", label=rule_words(calendar, step.rule), under=step_words(step), change=Money(-step.discount, currency),
                price=Money(left, currency), bar=nothing, at_fault=step.rule in at_fault, rule=step.rule)
        )  # fmt: skip

    for step in priced.steps:
        if step.level != "ship":
            add(step)
    delivery = [step for step in priced.steps if step.level == "ship"]
    fee = priced.shipping + sum(step.discount for step in delivery)
    if fee:
        left += fee
        rows.append(
            WalkRow(kind="fee", label=Words("Delivery", "配送"), under=Words(""), change=Money(fee, currency),
                price=Money(left, currency), bar=nothing)
        )  # fmt: skip
    for step in delivery:
        add(step)
    paid = Words("Customer pays", "顾客实付")
    rows.append(WalkRow(kind="paid", label=paid, under=Words(""), change=None, price=Money(priced.payable, currency), bar=nothing))  # fmt: skip
    return rows


def _listed(calendar: Calendar, priced: Priced, names: Mapping[str, Words]) -> Words:
    cash = _Cash(calendar.currency)
    parts = []
    for line in priced.lines:
        name = names.get(line.sku) or Words(calendar.skus[line.sku].name or line.sku)
        times = f"{line.quantity} × " if line.quantity > 1 else ""
        unit = line.list_total // line.quantity if line.quantity else 0
        parts.append((f"{times}{name.en or name.zh} {cash.en(unit)}", f"{name.zh or name.en} {cash.zh(unit)}" + (f" × {line.quantity}" if times else "")))  # fmt: skip
    return Words("; ".join(en for en, _ in parts), "、".join(zh for _, zh in parts))


def _axis(values: Sequence[int]) -> tuple[int, int]:
    """Where bars begin and end: at nothing, or at a round amount below everything drawn."""
    high, low = max(values), min(values)
    if high <= 0:
        return 0, 1
    if low < high * _CUT_ABOVE:
        return 0, high
    room = low - (high - low) * 0.5
    unit = 10 ** (len(str(max(1, high - low))) - 1)
    return max(0, int(room // unit) * unit), high


def _drawn(row: WalkRow, before: WalkRow | None, low: int, high: int) -> WalkRow:
    price = row.price.minor
    if row.kind in ("list", "paid"):
        return replace(row, bar=_between(low, price, low, high))
    previous = before.price.minor if before is not None else price
    bar = _between(min(previous, price), max(previous, price), low, high)
    return replace(row, bar=replace(bar, drop=_at(price, low, high)))


def _between(one: int, other: int, low: int, high: int) -> Drawn:
    start, end = _at(one, low, high), _at(other, low, high)
    return Drawn(start=start, width=round(max(0.0, end - start), 3))


def _at(value: int, low: int, high: int) -> float:
    return round(min(100.0, max(0.0, (value - low) / max(1, high - low) * 100)), 3)
