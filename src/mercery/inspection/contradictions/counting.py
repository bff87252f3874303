"""Which facts a count is about: those that count the same things, or that were asked for with how many."""

from __future__ import annotations

import re
from typing import Final

from mercery.inspection.contradictions.counted_things import measure_of, thing_of
from mercery.inspection.contradictions.pieces import PRICES, UNIT_WORDS, Paired, piece
from mercery.inspection.reading.amounts import Amount
from mercery.inspection.reading.clauses import Clause
from mercery.inspection.reading.facts import Fact
from mercery.inspection.reading.lexicon import lexicon
from mercery.inspection.reading.saying import Saying
from mercery.inspection.reading.terms import terms
from mercery.inspection.reading.wanting import asked_for

_COUNTS: Final = frozenset(
    {"people", "pieces", "batteries", "speed", "resolution", "age", "spf", "size", "memory", "storage", "points"}
)


def counted(saying: Saying, clause: Clause, said: Amount, candidates: Paired) -> Paired:
    """A count belongs to the fact that counts the same things, or that was asked for with how many."""
    many = re.search(r"how many|how much|几|多少|多大", saying.asked)
    if not many and lexicon("attributes").keys(clause.sentence_text) & {"total", "price"}:
        return []
    if said.low % 1 or _CLOCK.search(clause.text) or re.search(r"(?<![a-z])at $", clause.text[: said.start]):
        return []
    thing, measure = thing_of(clause.text, said), measure_of(clause.text, said)
    before = terms(clause.text[max(0, said.start - 18) : said.start])
    topics = lexicon("attributes").keys(clause.text) & _COUNTS
    found = []
    able = said.bound != "exact" or _MAY_BE.search(clause.text)
    candidates = [(fact, [one for one in known if one.bound == "exact" or able]) for fact, known in candidates]
    for fact, known in candidates:
        known = [one for one in known if not (counts := thing_of(fact.value, one)) or not thing or counts & thing]
        if not known:
            continue
        if fact.topics & PRICES or fact.of("money"):
            continue
        asked = many and (fact.terms & terms(saying.asked) or fact.topics & _COUNTS & asked_for(saying.asked))
        own = fact.terms - UNIT_WORDS
        named = bool(own) and (own <= thing or bool(own & before))
        if named or fact.topics & topics or (asked and len(clause.text.split()) < 8):
            found.append((fact, known))
        elif same := [one for one in known if _same_thing(saying, clause, fact, one, said, thing, measure)]:
            found.append((fact, same))
    return found


_CLOCK: Final = re.compile(r"\d\s?(?:am|pm|a\.m|p\.m|o'clock)|\d:\d\d|\d\s?[点时](?!候)")


_MAY_BE: Final = re.compile(
    r"(?<![a-z])(?:can|up to|max|fits?|holds?|takes?|seats?|sleeps?|possible|fine|ok|limit|allowed|per|at least|need)(?![a-z])|可以|能|最多|至少|上限|够|都行|没问题|起"
)


def _same_thing(
    saying: Saying, clause: Clause, fact: Fact, one: Amount, said: Amount, thing: frozenset[str], measure: str
) -> bool:
    """Both numbers count the same: "12 stems" and "24 stems", 80抽 and 100抽."""
    if one.unit == said.unit == "person":
        room = re.search(r"how many|几", saying.asked) or said.bound != "exact" or _ROOM.search(clause.text)
        return bool(room)
    if thing & thing_of(fact.value, one) or (one.unit and one.unit == said.unit and one.unit != "piece"):
        return True
    if re.search(
        r"(?:how many|几|多少).*(?:pack|box|(?<![a-z])set(?![a-z])|[包盒套袋])|[包盒套袋].*(?:几|多少)", saying.asked
    ) and re.search(r"pack|box|set|包|盒|套|袋", piece(fact, one)):
        return True
    if (
        one.family == "count"
        and one.unit == "piece"
        and re.search(r"how many (?:pieces|pcs|are in|come in|per pack)", saying.asked)
    ):
        return True
    if not measure or measure != measure_of(fact.value, one):
        return False
    return measure not in _ANY_MEASURE or bool(re.search(f"[几少]{measure}", saying.asked))


_ROOM: Final = re.compile(
    r"(?<![a-z])(?:sleeps?|seats?|fits?|holds?|room|for|suits?|accommodates?)(?![a-z])|睡|坐|住|容纳|够|适合"
)
_ANY_MEASURE: Final = "个件包盒只次位号款种点天年月日元块分"
