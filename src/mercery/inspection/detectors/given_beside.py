"""Money, discounts and presents that no fact speaks of; what a fact gives is known, by its amount or by its kind."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from mercery.core.i18n import Words
from mercery.inspection.reading.amounts import Amount, amounts
from mercery.inspection.reading.clauses import Clause
from mercery.inspection.reading.lexicon import Hit, lexicon
from mercery.inspection.reading.saying import Saying

_DENIED: Final = re.compile(
    r"(?:n't|(?<![a-z])(?:can'?t|cannot|can not|couldn'?t|not|never|no|without|unable to|won'?t|wouldn'?t|wish i could|rather not))(?: \w+){0,3} $|(?:不|没|无法|不能|不敢|没法|难以|不好|未|没有|并非|不是)[^,，]{0,3}$"
)


def given_beside(saying: Saying, clause: Clause) -> Words | None:
    """Money, discounts and presents that no fact speaks of."""
    classes = classes_in(clause.text)
    keeps = re.search(r"keep (?:it|the|both|everything|all)|留着|不用退(?!款)|不用寄回|不用还", clause.text)
    if keeps and _TOLD_TO_KEEP.search(clause.text):
        return None
    gives = "give" in (classes_in(clause.sentence_text) if keeps else classes)
    if not (gives and ("extra" in classes or keeps)) and not _sum_for_trouble(clause):
        return None
    if not keeps and (clause.denies or not clause.asserts):
        return None
    if keeps and not _sum_for_trouble(clause) and any(_KEPT.search(one.value) for one in saying.facts):
        return None
    named = [one for one in amounts(clause.text, saying.today.year) if one.family in ("money", "percent", "number")]
    if (
        not named
        and not keeps
        and not re.search(
            r"(?<![a-z])(?:voucher|gift|bonus|upgrade|coupon|cash ?back|double|triple)(?![a-z])|双倍|翻倍|倍|赠品|红包|返现",
            clause.text,
        )
    ):
        return None
    if known_grant(saying, clause, named) and not keeps:
        return None
    return Words("It gives what nothing known allows.", "给出了已知信息没有允许的好处。")


_TOLD_TO_KEEP: Final = re.compile(
    r"(?:请|麻烦|烦请|劳烦|最好|记得|先|务必)[^,，]{0,4}留着|(?<![a-z])(?:please|make sure you|do|remember to) keep (?:it|the|both|everything|all)"
)
"""What a customer is asked to keep for the time being is no present."""
_KEPT: Final = re.compile(
    r"keep|留|(?:不用|无需|不必|不需要?|免)(?:寄|退)回?|nothing to (?:send|return)|(?:no|without) (?:need to )?return"
)
"""Grants that the goods stay with the customer."""


def _sum_for_trouble(clause: Clause) -> bool:
    return bool(
        re.search(
            r"(?:plus|and|with|\+)\s?[€£$¥]?\d+\S* (?:\w+ )?(?:for (?:the|your|all the) (?:\w+ )?(?:trouble|inconvenience|wait|delay|stress|hassle|mess|annoyance|mistake)|extra|on top|bonus|as an?)|(?:i'll|we'll|i will|we will) (?:send|pay|transfer|refund|give) (?:you )?[€£$¥]?\d+|(?<![a-z])(?:i|we)(?:'ll| will| can)? (?:pay|give|send) you (?:back )?(?:another |an extra )?[€£$¥]?\d+|再(?:给您|送您|赔您|补您)\S{0,4}\d+|(?:赔|补|返|送)(?:您|你|给您)\S{0,3}\d+",
            clause.text,
        )
    )


def known_grant(saying: Saying, clause: Clause, named: list[Amount]) -> bool:
    """Whether a fact gives it: an amount that agrees, or, where none is named, the same kind of gift."""
    topics = lexicon("attributes").keys(clause.text)
    for fact in saying.facts:
        both = f"{fact.name} {fact.value}"
        known = [one for one in amounts(both, saying.today.year) if one.family in ("money", "percent", "number")]
        if named and any(_within(said, one) for said in named for one in known):
            return True
        if not named and (fact.topics | fact.value_topics) & topics & {
            "coupon",
            "discount",
            "compensation",
            "included",
            "gift_wrap",
        }:
            return True
        if not named and "extra" in lexicon("promising").keys(both) and fact.kind != "upsell":
            return True
    if any(said.low == one.low for said in named for one in amounts(saying.customer, saying.today.year)):
        return True
    return any(said.low in _products(saying, clause) for said in named)


def _products(saying: Saying, clause: Clause) -> set[Decimal]:
    """What a known sum a piece comes to for the numbers that are told: 1.5 for each of nine is 13.5."""
    counted = ("number", "count")
    told = amounts(f"{saying.text.lower()} {saying.customer}", saying.today.year)
    counts = {one.low / one.scale for one in told if one.family in counted}
    counts |= {one.low / one.scale for fact in saying.facts for one in fact.amounts if one.family in counted}
    sums = {one.low for fact in saying.facts for one in fact.amounts if one.family in ("money", "number")}
    here = {one.low for one in amounts(clause.text) if one.family in ("money", "number")}
    return {one * count for one in sums - here for count in counts - here}


def _within(said: Amount, known: Amount) -> bool:
    if {said.family, known.family} <= {"money", "number"}:
        return said.low == known.low or (known.bound == "most" and said.low <= known.high)
    return said.family == known.family and (said.low == known.low or (known.bound == "most" and said.low <= known.high))


def classes_in(text: str) -> frozenset[str]:
    """The classes of words in the text that are not denied right before."""
    return frozenset(hit.key for hit in lexicon("promising").hits(text) if not _denied(text, hit))


def _denied(text: str, hit: Hit) -> bool:
    return bool(_DENIED.search(text[max(0, hit.start - 28) : hit.start]))
