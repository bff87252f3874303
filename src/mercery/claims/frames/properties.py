"""What a product is: materials, measures, origin, care, and every other recorded property."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Final, assert_never

from mercery.claims.deals import Amount, Instalments, Promotion
from mercery.claims.facts import Fact
from mercery.claims.flags import does
from mercery.claims.measures import convert, in_base, number, unit_words
from mercery.claims.plan import Cite, Inform
from mercery.claims.sentence import Line
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
from mercery.claims.wording import Voice, joined, lower_first, owner_of, plural, subject, target, verb

_YES_NO = {
    "yes": ("Yes, ", "是的，"),
    "no": ("No, ", "不是，"),
    "partly": ("Only in part: ", "部分是，"),
    "unknown": ("I cannot say yes or no; what I can tell you: ", "这一点没有明确记录，能告诉您的是："),
}


def property_lines(act: Inform, facts: Sequence[Fact], voice: Voice) -> list[Line]:
    """One sentence for each fact; the verdict opens the first."""
    lines = []
    for index, fact in enumerate(facts):
        opening = Line().say(_verdict(act, voice) if index == 0 else "")
        lines.append(opening.add(_sentence(act, fact, voice)).say(voice.pick(".", "。")))
    return lines


def cite_lines(act: Cite, fact: Fact, voice: Voice) -> list[Line]:
    """`The product notes say: “…”`, after a yes or no where the passage itself says it."""
    if act.whole:
        return [Line().fact(fact, act.excerpt)]
    line = Line().say(_YES_NO[act.verdict][voice.zh] if act.verdict in ("yes", "no") else "")
    if voice.zh:
        line.add(subject(act.about, voice)).say("的商品说明写道：“").fact(fact, act.excerpt).say("”。")
    else:
        owner = owner_of(act.about, "description", voice)
        line.say("" if owner.text.startswith(("its ", "their ")) else "the ").add(owner)
        line.say(" says: “").fact(fact, act.excerpt).say("”.")
    return [line]


def _verdict(act: Inform, voice: Voice) -> str:
    return _YES_NO[act.verdict][voice.zh] if act.verdict else ""


def _sentence(act: Inform, fact: Fact, voice: Voice) -> Line:
    value = fact.value
    label_of = fact.subject.id if fact.subject.kind == "variant" and len(act.about.labels) > 1 else None
    who = subject(act.about, voice, label_of=label_of)
    match value:
        case Materials():
            return _materials(act, who, fact, value, voice)
        case Quantity():
            return _quantity(act, who, fact, value, voice)
        case Dimensions():
            return _dimensions(act, who, fact, value, voice)
        case Text():
            return _text(act, who, fact, value, voice)
        case Terms(items):
            named = joined([translated(item, voice.lang) for item in items], voice)
            if fact.attribute in ("colour", "color") and fact.subject.kind == "product":
                comes = voice.pick(f" {verb(act.about, voice, 'comes', 'come')} in ", "的颜色为")
                return Line().add(who).say(comes).fact(fact, named)
            return _labelled(act, who, fact, named, voice)
        case Flag(on):
            return _flag(act, fact, on, voice)
        case Statement(words):
            return Line().fact(fact, words.text(voice.lang).rstrip(".。"))
        case Price() | Stock() | Promotion() | Amount() | Instalments():
            raise ValueError(f"{fact.id} has its own frame")
        case _:
            assert_never(value)


_QUALITY: Final = re.compile(
    r"(?:[- ]?(?:safe|proof|resistant|free|repellent|tested|protected)|ed|able|ible|less)$|^(?:free of|safe for|suitable for|made for) ",
    re.I,
)
"""Labels that are said of a thing as they stand: dishwasher-safe, polarised, refillable."""


def _flag(act: Inform, fact: Fact, on: bool, voice: Voice) -> Line:
    """`the Costa Sunglasses are polarised`; a label that is no quality is named: `“Zip” applies to the Work Tote`."""
    label = fact.label.text(voice.lang) or fact.attribute.replace("_", " ")
    many = plural(act.about.title.text("en"))
    if not voice.zh and (said := does(label, on, many=many)):
        return Line().add(subject(act.about, voice)).say(" ").fact(fact, said)
    if not voice.zh and _QUALITY.search(label):
        line = Line().add(subject(act.about, voice)).say(f" {verb(act.about, voice, 'is', 'are')} ")
        return line.fact(fact, ("" if on else "not ") + lower_first(label))
    if voice.zh and label.startswith("可"):
        return Line().add(subject(act.about, voice)).fact(fact, label if on else f"不{label}")
    if voice.zh:
        return Line().add(subject(act.about, voice)).say(f"“{label}”一项：").fact(fact, "是" if on else "否")
    return (
        Line()
        .say(f"“{label}” ")
        .fact(fact, "applies" if on else "does not apply")
        .say(" to ")
        .add(target(act.about, voice))
    )


def _materials(act: Inform, who: Line, fact: Fact, value: Materials, voice: Voice) -> Line:
    by_part: dict[str, list[MaterialPart]] = {}
    for one in value.parts:
        by_part.setdefault(one.part, []).append(one)
    main = by_part.pop("main", None)
    line = Line()
    if main:
        made_of = _shares(main, voice)
        line.add(who).say(voice.pick(f" {verb(act.about, voice, 'is', 'are')} made of ", "的材质为"))
        line.say(" " if voice.zh and made_of[:1].isascii() else "").fact(fact, made_of)
    notes = [*by_part.pop("other", []), *by_part.pop("note", [])]
    for index, (part, members) in enumerate(by_part.items()):
        name = part_words(part).text(voice.lang)
        between = voice.pick("; " if main or index else "", "，" if main or index else "")
        many = plural(name)
        middle = voice.pick(" are " if many else " is ", "为")
        if main or index:
            line.say(between + voice.pick("the ", "")).say(name + middle)
        else:
            owner = owner_of(act.about, name, voice)
            line.say("" if voice.zh or owner.text.startswith(("its ", "their ")) else "the ").add(owner).say(middle)
        line.fact(fact, _shares(members, voice))
    for note in notes:
        line.say(voice.pick("; ", "，")).fact(fact, translated(note.material, voice.lang))
    return line


def _shares(parts: Sequence[MaterialPart], voice: Voice) -> str:
    """`85% modal and 15% cashmere`."""
    texts = []
    for part in parts:
        material = translated(part.material, voice.lang)
        share = "" if part.percent is None else f"{number(part.percent)}%"
        texts.append(f"{share} {material}".strip() if not voice.zh or not share else f"{share} {material}")
    return joined(texts, voice)


_QUANTITY_VERBS: dict[str, Callable[[Inform, Voice], str]] = {
    "weight": lambda act, voice: voice.pick(f" {verb(act.about, voice, 'weighs', 'weigh')} ", "重 "),
    "water_resistance": lambda act, voice: voice.pick(
        f" {verb(act.about, voice, 'is', 'are')} water-resistant to ", "的防水等级为 "
    ),
    "warranty": lambda act, voice: voice.pick(
        f" {verb(act.about, voice, 'has', 'have')} a warranty of ", "的质保期为 "
    ),
    "edition": lambda act, voice: voice.pick(
        f" {verb(act.about, voice, 'comes', 'come')} in a numbered series of ", "限量 "
    ),
    "pieces": lambda act, voice: voice.pick(f" {verb(act.about, voice, 'comes', 'come')} in a set of ", "一套有 "),
    "volume": lambda act, voice: voice.pick(f" {verb(act.about, voice, 'holds', 'hold')} ", "的容量为 "),
}


def _quantity(act: Inform, who: Line, fact: Fact, value: Quantity, voice: Voice) -> Line:
    amount = _measure(value.low, value.high, value.unit, voice)
    if fact.attribute == "laptop_fit":
        return _laptop(act, who, fact, amount, voice)
    ways = _QUANTITY_VERBS.get(fact.attribute)
    line = (
        Line().add(who).say(ways(act, voice)).fact(fact, amount) if ways else _labelled(act, who, fact, amount, voice)
    )
    return line.add(_converted(act, fact, [value.low, *([value.high] if value.high else [])], value.unit, voice))


def _laptop(act: Inform, who: Line, fact: Fact, amount: str, voice: Voice) -> Line:
    """The largest laptop that goes in."""
    if voice.zh:
        return Line().add(who).say("可放最大 ").fact(fact, amount).say("的笔记本电脑")
    return Line().add(who).say(f" {verb(act.about, voice, 'takes', 'take')} a laptop of up to ").fact(fact, amount)


def _dimensions(act: Inform, who: Line, fact: Fact, value: Dimensions, voice: Voice) -> Line:
    sides = " × ".join(number(side) for side in value.sides)
    unit = unit_words(value.unit, Decimal(2), voice.lang)
    line = Line().add(who).say(voice.pick(f" {verb(act.about, voice, 'measures', 'measure')} ", "的尺寸为 "))
    line.fact(fact, f"{sides} {unit}")
    return line.add(_converted(act, fact, list(value.sides), value.unit, voice))


def _measure(low: Decimal, high: Decimal | None, unit: str, voice: Voice) -> str:
    """`780 g`, `2 to 3 business days`, `5 年`."""
    if high is None:
        return f"{number(low)} {unit_words(unit, low, voice.lang)}"
    return f"{number(low)}{voice.pick(' to ', ' 至 ')}{number(high)} {unit_words(unit, high, voice.lang)}"


def _converted(act: Inform, fact: Fact, amounts: Sequence[Decimal], unit: str, voice: Voice) -> Line:
    """The same in the unit the customer used, marked as worked out."""
    wanted = act.asked.amount.unit if act.asked and act.asked.amount else ""
    others = [convert(amount, unit, wanted) for amount in amounts] if wanted and wanted != unit else []
    if not others or any(other is None for other in others):
        return Line()
    if any(not _close(amount, unit, other, wanted) for amount, other in zip(amounts, others, strict=True)):
        return Line()
    text = " × ".join(number(other) for other in others if other is not None)
    words = unit_words(wanted, Decimal(2), voice.lang)
    return Line().say(voice.pick(" (", "（")).fact(fact, f"{text} {words}", "computed").say(voice.pick(")", "）"))


def _close(amount: Decimal, unit: str, other: Decimal | None, wanted: str) -> bool:
    """Whether rounding kept the converted amount true: 0.1 mm are not 0 inches."""
    exact = in_base(amount, unit)
    return other is not None and abs(in_base(other, wanted) - exact) <= exact * Decimal("0.02")


def _text(act: Inform, who: Line, fact: Fact, value: Text, voice: Voice) -> Line:
    words = translated(value.words, voice.lang).rstrip(".。")
    if fact.attribute == "origin" and len(words) <= 48 and not re.search(r"[;；:：]|\bin\b", words):
        made = voice.pick(f" {verb(act.about, voice, 'is', 'are')} made in ", "的产地为")
        return Line().add(who).say(made).fact(fact, words)
    if fact.attribute == "care":
        if voice.zh:
            return Line().add(who).say("的保养方法：").fact(fact, words)
        if re.search(r"[.:;]", words):
            of = (
                Line() if act.about.product_id == voice.spoken_of else Line().say(" for ").add(target(act.about, voice))
            )
            return Line().say("our care advice").add(of).say(": ").fact(fact, words)
        return Line().say("to care for ").add(target(act.about, voice)).say(": ").fact(fact, lower_first(words))
    one = not plural(act.about.title.text("en"))
    if (
        fact.attribute == "fit_note"
        and not voice.zh
        and one
        and re.match(r"(?:falls|runs|fits|comes up|is) ", words, re.I)
    ):
        return Line().add(who).say(" ").fact(fact, lower_first(words))
    if fact.attribute == "fit_note" and not voice.zh:
        return Line().say("on the fit of ").add(target(act.about, voice)).say(": ").fact(fact, lower_first(words))
    if fact.attribute == "material" and not voice.zh and ";" not in words and ":" not in words:
        return Line().add(who).say(f" {verb(act.about, voice, 'is', 'are')} made of ").fact(fact, lower_first(words))
    return _labelled(act, who, fact, words, voice)


def _labelled(act: Inform, who: Line, fact: Fact, words: str, voice: Voice) -> Line:
    """`closure of the Sienne Tote: magnetic`."""
    label = fact.label.text(voice.lang) or fact.attribute.replace("_", " ")
    if isinstance(fact.value, Quantity | Dimensions) and not voice.zh and fact.subject.kind != "variant":
        owner = owner_of(act.about, lower_first(label), voice)
        many = label.lower().endswith("s") and not label.lower().endswith("ss")
        said = Line().say("" if owner.text.startswith(("its ", "their ")) else "the ").add(owner)
        return said.say(" are " if many else " is ").fact(fact, words)
    if fact.subject.kind == "variant":
        return Line().add(who).say(voice.pick(f", {lower_first(label)}: ", f"的{label}：")).fact(fact, words)
    return (
        owner_of(act.about, label if voice.zh else lower_first(label), voice)
        .say(voice.pick(": ", "："))
        .fact(fact, words)
    )
