"""Statements of policy as rows with values and validity. Pure.

Only what a sentence says in so many words becomes a value; the rest of a statement stays words. Names of values are those
policies use: `days`, `business_days`, `fee_eur`, `free_from_eur`, `months`; of a range `days_min` and `days_max`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from mercery.knowledge.drafts.amounts import Amount, amounts
from mercery.knowledge.drafts.conditions import bound, refuses
from mercery.knowledge.drafts.draft import PolicyRow
from mercery.knowledge.drafts.sentences import pieces
from mercery.knowledge.drafts.suggestion import Suggestion
from mercery.knowledge.drafts.topics import topic_of, topics_named
from mercery.knowledge.features import ideas_in
from mercery.knowledge.places import places_in

_STATED: Final = frozenset(
    {"delivery", "returns", "warranty", "payment", "gift", "repair", "contact", "privacy", "authenticity"}
)
_MOST_STATED: Final = 2000
"""Characters a statement of policy has at most."""
_FREE: Final = re.compile(
    r"(?<![a-z])(?:free(?: of charge)?|no (?:charge|cost|fee)|at no cost|complimentary|without charge)(?![a-z])|免费|免运费|包邮|免邮|不收",
    re.IGNORECASE,
)
_FREE_FROM: Final = re.compile(r"(?<![a-z])free(?![a-z])|免运费|包邮|免邮", re.IGNORECASE)
_CUSTOMER: Final = re.compile(
    r"(?:customer|buyer|you|sender|recipient)s?\s(?:pays?|bears?|covers?|(?:is|are) responsible|must pay|have to pay)|(?:paid|borne) by (?:the )?(?:customer|buyer|sender|recipient)|at (?:the customer's|your) (?:own )?(?:cost|expense)|(?:由)?(?:客户|顾客|买家|您|寄件人|收件人)(?:自行)?承担|自理|自付",
    re.IGNORECASE,
)
_SHOP: Final = re.compile(
    r"(?<![a-z])we\s(?:pay|bear|cover)|(?:paid|borne|covered) by (?:us|the (?:shop|store|seller))|at our (?:cost|expense)|free (?:return )?label|prepaid (?:return )?label|(?:由)?(?:本店|我们|商家|卖家)承担",
    re.IGNORECASE,
)
_VALID: Final = re.compile(
    r"(?<![a-z])(?:valid|effective|applies|in force|holds?|from|starting|until|through)(?![a-z])|有效|生效|执行|适用|自|起|至|止",
    re.IGNORECASE,
)
_MAY_NAME: Final = re.compile(r"(?<!^)\b[A-Z][A-Za-z]|[\u4e00-\u9fff]")
"""What a question needs to name a place."""
_UNITS: Final = {
    "day": "days",
    "business_day": "business_days",
    "week": "days",
    "month": "months",
    "year": "months",
    "h": "hours",
}
_TIMES: Final = {"week": 7, "year": 12}


def policy_of(one: Suggestion) -> PolicyRow | None:
    """The policy a suggestion states; None when it states none with a value, or is no policy."""
    if one.category not in _STATED or len(one.answer) > _MOST_STATED or not _speaks_of(one):
        return None
    values: dict[str, object] = {}
    for piece in pieces(one.answer):
        for name, value in _values(piece.text, one.category):
            # What is said twice with different values is of two things; the statement tells them apart, a value cannot.
            values[name] = None if name in values and values[name] != value else value
    values = {name: value for name, value in values.items() if value is not None}
    begins, ends = _validity(one.answer)
    if not values:
        return None
    regions = sorted(places_in(one.asked[0])) if _MAY_NAME.search(one.asked[0]) else []
    if regions:
        values["region"] = ", ".join(regions)
    return PolicyRow(topic=one.category, values=values, valid_from=begins, valid_to=ends)


def _speaks_of(one: Suggestion) -> bool:
    """Whether its own words, or its own heading, are on the topic. A booklet called "Returns and care" says much of neither."""
    near = topic_of(one.under[-1]) if one.under else None
    return one.category in (near.category if near else "", *topics_named(f"{' '.join(one.asked)}\n{one.answer}"))


def _values(sentence: str, topic: str) -> Iterator[tuple[str, object]]:
    for amount in amounts(sentence):
        if amount.mention is None or (named := _named(sentence, amount, topic)) is None:
            continue
        unit = amount.mention.unit
        times = _TIMES.get(unit, 1)
        if amount.mention.high is not None:
            yield f"{named}_min", _plain(amount.mention.value * times)
            yield f"{named}_max", _plain(amount.mention.high * times)
        else:
            yield named, _plain(amount.mention.value * times)
    yield from _payers(sentence, topic)


def _named(sentence: str, amount: Amount, topic: str) -> str | None:
    """What an amount of a sentence is called as a value; None where it is none of the policy's own."""
    mention = amount.mention
    if mention is None:
        return None
    if amount.kind == "quantity" and mention.unit in _UNITS and topic not in ("payment", "contact"):
        return _span_name(_UNITS[mention.unit], ideas_in(sentence), topic)
    if amount.kind == "money":
        code = {"$": "usd", "¥": "cny"}.get(mention.unit, mention.unit.lower())
        if _FREE_FROM.search(sentence) and bound(sentence, amount) == "least":
            return f"free_from_{code}"
        ideas = ideas_in(sentence)
        if topic == "returns" and not ideas & {"return", "exchange"}:
            return None
        exchanged = ideas & {"return", "exchange"} == {"exchange"}
        kind = "express_fee" if "express" in ideas else "exchange_fee" if topic == "returns" and exchanged else "fee"
        return (
            f"{kind}_{code}"
            if topic in ("delivery", "returns", "repair", "gift") and bound(sentence, amount) != "least"
            else None
        )
    return None


def _span_name(unit: str, ideas: frozenset[str], topic: str) -> str:
    if topic == "returns" and "refund" in ideas and unit in ("days", "business_days") and "limit" not in ideas:
        return f"refund_{unit}"
    if topic == "returns" and "refund" in ideas and "return" not in ideas:
        return f"refund_{unit}"
    if topic == "returns" and "exchange" in ideas and "return" not in ideas:
        return f"exchange_{unit}"
    if topic == "delivery" and "express" in ideas:
        return f"express_{unit}"
    return unit


def _payers(sentence: str, topic: str) -> Iterator[tuple[str, object]]:
    ideas = ideas_in(sentence)
    if topic == "returns" and ("return" in ideas or "delivery_cost" in ideas):
        both = bool(_CUSTOMER.search(sentence)), bool(_SHOP.search(sentence))
        limited = re.search(
            r"(?<![a-z])(?:unless|if|when|from|within|except)(?![a-z])|如|若|除|非", sentence, re.IGNORECASE
        )
        if both == (True, False) and not limited:
            yield "return_cost", "customer"
        elif both == (False, True) and not limited:
            yield "return_cost", "shop"
    if topic == "delivery" and "duties" in ideas:
        if re.search(r"(?<![a-z])includ(?:ed|es?)(?![a-z])|已含|包含", sentence, re.IGNORECASE) and not refuses(
            sentence
        ):
            yield "duties_included", True
        elif _CUSTOMER.search(sentence):
            yield "duties_included", False
    if topic == "gift" and _FREE.search(sentence) and not any(one.kind == "money" for one in amounts(sentence)):
        yield "fee", 0


def _validity(text: str) -> tuple[str, str]:
    """The dates from when and until when a statement holds, where it names them as such."""
    begins = ends = ""
    for piece in pieces(text):
        dates = [one for one in amounts(piece.text) if one.kind == "date" and one.day is not None and one.day.iso]
        if not dates or not _VALID.search(piece.text):
            continue
        if len(dates) == 2 and dates[0].day is not None and dates[1].day is not None:
            return dates[0].day.iso, dates[1].day.iso
        for one in dates:
            iso = one.day.iso if one.day is not None else ""
            match bound(piece.text, one):
                case "least":
                    begins = begins or iso
                case "most":
                    ends = ends or iso
                case _:
                    continue
    return begins, ends


def _plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
