"""Said to be pure, where the fact names a blend."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mercery.core.i18n import Words
from mercery.inspection.contradictions.contradiction import Contradiction, contradiction
from mercery.inspection.reading.facts import Fact
from mercery.inspection.reading.saying import Saying
from mercery.inspection.reading.terms import terms

_PURE: Final = re.compile(
    r"纯(?![色属净粹度手])|百分(?:之)?百|100\s?%|(?:没|不|无)(?:有)?(?:掺|混)|(?<![a-z])(?:pure|(?:all|whole|entirely|nothing but|100 percent) (?=[a-z]))"
)
_OF_WHAT: Final = re.compile(
    r"成分|材质|面料|质地|含绒|composition|material|fabric|fibre|fiber|made of|shell|yarn|^(?:outer|inner|cloth)$"
)
_WHOLE: Final = 100


def found(saying: Saying) -> Iterator[Contradiction]:
    """The clause that calls one of a blend's parts pure."""
    for fact in saying.goods:
        if not _blend(fact):
            continue
        for clause in saying.clauses:
            if (
                _PURE.search(clause.text)
                and clause.asserts
                and not clause.denies
                and not clause.question
                and terms(fact.value) & terms(clause.text)
            ):
                yield contradiction(
                    saying,
                    clause,
                    fact,
                    Words(
                        f"It is a blend: {fact.known.name}: {fact.known.value}.",
                        f"并非纯料：{fact.known.name}：{fact.known.value}。",
                    ),
                )
                return


def _blend(fact: Fact) -> bool:
    shares = [one.low for one in fact.amounts if one.family == "percent"]
    return bool(_OF_WHAT.search(fact.name)) and any(0 < share < _WHOLE for share in shares)
