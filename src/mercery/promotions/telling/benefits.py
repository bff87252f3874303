"""What a rule gives, in words."""

from __future__ import annotations

from typing import assert_never

from mercery.core.i18n import Lang
from mercery.promotions.rules.benefit import (
    Benefit,
    Bundle,
    BuyGet,
    Deposit,
    Every,
    Fix,
    Gift,
    Off,
    Pct,
    PerLine,
    Points,
    Ship,
    Tiers,
)  # fmt: skip
from mercery.promotions.telling.names import Names
from mercery.promotions.telling.numbers import percent, pieces, times, zhe
from mercery.promotions.telling.scopes import tell_scope


def tell_benefit(benefit: Benefit, lang: Lang, names: Names, threshold: str = "") -> str:
    """The benefit alone. `threshold` is said where the language wants it: `€60 off, from €900`; `满¥900减¥60`."""
    parts = [tell_given(benefit, lang, names, threshold), *tell_limits(benefit, lang)]
    return ("，" if lang == "zh" else ", ").join(parts)


def tell_given(benefit: Benefit, lang: Lang, names: Names, threshold: str = "") -> str:
    """What is given, without how often."""
    said = _repeated(benefit, lang, names)
    if said is None:
        said = _simple(benefit, lang, names, bool(threshold))
    if not threshold:
        return said
    return f"{threshold}{said}" if lang == "zh" else f"{said}, {threshold}"


def tell_limits(benefit: Benefit, lang: Lang) -> tuple[str, ...]:
    """How often it is given, of which pieces, and whether a deposit comes back."""
    zh = lang == "zh"
    found = []
    if isinstance(benefit, BuyGet):
        found += ["减最贵的" if zh else "the dearest ones"] if benefit.pick == "dearest" else []
        found += ["逐组计算" if zh else "each group by itself"] if benefit.pick == "grouped" else []
        found += ["不足一组也算" if zh else "unfinished groups count"] if benefit.partial else []
    if isinstance(benefit, Every | BuyGet | Bundle | Gift) and benefit.times is not None:
        count = times(benefit.times, lang)
        found.append(f"最多{count}" if zh else f"at most {count} an order")
    if isinstance(benefit, Every) and benefit.times is None:
        found.append("上不封顶" if zh else "as often as it is reached")
    if isinstance(benefit, PerLine):
        found += [f"从第{benefit.skip + 1}件起" if zh else f"from piece {benefit.skip + 1} on"] if benefit.skip else []
        found += [f"每{benefit.sets_of}件一组" if zh else f"in packs of {benefit.sets_of}"] if benefit.sets_of else []
    if isinstance(benefit, Deposit) and benefit.refundable:
        found.append("定金可退" if zh else "the deposit is refundable")
    return tuple(found)


def _simple(benefit: Benefit, lang: Lang, names: Names, conditional: bool) -> str:
    zh = lang == "zh"
    match benefit:
        case Pct(bps=bps):
            return (f"打{zhe(bps)}" if conditional and bps < 10_000 else zhe(bps)) if zh else f"{percent(bps)} off"
        case Off():
            return _amount_off(benefit, lang, names, conditional)
        case Fix():
            return _fixed(benefit, lang, names)
        case Gift():
            return _gift(benefit, lang, names)
        case Ship():
            return _shipping(benefit, lang, names)
        case Points():
            return _points(benefit, lang, names)
        case Deposit():
            return _deposit(benefit, lang, names)
        case _:
            raise AssertionError(benefit)


def _amount_off(benefit: Off, lang: Lang, names: Names, conditional: bool) -> str:
    money = names.money(benefit.amount, lang)
    if benefit.per == "unit":
        return f"每件直降{money}" if lang == "zh" else f"{money} off each piece"
    return f"{'' if conditional else '整单立'}减{money}" if lang == "zh" else f"{money} off the order"


def _points(benefit: Points, lang: Lang, names: Names) -> str:
    money, most = names.money(benefit.rate, lang), percent(benefit.max_bps)
    if lang == "zh":
        return f"每1积分抵{money}，最多抵{most}"
    return f"each point pays {money}, points pay at most {most}"


def _deposit(benefit: Deposit, lang: Lang, names: Names) -> str:
    low, high = names.money(benefit.pay, lang), names.money(benefit.worth, lang)
    return f"定金{low}抵{high}" if lang == "zh" else f"a deposit of {low} counts as {high}"


def _repeated(benefit: Benefit, lang: Lang, names: Names) -> str | None:
    """Benefits that carry thresholds or counts in themselves; None for the others."""
    match benefit:
        case Every():
            return _every(benefit, lang, names)
        case Tiers():
            return _tiers(benefit, lang, names)
        case BuyGet():
            return _buy_get(benefit, lang, names)
        case PerLine():
            return _per_line(benefit, lang, names)
        case Bundle(n=count, price=price):
            money = names.money(price, lang)
            return f"任选{count}件{money}" if lang == "zh" else f"any {count} for {money}"
        case Pct() | Off() | Fix() | Gift() | Ship() | Points() | Deposit():
            return None
        case _:
            assert_never(benefit)


def _every(benefit: Every, lang: Lang, names: Names) -> str:
    step, off = names.money(benefit.step, lang), names.money(benefit.off, lang)
    return f"每满{step}减{off}" if lang == "zh" else f"{off} off every {step}"


def _tiers(benefit: Tiers, lang: Lang, names: Names) -> str:
    zh = lang == "zh"
    parts = []
    for threshold, gives in benefit.steps:
        reached = pieces(threshold, lang) if benefit.by == "quantity" else names.money(threshold, lang)
        if isinstance(gives, Pct):
            given = f"打{zhe(gives.bps)}" if zh else f"{percent(gives.bps)} off"
        else:
            each = gives.per == "unit"
            money = names.money(gives.amount, lang)
            given = f"{'每件' if each else ''}减{money}" if zh else f"{money} off" + (" each piece" if each else "")
        parts.append(f"满{reached}{given}" if zh else f"{given} from {reached}")
    return ("，" if zh else ", ").join(parts)


def _buy_get(benefit: BuyGet, lang: Lang, names: Names) -> str:
    free = benefit.bps >= 10_000
    if lang == "zh":
        earned = tell_scope(benefit.get, lang, names) if benefit.get else ""
        if free:
            return f"买{benefit.n}件送{earned}{benefit.m}件"
        return f"买{benefit.n}件，另{earned}{benefit.m}件享{zhe(benefit.bps)}"
    earned = f" of {tell_scope(benefit.get, lang, names)}" if benefit.get else ""
    return f"buy {benefit.n}, get {benefit.m}{earned} " + ("free" if free else f"at {percent(benefit.bps)} off")


def _per_line(benefit: PerLine, lang: Lang, names: Names) -> str:
    zh = lang == "zh"
    if benefit.by == "pct":
        given = zhe(benefit.value) if zh else f"{percent(benefit.value)} off"
    else:
        money = names.money(benefit.value, lang)
        given = f"减{money}" if zh else f"{money} off"
    if benefit.max_units is None:
        return f"每款{given}" if zh else f"{given} for each article"
    return f"每款最多{benefit.max_units}件{given}" if zh else (
        f"{given} for at most {pieces(benefit.max_units, lang)} of each article")  # fmt: skip


def _fixed(benefit: Fix, lang: Lang, names: Names) -> str:
    zh = lang == "zh"
    parts = [f"{names.sku(sku, lang)} {names.money(price, lang)}" for sku, price in sorted(benefit.prices.items())]
    if benefit.price is not None:
        money = names.money(benefit.price, lang)
        parts.insert(0, f"一口价{money}" if zh else f"{money} a piece")
    return ("，" if zh else ", ").join(parts)


def _gift(benefit: Gift, lang: Lang, names: Names) -> str:
    name = names.sku(benefit.gift, lang)
    if lang == "zh":
        each = f"每满{names.money(benefit.step, lang)}" if benefit.step else ""
        return f"{each}送{name}" + (f"{benefit.qty}件" if benefit.qty != 1 else "")
    count = f"{benefit.qty} times " if benefit.qty != 1 else ""
    each = f" for every {names.money(benefit.step, lang)}" if benefit.step else ""
    return f"free gift {count}{name}{each}"


def _shipping(benefit: Ship, lang: Lang, names: Names) -> str:
    zh = lang == "zh"
    if benefit.amount is not None:
        money = names.money(benefit.amount, lang)
        return f"运费减{money}" if zh else f"{money} off delivery"
    if benefit.bps is not None and benefit.bps < 10_000:
        return f"运费{zhe(benefit.bps)}" if zh else f"{percent(benefit.bps)} off delivery"
    return "包邮" if zh else "free delivery"
