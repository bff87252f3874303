"""A yes or no to an amount that the customer named, where the known one says otherwise: "does it hold 40 kg?"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from mercery.core.i18n import Words
from mercery.inspection.contradictions.contradiction import Contradiction, contradiction
from mercery.inspection.reading.amounts import Amount, amounts
from mercery.inspection.reading.clauses import negated
from mercery.inspection.reading.comparing import LIMITS, WINDOWS, agrees, outside
from mercery.inspection.reading.facts import Fact
from mercery.inspection.reading.lexicon import families
from mercery.inspection.reading.saying import Saying
from mercery.inspection.reading.terms import terms
from mercery.inspection.reading.wanting import asked_for


def answered(saying: Saying) -> Iterator[Contradiction]:
    """ "Does it hold 40 kg?" "Yes": yes is wrong where 40 kg lie outside of what is known, and no within."""
    if saying.answer is None:
        return
    topics = asked_for(saying.asked)
    for asked in amounts(saying.asked, saying.today.year):
        if _names_the_goods(saying, asked):
            continue
        for fact in saying.goods:
            if any(_wrongly_answered(saying, fact, topics, asked, known) for known in fact.amounts):
                yield contradiction(saying, saying.reply, fact, different(fact))
                return


def _names_the_goods(saying: Saying, asked: Amount) -> bool:
    """Whether the number is part of the goods' name: the Lumen 3."""
    before = _WORD_BEFORE.search(saying.asked[: asked.start])
    named = f"{before[1]} {saying.asked[asked.start : asked.end]}" if before else ""
    return asked.family == "number" and bool(named) and any(
        re.search(rf"(?<![a-z]){re.escape(named)}(?![\d.])", fact.value) for fact in saying.goods
    )  # fmt: skip


_WORD_BEFORE: Final = re.compile(r"([a-z]{2,}) $")


def _wrongly_answered(saying: Saying, fact: Fact, topics: frozenset[str], asked: Amount, known: Amount) -> bool:
    if (known.family, asked.family, known.bound) == ("money", "number", "least"):
        asked = replace(asked, family="money")
    # Three layers say nothing of six pieces.
    if known.family == asked.family == "count" and known.unit != asked.unit:
        return False
    if known.family != asked.family:
        beyond_size = _SIZE_WANTED.search(saying.asked) and _other_size(fact, asked, known)
        return saying.answer == "yes" and bool(beyond_size or _bare_beyond(fact, asked, known, saying.asked))
    if not _meant(fact, topics, saying.asked, asked, saying) or len(fact.of(known.family)) != 1:
        return False
    limit = bool(fact.topics & LIMITS) or known.unit == "person"
    beyond = outside(asked, known, limit=limit)
    if beyond is None and not limit and saying.answer == "yes":
        beyond = None if agrees(asked, known) else _exact_asked(fact, topics, saying.asked)
    if saying.answer == "no":
        return beyond is False and limit and not negated(saying.asked)
    return beyond is True


_SIZE_WANTED: Final = re.compile(
    r"(?<![a-z])(?:have|got|get|stock|size|available|come in|there in) (?:it |them |a |an |any |in |size |up to )*\d\d(?![\d.]| ?[a-z%°])|有(?:没有)?\d\d(?:码|的|吗|么|不)"
)


def _other_size(fact: Fact, asked: Amount, known: Amount) -> bool:
    """A number of a size wanted, outside of the sizes there are."""
    if "size" not in fact.topics or not known.ranged or known.family not in ("size", "number"):
        return False
    return asked.family in ("size", "number") and not known.low <= asked.low <= known.high


_GENERIC: Final = terms("free day days work working order fit fits size max maximum min limit")
_USES: Final = re.compile(r"用|够|包邮|(?<![a-z])(?:use|apply|valid|enough|qualify|free|get)(?![a-z])")


def _bare_beyond(fact: Fact, asked: Amount, known: Amount, question: str) -> bool:
    """ "My chest is 110" of what goes up to 104 cm: a number without a unit is in the fact's own."""
    if (
        asked.family != "number"
        or (known.bound not in ("most", "least") and known.family != "temp")
        or known.family in ("number", "date", "money")
    ):
        return False
    own = (fact.terms | terms(fact.value)) & terms(question) - _GENERIC
    years = "age" in fact.topics and bool(_CHILD.search(question)) and asked.low < 18
    if years:
        return (
            outside(replace(asked, family="time", low=asked.low * 365, high=asked.high * 365), known, limit=True)
            is True
        )
    if known.family == "temp":
        own = own or fact.topics & asked_for(question)
    said = replace(asked, family=known.family, low=asked.low * known.scale, high=asked.high * known.scale)
    return bool(own) and outside(said, known, limit=True) is True


def _meant(fact: Fact, topics: frozenset[str], question: str, asked: Amount, saying: Saying) -> bool:
    shared = {one for one in fact.topics & topics if asked.family in families()[one]}
    if shared or (fact.terms & terms(question)):
        return True
    if asked.unit == "person" and any(one.unit == "person" for one in fact.amounts):
        return True
    if asked.family in ("number", "money") and (fact.topics | fact.value_topics) & {
        "coupon",
        "discount",
        "free_shipping",
        "minimum",
    }:
        return asked.low >= 10 and bool(_USES.search(question))
    aged = "age" in fact.topics or any(one.unit in ("years_old", "months_old") for one in fact.amounts)
    aged = aged or bool(
        _CHILD.search(question) and any(one.unit in ("month", "year") for one in fact.amounts) and not fact.topics
    )
    if aged and asked.unit in ("birth", "years_old", "months_old", "month", "year"):
        return not topics & (WINDOWS | {"battery_life"})
    holders = [one for one in saying.goods if one.of(asked.family)]
    return asked.family not in {"money", "time", "date", "count", "number"} and holders == [fact]


_CHILD: Final = re.compile(
    r"(?<![a-z])(?:baby|son|daughter|kid|child|toddler|newborn|grandson|granddaughter)(?![a-z])|宝宝|孩子|儿子|女儿|闺女|娃"
)


def _exact_asked(fact: Fact, topics: frozenset[str], question: str) -> bool | None:
    """Whether the question asks for that very attribute ("is it 2 m long?"), so that another value makes yes wrong."""
    return True if fact.topics & topics and not re.search(r"under|less|below|以下|以内|够", question) else None


def different(fact: Fact) -> Words:
    return Words(
        f"Another value is known: {fact.known.name} is {fact.known.value}.",
        f"已知信息不同：{fact.known.name}为{fact.known.value}。",
    )
