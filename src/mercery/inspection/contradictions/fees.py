"""Said to be free what costs something, or to cost something what is free."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mercery.core.i18n import Words
from mercery.inspection.contradictions.contradiction import Contradiction, contradiction
from mercery.inspection.contradictions.pairing import answers
from mercery.inspection.reading.amounts import amounts
from mercery.inspection.reading.clauses import Clause
from mercery.inspection.reading.facts import Fact
from mercery.inspection.reading.lexicon import lexicon
from mercery.inspection.reading.saying import Saying
from mercery.inspection.reading.terms import terms
from mercery.inspection.reading.wanting import asked_for

FEES: Final = frozenset(
    {
        "shipping_fee",
        "free_shipping",
        "return_fee",
        "installation",
        "gift_wrap",
        "deposit",
        "fee",
        "hold",
        "repair",
        "pickup",
        "tax",
        "exchange_window",
    }
)
_FREE: Final = re.compile(
    r"(?<![a-z])(?:free(?! of (?!charge)|-form)|no (?:extra )?(?:charge|cost|fee)|at no cost|on us|on the house|complimentary|gratis|costs? nothing|don'?t pay|doesn'?t cost)(?![a-z])|免费|包邮|免邮|免运费|不收费|不要钱|不用(?:付|给|花)钱|包安装|包上门|不收"
)
_THRESHOLD: Final = re.compile(
    r"(?<![a-z])(?:over|from|above|orders? of|if|when|member|minimum)(?![a-z])|满|以上|会员|起"
)
_REST: Final = re.compile(r"other|else|rest|其他|其它|其余")


def found(saying: Saying) -> Iterator[Contradiction]:
    """By fact about a fee, and by clause about the same."""
    for fact in saying.goods:
        for clause in saying.clauses:
            if _free_piece(fact, clause):
                yield contradiction(saying, clause, fact, _why(fact))
                return
        if not (fact.topics | fact.value_topics) & FEES:
            continue
        for clause in saying.clauses:
            if clause.asserts and _same_matter(saying, fact, clause) and _contrary(saying, fact, clause):
                yield contradiction(saying, clause, fact, _why(fact))
                break


def _free_piece(fact: Fact, clause: Clause) -> bool:
    """ "The diagnosis is 25", of what says "diagnosis free"."""
    if not clause.asserts or _FREE.search(clause.text):
        return False
    said = [one for one in amounts(clause.text) if one.family in ("money", "number") and one.low > 0]
    if not said or not re.search(r"(?<![a-z])(?:is|costs?|for|pay|fee|charge)(?![a-z])|元|收|要|费", clause.text):
        return False
    for piece in re.split(r"[,，;；。、]", fact.value):
        words = terms(_FREE.sub(" ", piece)) - terms("free charge cost within day days week weeks first") or fact.terms
        if (
            _FREE.search(piece)
            and not _THRESHOLD.search(piece)
            and not any(one.family == "money" for one in amounts(piece))
            and words
            and words <= terms(clause.text)
        ):
            return True
    return False


def _same_matter(saying: Saying, fact: Fact, clause: Clause) -> bool:
    named = lexicon("attributes").keys(clause.text) & FEES or lexicon("attributes").keys(clause.sentence_text) & FEES
    named = named or asked_for(saying.asked) & FEES
    if {"shipping_fee", "free_shipping"} & fact.topics and {"shipping_fee", "free_shipping"} & named:
        return "return_fee" not in named or "return_fee" in fact.topics
    if fact.topics & FEES and fact.acts & lexicon("acts").keys(saying.asked) and answers(saying, clause):
        return True
    return bool((fact.topics | fact.value_topics) & named)


def _contrary(saying: Saying, fact: Fact, clause: Clause) -> bool:
    piece = governing(fact, f"{clause.text} {saying.asked}")
    paid = [one for one in amounts(piece) if one.family in ("money", "number") and one.low > 0]
    free = bool(_FREE.search(piece)) or (bool(_FREE.search(fact.name)) and fact.truth == "yes")
    if _THRESHOLD.search(piece) or (free and paid):
        return False
    says_free = bool(_FREE.search(clause.text)) and not clause.denies
    if says_free and paid and not free and not _THRESHOLD.search(clause.text):
        return True
    said = [
        one
        for one in amounts(clause.text)
        if one.family in ("money", "number") and one.low > 0 and _sum(clause, one.end)
    ]
    return free and bool(said) and not says_free and _costs(clause)


def _sum(clause: Clause, end: int) -> bool:
    return not re.match(r"\s?(?:h|hours?|days?|小时|天|pieces?|件)", clause.text[end:])


def _costs(clause: Clause) -> bool:
    return bool(
        re.search(
            r"(?:it's|that's|is|are) [€£$]?\d|(?<![a-z])(?:costs?|pay|fee|charge|for [€£$]?\d|is [€£$]?\d|extra)(?![a-z])|收|付|要\s?\d|费|元|\d\s?(?:一次|块|/次|每次)",
            clause.text,
        )
    )


def governing(fact: Fact, context: str) -> str:
    """The part of the fact that the talk is about: "Tibet 15, others free" for somebody in Tibet is 15."""
    pieces = [piece for piece in re.split(r"[,，;；。]", fact.value) if piece.strip()]
    if len(pieces) < 2:
        return fact.value
    here = terms(context)
    own = [piece for piece in pieces if terms(piece) & here and not _REST.search(piece)]
    rest = [piece for piece in pieces if _REST.search(piece)]
    return own[0] if own else (rest[0] if rest and not own else fact.value)


def _why(fact: Fact) -> Words:
    return Words(
        f"What it costs is known: {fact.known.name}: {fact.known.value}.",
        f"费用信息不同：{fact.known.name}：{fact.known.value}。",
    )
