"""Reads a message: which products, which questions, which variant, which amount."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from mercery.assistant.goods import Goods
from mercery.assistant.materials.asking import text_asked
from mercery.assistant.turns import GOODS, Command, Normalised, Topic, Understanding
from mercery.assistant.understand import topics
from mercery.assistant.understand.corrected import Found
from mercery.assistant.understand.message_parts import MOST_PARTS, parts
from mercery.assistant.understand.name_words import only_name, without_names
from mercery.assistant.understand.of_hours import ideas_said
from mercery.assistant.understand.products_meant import find_products
from mercery.assistant.understand.slips import restored
from mercery.assistant.understand.wishes import amount_asked, colours_wished, relation_before, sizes_wished
from mercery.claims.plan import Asked, Relation
from mercery.claims.vocabulary import materials_in
from mercery.conversations.going_on import goes_on_with_the_assistant
from mercery.knowledge.features import ideas_in
from mercery.knowledge.places import places_in

SERVICE_IDEAS = frozenset(
    (
        "delivery", "delivery_cost", "express", "abroad", "return", "refund", "exchange", "code", "price_adjust", "pay", "instalment",
        "wrap", "note", "gift_card", "invoice", "repair", "broken", "fault", "authentic", "order_change", "duties", "pickup", "boutique", "hours",
        "contact", "privacy", "resale", "engrave", "loyalty", "student", "wholesale", "jobs", "ethics",
    )
)  # fmt: skip
"""Ideas that policies and approved answers speak of, not the facts of a product."""


_STRONG: frozenset[Topic] = frozenset(
    ("laptop", "water", "origin", "weight", "dimensions", "choices", "material", "care", "warranty")
)


def understand(message: Normalised, found: Found, shelf: Mapping[str, Goods]) -> Understanding:
    """The message's questions, each once, in order."""
    commands: list[Command] = []
    for part in parts(restored(message.text)):
        for command in _read(part, found, shelf):
            command = _carried(command, commands, found)
            again = next((i for i, known in enumerate(commands) if _same(command, known)), None)
            if again is None:
                commands.append(command)
            elif command.topic == "water":
                # "Is it waterproof, can I shower with it?" asks once, of both.
                commands[again] = replace(commands[again], text=f"{commands[again].text} {command.text}")
    courtesy = [one for one in commands if one.topic in ("greeting", "thanks", "bye", "ack")]
    real = [one for one in commands if one not in courtesy and one.topic != "unclear"]
    unclear = [one for one in commands if one.topic == "unclear"]
    chosen = real or courtesy or unclear or [Command(topic="unclear", text=message.text, p=0.2)]
    return Understanding(
        lang=message.lang,
        commands=tuple(chosen[:MOST_PARTS]),
        product_ids=found.product_ids,
        unsure_between=found.unsure_between,
        near=found.near,
    )


def _carried(command: Command, before: Sequence[Command], found: Found) -> Command:
    """What a part leaves out because the part or turn before said it: the place, the service, the size."""
    last = before[-1] if before else None
    if (
        last
        and last.topic == "service"
        and (command.topic in ("detail", "unclear") or (command.topic == "price" and not command.product_ids))
        and ideas_in(command.text) & _ELLIPTIC
    ):
        if command.topic == "price" and "delivery" in ideas_in(last.text):
            return replace(command, topic="service", text=f"delivery cost 运费: {command.text}")
        return replace(command, topic="service", text=f"{last.text}: {command.text}", places=last.places)
    if last and last.product_ids and command.topic == "detail" and "how_long" in ideas_in(command.text):
        return replace(command, text=f"{last.text} {command.text}")
    if last and last.topic == command.topic == "service" and last.places and not command.places:
        return replace(command, places=last.places)
    if last and {last.topic, command.topic} == {"price", "stock"} and not (command.colours or command.sizes):
        return replace(command, colours=last.colours, sizes=last.sizes)
    if command.topic == "stock" and topics.COMES_BACK.search(command.text) and not (command.colours or command.sizes):
        return replace(command, colours=found.colours, sizes=found.sizes)
    if command.topic in ("stock", "price") and topics.GOES_ON.search(command.text):
        colours, sizes = command.colours or found.colours, command.sizes or found.sizes
        if (colours, sizes) != (command.colours, command.sizes) and (command.colours or command.sizes):
            return replace(command, colours=colours, sizes=sizes)
    return command


_GONE_WRONG = frozenset(("broken", "fault"))


_ELLIPTIC = frozenset(("how_long", "cost"))


def _same(one: Command, other: Command) -> bool:
    if one.topic == "service":
        return other.topic == "service" and one.text == other.text
    if other.topic == "compare":
        return one.topic in ("compare", other.attribute)
    return (one.topic, one.attribute, one.colours, one.sizes) == (
        other.topic,
        other.attribute,
        other.colours,
        other.sizes,
    )


def _read(part: str, found: Found, shelf: Mapping[str, Goods]) -> list[Command]:
    greeting = topics.GREETING.match(part)
    rest = part[greeting.end() :].strip() if greeting else part
    if greeting and len(rest) < 2:
        return [Command(topic="greeting", text=part)]
    if text := text_asked(rest, found.materials):
        asked = Command(topic=text, text=rest, product_ids=found.product_ids)
        beside = [one for one in _questions(rest, found, shelf) if one.topic in _BESIDE_TEXTS]
        return [asked, *beside]
    if goes_on_with_the_assistant(rest):
        return [Command(topic="ack", text=rest)]
    if topics.is_greeting(part):
        return [Command(topic="greeting", text=part)]
    if topics.THANKS.match(rest) or topics.is_glad(rest):
        return [Command(topic="thanks", text=rest)]
    if topics.ACK.match(rest):
        return [Command(topic="ack", text=rest)]
    if topics.BYE.match(rest):
        return [Command(topic="bye", text=rest)]
    for topic, pattern in topics.talk():
        if pattern.search(rest):
            return [Command(topic=topic, text=rest, product_ids=found.product_ids)]
    return _questions(rest, found, shelf)


_BESIDE_TEXTS: frozenset[Topic] = frozenset(("price", "stock", "material", "sale"))
"""What may be asked in one breath with a question about reviews: `is it any good and what does it cost?`"""


def _questions(part: str, found: Found, shelf: Mapping[str, Goods]) -> list[Command]:
    goods = [shelf[one] for one in found.product_ids if one in shelf]
    if not goods and topics.OFF_TOPIC.search(part):
        return [Command(topic="off_topic", text=part)]
    plain = without_names(part, goods)
    base = _base(part, plain, found, goods)
    named = _by_label(plain, goods)
    hits = [topic for topic, pattern in topics.patterns() if pattern.search(plain)]
    ideas = ideas_said(plain)
    service = bool(ideas & SERVICE_IDEAS) or ("how_long" in ideas and bool(base.places) and "origin" not in hits)
    if ideas_in(plain) & _GONE_WRONG or (ideas & _GOES_BACK and _IN_CASE.search(plain)):
        named = []
    read = [replace(base, topic="property", attribute=name) for name in named]
    if "compare" in hits and len(goods) > 1:
        weighed = topics.compared(plain)
        if not weighed and (further := [one for one in hits if one in _COMPARED_BY]):
            return [replace(base, topic=one, asked=amount_asked(one, plain)) for one in further]
        return [replace(base, topic="compare", attribute=weighed[0] if weighed else "", asked=_side(weighed))]
    hits = [topic for topic in hits if topic != "compare"]
    read += [
        replace(base, topic=topic, asked=amount_asked(topic, plain)) for topic in _chosen(hits, service, base, named)
    ]
    if not goods and _within_budget(plain, ideas):
        return [replace(base, topic="browse", asked=amount_asked("browse", plain))]
    if not read and goods and materials_in(plain) and (base.yes_no or len(plain.split()) < 5):
        return [replace(base, topic="material", asked=amount_asked("material", plain), yes_no=True)]
    if not read and (service or (base.places and not goods and base.yes_no)):
        return [replace(base, topic="service")]
    if not read and base.places and not goods and topics.GOES_ON.search(part):
        # A bare place goes on with where things are sent.
        return [replace(base, topic="service", text=f"配送 {part}" if "呢" in part else f"delivery {part}")]
    if not read:
        return [replace(base, topic=_rest(part, base, goods, found), asked=amount_asked("browse", plain), p=0.5)]
    return read


_GOES_BACK = frozenset(("return", "refund", "exchange"))


_IN_CASE: Final = re.compile(
    r"\b(?:if|in case|when) (?:it|they|these|this|that|the)\b|如果|要是|万一|不合适|不合身|不合脚", re.I
)
"""`Can I return them if they do not fit?` asks nothing of how they fit."""


_COMPARED_BY: frozenset[Topic] = frozenset(("water", "care", "material", "laptop", "origin", "warranty"))
"""What several pieces are asked of in one breath without one value that is larger: `which is better for rain`."""


_MONEY_MATTERS = frozenset(
    (
        "delivery",
        "delivery_cost",
        "return",
        "refund",
        "gift_card",
        "threshold",
        "code",
        "pay",
        "instalment",
        "duties",
        "loyalty",
    )
)


def _within_budget(plain: str, ideas: frozenset[str]) -> bool:
    """`A present under 150 euros`: something to buy, not a question about wrapping."""
    asked = amount_asked("browse", plain)
    return bool(asked and asked.amount and asked.relation in ("under", "over") and not ideas & _MONEY_MATTERS)


def _chosen(hits: Sequence[Topic], service: bool, base: Command, named: Sequence[str]) -> list[Topic]:
    """Of all topics whose words occur, those really asked: the special before the general."""
    special = [topic for topic in hits if topic in _STRONG]
    if "laptop" in special:
        special = [topic for topic in special if topic in ("laptop", "weight")]
    if service and special == ["dimensions"] and "how long" in base.text.lower():
        special = []
    if service and not special and not named:
        if base.p == 1.0 and topics.COMES_BACK.search(base.text):
            return ["stock"]
        return ["service"] if "price" in hits or "sale" in hits or not hits or "warranty" in hits else []
    chosen = _sorted_out(special, hits, base)
    if named:
        chosen = [topic for topic in chosen if topic in ("price", "stock")]
    if chosen or named:
        return chosen
    wide: list[Topic] = [topic for topic in hits if topic in ("describe", "browse")]
    return wide[:1]


def _sorted_out(special: list[Topic], hits: Sequence[Topic], base: Command) -> list[Topic]:
    """The special topics, then price and stock where they are asked besides."""
    general: list[Topic] = [topic for topic in hits if topic in ("price", "sale", "stock")]
    if "dimensions" in special and "choices" in special:
        special.remove("choices" if not base.sizes else "dimensions")
    if "warranty" in special:
        special = ["warranty"]
    if "sale" in general and "price" in general:
        general.remove("price" if "sale" in hits[:1] else "sale")
    return special + [topic for topic in general if not (topic == "stock" and special)]


def _side(weighed: tuple[str, Relation] | None) -> Asked | None:
    return Asked(relation=weighed[1]) if weighed else None


def _base(part: str, plain: str, found: Found, goods: Sequence[Goods]) -> Command:
    return Command(
        topic="unclear",
        text=part,
        product_ids=found.product_ids,
        colours=colours_wished(plain, goods),
        # Which piece is meant may be said by a size (`the small one`), which is then none of the piece's own.
        sizes=() if found.corrected else sizes_wished(plain, goods),
        yes_no=bool(topics.YES_NO.search(part)),
        places=tuple(places_in(plain)),
        p=1.0 if found.by_name else 0.8,
    )


_SHORT: Final = 32


_IN_CURRENCY: Final = re.compile(
    r"人民币|欧元|美元|英镑|\b(?:in|and in|what about) (?:euros?|eur|cny|rmb|yuan|usd|dollars?|pounds?|gbp)\b", re.I
)
"""Another currency named for the piece at hand: its price is asked."""


_BARE_FOLLOW_UP = re.compile(r"(?:and|what about|how about|or|then)?(?: the)?|呢|那|那么", re.I)


def _rest(part: str, base: Command, goods: Sequence[Goods], found: Found) -> Topic:
    """What a question without a known topic is about."""
    if topics.OFF_TOPIC.search(part):
        return "off_topic"
    if goods and (base.colours or base.sizes):
        return "stock"
    if goods and len(part) <= _SHORT and _IN_CURRENCY.search(part):
        return "price"
    left = without_names(part, goods).strip(" ,.?!").lower() if goods else part
    if found.topic and base.p == 1.0 and (found.corrected or _BARE_FOLLOW_UP.fullmatch(left)):
        return found.topic
    if goods and part and (base.yes_no or topics.PRONOUN.search(part) or base.p == 1.0):
        return "detail" if len(part) > 3 and not only_name(part, goods) else "describe"
    return "unclear"


def _by_label(plain: str, goods: Sequence[Goods]) -> list[str]:
    """Recorded attributes called by their own label or name, which the topics do not cover."""
    low, found = plain.lower(), []
    for one in goods:
        for fact in one.facts:
            if fact.attribute in _COVERED or fact.subject.kind != "product":
                continue
            names = {fact.label.en.lower(), fact.label.zh, fact.attribute.replace("_", " ")} - {""}
            telling = max(re.findall(r"[a-z]+", fact.label.en.lower()), key=len, default="")
            alias = topics.ALIASES.get(fact.attribute)
            if alias and alias.search(low):
                found.append(fact.attribute)
            apart = len(fact.label.zh) == 2 and all(sign in low for sign in fact.label.zh)
            if any(name in low for name in names if len(name) > 1) or (len(telling) >= 7 and telling in low) or apart:
                found.append(fact.attribute)
    return list(dict.fromkeys(found))[:2]


_COVERED = frozenset(
    "title brand category description notes price stock material materials origin care weight dimensions water_resistance warranty colour size laptop_fit".split()  # noqa: SIM905
)


__all__ = ["GOODS", "Found", "find_products", "relation_before", "understand"]
