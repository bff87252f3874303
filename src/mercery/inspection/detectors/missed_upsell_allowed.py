"""A certain offer was allowed, the customer gave the occasion, and nobody made it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from mercery.core.i18n import Words
from mercery.inspection.learnt.likeness import likeness
from mercery.inspection.reading.amounts import amounts
from mercery.inspection.reading.facts import Fact
from mercery.inspection.reading.lexicon import lexicon
from mercery.inspection.reading.offers import (
    OWNED,
    Offer,
    can_be_told,
    cued,
    cued_by_meaning,
    excluded,
    offers,
    situational,
    too_few,
    within_reach,
)
from mercery.inspection.reading.saying import Saying, sayings
from mercery.inspection.reading.terms import terms
from mercery.inspection.rule import RuleId
from mercery.inspection.transcript import Finding, Transcript

_OFFERING: Final = re.compile(
    r"(?<![a-z])(?:would you like|do you want|want (?:one|it|me|to|some|the|a)|shall i|should i|i can add|can add|could add|add (?:a|an|the|it|one|some|that)|we (?:also )?have|we(?:'ve)? (?:got|offer)|there(?:'s| is| are) (?:also )?(?:a|an)|recommend|suggest|how about|maybe|perhaps|interested|by the way|you (?:may|might|could|can) (?:also )?(?:like|want|add|take|get|need)|goes well|if you (?:like|want|wish)|need (?:some|any|a)|for (?:just |only )?[€£$¥]?\d|with it|together|bundle|optional|offer|include|extra|popular|pair it)(?![a-z])|要不要|需要.*(?:吗|么)|可以加|可加|推荐|建议|顺便|顺带|搭配|一起拍|一起带|加购|配一|带一|考虑|另外|还有|换购|有兴趣|了解一下|只要|加\d|加个|加一|来一|来个"
)
_REFUSED: Final = re.compile(
    r"(?<![a-z])(?:nothing else|no extras|don'?t (?:need|want|try to sell)|not interested|no upsell|just (?:the|that|this|it)|only the|already have|have one|have plenty|got (?:one|some|plenty|enough)|no thanks|stop selling)(?![a-z])|不要推|别推|不需要别的|不用推荐|已经有|家里有|有了|不用别的|别的不要|只要这个|一[双件个条瓶盒罐袋包套支本只把]就(?:够|行|好|可以)"
)
_TROUBLE: Final = re.compile(
    r"(?<![a-z])(?:broken|broke down|refund|complain|complaint|angry|furious|(?<!could i )(?<!can i )(?<!do i )return it|send it back|useless|defective|wrong item|never arrived|missing|late)(?![a-z])|坏了|退款|投诉|退货|差评|发错|没收到|少发|骗"
)


def find(transcript: Transcript) -> Iterator[Finding]:
    """One finding for each offer that was not made, at the agent's turn after the occasion."""
    said = sayings(transcript)
    if not said:
        return
    for offer in offers(said[0].facts):
        missed = _missed(offer, said)
        if missed:
            yield Finding(
                rule=RuleId.MISSED_UPSELL_ALLOWED,
                turn=missed.turn,
                quote=missed.text.strip()[:160],
                why=Words(
                    f"The customer gave the occasion, and the offer was not made: {offer.fact.known.value}.",
                    f"顾客给出了时机，却没有提供可推荐的内容：{offer.fact.known.value}。",
                ),
                expected=offer.fact.known.value,
                known=offer.fact.known,
            )


def _missed(offer: Offer, said: Sequence[Saying]) -> Saying | None:
    """The turn in which it should have been offered. An occasion that lies in the goods is given by speaking of them."""
    facts = said[0].facts
    if (
        not within_reach(offer, facts)
        or not can_be_told(offer, said[-1].customer, facts)
        or excluded(offer, said[-1].customer)
        or any(made(offer, one) for one in said)
        or _TROUBLE.search(said[-1].customer)
    ):
        return None
    answering = [one for one in said if one.asked]
    first = next((one for one in answering if cued(offer, one.asked, facts)), None)
    if first is None and any(too_few(offer, one.asked) for one in answering):
        return None
    first = first or next((one for one in answering if cued_by_meaning(offer, one.asked)), None)
    of_goods = not situational(offer) and _of_these_goods(offer, OWNED.sub(" ", said[-1].customer), facts)
    if first is None and of_goods and not _AFTER_SALES.search(said[-1].customer):
        first = next((one for one in answering if _priced(one)), None)
        first = first or next((one for one in answering if "buying" in lexicon("occasions").keys(one.asked)), None)
        first = first or (answering[0] if answering else None)
    return None if first is None or _REFUSED.search(first.customer) else first


def _of_these_goods(offer: Offer, talk: str, facts: Sequence[Fact]) -> bool:
    """Whether the goods that are talked of can be those the offer is for: with no goods named, those somebody buys."""
    if not offer.when and offer.fact.kind == "goods":
        return True
    if not offer.when:
        return "buying" in lexicon("occasions").keys(talk) or any(terms(fact.value) & terms(talk) for fact in facts)
    named = terms(offer.when)
    kinds = lexicon("occasions").keys(offer.when) - {"buying"}
    for text in (talk, *(f"{fact.name} {fact.value}" for fact in facts if fact is not offer.fact)):
        if named & terms(text) or kinds & lexicon("occasions").keys(text):
            return True
    others = [f"{fact.name}: {fact.value}" for fact in facts if fact.kind == "goods"]
    return any(likeness(offer.when, text) > OF_THE_GOODS for text in (*others, *talk.split("\n")))


OF_THE_GOODS: Final = 0.3
"""Likeness of the goods an offer is for and what is talked of, from which on they may be the same."""
_AFTER_SALES: Final = re.compile(
    r"(?<![a-z])(?:where(?:'s| is) my|my (?:order|parcel|package|refund)|order status|track(?:ing)?|already ordered|cancel|invoice|password|address)(?![a-z])|快递|物流|我的订单|到哪|发货了|退款|取消|发票|改地址|没收到"
)
"""Whoever asks after an order is not about to buy."""


def _priced(saying: Saying) -> bool:
    """Whether the customer asks for the price or the stock of goods that a fact names: the way to buying them."""
    asks = lexicon("attributes").keys(saying.asked) & {"price", "stock", "colour", "size"}
    return bool(asks) and any(terms(fact.value) & terms(saying.asked) for fact in saying.goods)


def made(offer: Offer, saying: Saying) -> bool:
    """Whether a sentence of the turn offers it: by words of its own, by its price, or by naming it while offering."""
    others = frozenset(
        word for one in saying.facts if one is not offer.fact for word in terms(f"{one.name} {one.value}")
    )
    own = offer.words - others - terms(saying.customer)
    prices = {one.low for one in offer.amounts if one.family in ("money", "number", "percent")}
    kinds = lexicon("occasions").keys(offer.what)
    if _ANYTHING.search(offer.what) and _SOMETHING.search(saying.text.lower()):
        return True
    for sentence in {clause.sentence_text for clause in saying.clauses}:
        here = terms(sentence)
        named = bool(offer.words & here) or bool(kinds & lexicon("occasions").keys(sentence))
        priced = prices & {one.low for one in amounts(sentence)}
        if _ANSWERS.search(sentence) and not priced:
            continue
        if _enough(own, own & here) or (priced and (named or _OFFERING.search(sentence))):
            return True
        if named and _OFFERING.search(sentence) and not _ANSWERS.search(sentence):
            return True
    return False


def _enough(own: frozenset[str], said: frozenset[str]) -> bool:
    """Whether the words name it: of a long Chinese name two pairs of signs, since one alone may be of anything."""
    long = sum(not word.isascii() for word in own) >= _LONG
    return len(said) > 1 if long and all(not word.isascii() for word in said) else bool(said)


_LONG: Final = 5
_ANYTHING: Final = re.compile(
    r"(?<![a-z])(?:small|little|cheap|any|another|further|second) (?:item|thing|article|piece|add-on|product|extra)s?(?![a-z])|小件|小商品|凑单|任意"
)
_SOMETHING: Final = re.compile(
    r"(?<![a-z])(?:something|anything|a little|small) (?:else |small |extra )?(?:for|at|worth|more|to)(?![a-z])|(?<![a-z])another [€£$]?\d|(?<![a-z])[€£$]?\d[\d.]* more(?![a-z])|凑|再(?:加|买|拍|添)"
)
"""An offer of anything is made by any of it."""
_ANSWERS: Final = re.compile(
    r"(?<![a-z])(?:it needs|needs|requires|not included|in the box|is included|runs on|any \w+ would do)(?![a-z])|不送|需要\d|要\d|不含|不带"
)
