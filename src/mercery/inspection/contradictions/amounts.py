"""Amounts: a price, a span, a measure or a count that differs from the one known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

from mercery.core.i18n import Words
from mercery.inspection.contradictions.contradiction import Contradiction, contradiction
from mercery.inspection.reading.amounts import Amount, amounts
from mercery.inspection.reading.clauses import Clause
from mercery.inspection.reading.comparing import LIMITS, WINDOWS, agrees, derived, outside
from mercery.inspection.reading.facts import Fact
from mercery.inspection.reading.lexicon import families, lexicon
from mercery.inspection.reading.saying import BOUGHT, DELIVERED, Saying, day_named, elapsed
from mercery.inspection.reading.terms import terms

_SHARED: Final = frozenset(
    {"money", "time", "date", "length", "percent", "count", "number", "mass", "volume", "size", "times"}
)
"""Families in which many things are told: there an amount must be paired with its fact by words."""
_OTHER: Final = re.compile(
    r"(?<![a-z])(?:other|another|instead|alternativ\w*|bigger|larger|smaller|upgrade|next size|previous|last year|older|newer|competitor|elsewhere|normally|usually \d|regular(?:ly)?|was|used to)(?![a-z])|另一?款|另外一|别的|其他|大一号|小一号|升级|原价|上一代|老款|平时"
)
_BARE: Final = re.compile(
    r"^\W*(?:(?:it|that|they|this|these|those|both|so|the \w+)(?:'s| is|'re| are| costs?| comes? to| would be| will be)|that makes|now|just|only|for|at|yours for|total(?: is)?|现在|只要|一共|总共|到手|价格|才|就|售价|好的亲|是)?\s*(?:only |just |now )?(?:[€£$¥￥]|eur|usd|gbp)?\s?\d[\d.,]*\s?(?:[€£$¥￥]|eur|usd|gbp|euros?|dollars?|bucks|元|块钱?|each|in total|all in|altogether|for (?:both|all|two|three)|flat|with|哦|哈|亲|呢|一[个件瓶双盒条套])?"
)


def found(saying: Saying) -> Iterator[Contradiction]:
    """In reading order, those said outright and then those said by answering yes or no to an amount the customer named."""
    yield from _said(saying)
    yield from _answered(saying)


def _said(saying: Saying) -> Iterator[Contradiction]:
    named = amounts(saying.customer, saying.today.year)
    for clause in saying.clauses:
        if clause.question or _OTHER.search(clause.text):
            continue
        for said in amounts(clause.text, saying.today.year):
            if _aside(saying, clause, said, named):
                continue
            facts = paired(saying, clause, said)
            if facts and not _covered(saying, said, facts, named):
                yield contradiction(saying, clause, facts[0][0], _why(facts[0][0]))


def _aside(saying: Saying, clause: Clause, said: Amount, named: tuple[Amount, ...]) -> bool:
    """Amounts that state nothing of their own: the customer's repeated, denied ones, days that have passed."""
    before = clause.text[max(0, said.start - 10) : said.start]
    if re.search(r"(?:not|n't|isn't|不是|并非|不止|不到)\s*$", before) or re.search(r"第\s*$", before):
        return True
    if not clause.asserts:
        return True
    if any(one.family == said.family and one.low == said.low for one in named) and not saying.answer == "yes":
        return True
    days = [elapsed(saying, day_named(saying.facts, name)) for name in (BOUGHT, DELIVERED)]
    return said.family == "time" and any(day is not None and abs(Decimal(day) - said.low) <= 1 for day in days)


def paired(saying: Saying, clause: Clause, said: Amount) -> list[tuple[Fact, list[Amount]]]:
    """The facts an amount is about, with their amounts of its family."""
    candidates = [(fact, _alike(fact, said)) for fact in saying.goods]
    candidates = [(fact, known) for fact, known in candidates if known]
    if not candidates:
        return []
    if said.family in ("number", "count", "size"):
        money = _as_price(saying, clause, said, candidates)
        return money or _counted(saying, clause, said, candidates)
    own = _own_topics(saying, clause, said)
    if own:
        return [(fact, known) for fact, known in candidates if _about(fact, own, said)]
    by_words = [(fact, known) for fact, known in candidates if _shares_words(fact, clause.text)]
    if by_words:
        return by_words
    if said.family == "money":
        prices = [(fact, known) for fact, known in candidates if fact.topics & {"price", "total", "paid"}]
        return prices if _BARE.search(clause.text) and len(prices) == len(candidates) else []
    return candidates if said.family not in _SHARED and len(candidates) == 1 else []


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


def _own_topics(saying: Saying, clause: Clause, said: Amount) -> frozenset[str]:
    """What the amount is about: by its clause, else its sentence, else the question just before."""
    for text in (clause.text, clause.sentence_text, saying.asked):
        topics = frozenset(one for one in lexicon("attributes").keys(text) if said.family in families()[one])
        if topics:
            return topics
    return frozenset()


def _about(fact: Fact, own: frozenset[str], said: Amount) -> bool:
    if fact.topics & own:
        return True
    of_family = {one for one in fact.topics if said.family in families()[one]}
    return not of_family and bool(fact.value_topics & own)


def _shares_words(fact: Fact, text: str) -> bool:
    return bool(fact.terms & terms(text))


def _as_price(
    saying: Saying, clause: Clause, said: Amount, candidates: list[tuple[Fact, list[Amount]]]
) -> list[tuple[Fact, list[Amount]]]:
    """A bare number that stands as a price: "It's 39", 现在1599."""
    if said.family != "number" or said.ranged:
        return []
    prices = [
        (fact, known) for fact, known in candidates if fact.topics & {"price", "total", "paid"} and fact.of("money")
    ]
    rest = clause.text[said.end :].strip()
    if not prices or re.match(
        r"[a-z]{2,}(?<!each)(?<!flat)(?<!for)(?<!all)(?<!in)|[\u4e00-\u9fff](?<![元块一哦哈呢,])", rest
    ):
        return []
    about = lexicon("attributes").keys(clause.text)
    if about - {"price", "total", "paid"} and not about & {"price"}:
        return []
    asks_price = "price" in lexicon("attributes").keys(saying.asked) or "price" in about
    if _BARE.search(clause.text) and (asks_price or "." in clause.text[said.start : said.end] or said.low >= 10):
        other = lexicon("attributes").keys(saying.asked) - {"price", "total", "paid"}
        amount_asked = any(families()[one] - {"money"} for one in other)
        return [] if amount_asked and not asks_price else prices
    return []


def _counted(
    saying: Saying, clause: Clause, said: Amount, candidates: list[tuple[Fact, list[Amount]]]
) -> list[tuple[Fact, list[Amount]]]:
    """A count belongs to the fact whose words stand right behind it, or that was asked for with how many."""
    near = clause.text[said.start : said.end + 28]
    about = terms(near)
    found = []
    for fact, known in candidates:
        if fact.topics & {"price", "total", "paid"} or fact.of("money"):
            continue
        words = fact.terms | terms(fact.value)
        asked = re.search(r"how many|几|多少", saying.asked) and fact.terms & terms(saying.asked)
        one_word = len(fact.terms) and fact.terms <= about
        if one_word or (asked and len(clause.text.split()) < 8) or len(words & about) >= 2:
            found.append((fact, known))
    return found


def _covered(saying: Saying, said: Amount, facts: list[tuple[Fact, list[Amount]]], named: tuple[Amount, ...]) -> bool:
    """Whether some known amount bears it, itself or by reckoning."""
    for fact, known in facts:
        window = bool(fact.topics & WINDOWS)
        for one in known:
            if agrees(replace(said, family=one.family), one, window=window):
                return True
    everything = [
        one for fact in saying.facts for one in fact.amounts if one.family in ("money", "number", "percent", "points")
    ]
    if said.family in ("money", "number"):
        prices = [one.low for one in everything if one.family in ("money", "number")]
        prices += [one.low for fact in saying.facts for one in amounts(fact.name) if one.family in ("money", "number")]
        others = [one.low for one in named] + [one.low for one in everything]
        return said.low in set(prices) or any(abs(one - said.low) < Decimal("0.02") for one in derived(prices, others))
    return any(said.family == one.family and said.low == one.low for fact in saying.facts for one in fact.amounts)


def _answered(saying: Saying) -> Iterator[Contradiction]:
    """ "Can a baby of 6 months sit in it?" "Yes": yes is wrong where 6 months lie outside of what is known, and no within."""
    if saying.answer is None:
        return
    question = saying.asked
    topics = lexicon("attributes").keys(question)
    for asked in amounts(question, saying.today.year):
        for fact in saying.goods:
            limit = bool(fact.topics & LIMITS)
            for known in fact.amounts:
                if known.family != asked.family or not _meant(fact, topics, question, asked, saying):
                    continue
                beyond = outside(asked, known, limit=limit)
                if beyond is None and not limit and saying.answer == "yes":
                    beyond = None if agrees(asked, known) else _exact_asked(fact, topics, question)
                if beyond is True and saying.answer == "yes" and len(fact.of(known.family)) == 1:
                    yield contradiction(saying, saying.clauses[0], fact, _why(fact))
                    return


def _meant(fact: Fact, topics: frozenset[str], question: str, asked: Amount, saying: Saying) -> bool:
    shared = {one for one in fact.topics & topics if asked.family in families()[one]}
    if shared or (fact.terms & terms(question)):
        return True
    holders = [one for one in saying.goods if one.of(asked.family)]
    return asked.family not in {"money", "time", "date", "count", "number"} and holders == [fact]


def _exact_asked(fact: Fact, topics: frozenset[str], question: str) -> bool | None:
    """Whether the question asks for that very attribute ("is it 2 m long?"), so that another value makes yes wrong."""
    return True if fact.topics & topics and not re.search(r"under|less|below|以下|以内|够", question) else None


def _why(fact: Fact) -> Words:
    return Words(
        f"Another value is known: {fact.known.name} is {fact.known.value}.",
        f"已知信息不同：{fact.known.name}为{fact.known.value}。",
    )
