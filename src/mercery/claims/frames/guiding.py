"""What the guide says: pieces with their reasons, what is left out openly, one question, pieces side by side."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final, assert_never

from mercery.claims.deals import Amount, Instalments, Promotion, deal_text
from mercery.claims.facts import Fact
from mercery.claims.frames.prices import amount_line, until_line
from mercery.claims.frames.stock import LOW
from mercery.claims.measures import number, unit_words
from mercery.claims.plan import AskWish, Because, LeaveOut, Propose, Proposed, Table
from mercery.claims.sentence import Line, Sentence
from mercery.claims.values import (
    Dimensions,
    Flag,
    MaterialPart,
    Materials,
    Price,
    Quantity,
    Statement,
    Stock,
    Terms,
    Text,
)
from mercery.claims.vocabulary import part_words, translated
from mercery.claims.wording import Voice, day_text, joined, joined_lines, lower_first, subject, target
from mercery.core.i18n import Words

SHORT: Final = 48
"""Signs of a value that stands for itself; of a longer text a passage is told."""
LONGEST_PASSAGE: Final = {"en": 110, "zh": 50}
_BREAK: Final = re.compile(r"(?<=[.!?;])\s+|(?<=[。！？；])")
_NAMED_BY_ITSELF: Final = ("material", "materials", "composition", "colour", "color", "style")
_MAIN: Final = ("main", "shell", "upper", "frame", "case", "body")
_UNSAID: Final = ("category", "kind", "type", "title")
"""What the name of the piece says already."""


def propose_lines(act: Propose, facts: Mapping[str, Fact], voice: Voice) -> list[Line]:
    """`These fit: …`, and one line for each piece, which stands on its card."""
    if not act.offers:
        return []
    fresh = replace(voice, spoken_of="")
    opening = _beside(act, voice) if act.beside else Line().say(_opening(act, voice))
    return [opening, *(_offer(one, facts, fresh) for one in act.offers)]


def _beside(act: Propose, voice: Voice) -> Line:
    """`These go with the Saddle Bag:`, `To care for the Saddle Bag:`, `Something else to look at:`"""
    one = len(act.offers) == 1
    if act.to is None:
        return Line().say(voice.pick("Something else to look at:", "另外可以看看："))
    if act.beside == "care":
        return (
            Line().say(voice.pick("To care for ", "养护")).add(target(act.to, voice)).say(voice.pick(":", "可以用："))
        )
    if voice.zh:
        return Line().say("与").add(target(act.to, voice)).say("相配的有：")
    return Line().say("This goes with " if one else "These go with ").add(target(act.to, voice)).say(":")


def _opening(act: Propose, voice: Voice) -> str:
    one = len(act.offers) == 1
    if act.near:
        return voice.pick(
            "This one comes close, but misses something:" if one else "These come close, but each misses something:",
            "这一款接近，但有不符之处：" if one else "以下几款接近，但各有不符之处：",
        )
    if act.more:
        return voice.pick("Among those that fit, these first:", "符合的不止这些，先看这几款：")
    return voice.pick("This one fits:" if one else "These fit:", "这一款符合：" if one else "这几款符合：")


def _offer(one: Proposed, facts: Mapping[str, Fact], voice: Voice) -> Line:
    """`The Sienne Tote in black at €1,250: calf leather, takes a laptop of up to 13 inches, in stock.`"""
    price = facts[one.price_id]
    line = Line(place=one.about.product_id).add(subject(one.about, voice, label_of=one.variant_id))
    line.say(voice.pick(" at ", "，")).add(amount_line(price, voice)).add(until_line(price, voice))
    return line.add(because_line(one, facts, voice), voice.pick(": ", "："))


def because_line(one: Proposed, facts: Mapping[str, Fact], voice: Voice) -> Line:
    """`Calf leather, takes a laptop of up to 13 inches, in stock.`, as a card says it beside name and price."""
    line = Line(place=one.about.product_id)
    because = [said for reason in one.reasons if (said := _because(reason, one, facts, voice)) is not None]
    if one.stock_id:
        because.append(_in_stock(one, facts[one.stock_id], voice))
    for index, said in enumerate(_each_once(because)):
        line.add(said, voice.pick(", ", "，") if index else "")
    if one.misses:
        between = voice.pick("; ", "；") if because else ""
        line.say(between + voice.pick("not met: ", "未满足："))
        line.add(joined_lines([_wish(words, voice) for words in one.misses], voice))
    return line.say(voice.pick(".", "。"))


def _each_once(lines: Sequence[Line]) -> list[Line]:
    return list({line.text: line for line in reversed(lines)}.values())[::-1]


def _wish(words: Words, voice: Voice) -> Line:
    return Line().say("“").asked(lower_first(words.text(voice.lang))).say("”")


def _because(reason: Because, one: Proposed, facts: Mapping[str, Fact], voice: Voice) -> Line | None:
    """A reason in a few words; None where the line says it already, or it cannot be said shortly."""
    fact = facts[reason.fact_id]
    value = fact.value
    if fact.attribute in _UNSAID or isinstance(value, Price | Stock | Promotion | Amount | Instalments):
        return None
    if fact.subject.kind == "variant" and fact.subject.id in one.about.choices.get(fact.attribute, {}):
        return None
    match value:
        case Materials():
            return _made_of(fact, value, voice)
        case Quantity():
            return _quantity(fact, value, voice)
        case Dimensions(sides, unit):
            text = f"{' × '.join(number(side) for side in sides)} {unit_words(unit, Decimal(2), voice.lang)}"
            return Line().fact(fact, text)
        case Flag(on):
            return _flag(fact, on=on, voice=voice)
        case Terms(items):
            return _labelled(fact, joined([translated(item, voice.lang) for item in items], voice), voice)
        case Text():
            return _text(reason, fact, value, voice)
        case Statement():
            return Line().fact(fact, voice.pick("can be there in time", "可按时送达"), "computed")
        case _:
            assert_never(value)


def _made_of(fact: Fact, value: Materials, voice: Voice) -> Line:
    """What the main part is of; where there is none, every part with its name."""
    main = next((own for part in _MAIN if (own := [one for one in value.parts if one.part == part])), None)
    if main is not None:
        return Line().fact(fact, _shares(main, voice))
    line = Line()
    for index, one in enumerate(value.parts):
        name = "" if one.part in ("other", "note") else part_words(one.part).text(voice.lang) + voice.pick(" ", "")
        line.say(voice.pick(", ", "、") if index else "").say(name).fact(fact, _shares([one], voice))
    return line


def _shares(parts: Sequence[MaterialPart], voice: Voice) -> str:
    texts = []
    for one in parts:
        share = "" if one.percent is None else f"{number(one.percent)}% "
        texts.append(share + lower_first(translated(one.material, voice.lang)))
    return joined(texts, voice)


def _quantity(fact: Fact, value: Quantity, voice: Voice) -> Line:
    amount = _amount(value, voice)
    if fact.attribute == "laptop_fit":
        line = Line().say(voice.pick("takes a laptop of up to ", "可放最大 ")).fact(fact, amount)
        return line.say(voice.pick("", "的笔记本电脑"))
    if fact.attribute.startswith("water_resistance"):
        return Line().say(voice.pick("water-resistant to ", "防水至 ")).fact(fact, amount)
    if fact.attribute == "weight":
        return Line().say(voice.pick("weighs ", "重 ")).fact(fact, amount)
    return _labelled(fact, amount, voice)


def _amount(value: Quantity, voice: Voice) -> str:
    if value.high is None:
        return f"{number(value.low)} {unit_words(value.unit, value.low, voice.lang)}"
    both = f"{number(value.low)}{voice.pick(' to ', ' 至 ')}{number(value.high)}"
    return f"{both} {unit_words(value.unit, value.high, voice.lang)}"


def _flag(fact: Fact, *, on: bool, voice: Voice) -> Line:
    label = fact.label.text(voice.lang) or fact.attribute.replace("_", " ")
    return Line().fact(fact, voice.pick("" if on else "not ", "" if on else "不") + lower_first(label))


def _text(reason: Because, fact: Fact, value: Text, voice: Voice) -> Line | None:
    words = translated(value.words, voice.lang).strip().rstrip(".。")
    if fact.attribute == "origin" and len(words) <= SHORT:
        return Line().say(voice.pick("made in ", "产地")).fact(fact, words)
    if fact.attribute == "brand":
        return Line().say(voice.pick("by ", "")).fact(fact, words)
    if len(words) <= SHORT and fact.attribute != "description":
        return _labelled(fact, words, voice)
    passage = _passage(words, reason, voice)
    return Line().say("“").fact(fact, passage).say("”") if passage else None


def _passage(text: str, reason: Because, voice: Voice) -> str:
    """The sentence, else the clause, of a text that speaks of what was wished; empty where none does shortly."""
    wanted = {
        word for word in re.findall(r"[a-z0-9]{3,}", reason.term.en.lower()) if word not in ("for", "with", "the")
    }
    chinese = reason.term.zh
    most = LONGEST_PASSAGE[voice.lang]
    for sentence in _BREAK.split(text):
        plain = sentence.strip().rstrip(".。!！;；")
        named = any(word in plain.lower() for word in wanted) or bool(chinese and chinese in plain)
        if named and 0 < len(plain) <= most:
            return plain
    return ""


def _labelled(fact: Fact, words: str, voice: Voice) -> Line:
    """`closure: magnetic`; a material or colour stands for itself."""
    if fact.attribute in _NAMED_BY_ITSELF:
        return Line().fact(fact, lower_first(words))
    label = fact.label.text(voice.lang) or fact.attribute.replace("_", " ")
    return Line().say(lower_first(label)).say(voice.pick(": ", "：")).fact(fact, lower_first(words))


def _in_stock(one: Proposed, fact: Fact, voice: Voice) -> Line:
    assert isinstance(fact.value, Stock)
    if not fact.value.available:
        return _sold_out(fact, fact.value, voice)
    left = fact.value.quantity
    line = Line().fact(fact, voice.pick("in stock", "有现货"))
    if left is not None and 0 < left <= LOW:
        line.say(voice.pick(" (", "（余 ")).fact(fact, voice.pick(str(left), f"{left} {one.about.counter}"))
        line.say(voice.pick(" left)", "）"))
    return line


def _sold_out(fact: Fact, stock: Stock, voice: Voice) -> Line:
    """`sold out at the moment, expected on 10 December`."""
    line = Line().fact(fact, _stock_words(voice, available=False))
    if stock.restock is None or stock.restock < voice.today:
        return line
    line.say(voice.pick(", expected on ", "，预计 ")).fact(fact, day_text(stock.restock, voice))
    return line.say(voice.pick("", "到货"))


def leave_out_lines(act: LeaveOut, voice: Voice) -> list[Line]:
    """`Nothing here meets all of it. Without “hood” there is more to offer.`"""
    named = joined_lines([_wish(one, voice) for one in act.wishes], voice)
    if act.offered:
        line = Line().say(voice.pick("Nothing here meets all of it. Leaving out ", "没有完全符合的。若不限"))
        return [line.add(named).say(voice.pick(", there is this.", "，有以下商品。"))]
    if not act.wishes:
        return [Line().say(voice.pick("Nothing here meets all of it just now.", "目前没有完全符合的商品。"))]
    line = Line().say(voice.pick("Nothing here fits all of this together: ", "目前没有同时符合以下几项的商品："))
    return [line.add(named).say(voice.pick(".", "。"))]


def ask_wish_lines(act: AskWish, voice: Voice) -> list[Line]:
    """The question in the shop's own words, with the wishes it is about."""
    line = Line(place="ask").say(act.question.text(voice.lang))
    if act.wishes:
        wishes = [_wish(one, voice) for one in act.wishes]
        line.say(voice.pick(": ", "：")).add(joined_lines(wishes, voice)).say(voice.pick("?", "？"))
    return [line]


def table_lines(act: Table, facts: Mapping[str, Fact], voice: Voice) -> list[Line]:
    """One line for each row: what each of the pieces has of it."""
    lines = [Line().say(voice.pick("Side by side, where they differ:", "并排来看，不同之处："))]
    for place, row in enumerate(act.rows):
        line = Line(place=f"row/{place}").say(row.label.text(voice.lang)).say(voice.pick(": ", "："))
        for index, (one, fact_id) in enumerate(zip(act.columns, row.fact_ids, strict=True)):
            line.say(voice.pick("; ", "；") if index else "").name(one.about.title.text(voice.lang))
            line.say(voice.pick(" ", " ")).add(cell_line(facts.get(fact_id or ""), voice))
        lines.append(line.say(voice.pick(".", "。")))
    return lines


def cell_line(fact: Fact | None, voice: Voice) -> Line:
    """What one piece has, as short as it can be said."""
    if fact is None:
        return Line().say(voice.pick("not recorded", "未见记录"))
    value = fact.value
    match value:
        case Price():
            return amount_line(fact, voice)
        case Stock():
            return Line().fact(fact, _stock_words(voice, available=value.available))
        case Materials():
            return _made_of(fact, value, voice)
        case Quantity() | Dimensions():
            return Line().fact(fact, _measured(value, voice))
        case Flag(on):
            return Line().fact(fact, voice.pick("yes" if on else "no", "是" if on else "否"))
        case Terms(items):
            return Line().fact(fact, joined([translated(item, voice.lang) for item in items], voice))
        case Text(words) | Statement(words, _) | Promotion(words):
            return Line().fact(fact, translated(words, voice.lang).rstrip(".。"))
        case Amount() | Instalments():
            return Line().fact(fact, deal_text(value, voice.lang))
        case _:
            assert_never(value)


def _measured(value: Quantity | Dimensions, voice: Voice) -> str:
    if isinstance(value, Quantity):
        return _amount(value, voice)
    return f"{' × '.join(number(side) for side in value.sides)} {unit_words(value.unit, Decimal(2), voice.lang)}"


def _stock_words(voice: Voice, *, available: bool) -> str:
    if available:
        return voice.pick("in stock", "有现货")
    return voice.pick("sold out at the moment", "暂时售罄")


def cells(act: Table, facts: Mapping[str, Fact], voice: Voice) -> list[list[Sentence]]:
    """The cells of the table, row by row, each with the places of its claims."""
    return [[cell_line(facts.get(fact_id or ""), voice).done() for fact_id in row.fact_ids] for row in act.rows]
