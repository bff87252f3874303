"""What a page says first: one sentence that is its conclusion, and what hangs on it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.promotions.worst.certificate import Certificate

Standing = Literal["draft", "waiting", "published", "stopped", "ended"]
"""Of a draft: being written, waiting for a second person, in force or planned, stopped by the breaker or a person, over."""
Tone = Literal["good", "stop", "care", "progress", "quiet"]
_FEW: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The headline, the line beneath it, and whether it may go live."""

    tone: Tone
    headline: Words
    sub: Words
    may_publish: bool


def verdict(
    name: Words,
    standing: Standing,
    certificate: Certificate | None,
    *,
    short: Money | None,
    beside: int,
    proving: bool = False,
    empty: bool = False,
    second: str = "",
) -> Verdict:
    """`short`: how much margin the worst cart lacks of the floor; None where no price would do. `beside`: rules in force it was proved together with.
    `second`: who asked, while another person is waited for."""
    en, zh = name.en or name.zh, name.zh or name.en
    if standing == "stopped":
        return _said("stop", f"{en} is stopped", f"“{zh}”已停用", "It gives nothing any more. What was ordered before keeps its price.", "不再优惠；此前的订单价格不变。")  # fmt: skip
    if standing == "ended":
        return _said("quiet", f"{en} is over", f"“{zh}”已结束", "Its orders keep their price.", "既有订单价格不变。")
    if empty:
        return _said("quiet", f"{en} has no rule yet", f"“{zh}”还没有规则", "Say it in your own words, fill in a form, or bring a file.", "用自己的话说出来、填写表单，或导入文件。")  # fmt: skip
    if proving:
        return _said("progress", f"Looking for the worst cart of {en}", f"正在寻找“{zh}”的最差订单", "Every cart these rules can tell apart is worked through. Nothing goes live meanwhile.", "逐一推算规则能区分的每一种订单，此间不会生效。")  # fmt: skip
    if certificate is None:
        return _said("quiet", f"{en} is not proved yet", f"“{zh}”尚未证明", "Prove it to see the worst cart a buyer can build.", "证明后可见买家能凑出的最差订单。")  # fmt: skip
    return _proved(en, zh, standing, certificate, short, beside, second)


def _proved(
    en: str, zh: str, standing: Standing, certificate: Certificate, short: Money | None, beside: int, second: str
) -> Verdict:
    together = _together(beside)
    if certificate.passes and standing == "published":
        return _said("good", f"{en} is published", f"“{zh}”已发布", f"{together.en}no cart falls below your margin floor.", f"{together.zh}没有订单低于毛利底线。")  # fmt: skip
    if certificate.passes and standing == "waiting":
        return _said("care", f"{en} waits for a second person", f"“{zh}”等待第二人核准", f"{second} asked for it. {together.en}no cart falls below your margin floor.", f"由{second}提出。{together.zh}没有订单低于毛利底线。", may=True)  # fmt: skip
    if certificate.passes:
        return _said("good", f"{en} can be published", f"“{zh}”可以发布", f"{together.en}no cart falls below your margin floor.", f"{together.zh}没有订单低于毛利底线。", may=True)  # fmt: skip
    if standing == "published":
        return _said("stop", f"{en} was published against its proof", f"“{zh}”是破例发布", *_by_how_much(together, certificate, short))  # fmt: skip
    if certificate.worst is not None and certificate.worst.margin.short > 0:
        return _said(
            "stop", f"{en} cannot be published", f"“{zh}”不能发布", *_by_how_much(together, certificate, short)
        )
    return _said("care", f"{en} cannot be published yet", f"“{zh}”暂不能发布", "No cart below your floor was found, but the proof is still open, so it is not let through.", "尚未找到低于底线的订单，但证明未完成，因此不予放行。")  # fmt: skip


def _by_how_much(together: Words, certificate: Certificate, short: Money | None) -> tuple[str, str]:
    if short is None:
        return (
            f"{together.en}it lets a cart fall below your floor at any price.",
            f"{together.zh}有订单无论如何定价都低于底线。",
        )
    lost = certificate.worst is not None and certificate.worst.margin.margin < 0
    at_cost = ", and sell below cost" if lost else ""
    at_cost_zh = "，并且亏本" if lost else ""
    return (
        f"{together.en}it lets one cart leave {short.text('en')} less margin than your floor asks{at_cost}.",
        f"{together.zh}会有订单的毛利比底线少 {short.text('zh')}{at_cost_zh}。",
    )


def _together(beside: int) -> Words:
    if beside == 0:
        return Words("By itself, ", "仅此一项，")
    count = _FEW[beside] if beside < len(_FEW) else str(beside)
    plural = "rule" if beside == 1 else "rules"
    return Words(f"Together with {count} {plural} already published, ", f"与已发布的 {beside} 条规则同用，")


def _said(tone: Tone, en: str, zh: str, sub_en: str, sub_zh: str, *, may: bool = False) -> Verdict:
    return Verdict(tone=tone, headline=Words(en, zh), sub=Words(sub_en, sub_zh), may_publish=may)


def proof_words(certificate: Certificate) -> Words:
    """How the worst cart is known: every kind of cart priced, a bound that meets it, or an honest interval."""
    if certificate.kinds is not None and certificate.exact:
        return Words(
            f"Proved, not sampled: all {certificate.kinds:,} kinds of cart these rules can tell apart were priced. No other"
            " is cheaper against its floor.",
            f"已证明，而非抽样：规则能区分的 {certificate.kinds:,} 种订单全部算过价，没有更低的。",
        )
    if certificate.exact:
        return Words(
            "Proved by a bound: no cart can be worse, and this one, priced again to the cent, is exactly as bad.",
            "由界限证明：任何订单都不会更差；此单逐分复算，恰为最差。",
        )
    if certificate.passes:
        return Words(
            "Proved by a bound: no cart within the limits goes below the floor. This is the worst that was found.",
            "由界限证明：限额之内没有订单低于底线。以下为找到的最差订单。",
        )
    if certificate.worst is not None and certificate.worst.margin.short > 0:
        return Words(
            "This cart, priced to the cent, is below the floor: that settles it. It is the worst that was found.",
            "此单逐分计价，确已低于底线，结论成立；这是找到的最差订单。",
        )
    return Words(
        "This is the worst cart that was found. The proof is open: what is between it and the bound is not ruled out.",
        "这是找到的最差订单。证明尚未完成：它与界限之间的情形未能排除。",
    )
