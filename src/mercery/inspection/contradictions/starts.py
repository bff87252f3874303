"""From when a span runs: said to run from the order, of what runs from delivery."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mercery.core.i18n import Words
from mercery.inspection.contradictions.contradiction import Contradiction, contradiction
from mercery.inspection.reading.amounts import amounts
from mercery.inspection.reading.clauses import Clause
from mercery.inspection.reading.lexicon import lexicon
from mercery.inspection.reading.saying import Saying
from mercery.inspection.reading.wanting import asked_for

_POINTS: Final = {
    "delivery": (
        r"delivery|receipt|arrival|receiving (?:it|them)|you (?:receive|get|got|have) (?:it|them)|(?:it|they|the parcel) (?:reach(?:es)?|arrives?|came|comes)",
        "签收|收货|收到货?|到货|送达|妥投",
    ),
    "order": (r"order(?:ing)?|purchase|buying|payment|you (?:order|bought|buy|paid|pay)(?:ed)?", "下单|购买|付款|拍下"),
    "dispatch": (r"dispatch|shipping|shipment|posting|(?:we|it) (?:ship|post|send|leave)s?", "发货|出库|寄出"),
}
"""Points in time from which a span may run, in both languages."""
_FROM: Final = {
    point: re.compile(
        rf"(?<![a-z])(?:from|after|of|since|following)(?: the)?(?: (?:day|date|moment|time))?(?: of| that| when)? (?:the |your )?(?:{en})(?![a-z])"
        rf"|(?:从|自)?(?:您|你)?(?:{zh})(?:之日|那天|当天|次日|第二天|日)?(?:开始|起|算起|计|之?后)"
    )
    for point, (en, zh) in _POINTS.items()
}


def _point(text: str) -> frozenset[str]:
    return frozenset(point for point, pattern in _FROM.items() if pattern.search(text))


def found(saying: Saying) -> Iterator[Contradiction]:
    """The first clause that gives a span the fact gives, and another beginning."""
    for fact in saying.goods:
        known = _point(fact.value)
        spans = [one for one in amounts(fact.value) if one.family == "time"]
        if len(known) != 1 or len(spans) != 1:
            continue
        for clause in saying.clauses:
            said = _point(clause.text)
            if not clause.asserts or clause.denies or len(said) != 1 or said == known:
                continue
            same = any(one.family == "time" and one.low == spans[0].low for one in amounts(clause.text))
            if same and _about(saying, fact.topics, clause):
                yield contradiction(
                    saying,
                    clause,
                    fact,
                    Words(
                        f"It runs from another day: {fact.known.name}: {fact.known.value}.",
                        f"起算时间不同：{fact.known.name}：{fact.known.value}。",
                    ),
                )
                return


def _about(saying: Saying, topics: frozenset[str], clause: Clause) -> bool:
    here = lexicon("attributes").keys(clause.sentence_text) | asked_for(saying.asked)
    return not topics or bool(topics & here)
