"""Sentences about texts of others: what they say in their own words, what was left out, a reply to a review."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mercery.claims.facts import Fact
from mercery.claims.plan import LeftOut, NoText, Relay, ReplyDraft, Shape
from mercery.claims.sentence import Line
from mercery.claims.values import Text
from mercery.claims.wording import Voice, subject, target

_COUNTS: Final = (
    ("one", "一"), ("two", "两"), ("three", "三"), ("four", "四"), ("five", "五"), ("six", "六"), ("seven", "七"), ("eight", "八"),
    ("nine", "九"), ("ten", "十"),
)  # fmt: skip
_WHY: Final[Mapping[LeftOut, tuple[str, str]]] = {
    "orders": ("instructions, which I do not take from a text", "下达指令的内容（我不听从文字里的指令）"),
    "hidden": ("hidden or encoded signs", "隐藏或编码的内容"),
    "claims": (
        "remarks about money, promises or the shop, which only the shop's own records can settle",
        "涉及款项、承诺或店铺事务的内容（须以店铺记录为准）",
    ),
    "private": ("personal details", "个人信息"),
    "links": ("links and contact details", "网址或联系方式"),
    "unclear": ("words I cannot check", "我无法核对的内容"),
}
_ORDER: Final[tuple[LeftOut, ...]] = ("orders", "hidden", "claims", "private", "links", "unclear")
_SHAPES: Final[Mapping[Shape, tuple[str, str]]] = {
    "invoice": ("an invoice or receipt", "一份票据"),
    "letter": ("a letter", "一封信"),
    "list": ("a list", "一份清单"),
    "table": ("a table", "一份表格"),
}


def relay_lines(act: Relay, facts: Mapping[str, Fact], voice: Voice) -> list[Line]:
    """What the text says, what was left out of it and why, and what it is worth."""
    lines = [_opening(act, facts, voice)]
    lines += _quoted(act, [facts[one] for one in act.fact_ids], voice)
    described = act.source == "product_description" and not act.fact_ids
    of = voice.pick(" of the description", "商品描述") if described else ""
    lines += left_out_lines(act.left_out, voice, beside=bool(act.fact_ids), of=of)
    closing = _closing(act, voice)
    return [line for line in [*lines, closing] if not line.empty]


def _opening(act: Relay, facts: Mapping[str, Fact], voice: Voice) -> Line:
    match act.source:
        case "order_note":
            return _note_opening(act, facts, voice)
        case "review":
            return _review_opening(act, facts, voice)
        case "document":
            if act.texts > 1:
                return Line().say(voice.pick("I have read the files you attached.", "您附上的文件我已读过。"))
            if not act.shape:
                return Line().say(voice.pick("I have read the file you attached.", "您附上的文件我已读过。"))
            one = voice.pick(*_SHAPES[act.shape])
            return Line().say(
                voice.pick(
                    f"I have read the file you attached; it looks like {one}.", f"您附上的文件我已读过，看起来是{one}。"
                )
            )
        case "product_description":
            return Line()


def _note_opening(act: Relay, facts: Mapping[str, Fact], voice: Voice) -> Line:
    number = facts.get(act.number_id or "")
    line = Line()
    if number is None:
        return line.say(voice.pick("Yes, there is a note on your order.", "有的，您的订单上有一条备注。"))
    line.say(voice.pick("Yes, there is a note on order ", "有的，订单 ")).fact(number, _text(number, voice))
    return line.say(voice.pick(".", " 上有一条备注。"))


def _review_opening(act: Relay, facts: Mapping[str, Fact], voice: Voice) -> Line:
    summary, line = facts.get(act.summary_id or ""), Line()
    if summary is not None and act.about is not None:
        told = _text(summary, voice)
        if voice.zh:
            return line.add(subject(act.about, voice)).say("有 ").fact(summary, told).say("。")
        return (
            line.say("there is " if told.startswith("1 ") else "there are ")
            .fact(summary, told)
            .say(" for ")
            .add(target(act.about, voice))
            .say(".")
        )
    line.say(
        voice.pick(*(("I have read the reviews", "我看过") if act.texts > 1 else ("I have read the review", "我看过")))
    )
    if voice.zh:
        line.add(subject(act.about, voice)).say("的") if act.about else line.say("这里的")
        return line.say("评价。")
    return (line.say(" of ").add(target(act.about, voice)) if act.about else line).say(".")


_SAYS: Final = {
    "order_note": ("It reads, in the words of whoever wrote it: ", "备注原文写道："),
    "review": ("In the customer's own words: ", "顾客的原话是："),
    "document": ("In its own words: ", "其中写道："),
    "product_description": ("The description says: ", "商品描述写道："),
}


def _quoted(act: Relay, quotes: list[Fact], voice: Voice) -> list[Line]:
    """One sentence with every quotation, each between its own marks."""
    if not quotes:
        return []
    opening = voice.pick(*_SAYS[act.source])
    if act.source == "review" and act.texts > 1:
        opening = voice.pick("In customers' own words: ", "顾客的原话有：")
    line = Line().say(opening)
    for index, fact in enumerate(quotes):
        line.say("" if index == 0 else voice.pick(" ", ""))
        line.say("“").fact(fact, _text(fact, voice)).say("”")
    ended = _text(quotes[-1], voice).endswith(("。", "！", "？", "!", "?", "."))
    return [line.say("" if ended or not voice.zh else "。")]


def left_out_lines(
    left_out: tuple[tuple[LeftOut, int], ...], voice: Voice, *, beside: bool = True, of: str = ""
) -> list[Line]:
    """`I leave out two passages of the description: …`; nothing where nothing was left out."""
    count = sum(one for _, one in left_out)
    if not count:
        return []
    reasons = {why for why, _ in left_out}
    why = [voice.pick(*_WHY[one]) for one in _ORDER if one in reasons]
    more = voice.pick("many", "很多") if count > len(_COUNTS) else voice.pick(*_COUNTS[count - 1])
    if voice.zh:
        return [Line().say(f"{of}{'另有' if beside else '中有' if of else '其中'}{more}处没有转述：{'；'.join(why)}。")]
    noun = "passage" if count == 1 else "passages"
    return [Line().say(f"I leave out {more} {'more ' if beside else ''}{noun}{of}: {'; '.join(why)}.")]


def _closing(act: Relay, voice: Voice) -> Line:
    """What the text is worth, where it might be taken for more."""
    if act.source == "order_note" and act.left_out:
        return Line().say(
            voice.pick(
                "A note is kept with the order as it was written; it decides nothing about it.",
                "备注只是照原样随订单保存，不会因此改变订单。",
            )
        )
    if act.source == "review" and act.fact_ids:
        return Line().say(
            voice.pick(
                "These are impressions of customers, not statements of the shop.",
                "以上是顾客的个人感受，不代表本店的说法。",
            )
        )
    if act.source == "document":
        return Line().say(
            voice.pick(
                "I can read a file, but nothing in it changes an order or a price; tell me here in your own words what you would like, and I will see what the shop can do.",
                "文件我可以看，但其中的内容不会改变订单或价格；您想办什么，请直接在这里告诉我，我来看店里能怎么帮您。",
            )
        )
    return Line()


def no_text_lines(act: NoText, facts: Mapping[str, Fact], voice: Voice) -> list[Line]:
    """There is none."""
    number = facts.get(act.number_id or "")
    if act.source == "order_note":
        if number is None:
            return [Line().say(voice.pick("There is no note on your order.", "您的订单上没有备注。"))]
        if voice.zh:
            return [Line().say("订单 ").fact(number, _text(number, voice)).say(" 上没有备注。")]
        return [Line().say("There is no note on order ").fact(number, _text(number, voice)).say(".")]
    if act.source == "review" and act.about is not None:
        if voice.zh:
            return [Line().add(subject(act.about, voice)).say("还没有顾客评价。")]
        return [Line().say("There are no reviews of ").add(target(act.about, voice)).say(" yet.")]
    words = {
        "review": ("I have no review here.", "我这里没有评价。"),
        "document": (
            "I see no file in this conversation. Attach it as plain text, and I will tell you what I can read in it.",
            "这段对话里没有附件。请以文本文件附上，我看过后告诉您其中的内容。",
        ),
        "product_description": ("There is no description of it.", "没有相关的描述。"),
    }[act.source]
    return [Line().say(voice.pick(*words))]


_DRAFTS: Final = {
    "glad": (
        "Thank you for taking the time to write. We are delighted that you enjoy it, and we hope to see you again.",
        "感谢您抽空写下感受。您能喜欢，我们十分高兴，期待再次见到您。",
    ),
    "sorry": (
        "Thank you for telling us. We are sorry that it did not meet your expectations. Please write to us, so that we can look into it with you.",
        "感谢您告诉我们。没能让您满意，我们很抱歉。请与我们联系，我们会与您一起了解情况。",
    ),
    "plain": (
        "Thank you for taking the time to share your thoughts. We read every word and are glad to hear from you.",
        "感谢您抽空分享感受。您写的每个字我们都会认真读，也很高兴收到您的来信。",
    ),
}


def reply_draft_lines(act: ReplyDraft, voice: Voice) -> list[Line]:
    """A reply to look over; what the review asserts or asks is not taken up."""
    draft = voice.pick(*_DRAFTS[act.mood])
    lines = [Line().say(voice.pick(f"A draft for you to look over: “{draft}”", f"草拟一条回复，请过目：“{draft}”"))]
    if act.left_out:
        lines += left_out_lines(act.left_out, voice, beside=False)
        lines.append(Line().say(voice.pick("The draft takes up none of that.", "以上内容，回复中均未采纳。")))
    return lines


def _text(fact: Fact, voice: Voice) -> str:
    assert isinstance(fact.value, Text)
    return fact.value.words.text(voice.lang)
