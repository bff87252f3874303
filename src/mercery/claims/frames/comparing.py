"""Two products side by side, and an asked time beside the one a policy allows."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from mercery.claims.facts import Fact
from mercery.claims.measures import number, unit_words
from mercery.claims.plan import Compare, Quote
from mercery.claims.sentence import Line
from mercery.claims.values import Dimensions, Price, Quantity
from mercery.claims.wording import Voice, plural, subject, verb

_ADJECTIVES: Final = {
    ("price", "under"): ("cheaper", "更便宜"),
    ("price", "over"): ("more expensive", "更贵"),
    ("weight", "under"): ("lighter", "更轻"),
    ("weight", "over"): ("heavier", "更重"),
    ("dimensions", "under"): ("smaller", "更小"),
    ("dimensions", "over"): ("larger", "更大"),
}
_VERBS: Final = {
    "price": ("costs", "cost", "售价 "),
    "weight": ("weighs", "weigh", "重 "),
    "dimensions": ("measures", "measure", "尺寸为 "),
}


def compare_lines(act: Compare, facts: Sequence[Fact], voice: Voice) -> list[Line]:
    """`Yes, the Work Tote is cheaper: it costs €1,390, the Saddle Bag €1,480.`"""
    one, many, zh_verb = _VERBS[act.attribute]
    line = Line().say(
        {"yes": voice.pick("Yes, ", "是的，"), "no": voice.pick("No, ", "不是，")}.get(act.verdict or "", "")
    )
    if act.side == "equal":
        return [_alike(act, line, facts, voice)]
    english, chinese = _ADJECTIVES[act.attribute, act.side]
    line.add(subject(act.about, voice)).say(
        voice.pick(f" {verb(act.about, voice, 'is', 'are')} {english}: ", f"{chinese}：")
    )
    line.say(
        voice.pick(
            ("they " if plural(act.about.title.text("en")) else "it ") + verb(act.about, voice, one, many) + " ",
            zh_verb,
        )
    )
    line.fact(facts[0], _value(facts[0], voice)).say(voice.pick(", ", "，"))
    line.add(subject(act.other, voice)).say(voice.pick(" ", " ")).fact(facts[1], _value(facts[1], voice))
    return [line.say(voice.pick(".", "。"))]


def within_lines(act: Quote, fact: Fact, voice: Voice) -> list[Line]:
    """`Yes, 3 weeks is within the 30 days.` The policy itself follows."""
    if act.verdict not in ("yes", "no") or act.asked is None or act.limit is None:
        return []
    limit = f"{number(act.limit.value)} {unit_words(act.limit.unit, act.limit.value, voice.lang)}"
    line = Line()
    if voice.zh:
        line.say("可以，" if act.verdict == "yes" else "抱歉，").asked(act.asked.text)
        line.say("在 " if act.verdict == "yes" else "已超过 ").fact(fact, limit)
        return [line.say("之内。" if act.verdict == "yes" else "的期限。")]
    line.say("Yes, " if act.verdict == "yes" else "I am afraid not: ").asked(act.asked.text)
    line.say(" is within the " if act.verdict == "yes" else " is past the ").fact(fact, limit)
    return [line.say(".")]


def _alike(act: Compare, line: Line, facts: Sequence[Fact], voice: Voice) -> Line:
    """Both values the same."""
    verbs = {"price": ("cost", "售价同为 "), "weight": ("weigh", "同为 "), "dimensions": ("measure", "尺寸同为 ")}
    line.add(subject(act.about, voice)).say(voice.pick(" and ", "与")).add(subject(act.other, voice))
    line.say(voice.pick(f" {verbs[act.attribute][0]} the same: ", verbs[act.attribute][1]))
    return line.fact(facts[0], _value(facts[0], voice)).say(voice.pick(".", "。"))


def _value(fact: Fact, voice: Voice) -> str:
    match fact.value:
        case Price(amount, _, _):
            return amount.text(voice.lang)
        case Quantity(low, unit, None):
            return f"{number(low)} {unit_words(unit, low, voice.lang)}"
        case Dimensions(sides, unit):
            return f"{' × '.join(number(side) for side in sides)} {unit_words(unit, Decimal(2), voice.lang)}"
        case _:
            raise ValueError(f"{fact.id} cannot be compared")
