"""What is said of an experiment: its verdict in one sentence, its badge, figures with their ends. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from typing import Final, Literal

from mercery.core.i18n import LANGS, Lang, Words
from mercery.core.money import Money, minor_digits
from mercery.experiments.reading import Range, Reading
from mercery.experiments.running.experiment import Experiment
from mercery.experiments.running.features import FEATURES
from mercery.ui.formats import MINUS, money_text, number_text

Standing = Literal[
    "keep", "stop", "wait", "stop_too_small", "mismatch", "unread", "draft", "paused", "kept", "stopped", "everybody",
    "nobody", "not_recorded",
]  # fmt: skip
"""Where an experiment stands, as a page shows it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """A word with its tone."""

    label: Words
    tone: Literal["good", "stop", "care", "quiet", "progress"]
    dot: Literal["settled", "open"]


BADGES: Final[dict[Standing, Badge]] = {
    "keep": Badge(label=Words("Keep", "建议保留"), tone="good", dot="settled"),
    "stop": Badge(label=Words("Stop", "建议停用"), tone="stop", dot="settled"),
    "wait": Badge(label=Words("Wait", "继续观察"), tone="quiet", dot="open"),
    "stop_too_small": Badge(label=Words("Stop, too small", "停用：效果太小"), tone="care", dot="open"),
    "mismatch": Badge(label=Words("No verdict", "无法得出结论"), tone="stop", dot="open"),
    "unread": Badge(label=Words("Not read yet", "尚未读取"), tone="quiet", dot="open"),
    "draft": Badge(label=Words("Draft", "草稿"), tone="quiet", dot="open"),
    "paused": Badge(label=Words("Paused", "已暂停"), tone="care", dot="open"),
    "kept": Badge(label=Words("Kept for everyone", "已全面启用"), tone="good", dot="settled"),
    "stopped": Badge(label=Words("Stopped", "已停用"), tone="quiet", dot="settled"),
    "everybody": Badge(label=Words("No hold-out", "无对照组"), tone="quiet", dot="open"),
    "nobody": Badge(label=Words("Nobody has it", "无人使用"), tone="quiet", dot="open"),
    "not_recorded": Badge(label=Words("Not measured", "未作测量"), tone="quiet", dot="open"),
}


def standing(one: Experiment, reading: Reading | None, share: float) -> Standing:
    """Where it stands; `share` is the share of visitors without it at this moment."""
    if one.state == "draft":
        return "draft"
    if one.decision is not None and one.state == "ended":
        return "kept" if one.decision == "keep" else "stopped"
    if one.feature and not FEATURES[one.key].recorded and reading is None:
        return "not_recorded"
    if one.state == "paused":
        return "paused"
    if not 0 < share < 1:
        return "everybody" if share < 1 else "nobody"
    if reading is None:
        return "unread"
    return "mismatch" if reading.blocked else reading.verdict


def both(said: Callable[[Lang], str]) -> Words:
    """The same in both languages."""
    en, zh = (said(lang) for lang in LANGS)
    return Words(en, zh)


def figure(one: Experiment, value: float | None, currency: str, lang: Lang, *, sign: bool = True) -> str:
    """A value of the metric as it is shown: orders for 1,000 visitors with a decimal, money as money."""
    if value is None:
        return "no end yet" if lang == "en" else "尚无界限"
    shown = value * one.measured.scale
    if not one.measured.money:
        return number_text(round(shown, 1) + 0.0, lang, digits=1, sign=sign)
    return signed_money(shown, currency, lang, sign=sign)


def worth(one: Experiment, currency: str, lang: Lang) -> str:
    """What the owner calls worthwhile, as it was typed."""
    if one.measured.money:
        return signed_money(one.worth_above, currency, lang)
    digits = 0 if float(one.worth_above).is_integer() else 1
    return number_text(one.worth_above, lang, digits=digits, sign=True)


def signed_money(minor: float, currency: str, lang: Lang, *, sign: bool = True) -> str:
    """An amount that is an estimate: without cents, with its sign."""
    whole = 10 ** minor_digits(currency)
    rounded = round(minor / whole) * whole
    text = money_text(Money(abs(rounded), currency), lang)
    return (MINUS if rounded < 0 else "+" if sign and rounded > 0 else "") + text


def orders_figure(value: float | None, lang: Lang) -> str:
    """Extra orders for 1,000 visitors."""
    if value is None:
        return "no end yet" if lang == "en" else "尚无界限"
    return number_text(round(value * 1000, 1) + 0.0, lang, digits=1, sign=True)


def ends(one: Range, said: Callable[[float | None], str], lang: Lang) -> str:
    """Both ends of a range in words; of one whose low end is open, the other."""
    if one.low is None and one.high is not None:
        return f"at most {said(one.high)}" if lang == "en" else f"至多 {said(one.high)}"
    if not one.known:
        return "not known yet" if lang == "en" else "尚不可知"
    joint = " to " if lang == "en" else " 至 "
    return f"{said(one.low)}{joint}{said(one.high)}"


def money(minor: float | None, currency: str, lang: Lang) -> str:
    """An amount; of none: unknown."""
    if minor is None:
        return "unknown" if lang == "en" else "未知"
    return money_text(Money(round(minor), currency), lang)


def verdict_sentence(one: Experiment, reading: Reading | None, where: Standing) -> Words:
    """The page's headline: the conclusion in one sentence."""
    name = one.name
    if where in ("keep", "stop", "stop_too_small") and reading is not None:
        return _judged(one, reading, where)
    if where == "wait" and reading is not None:
        return _waiting(reading)
    plain: dict[Standing, Words] = {
        "mismatch": Words(
            "No verdict. The groups are not as they were drawn.", "无法得出结论：各组人数与分组比例不符。"
        ),
        "unread": Words("Nobody who met it has been counted yet.", "尚无接触过的访客计入统计。"),
        "draft": Words("Ready to start. Nobody has it yet.", "已就绪，尚未开始，目前无人使用。"),
        "paused": Words("Paused. Nobody has it until it goes on.", "已暂停。继续之前无人使用。"),
        "kept": Words("Kept for everyone.", "已决定全面启用。"),
        "stopped": Words("Stopped for everyone.", "已决定全面停用。"),
        "everybody": Words(
            "Everybody has it, so what it brings cannot be known.", "所有访客都在使用，无从得知它带来了什么。"
        ),
        "nobody": Words("Nobody has it at the moment.", "目前无人使用。"),
        "not_recorded": Words(
            f"Who meets {_lower(name.en)} is not recorded, so nothing can be compared.",
            f"“{name.text('zh')}”尚未记录谁接触过，因此无从比较。",
        ),
    }
    return plain[where]


def because(reading: Reading | None, one: Experiment, where: Standing) -> Words:
    """Why, in a few words of a table."""
    if where == "not_recorded":
        return Words("Nothing is kept back from anybody, so nothing is compared", "所有访客都能使用，因此无从比较")
    if where == "everybody":
        return Words("No visitor is kept without it", "所有访客都在使用")
    if where in ("draft", "unread", "paused", "nobody"):
        said = verdict_sentence(one, reading, where)
        return Words(said.en.rstrip("."), said.zh.rstrip("。"))
    if reading is None:
        return Words("")
    if where == "mismatch":
        return Words("Visitors are lost or counted twice on one side", "某一组漏计或重复计数")
    if where == "keep":
        return _kept_because(reading)
    if where == "stop":
        return _stopped_because(reading)
    if where == "stop_too_small":
        asked = both(lambda lang: worth(one, reading.currency, lang))
        return Words(f"Cannot reach the {asked.en} you call worthwhile", f"达不到您设定的 {asked.zh}")
    if where == "wait":
        return _waits_because(reading)
    return Words(reading.because[0].words.en, reading.because[0].words.zh) if reading.because else Words("")


def tone_of(where: Standing) -> str:
    """The tone of an interval bar or a band."""
    return {"keep": "good", "kept": "good", "stop": "stop"}.get(where, "quiet")


def _judged(one: Experiment, reading: Reading, where: Standing) -> Words:
    codes = [why.code for why in reading.because]
    code = codes[0] if codes else ""
    if one.metric == "orders" and "fewer_orders" in codes:
        code = "fewer_orders"
    if where == "stop_too_small":
        asked = both(lambda lang: worth(one, reading.currency, lang))
        return Words(
            f"Stop it. It cannot reach the {asked.en} you call worthwhile.",
            f"建议停用：达不到您设定的 {asked.zh}。",
        )
    if code == "guard":
        return Words(f"Stop it. {reading.because[0].words.en}", f"建议停用：{reading.because[0].words.zh}")
    if code in ("loses", "earns") and reading.net is not None:
        return _by_money(one, reading, reading.net)
    if one.measured.ratio:
        change = both(lambda lang: figure(one, reading.effect.estimate, reading.currency, lang))
        head = Words("Keep it.", "建议保留：") if where == "keep" else Words("Stop it.", "建议停用：")
        return Words(
            f"{head.en} {one.measured.name.en}: about {change.en}.", f"{head.zh}{one.measured.name.zh}约 {change.zh}。"
        )
    count = _whole(abs(reading.orders.estimate) * 1000)
    plural = "order" if count == "1" else "orders"
    if where == "keep":
        return Words(
            f"Keep it. For every 1,000 visitors, it brings about {count} {plural} that would not have come.",
            f"建议保留。每千名访客，约多带来 {count} 笔原本不会有的订单。",
        )
    return Words(
        f"Stop it. For every 1,000 visitors, it costs about {count} {plural}.",
        f"建议停用。每千名访客，约减少 {count} 笔订单。",
    )


def _by_money(one: Experiment, reading: Reading, net: Range) -> Words:
    amount = both(lambda lang: signed_money(abs(net.estimate) * 1000, reading.currency, lang, sign=False))
    if net.estimate >= 0:
        return Words(
            f"Keep it. For every 1,000 visitors, it leaves about {amount.en} after refunds and its own cost.",
            f"建议保留。每千名访客，扣除退款与自身成本后约净增 {amount.zh}。",
        )
    return Words(
        f"Stop it. For every 1,000 visitors, it loses about {amount.en} after refunds and its own cost.",
        f"建议停用。每千名访客，扣除退款与自身成本后约净亏 {amount.zh}。",
    )


def _part_unpriced(reading: Reading) -> bool:
    """Whether only the high end of what it is judged by is known, since part of its costs has no price."""
    return reading.effect.low is None and reading.effect.high is not None


def _waiting(reading: Reading) -> Words:
    if _part_unpriced(reading):
        return Words("Wait. Part of what it costs has no price yet.", "请再等等：部分成本尚无单价。")
    if not reading.effect.known:
        return Words("Wait. There are too few orders for a range.", "请再等等：订单还太少，无法给出区间。")
    if reading.effect.above_zero:
        return Words("Wait. It is above zero, and something is still missing.", "请再等等：已高于零，但条件尚未齐备。")
    return Words("Wait. The range still holds zero.", "请再等等：区间仍包含零。")


def _kept_because(reading: Reading) -> Words:
    cost, leaves = reading.cost_of_one, reading.order_leaves
    if cost.state == "shown" and cost.high is not None and leaves is not None and cost.high < leaves:
        return Words("Range above what you ask, cost below what an order leaves", "区间高于门槛，成本低于每单毛利")
    return Words("Range above what you ask", "区间高于您设定的门槛")


def _stopped_because(reading: Reading) -> Words:
    codes = {one.code for one in reading.because}
    parts = []
    if "fewer_orders" in codes:
        parts.append(Words("range below zero", "区间低于零"))
    if "loses" in codes:
        parts.append(Words("it loses money", "净亏损"))
    if "guard" in codes:
        rail = next((one for one in reading.rails if one.broken), None)
        points = (rail.change.estimate if rail else 0) * 100
        name = "returns" if rail is None or rail.key == "returns" else "complaints"
        zh = "退货" if name == "returns" else "投诉"
        parts.append(Words(f"{name} up {points:.1f} points", f"{zh}上升 {points:.1f} 个百分点"))
    en = ", ".join(one.en for one in parts) or "see why"
    return Words(en[0].upper() + en[1:], "，".join(one.zh for one in parts) or "详见说明")


def _waits_because(reading: Reading) -> Words:
    if _part_unpriced(reading):
        return Words("Part of the costs has no price", "部分成本尚无单价")
    if not reading.effect.known:
        return Words("Too few orders for a range", "订单太少，尚无区间")
    if reading.effect.above_zero:
        return Words("Above zero, something is still missing", "已高于零，条件尚未齐备")
    left = reading.days_left
    if left is None:
        return Words("Range still holds zero", "区间仍包含零")
    if left < 1:
        return Words("Range still holds zero; any day now", "区间仍包含零，随时可能有结论")
    days = ceil(left)
    return Words(
        f"Range still holds zero; about {days} {'day' if days == 1 else 'days'} more", f"区间仍包含零，约还需 {days} 天"
    )


def _whole(value: float) -> str:
    """About so many: whole from two on, a decimal below."""
    return f"{value:,.0f}" if value >= 2 else f"{value:.1f}".removesuffix(".0")


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:] if name[1:2].islower() else name
