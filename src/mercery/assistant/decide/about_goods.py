"""Questions about a product, answered from its facts. What is not recorded is said to be not recorded."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from mercery.assistant.decide.passages import passage_about
from mercery.assistant.decide.piece import Piece
from mercery.assistant.goods import Goods
from mercery.assistant.judge import judge_amount, judge_at_most, judge_material, judge_price
from mercery.assistant.turns import Command
from mercery.assistant.understand import topics
from mercery.claims.facts import Fact
from mercery.claims.frames.render import CHOICES
from mercery.claims.plan import NO_WORDS, About, Act, Asked, Cite, Inform, NotKnown, NotOffered, Relay, Verdict
from mercery.claims.values import Flag, Materials, Price, Stock, Terms, Text
from mercery.claims.vocabulary import COLOURS, part_words
from mercery.claims.wording import Voice
from mercery.core.i18n import Words
from mercery.knowledge.places import places_in

_LABELS: Final[dict[str, Words]] = {
    "price": Words("price", "价格"),
    "sale": Words("price", "价格"),
    "stock": Words("stock", "库存"),
    "choices": Words("range of colours and sizes", "颜色与尺码"),
    "material": Words("material", "材质"),
    "dimensions": Words("size", "尺寸"),
    "laptop": Words("whether a laptop goes into {}", "{}能否放下电脑"),
    "weight": Words("weight", "重量"),
    "care": Words("care instructions", "保养方法"),
    "origin": Words("origin", "产地"),
    "water": Words("water resistance", "防水性能"),
    "warranty": Words("warranty", "质保"),
}
ATTRIBUTES: Final[dict[str, tuple[str, ...]]] = {
    "material": ("material", "materials", "composition"),
    "dimensions": ("dimensions", "size", "case_diameter", "diameter", "length", "height", "width"),
    "weight": ("weight",),
    "care": ("care", "care_instructions"),
    "origin": ("origin", "country_of_origin", "made_in"),
    "water": ("water_resistance", "water_resistance_m", "ingress_protection", "waterproof"),
    "warranty": ("warranty", "warranty_months"),
    "laptop": ("laptop_fit", "laptop", "fits_laptop"),
}


def answer_goods(command: Command, goods: Goods, voice: Voice) -> Piece:
    """The answer to one question about one product."""
    return _ANSWERS.get(command.topic, _property)(command, goods, voice)


def _piece(rule: str, goods: Goods, acts: Sequence[Act], facts: Sequence[Fact], *, person: bool = False) -> Piece:
    return Piece(rule=rule, acts=tuple(acts), facts=tuple(facts), shown=(goods.id,), offer_person=person)


def _inform(
    rule: str, goods: Goods, facts: Sequence[Fact], *, verdict: Verdict | None = None, asked: Asked | None = None
) -> Piece:
    act = Inform(
        about=goods.about,
        attribute=facts[0].attribute,
        fact_ids=tuple(fact.id for fact in facts),
        verdict=verdict,
        asked=asked,
    )
    return _piece(rule, goods, [act], facts)


def _not_known(command: Command, goods: Goods) -> Piece:
    label = _LABELS.get(command.topic, NO_WORDS)
    return _piece(f"{command.topic}:not_recorded", goods, [NotKnown(about=goods.about, label=label)], [], person=True)


def chosen_variants(command: Command, goods: Goods) -> tuple[list[str], tuple[str, ...]]:
    """Ids of the variants that are the colours and sizes asked for, and what was asked that no variant has."""
    ids, missing = [variant.id for variant in goods.product.variants], []
    for wished, match in ((command.colours, _has_colour), (command.sizes, _has_size)):
        if not wished:
            continue
        having = {one: {v.id for v in goods.product.variants if match(v.options, one)} for one in wished}
        missing += [one for one, some in having.items() if not some]
        keep = set().union(*having.values())
        ids = [one for one in ids if one in keep]
    return ids, tuple(missing)


def _has_colour(options: object, colour: str) -> bool:
    assert hasattr(options, "items")
    return any(
        _is_called(value, colour) or (name not in ("size", "volume") and _colour_is(value, colour))
        for name, value in options.items()
    )


def _is_called(value: Words, colour: str) -> bool:
    """Whether the value is the colour's own name: then it is that colour, whatever a shop heads the column with."""
    return bool(({value.en.lower(), value.zh} - {""}) & {colour.lower(), *COLOURS.get(colour, ())})


def _colour_is(value: Words, colour: str) -> bool:
    if {*COLOURS.get(colour, ())} & {*COLOURS.get(value.en.lower(), ())}:
        return True
    return bool(value.en and re.search(rf"(?<![a-z]){re.escape(colour.lower())}(?![a-z])", value.en.lower()))


def _has_size(options: object, size: str) -> bool:
    assert hasattr(options, "items")
    for name, value in options.items():
        texts = {value.en.upper(), value.zh.upper()} - {""}
        if name not in ("colour", "color") and any(
            text == size.upper() or text.startswith((f"{size.upper()} ", f"{size.upper()}(")) for text in texts
        ):
            return True
    return False


def _missing_words(missing: Sequence[str], command: Command) -> Words:
    sizes = {one for one in command.sizes if re.fullmatch(r"[\d.]{1,4}|[XSML]{1,3}", one)}
    english = ", ".join(f"size {one}" if one in sizes else one for one in missing)
    chinese = "、".join(f"{one} 码" if one in sizes else COLOURS.get(one, (one,))[0] for one in missing)
    return Words(english, chinese)


def _not_offered(command: Command, goods: Goods, missing: Sequence[str]) -> Piece:
    facts = goods.stock
    sizes, colours = set(missing) & set(command.sizes), set(missing) & set(command.colours)
    act = NotOffered(
        about=_only_choices(goods.about, colours, sizes),
        attribute=CHOICES,
        asked=_missing_words(missing, command),
        fact_ids=tuple(fact.id for fact in facts) if goods.about.labels else (),
    )
    return _piece(f"{command.topic}:not_offered", goods, [act], facts)


def _price(command: Command, goods: Goods, voice: Voice) -> Piece:
    ids, missing = chosen_variants(command, goods)
    if missing:
        return _not_offered(command, goods, missing)
    facts = [fact for fact in goods.prices if fact.subject.id in ids]
    if not facts:
        return _not_known(command, goods)
    return _inform(
        "price",
        goods,
        facts,
        verdict=judge_price(facts, command.asked) if command.yes_no else None,
        asked=command.asked,
    )


def _sale(command: Command, goods: Goods, voice: Voice) -> Piece:
    facts = goods.prices
    if not facts:
        return _not_known(command, goods)
    reduced = [isinstance(fact.value, Price) and fact.value.was is not None for fact in facts]
    verdict: Verdict | None = "yes" if all(reduced) else ("no" if not any(reduced) else None)
    if verdict == "yes" and not command.yes_no:
        verdict = None
    return _inform("sale", goods, facts, verdict=verdict)


def _stock(command: Command, goods: Goods, voice: Voice) -> Piece:
    ids, missing = chosen_variants(command, goods)
    if missing:
        return _not_offered(command, goods, missing)
    facts = [fact for fact in goods.stock if fact.subject.id in ids]
    if not facts:
        return (
            _not_known(command, goods)
            if not goods.stock
            else _not_offered(command, goods, (*command.colours, *command.sizes))
        )
    there = [isinstance(fact.value, Stock) and fact.value.available for fact in facts]
    asked_one = len(facts) == 1 or bool(command.colours or command.sizes)
    verdict: Verdict | None = None
    if asked_one and command.yes_no and not _WHEN.search(command.text):
        verdict = "yes" if all(there) else ("no" if not any(there) else None)
    return _inform("stock", goods, facts, verdict=verdict)


_WHEN: Final = re.compile(r"\bwhen\b|什么时候|何时|几时", re.I)


def _choices(command: Command, goods: Goods, voice: Voice) -> Piece:
    facts = goods.stock
    coloured = goods.of("colour", "color")
    if not goods.about.labels and coloured and _OPTIONS_ASKED.search(command.text):
        return _inform("choices:colour", goods, coloured[:1])
    if not goods.about.labels or not facts:
        return _stock(command, goods, voice) if facts else _not_known(command, goods)
    if "尺寸" in command.text and not goods.about.choices.keys() & {"size", "volume"}:
        return _measured(replace(command, topic="dimensions"), goods, voice)
    about = _only_choices(goods.about, _OPTIONS_ASKED.search(command.text), _SIZES_ASKED.search(command.text))
    act = Inform(about=about, attribute=CHOICES, fact_ids=tuple(fact.id for fact in facts))
    return _piece("choices", goods, [act], facts)


_SIZES_ASKED: Final = re.compile(r"size|volume|尺码|尺寸|码|号|容量|毫升", re.I)
_OPTIONS_ASKED: Final = re.compile(r"colou?r|shade|颜色|什么色|哪些色|几种色", re.I)


def _only_choices(about: About, colours: object, sizes: object) -> About:
    """The choice of colours or of sizes alone, where only one of them is asked."""
    if bool(colours) == bool(sizes):
        return about
    kept = {name: values for name, values in about.choices.items() if (name in ("size", "volume")) == bool(sizes)}
    return replace(about, choices=kept) if kept else about


def _material(command: Command, goods: Goods, voice: Voice) -> Piece:
    facts = goods.of(*ATTRIBUTES["material"])
    if not facts:
        return _cited(command, goods, voice) or _not_known(command, goods)
    verdict = None
    if command.asked and command.yes_no and isinstance(facts[0].value, Materials | Text):
        verdict = judge_material(
            _of_part(facts[0], command.text), command.asked.words.en, pure=bool(topics.PURE.search(command.text))
        )
    return _inform("material", goods, facts[:1], verdict=verdict)


def _of_part(fact: Fact, text: str) -> Fact:
    """The fact narrowed to the part the question names (`a rubber strap`), where there is one."""
    if not isinstance(fact.value, Materials):
        return fact
    low = text.lower()
    named = [one for one in fact.value.parts if one.part != "main" and _names_part(one.part, low)]
    if not named:
        return fact
    return replace(fact, value=Materials(tuple(replace(one, part="main") for one in named)))


def _names_part(part: str, low: str) -> bool:
    words = part_words(part)
    return (
        bool(re.search(rf"(?<![a-z]){re.escape(words.en.lower())}s?(?![a-z])", low))
        or words.zh[:2] in low
        or (part == "strap" and "表带" in low)
    )


def _measured(command: Command, goods: Goods, voice: Voice) -> Piece:
    facts = [fact for fact in goods.of(*ATTRIBUTES[command.topic]) if not isinstance(fact.value, Terms)]
    if not facts:
        return _cited(command, goods, voice) or _not_known(command, goods)
    verdict = judge_amount(facts[0], command.asked)
    return _inform(command.topic, goods, facts[:4], verdict=verdict, asked=command.asked)


def _laptop(command: Command, goods: Goods, voice: Voice) -> Piece:
    facts = goods.of(*ATTRIBUTES["laptop"])
    if facts and (verdict := judge_at_most(facts[0], command.asked)):
        return _inform("laptop", goods, facts, verdict=verdict, asked=command.asked)
    if facts:
        return _inform("laptop", goods, facts)
    if cited := _cited(command, goods, voice):
        return cited
    missing = _not_known(command, goods)
    sides = goods.of("dimensions")
    if not sides:
        return missing
    told = Inform(
        about=goods.about, attribute="dimensions", fact_ids=tuple(fact.id for fact in sides[:1]), asked=command.asked
    )
    return _piece("laptop:dimensions", goods, [*missing.acts, told], sides[:1], person=True)


def _origin(command: Command, goods: Goods, voice: Voice) -> Piece:
    facts = goods.of(*ATTRIBUTES["origin"])
    if not facts:
        return _not_known(command, goods)
    verdict: Verdict | None = None
    if command.places and command.yes_no and isinstance(facts[0].value, Text):
        words = facts[0].value.words
        stated = places_in(f"{words.en} {words.zh}")
        verdict = None if not stated else ("yes" if set(stated) & set(command.places) else "no")
    return _inform("origin", goods, facts[:1], verdict=verdict)


def _water(command: Command, goods: Goods, voice: Voice) -> Piece:
    """Water resistance is told as recorded; a care text that speaks of rain is repeated, never turned into a yes."""
    facts = goods.of(*ATTRIBUTES["water"])
    passage = passage_about(command, goods, voice, among=("description", "notes"))
    if facts:
        piece = _inform("water", goods, facts[:1], verdict=_flag(facts[0]))
        if passage is None or not FURTHER.search(passage[1]):
            return piece
        return _piece("water", goods, [*piece.acts, _cite(goods, passage)], [*piece.facts, passage[0]])
    if passage is not None:
        return _piece("water:passage", goods, [_cite(goods, passage)], [passage[0]])
    missing = _not_known(command, goods)
    care = [fact for fact in goods.of("care") if _speaks_of_water(fact)]
    if not care:
        return missing
    told = Inform(about=goods.about, attribute="care", fact_ids=(care[0].id,))
    return _piece("water:care", goods, [*missing.acts, told], care[:1], person=True)


FURTHER: Final = re.compile(r"swim|splash|shower|\bdiv(?:e|ing)\b|泼|溅|游泳|淋浴|洗澡|潜水", re.IGNORECASE)


def _speaks_of_water(fact: Fact) -> bool:
    words = fact.value.words if isinstance(fact.value, Text) else Words("")
    return bool(re.search(r"rain|water|wet|dry|shower|moist|雨|水|湿|干", f"{words.en} {words.zh}", re.IGNORECASE))


def _warranty(command: Command, goods: Goods, voice: Voice) -> Piece:
    facts = goods.of(*ATTRIBUTES["warranty"])
    return _inform("warranty", goods, facts[:1]) if facts else _not_known(command, goods)


def _property(command: Command, goods: Goods, voice: Voice) -> Piece:
    facts = goods.of(command.attribute)
    if not facts:
        return _cited(command, goods, voice) or _not_known(command, goods)
    verdict = _flag(facts[0]) if command.yes_no else None
    return _inform(f"property:{command.attribute}", goods, facts[:1], verdict=verdict, asked=command.asked)


def _flag(fact: Fact) -> Verdict | None:
    if not isinstance(fact.value, Flag):
        return None
    return "yes" if fact.value.on else "no"


def _detail(command: Command, goods: Goods, voice: Voice) -> Piece:
    return _cited(command, goods, voice) or _not_known(command, goods)


def _describe(command: Command, goods: Goods, voice: Voice) -> Piece:
    """A short portrait: description, material, price."""
    acts: list[Act] = []
    facts: list[Fact] = []
    description = goods.of("description")
    if description and isinstance(description[0].value, Text) and description[0].value.words.has(voice.lang):
        acts.append(
            Cite(
                about=goods.about,
                fact_id=description[0].id,
                excerpt=description[0].value.words.text(voice.lang).strip(),
                whole=True,
            )
        )
        facts.append(description[0])
    for topic in ("material", "price"):
        piece = answer_goods(Command(topic="price" if topic == "price" else "material", text=""), goods, voice)
        if piece.facts:
            acts += piece.acts
            facts += piece.facts
    if goods.left_out:
        acts.append(Relay(source="product_description", about=goods.about, left_out=goods.left_out))
    return _piece("describe", goods, acts, facts) if acts else _not_known(command, goods)


def _cited(command: Command, goods: Goods, voice: Voice) -> Piece | None:
    passage = passage_about(command, goods, voice)
    if passage is None:
        return None
    return _piece(f"{command.topic}:passage", goods, [_cite(goods, passage)], [passage[0]])


def _cite(goods: Goods, passage: tuple[Fact, str, Verdict | None]) -> Cite:
    fact, excerpt, verdict = passage
    return Cite(about=goods.about, fact_id=fact.id, excerpt=excerpt, verdict=verdict)


_ANSWERS: Final[dict[str, Callable[[Command, Goods, Voice], Piece]]] = {
    "price": _price,
    "sale": _sale,
    "stock": _stock,
    "choices": _choices,
    "material": _material,
    "dimensions": _measured,
    "weight": _measured,
    "care": _measured,
    "laptop": _laptop,
    "origin": _origin,
    "water": _water,
    "warranty": _warranty,
    "detail": _detail,
    "describe": _describe,
}
