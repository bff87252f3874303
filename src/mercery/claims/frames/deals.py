"""Promotions, bags, coupons and instalments in words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final, assert_never

from mercery.claims.deal_acts import (
    DealAct,
    NoteOnDeals,
    RefuseCode,
    TellBag,
    TellInstalments,
    TellMissing,
    TellPromotions,
    TellRefund,
    TellTogether,
)
from mercery.claims.deals import Amount, Instalments, Promotion
from mercery.claims.facts import Fact
from mercery.claims.measures import number
from mercery.claims.sentence import Line
from mercery.claims.values import Price, Quantity
from mercery.claims.wording import Voice, joined_lines, lower_first, subject, until_text


def deal_lines(act: DealAct, facts: Mapping[str, Fact], voice: Voice) -> list[Line]:
    """The sentences of an act about promotions."""
    match act:
        case NoteOnDeals():
            return [Line().say(voice.pick(*_NOTES[act.what]))]
        case TellPromotions():
            return _promotions(act, facts, voice)
        case TellBag():
            return _bag(act, facts, voice)
        case TellMissing():
            return _missing(act, facts, voice)
        case RefuseCode():
            return _refused(act, facts, voice)
        case TellTogether():
            return _together(act, facts, voice)
        case TellInstalments():
            return _instalments(act, facts, voice)
        case TellRefund():
            return _refund(act, facts, voice)
        case _:
            assert_never(act)


def promotion_line(fact: Fact, voice: Voice, *, inside: bool = False) -> Line:
    """`20% off leather until 30 November`. `inside`: in the middle of a sentence."""
    words = _promotion(fact).words.text(voice.lang).rstrip(".。")
    line = Line().fact(fact, lower_first(words) if inside else words)
    if fact.valid_to is not None:
        line.say(voice.pick(" until ", "，有效至 ")).fact(fact, until_text(fact.valid_to, voice))
    return line


def _promotions(act: TellPromotions, facts: Mapping[str, Fact], voice: Voice) -> list[Line]:
    stop = voice.pick(".", "。")
    if not act.fact_ids:
        return [_none(act, voice)]
    lines = []
    for index, fact_id in enumerate(act.fact_ids):
        line = Line()
        if index == 0 and act.verdict == "yes":
            line.say(voice.pick("Yes: ", "有："))
        line.add(promotion_line(facts[fact_id], voice))
        if act.ends and facts[fact_id].valid_to is None:
            line.say(voice.pick("; no end is set", "，未定结束日期"))
        lines.append(line.say(stop))
    return lines


def _none(act: TellPromotions, voice: Voice) -> Line:
    if act.about is None:
        return Line().say(voice.pick("There is no promotion at the moment.", "目前没有促销活动。"))
    if voice.zh:
        return Line().say("目前没有适用于").add(subject(act.about, voice)).say("的促销。")
    return Line().say("no promotion is in force for ").add(subject(act.about, voice)).say(" at the moment.")


def _bag(act: TellBag, facts: Mapping[str, Fact], voice: Voice) -> list[Line]:
    total = facts[act.total_id]
    price = total.value
    assert isinstance(price, Price)
    stop = voice.pick(".", "。")
    first = Line()
    if act.about is None:
        first.say(voice.pick("your bag comes to ", "您的购物袋合计 "))
    else:
        title = act.about.title.text(voice.lang)
        first.say(voice.pick("for " if title.lower().startswith(("the ", "a ")) else "for the ", "购买"))
        first.name(title).say(voice.pick(" you pay ", "，应付 "))
    first.fact(total, price.amount.text(voice.lang))
    if price.was is not None:
        first.say(voice.pick(" instead of ", "，原价 ")).fact(total, price.was.text(voice.lang))
    if total.valid_to is not None:
        first.say(voice.pick(" until ", "，有效至 ")).fact(total, until_text(total.valid_to, voice))
    lines = [first.say(stop)]
    for promotion_id, amount_id in act.saved:
        saving = Line().fact(facts[amount_id], _money(facts[amount_id], voice))
        line = Line().add(saving).say(voice.pick(" comes off: ", " 因以下活动减免："))
        lines.append(line.add(_named(facts[promotion_id], voice)).say(stop))
    lines += [
        Line().say(voice.pick("A present comes with it: ", "另有赠品：")).add(_named(facts[one], voice)).say(stop)
        for one in act.gift_ids
    ]
    if act.delivery_id:
        lines.append(_delivery(facts[act.delivery_id], voice))
    return lines


def _delivery(fact: Fact, voice: Voice) -> Line:
    if _amount(fact).money.minor == 0:
        return Line().say(voice.pick("delivery ", "配送")).fact(fact, voice.pick("costs nothing", "免费")).say(
            voice.pick(".", "。")
        )  # fmt: skip
    line = Line().say(voice.pick("of this, delivery is ", "其中运费 "))
    return line.fact(fact, _money(fact, voice)).say(voice.pick(".", "。"))


def _missing(act: TellMissing, facts: Mapping[str, Fact], voice: Voice) -> list[Line]:
    if not act.missing:
        return [Line().say(voice.pick("No promotion waits for a larger amount.", "没有需要凑单才能享受的活动。"))]
    lines = []
    for promotion_id, amount_id in act.missing:
        line = Line().say(voice.pick("", "再买 ")).fact(facts[amount_id], _money(facts[amount_id], voice))
        line.say(voice.pick(" more, and this counts too: ", "，即可享受：")).add(
            promotion_line(facts[promotion_id], voice, inside=True)
        )
        lines.append(line.say(voice.pick(".", "。")))
    return lines


_WHY: Final[dict[str, tuple[str, str]]] = {
    "unknown": ("the shop has no code of this name", "本店没有这个优惠码"),
    "not_yet": ("its time has not begun", "活动尚未开始"),
    "expired": ("its time is over", "活动已经结束"),
    "threshold": ("what it asks for is not reached", "未达到使用条件"),
    "audience": ("it holds for other customers only", "不适用于您的账户"),
    "sign_in": ("it holds for some customers only, and who you are is known once you have signed in", "仅限部分顾客，登录后才能确认您是否适用"),
    "sign_in_counted": ("each customer may use it a limited number of times, so it needs you to be signed in", "每位顾客限用次数，须登录后使用"),
    "goods": ("nothing in your bag is among its goods", "购物袋中没有适用的商品"),
    "used_up": ("it was used as often as it may be", "已达到可使用次数"),
    "other_better": ("it may not be used with another promotion that gives you more", "不能与另一项更优惠的活动同时使用"),
    "empty": ("your bag is empty", "购物袋是空的"),
    "not_needed": ("it would take nothing more off", "不会再减免金额"),
}  # fmt: skip


_WHY_OF_PIECE: Final = ("this piece is not among its goods", "不适用于这件商品")
_NOTES: Final[dict[str, tuple[str, str]]] = {
    "ahead": ("No promotion has been announced beyond those in force at the moment.", "除目前有效的活动外，尚未公布其他活动。"),
    "not_named": ("No promotion of this name is in force at the moment.", "目前没有这项活动。"),
    "not_named_or_code": ("No promotion of this name is in force without a code at the moment. If it is a coupon, please write its code here.", "目前没有这项无需优惠码的活动。如果是优惠券，请告诉我优惠码。"),
    "how_code": ("Put the code into the field for codes in your bag: what it takes off, or why it does not, is worked out there before you order.", "请在购物袋的优惠码一栏填写：能减多少、或为何不能使用，下单前即会算出。"),
    "no_codes_told": ("Coupon codes are not given out here. If you have one, please write it here, and I look what it does.", "这里不提供优惠码。如果您已有优惠码，请告诉我，我来查看。"),
    "ask_code": ("That depends on the coupon: please write its code here.", "这取决于具体的优惠券，请告诉我优惠码。"),
    "one_only": ("No other promotion that needs no coupon code goes with it at the moment.", "目前没有其他无需优惠码、可与之同时使用的活动。"),
    "none_for_goods": ("No promotion that needs no coupon code is for these goods at the moment.", "目前没有无需优惠码、适用于这类商品的活动。"),
    "no_instalments": ("Payment in instalments is not offered.", "不提供分期付款。"),
    "none_for_audience": ("No promotion that needs no coupon code is for these customers only at the moment.", "目前没有无需优惠码、专门面向这类顾客的活动。"),
}  # fmt: skip


def _refused(act: RefuseCode, facts: Mapping[str, Fact], voice: Voice) -> list[Line]:
    """`The code SAVE10 takes nothing off: …`"""
    why = voice.pick(*(_WHY_OF_PIECE if act.piece and act.why == "goods" else _WHY[act.why]))
    first = Line().say(voice.pick("the code ", "优惠码 ")).asked(act.code)
    first.say(voice.pick(" takes nothing off: ", " 未生效：")).say(why)
    if act.missing_id:
        first.say(voice.pick("; ", "，还差 ")).fact(facts[act.missing_id], _money(facts[act.missing_id], voice))
        first.say(voice.pick(" more is needed", ""))
    lines = [first.say(voice.pick(".", "。"))]
    named = [facts[one] for one in (act.fact_id, act.other_id) if one]
    return lines + [promotion_line(one, voice).say(voice.pick(".", "。")) for one in named]


def _together(act: TellTogether, facts: Mapping[str, Fact], voice: Voice) -> list[Line]:
    named = joined_lines([_named(facts[one], voice) for one in act.fact_ids], voice)
    if act.verdict == "yes":
        said = Line().say(voice.pick("yes, these may be used together: ", "可以同时使用："))
        return [said.add(named).say(voice.pick(".", "。"))]
    said = Line().say(
        voice.pick("no, of these one counts, the one that gives you more: ", "不能同时使用，按更优惠的一项计算：")
    )
    return [said.add(named).say(voice.pick(".", "。"))]


def _instalments(act: TellInstalments, facts: Mapping[str, Fact], voice: Voice) -> list[Line]:
    if not act.fact_ids:
        return [Line().say(voice.pick("Payment in instalments is not offered for this.", "此金额不支持分期付款。"))]
    return [_plan(facts[one], voice) for one in act.fact_ids]


def _plan(fact: Fact, voice: Voice) -> Line:
    """`It can be paid in 3 payments of €426.67, the last €426.66, without a fee.`"""
    plan = fact.value
    assert isinstance(plan, Instalments)
    line = Line().say(voice.pick("it can be paid in ", "可分 ")).fact(fact, f"{plan.count}")
    line.say(voice.pick(" monthly payments", " 期按月付款"))
    each, last = plan.each.text(voice.lang), plan.last.text(voice.lang)
    others = plan.count - plan.firsts
    if others <= 1:
        line.say(voice.pick(" of ", "，每期 ")).fact(fact, each)
        if others:
            line.say(voice.pick(", the last ", "，末期 ")).fact(fact, last)
        return _fee(line, fact, plan, voice).say(voice.pick(".", "。"))
    # A sum is never followed by `and` with another number: that would read as a range.
    if plan.firsts == 1:
        line.say(voice.pick(": the first ", "：首期 "))
    else:
        line.say(voice.pick(": the first ", "：前 ")).fact(fact, f"{plan.firsts}").say(voice.pick(" of ", " 期每期 "))
    line.fact(fact, each).say(voice.pick(", the other ", "，后 ")).fact(fact, f"{others}")
    line.say(voice.pick(" of ", " 期每期 ")).fact(fact, last)
    return _fee(line, fact, plan, voice).say(voice.pick(".", "。"))


def _fee(line: Line, fact: Fact, plan: Instalments, voice: Voice) -> Line:
    if plan.fee.minor == 0:
        return line.say(voice.pick(", without a fee", "，无手续费"))
    line.say(voice.pick("; that costs ", "；手续费 ")).fact(fact, plan.fee.text(voice.lang))
    line.say(voice.pick(" more (", "（年化 ")).fact(fact, f"{number(Decimal(plan.annual_bps) / 100)}%")
    return line.say(voice.pick(" a year), in all ", "），总计 ")).fact(fact, plan.total.text(voice.lang))


def _refund(act: TellRefund, facts: Mapping[str, Fact], voice: Voice) -> list[Line]:
    lines = []
    for name, ids in act.pieces:
        units = [facts[one] for one in dict.fromkeys(ids)]
        amounts = joined_lines([Line().fact(one, _money(one, voice)) for one in units], voice)
        line = Line().say(voice.pick("for one ", "退一件")).name(name.text(voice.lang))
        line.say(voice.pick(" ", "，可退 ")).add(amounts).say(voice.pick(" comes back.", "。"))
        lines.append(line)
    return lines


def _named(fact: Fact, voice: Voice) -> Line:
    """The promotion by its name, else in its words."""
    promotion = _promotion(fact)
    name, words = promotion.name.text(voice.lang), promotion.words.text(voice.lang).rstrip(".。")
    return Line().fact(fact, name or lower_first(words))


def _promotion(fact: Fact) -> Promotion:
    assert isinstance(fact.value, Promotion)
    return fact.value


def _amount(fact: Fact) -> Amount:
    assert isinstance(fact.value, Amount)
    return fact.value


def _money(fact: Fact, voice: Voice) -> str:
    """A sum, or how many pieces."""
    if isinstance(fact.value, Quantity):
        count = number(fact.value.low)
        return voice.pick(f"{count} pieces" if fact.value.low != 1 else "1 piece", f"{count} 件")
    return _amount(fact).money.text(voice.lang)
