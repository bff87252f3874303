"""Which facts an amount is about: by the words beside it, else by its sentence, else by what was just asked."""

from __future__ import annotations

import re
from typing import Final

from mercery.inspection.reading.amounts import Amount, amounts
from mercery.inspection.reading.clauses import Clause
from mercery.inspection.reading.facts import Fact
from mercery.inspection.reading.lexicon import families, lexicon
from mercery.inspection.reading.saying import Saying
from mercery.inspection.reading.terms import terms

Paired = list[tuple[Fact, list[Amount]]]

SHARED: Final = frozenset(
    {"money", "time", "date", "length", "percent", "count", "number", "mass", "volume", "size", "times"}
)
"""Families in which many things are told: there an amount must be paired with its fact by words."""
PRICES: Final = frozenset({"price", "total", "paid"})
_SUMS: Final = frozenset(
    {
        "free_shipping",
        "shipping_fee",
        "minimum",
        "deposit",
        "fee",
        "installation",
        "gift_wrap",
        "return_fee",
        "balance",
        "compensation",
        "tax",
    }
)
_COUNTS: Final = frozenset(
    {"people", "pieces", "batteries", "speed", "resolution", "age", "spf", "size", "memory", "storage", "points"}
)
_BARE: Final = re.compile(
    r"^\W*(?:(?:it|that|they|this|these|those|both|so|the \w+)(?:'s| is|'re| are| costs?| comes? to| would be| will be)|that makes|now|just|only|for|at|yours for|total(?: is)?|together|现在|只要|一共|总共|到手|价格|才|就|售价|好的亲|是|合计|两\w|三\w)?\s*(?:only |just |now |currently )?(?:[€£$¥￥]|eur|usd|gbp)?\s?\d[\d.,]*"
)
_AFTER_A_PRICE: Final = re.compile(
    r"^(?:$|[^\w\u4e00-\u9fff]|each(?![a-z])|apiece|flat|together|in total|total|all in|altogether|for (?:both|all|two|three|the)|per |a piece|a pair|with|incl|right now|today|at the moment|and |or |plus |then|euros?|dollars?|bucks|元|块|一[个件瓶双盒条套]|哦|哈|呢|的|左右|起|亲)"
)


def paired(saying: Saying, clause: Clause, said: Amount) -> Paired:
    """The facts an amount is about, with their amounts of its family."""
    candidates = [(fact, _alike(fact, said)) for fact in saying.goods]
    candidates = [(fact, known) for fact, known in candidates if known and not amounts(fact.name)]
    if not candidates:
        return []
    if said.family in ("number", "count", "size"):
        return (
            _as_sum(clause, said, candidates)
            or _as_price(saying, clause, said, candidates)
            or _counted(saying, clause, said, candidates)
        )
    if said.family == "money" and (_strange(saying, clause, said) or _CLASS_OF_PRICE.search(clause.text)):
        return []
    own = _own_topics(saying, clause, said)
    if own:
        return [(fact, known) for fact, known in candidates if _about(fact, own, said)]
    by_words = [(fact, known) for fact, known in candidates if _shares_words(fact, clause.text, said)]
    if by_words:
        return by_words
    by_question = [(fact, known) for fact, known in candidates if _shares_words(fact, saying.asked, said)]
    if by_question and not lexicon("attributes").keys(clause.text):
        return by_question
    if said.family == "money":
        prices = [(fact, known) for fact, known in candidates if fact.topics & PRICES]
        return prices if _BARE.search(clause.text) and len(prices) == len(candidates) else []
    return candidates if said.family not in SHARED and len(candidates) == 1 else []


_CLASS_OF_PRICE: Final = re.compile(r"价位|价格段|档位|预算|(?<![a-z])(?:price range|budget|bracket|segment)(?![a-z])")


def _alike(fact: Fact, said: Amount) -> list[Amount]:
    """The fact's amounts that can be compared with the one said."""
    if said.family == "number":
        return [one for one in fact.amounts if one.family in ("number", "money", "count", "points")]
    if said.family in ("count", "size"):
        return [one for one in fact.amounts if one.family in (said.family, "number")]
    if said.family == "money":
        priced = bool(fact.topics & {"price", "shipping_fee", "free_shipping", "total", "fee", "deposit", "paid"})
        return [one for one in fact.amounts if one.family == "money" or (one.family == "number" and priced)]
    return [one for one in fact.amounts if one.family == said.family]


_SINCE: Final = re.compile(
    r"(?<![a-z])(?:from|after|of|since|upon|following) (?:the )?(?:delivery|receipt|purchase|arrival|receiving|dispatch|day)[a-z ]{0,12}|(?:签收|收货|收到货?|到货|购买|下单)(?:之?后|之日|起|当日|次日)"
)
"""Where a span begins is not what it is about."""


def _own_topics(saying: Saying, clause: Clause, said: Amount) -> frozenset[str]:
    """What the amount is about: by its clause, else its sentence, else the question just before."""
    for text in (clause.text, clause.sentence_text, saying.asked):
        text = _SINCE.sub(" ", text)
        topics = frozenset(one for one in lexicon("attributes").keys(text) if said.family in families()[one])
        if topics:
            return topics
    return frozenset()


def _about(fact: Fact, own: frozenset[str], said: Amount) -> bool:
    if fact.topics & own:
        return True
    of_family = {one for one in fact.topics if said.family in families()[one]}
    return not of_family and bool(fact.value_topics & own)


def _shares_words(fact: Fact, text: str, said: Amount) -> bool:
    """Words of the fact's name in the clause; most of them, where the name itself says what is counted."""
    shared = len(fact.terms & terms(text))
    told = any(said.family in families()[topic] for topic in fact.topics)
    return shared * 2 > len(fact.terms) if told else shared > 0


def _as_price(saying: Saying, clause: Clause, said: Amount, candidates: Paired) -> Paired:
    """A bare number that stands as a price: "It's 39", 现在1599."""
    if said.family != "number" or said.ranged:
        return []
    prices = [(fact, known) for fact, known in candidates if fact.topics & PRICES and fact.of("money")]
    if not prices or not _AFTER_A_PRICE.match(clause.text[said.end :].strip()):
        return []
    about = lexicon("attributes").keys(clause.text)
    if about - PRICES and not about & {"price"}:
        return []
    asked = lexicon("attributes").keys(saying.asked)
    asks_price = "price" in asked or bool(_PRICE.search(clause.text))
    if not _BARE.search(clause.text) or (asked - PRICES and not asks_price):
        return []
    return prices if asks_price or "." in clause.text[said.start : said.end] or said.low >= 10 else []


_PRICE: Final = re.compile(r"(?<![a-z])price|价格|售价|现价|单价|卖")


def _strange(saying: Saying, clause: Clause, said: Amount) -> bool:
    """The price of something the talk was not about so far: "measuring tape costs three"."""
    before = terms(re.sub(r"[\u4e00-\u9fff]", " ", clause.text[: said.start])) - _PLAIN
    if not before:
        return False
    known = frozenset(word for fact in saying.facts for word in terms(f"{fact.name} {fact.value}"))
    return not before & (known | terms(saying.customer) | terms(saying.agent))


_PLAIN: Final = terms(
    "cost costs price total comes makes now just only currently come sum together pay altogether great sure lovely perfect plus shipping delivery amount charged currently set pair piece one both regular usual current final full whole net"
)


def _as_sum(clause: Clause, said: Amount, candidates: Paired) -> Paired:
    """A bare number beside a word of a sum that is no price: "shipping is free from 30"."""
    own = lexicon("attributes").keys(clause.text) & _SUMS
    if said.family != "number" or not own or not _AFTER_A_PRICE.match(clause.text[said.end :].strip()):
        return []
    return [(fact, known) for fact, known in candidates if fact.topics & own]


def _counted(saying: Saying, clause: Clause, said: Amount, candidates: Paired) -> Paired:
    """A count belongs to the fact whose words stand right behind it, or that was asked for with how many."""
    if said.low % 1:
        return []
    after = terms(clause.text[said.start : said.end + 28])
    before = clause.text[max(0, said.start - 18) : said.start]
    topics = lexicon("attributes").keys(clause.text) & _COUNTS
    many = re.search(r"how many|how much|几|多少|多大", saying.asked)
    found = []
    for fact, known in candidates:
        if fact.topics & PRICES or fact.of("money"):
            continue
        words = fact.terms | terms(fact.value)
        asked = many and (
            fact.terms & terms(saying.asked) or fact.topics & _COUNTS & lexicon("attributes").keys(saying.asked)
        )
        named = bool(fact.terms) and (fact.terms <= after or bool(fact.terms & terms(before)))
        if named or fact.topics & topics or (asked and len(clause.text.split()) < 8) or len(words & after) >= 2:
            found.append((fact, known))
    return found
