"""Which fact a figure is of, by what was asked: the one that gives such a figure and of which nothing says that another is meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mercery.inspection.contradictions.pairing import answers
from mercery.inspection.contradictions.pieces import HOW_MUCH, UNIT_WORDS
from mercery.inspection.learnt.likeness import likeness
from mercery.inspection.reading.amounts import Amount, amounts
from mercery.inspection.reading.clauses import Clause
from mercery.inspection.reading.facts import Fact, plain
from mercery.inspection.reading.lexicon import families, lexicon
from mercery.inspection.reading.saying import Saying
from mercery.inspection.reading.terms import terms
from mercery.inspection.reading.wanting import asked_for, families_wanted

_NARROW: Final = frozenset({"power", "noise", "mah", "data", "brightness", "frequency", "rpm", "pixels"})
"""Measures that goods have once, and that nothing else is told in."""
LIKE: Final = 0.4
"""Likeness of a clause and a fact from which on they are of one matter."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A fact that gives figures of the family."""

    fact: Fact
    known: tuple[Amount, ...]


def holders(facts: Sequence[Fact], said: Amount) -> list[Holder]:
    """Each fact as it stands; its pieces are not facts of their own here."""
    found = []
    for fact in facts:
        known = tuple(one for one in fact.amounts if _alike(said, one))
        if known and _whole(fact):
            found.append(Holder(fact, known))
    return found


def _alike(said: Amount, known: Amount) -> bool:
    if said.family == known.family == "count":
        return said.unit == known.unit
    return said.family == known.family


def meant(saying: Saying, clause: Clause, said: Amount) -> Holder | None:
    """The only fact that the figure can be of."""
    having = [one for one in holders(saying.goods, said) if any(_of_a_size(said, each) for each in one.known)]
    wanted = said.family in families_wanted(saying.asked)
    spoken = [(_shared(saying, clause, one.fact, wanted=wanted), one) for one in having]
    spoken = [(count, one) for count, one in spoken if count or not _of_another_matter(saying.asked, one.fact, said)]
    best = max((count for count, _ in spoken), default=0)
    first = [one for count, one in spoken if count == best]
    if len(first) != 1:
        return None
    only = first[0]
    if best or wanted or said.family in _NARROW:
        return only
    return only if likeness(clause.text, f"{only.fact.name}: {only.fact.value}") > LIKE else None


def is_a_price(clause: Clause, said: Amount) -> bool:
    """Whether a sum stands in the clause as what something costs: with a sign of money, or bare where a price stands."""
    before, after = clause.text[: said.start], clause.text[said.end :]
    if said.ranged or _OF_OTHERS.search(clause.text) or _NO_PRICE.search(before):
        return False
    return said.family == "money" or bool(_BEFORE_A_PRICE.search(before) and _AFTER_A_PRICE.match(after))


_OF_OTHERS: Final = re.compile(
    r"(?<![a-z])(?:he|she|they(?!'re)|his|her|their|someone|customer|credit|refund\w*|compensat\w*|transfer|wire|send|short|more|away|missing|left|save)(?![a-z])|[他她]|差|省|退|补|赔|返|减|抵|还剩|便宜|定金|订金|转(?:我|到|给)|单元"
)
"""What somebody paid, gets back or still needs is no price."""
_NO_PRICE: Final = re.compile(
    r"(?<![a-z])(?:no|nr|number|size|page|over|above|under|from|ending(?: in)?|until|by|gate|flat|level|version|chapter|series)\.?\s*$|[第满过码号超足达]\s*$"
)
_BEFORE_A_PRICE: Final = re.compile(
    r"(?:(?<![a-z])(?:is|are|it's|they're|that's|costs?|costing|price(?:d at)?|at|for|only|just|comes? to|makes (?:it|that)|sells? (?:at|for)|charge|cover is)|^[^a-z0-9\u4e00-\u9fff]*|现在|现价|价格?|售价|只要|就|才|卖|是|要|到手|[\u4e00-\u9fff][款码升寸])\s?$"
)
_AFTER_A_PRICE: Final = re.compile(
    r"\s?(?:$|[.!~]|each(?![a-z])|apiece|an? (?:piece|pair|bag|tube|bar|bottle|box|jar|set|ball|head|pack|month|night)|per |(?:until|till) |as (?:always|usual|ever|before)(?![a-z])|if you|altogether|in all(?![a-z])|for (?:the|one|it|a|both|\d+ ?(?:ml|g|kg|l|cm|m|cl))(?![a-z])|right now|today|(?:now|at the moment)(?![a-z])|and (?=we|it|you|they|there|is|are)|with (?=free|delivery|postage)|一(?![般共下样定起直点些])[\u4e00-\u9fff]|元|块|哦|哈|呢|的|亲)"
)


_FROM_ON: Final = re.compile(r"(?<![a-z])(?:from|over|above|at|of|under)\s[€£$]?$|[满过超到]\s?$")
_FROM_TOPICS: Final = frozenset({"free_shipping", "minimum"})


def threshold_meant(saying: Saying, clause: Clause, said: Amount) -> Holder | None:
    """The only fact that gives the sum from which on it is free, where the clause names such a sum: 满59就包邮."""
    if not _FROM_ON.search(clause.text[: said.start]) or not _FROM_TOPICS & lexicon("attributes").keys(clause.text):
        return None
    having = [
        Holder(fact, tuple(one for one in fact.amounts if one.family in ("money", "number")))
        for fact in saying.goods
        if _whole(fact) and (fact.topics | fact.value_topics) & _FROM_TOPICS and (fact.of("money") or fact.of("number"))
    ]
    return having[0] if len(having) == 1 else None


def price_meant(saying: Saying, clause: Clause) -> Holder | None:
    """The only fact that gives the price of what the clause speaks of: by its words, else the fact of a price."""
    talk = asked_for(saying.asked) | lexicon("attributes").keys(clause.text)
    other = lexicon("attributes").keys(clause.text) & _OTHER_SUMS
    having = [
        Holder(fact, tuple(fact.of("money"))) for fact in saying.goods
        if fact.of("money") and _whole(fact) and other <= fact.topics and fact.topics & _OTHER_SUMS <= talk
    ]  # fmt: skip
    if not having:
        return None
    spoken = [(_shared(saying, clause, one.fact), one) for one in having]
    best = max(count for count, _ in spoken)
    first = [one for count, one in spoken if count == best]
    if len(first) > 1:
        first = [one for one in first if "price" in one.fact.topics]
    if len(first) != 1 or (best < _ENOUGH and _of_something_new(saying, clause)):
        return None
    return first[0]


_ENOUGH: Final = 2
_SELLING: Final = terms(
    "cost costs price total comes makes now just only currently yours pay sure lovely great plus each piece 现在 价格 售价 现价 到手 到手价 只要 这款 您好 我们 活动 今天 原价"
)


def _of_something_new(saying: Saying, clause: Clause) -> bool:
    """Whether the clause names something that neither the facts nor the talk before spoke of: a fitter's visit at 80."""
    first = min((one.start for one in amounts(clause.text) if one.family in ("money", "number")), default=0)
    known = " ".join(f"{fact.name} {fact.value}" for fact in saying.facts)
    heard = terms(known) | terms(saying.customer) | terms(saying.agent) | _SELLING
    return bool(terms(clause.text[:first]) - heard)


def asked_sum(saying: Saying, clause: Clause, said: Amount) -> Holder | None:
    """The only sum that is known at all, where a sum is asked for and the reply opens with another."""
    if not _HOW_MUCH.search(saying.asked) or not answers(saying, clause) or said.ranged:
        return None
    if said.family != "money" and not _STANDS_AS_SUM.search(clause.text[: said.start]):
        return None
    having = [
        Holder(fact, tuple(one for one in fact.amounts if one.family in ("money", "number")))
        for fact in saying.goods
        if _whole(fact)
    ]
    having = [one for one in having if one.known]
    only = having[0] if len(having) == 1 else None
    return only if only is not None and len(only.known) == 1 and only.fact.of("money") else None


_STANDS_AS_SUM: Final = re.compile(_BEFORE_A_PRICE.pattern + r"|(?:[收付补共交]|退(?:了|您|给您)?)\s?$")
_HOW_MUCH: Final = re.compile(
    HOW_MUCH
    + r"|(?<![a-z])what(?:'s| is| are| does| do)(?: \w+){0,4} (?:price|cost|fee|charge|postage|express)(?![a-z])"
)


def _whole(fact: Fact) -> bool:
    """Whether it is the fact as it stands rather than a piece of one."""
    return fact.value == plain(fact.known.value)


_OTHER_SUMS: Final = frozenset(
    {"shipping_fee", "free_shipping", "return_fee", "deposit", "compensation", "fee", "installation", "tax", "repair", "balance", "gift_wrap", "minimum", "instalments", "membership_fee", "points", "coupon", "discount"}
)  # fmt: skip
"""Sums that are no price of goods."""
_TIMES: Final = 40


def _of_a_size(said: Amount, known: Amount) -> bool:
    """Whether one is not many times the other: two minutes say nothing of thirty days."""
    low, high = sorted((abs(said.high), abs(known.high)))
    return high <= low * _TIMES


def _of_another_matter(asked: str, fact: Fact, said: Amount) -> bool:
    """Whether what is asked for and what the fact tells are two things that are told in such figures."""
    wanted = {topic for topic in asked_for(asked) if said.family in families()[topic]}
    own = {topic for topic in fact.topics if said.family in families()[topic]}
    return bool(wanted and own) and not wanted & own


def _shared(saying: Saying, clause: Clause, fact: Fact, *, wanted: bool = True) -> int:
    """How much of the fact is said in question and clause: its topic, words of its name, words beside its figures. What was
    asked counts where such a figure was `wanted`: in the answer to "how do I" figures are of anything."""
    told = lexicon("attributes").keys(clause.text)
    here = terms(clause.text) | (terms(saying.asked) if wanted else frozenset())
    here -= UNIT_WORDS
    named = len(fact.terms - UNIT_WORDS & here) + bool(
        fact.topics & (told | asked_for(saying.asked) if wanted else told)
    )
    beside = len((terms(_without_figures(fact)) - UNIT_WORDS - fact.terms) & here)
    return 2 * named + beside


def _without_figures(fact: Fact) -> str:
    value = fact.value
    for one in reversed(amounts(value)):
        value = value[: one.start] + " " + value[one.end :]
    return value
