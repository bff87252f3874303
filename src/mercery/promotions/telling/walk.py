"""How a price came about, line by line, in words. Only what the evaluator put into its steps is said."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from mercery.core.i18n import Lang, Words
from mercery.core.money import Money
from mercery.promotions.quoting.walk import Priced, Quote, Step
from mercery.promotions.rules.benefit import Every, Gift, Off, Pct, Tiers
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.rule import Rule
from mercery.promotions.telling.benefits import tell_benefit
from mercery.promotions.telling.names import Names
from mercery.promotions.telling.numbers import percent, pieces, zhe

LineKind = Literal["list", "step", "gift", "delivery", "payable", "deposit", "missed", "bound"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkLine:
    """One line of a walk-down."""

    kind: LineKind
    words: str
    amount: Money | None = None
    """What it adds (a discount is negative); for `payable` the sum, for `missed` how much is missing."""
    detail: str = ""
    """What the threshold asked for and what was read, or why less was given than wanted."""
    rule: str | None = None
    """Id of the rule it is about."""


def tell_walk(quote: Quote, calendar: Calendar, lang: Lang, names: Names | None = None) -> tuple[WalkLine, ...]:
    """From the list price to what is paid, then what was nearly reached, and whether it is the least price."""
    told = names or Names.of(calendar)
    lines = [*tell_priced(quote.best, calendar, lang, told)]
    for rule_id, missing in quote.missed.items():
        rule = calendar.by_id.get(rule_id)
        if rule is not None:
            lines.append(_missed(rule, missing, rule_id in quote.missed_pieces, lang, told))
    if not quote.optimal:
        money = Money(quote.bound, calendar.currency)
        words = Words(
            f"The search was cut short; no combination costs less than {money.text('en')}.",
            f"计算提前结束；任何组合都不会低于{money.text('zh')}。",
        )
        lines.append(WalkLine(kind="bound", words=words.text(lang), amount=money))
    return tuple(lines)


def tell_priced(priced: Priced, calendar: Calendar, lang: Lang, names: Names | None = None) -> tuple[WalkLine, ...]:
    """The walk-down of one priced cart."""
    told = names or Names.of(calendar)
    currency = calendar.currency
    lines = [_listed(priced, lang, currency)]
    delivery = [step for step in priced.steps if step.level == "ship"]
    lines += [
        _step(step, calendar, lang, told)
        for step in priced.steps
        if step.level != "ship" and not _given(step, calendar)
    ]
    lines += [_gift(sku, count, lang, told) for sku, count in priced.gifts]
    if calendar.shipping:
        words = Words("Delivery", "运费").text(lang)
        lines.append(WalkLine(kind="delivery", words=words, amount=Money(calendar.shipping, currency)))
    lines += [_step(step, calendar, lang, told) for step in delivery]
    to_pay = Words("To pay", "应付").text(lang)
    lines.append(WalkLine(kind="payable", words=to_pay, amount=Money(priced.payable, currency)))
    if priced.deposit:
        words = Words("Of it paid first, as a deposit", "其中先付定金").text(lang)
        lines.append(WalkLine(kind="deposit", words=words, amount=Money(priced.deposit, currency)))
    return tuple(lines)


def _given(step: Step, calendar: Calendar) -> bool:
    """Whether it gives an article, which has a line of its own."""
    rule = calendar.by_id.get(step.rule)
    return rule is not None and isinstance(rule.benefit, Gift) and not step.discount


def _listed(priced: Priced, lang: Lang, currency: str) -> WalkLine:
    count = sum(line.quantity for line in priced.lines)
    said = f"标价合计，{pieces(count, lang)}" if lang == "zh" else f"List price of {pieces(count, lang)}"
    return WalkLine(kind="list", words=said, amount=Money(priced.list_total, currency))


def _gift(sku: str, count: int, lang: Lang, names: Names) -> WalkLine:
    name = names.sku(sku, lang)
    said = f"赠品：{name}" if lang == "zh" else f"Free gift: {name}"
    return WalkLine(kind="gift", words=said if count == 1 else f"{said} × {count}")


def _step(step: Step, calendar: Calendar, lang: Lang, names: Names) -> WalkLine:
    rule = calendar.by_id.get(step.rule)
    words = tell_step(step, rule, lang, names) if rule else names.rule(step.rule, lang)
    notes = [note for note in (_threshold(step, lang, names), _shortened(step, lang, names)) if note]
    return WalkLine(
        kind="step",
        words=words,
        amount=Money(-step.discount, calendar.currency),
        detail=("；" if lang == "zh" else "; ").join(notes),
        rule=step.rule,
    )


def tell_step(step: Step, rule: Rule, lang: Lang, names: Names) -> str:
    """`20% off €1,480`, `€60 above €900`, `3 × (€50 off every €300)`."""
    zh = lang == "zh"
    base = names.money(step.base, lang)
    match rule.benefit:
        case Pct(bps=bps):
            return f"{base}享{zhe(bps)}" if zh else f"{percent(bps)} off {base}"
        case Off(amount=amount, per="order") if step.need_in == "amount" and step.need:
            off, need = names.money(amount, lang), names.money(step.need, lang)
            return f"满{need}减{off}" if zh else f"{off} above {need}"
        case Every(step=every, off=off):
            count = step.wanted // off if off else 0
            low, high = names.money(off, lang), names.money(every, lang)
            return f"每满{high}减{low}，减{count}次" if zh else f"{count} × {low} for every {high}"
        case Tiers():
            return _tier(step, rule.benefit, lang, names)
        case _:
            said = tell_benefit(rule.benefit, lang, names)
            return said[:1].upper() + said[1:]


def _tier(step: Step, benefit: Tiers, lang: Lang, names: Names) -> str:
    reached = [one for one in benefit.steps if one[0] <= step.reached] or [benefit.steps[0]]
    return tell_benefit(replace(benefit, steps=(reached[-1],)), lang, names)


def _threshold(step: Step, lang: Lang, names: Names) -> str:
    if not step.need:
        return ""
    if step.need_in == "quantity":
        need, read = pieces(step.need, lang), pieces(step.reached, lang)
    else:
        need, read = names.money(step.need, lang), names.money(step.reached, lang)
    if lang == "zh":
        return f"门槛{need}，计入{read}，已满足"
    return f"threshold {need} reached with {read}"


def _shortened(step: Step, lang: Lang, names: Names) -> str:
    if step.discount >= step.wanted:
        return ""
    wanted = names.money(step.wanted, lang)
    return f"原应减{wanted}，受上限或最低价限制" if lang == "zh" else f"would be {wanted}, cut by a cap or a floor"


def _missed(rule: Rule, missing: int, count: bool, lang: Lang, names: Names) -> WalkLine:
    said = tell_benefit(rule.benefit, lang, names)
    more = pieces(missing, lang) if count else names.money(missing, lang)
    words = f"再买{more}可享：{said}" if lang == "zh" else f"{more} more would bring: {said}"
    amount = None if count else Money(missing, names.currency)
    return WalkLine(kind="missed", words=words, amount=amount, rule=rule.id)
