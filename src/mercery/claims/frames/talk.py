"""Sentences that assert nothing about goods: courtesy, asking back, not knowing, handing over."""

from __future__ import annotations

from collections.abc import Mapping

from mercery.claims.facts import Fact
from mercery.claims.plan import Clarify, HandOver, Listing, NotKnown, Offer, Social
from mercery.claims.sentence import Line
from mercery.claims.values import Price
from mercery.claims.wording import Voice, joined_lines, lower_first, owner_of, subject, target


def social_lines(act: Social, voice: Voice) -> list[Line]:
    """Courtesy in the shop's voice."""
    name = voice.assistant
    # Between Chinese and Latin letters stands a space, as everywhere in the shop's texts.
    beside = f" {name}" if name[:1].isascii() and name else name
    words = {
        "greeting": (
            "Good day. I am the shop's AI assistant. What would you like to know?",
            "您好，我是本店的 AI 店员。请问想了解什么？",
        ),
        "thanks": ("You are welcome. Is there anything else you would like to know?", "不客气。还有其他想了解的吗？"),
        "bye": ("Thank you for your visit. Goodbye.", "感谢光临，再见。"),
        "identity": (
            f"I am {name or 'the AI assistant'} of this shop, an AI and not a person.",
            f"我是本店的 AI 店员{beside}，不是真人。",
        ),
        "off_topic": (
            "I can only speak about this shop: its products, delivery, returns and service.",
            "我只能回答与本店有关的问题：商品、配送、退换与服务。",
        ),
        "declined": (
            "The shop does not answer this here.",
            "本店不在此回答这一问题。",
        ),
        "remembered": (
            "I will remember it. You can look at it, change it or have it forgotten on the guide's page at any time.",
            "我记住了。您可随时在导购页查看、更改或让我忘掉。",
        ),
        "bag_on_card": (
            "Press “Add to bag” beside the piece itself; I put nothing into your bag myself.",
            "请点该商品旁的“加入购物袋”；我不会代您放入。",
        ),
        "not_remembered": ("Then I will not remember it.", "好的，那就不记。"),
        "no_haggling": (
            "Prices are not for me to decide; I can only tell you the prices in force.",
            "价格不由我决定，我只能告诉您现行的价格。",
        ),
    }[act.what]
    return [Line().say(voice.pick(*words))]


def not_known_lines(act: NotKnown, voice: Voice) -> list[Line]:
    """Say plainly what is not recorded."""
    if act.about is None:
        return [Line().say(voice.pick("I have no confirmed answer to this.", "这个问题我没有经过核实的答案。"))]
    label = act.label.text(voice.lang)
    if "{}" in label:
        before, after = label.split("{}")
        told = Line().say(before).add(target(act.about, voice)).say(after)
        return [told.say(voice.pick(" is not recorded, and I do not want to guess.", "，没有记录，我不便猜测。"))]
    if not label and voice.zh:
        return [Line().say("您问的这一点，").add(subject(act.about, voice)).say("没有记录，我不便猜测。")]
    if not label:
        line = Line().say("what you ask is not recorded for ").add(target(act.about, voice))
        return [line.say(", and I do not want to guess.")]
    if voice.zh:
        return [Line().add(subject(act.about, voice)).say("的").name(label).say("未见记录，我不便猜测。")]
    line = owner_of(act.about, lower_first(label), voice)
    line = line if act.about.product_id == voice.spoken_of else Line().say("the ").add(line)
    return [line.say(" is not recorded, and I do not want to guess.")]


def clarify_lines(act: Clarify, voice: Voice) -> list[Line]:
    """Ask back; the choices follow as buttons."""
    words = {
        "which_product": ("Which piece do you mean?", "请问您指的是哪一款？"),
        "which_question": ("Do you mean one of these?", "您想了解的是下面哪一项？"),
        "which_day": (
            "Please ask again with the date of that holiday, and I can say how that day is.",
            "请告诉我该节日的具体日期，我再为您说明当天的服务时间。",
        ),
        "rephrase": (
            "I am sorry, I did not understand. Could you put it in other words?",
            "抱歉，我没有明白您的意思，可以换个说法吗？",
        ),
    }[act.what]
    return [Line().say(voice.pick(*words))]


def offer_lines(act: Offer, voice: Voice) -> list[Line]:
    """Offer help."""
    words = {
        "person": ("If you like, I can pass your question to a colleague.", "如有需要，我可以把您的问题转给真人同事。"),
        "more": ("Is there anything else you would like to know?", "还有其他想了解的吗？"),
    }[act.what]
    return [Line().say(voice.pick(*words))]


def hand_over_lines(act: HandOver, voice: Voice) -> list[Line]:
    """Say that a person takes over, and why."""
    why = {
        "asked": ("", ""),
        "not_known": ("", ""),
        "order": (
            "I cannot look into orders before you are signed in. ",
            "在您登录之前，我无法查看订单。",
        ),
        "complaint": ("I am sorry that this went wrong. ", "很抱歉给您带来不便。"),
        "not_understood": ("I am sorry, I still do not understand. ", "抱歉，我还是没有理解您的意思。"),
        "upset": ("I am sorry that this went wrong. ", "很抱歉给您带来不便。"),
        "injury": ("I am sorry to read this; your well-being comes first. ", "很抱歉发生这样的事，请先照顾好自己。"),
    }.get(act.reason, ("", ""))
    then = voice.pick(
        "A person will take it from here; the answer will appear in this conversation.",
        "稍后由真人同事为您解答，回复会显示在此对话中。",
    )
    lines = [Line().say(voice.pick(*why).rstrip())] if why[0] else []
    return [*lines, Line().say(then)]


def listing_lines(act: Listing, facts: Mapping[str, Fact], voice: Voice) -> list[Line]:
    """`This is what fits: the Sienne Tote at €1,250, …`."""
    if not act.products and not act.fits:
        return [Line().say(voice.pick("I find nothing of this kind in our range.", "店内没有找到这类商品。"))]
    if not act.products:
        return [
            Line().say(voice.pick("I find nothing in our range that fits this just now.", "店内暂时没有符合的商品。"))
        ]
    parts = [_listed(one.about.title.text(voice.lang), facts.get(one.price_id or ""), voice) for one in act.products]
    more = act.total > len(act.products)
    if act.order:
        opening = voice.pick(*_ORDERED[act.order])
    elif act.fits:
        opening = voice.pick(
            *(("Among others, these fit: ", "符合的有（部分）：") if more else ("This is what fits: ", "符合的有："))
        )
    else:
        opening = voice.pick(*(("Among others we have ", "店内有（部分）：") if more else ("We have ", "店内有：")))
    return [Line().say(opening).add(joined_lines(parts, voice)).say(voice.pick(".", "。"))]


_ORDERED = {
    "rising": ("From the lowest price up: ", "按价格由低到高："),
    "falling": ("From the highest price down: ", "按价格由高到低："),
}


def _listed(title: str, fact: Fact | None, voice: Voice) -> Line:
    line = Line().say("" if voice.zh or title.lower().startswith("the ") else "the ").name(title)
    if fact is not None and isinstance(fact.value, Price):
        line.say(voice.pick(" at ", "（")).fact(fact, fact.value.amount.text(voice.lang)).say(voice.pick("", "）"))
    return line
