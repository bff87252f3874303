"""What comes along with goods and what has to be bought: "the batteries are in the box" of batteries sold separately."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mercery.core.i18n import Words
from mercery.inspection.contradictions.contradiction import Contradiction, contradiction
from mercery.inspection.reading.clauses import Clause
from mercery.inspection.reading.facts import Fact
from mercery.inspection.reading.saying import Saying
from mercery.inspection.reading.terms import terms

_APART: Final = re.compile(
    r"(?<![a-z])(?:sold separately|bought separately|separately|not (?:included|supplied|provided|in the box|part of)|excluded|isn't included|aren't included|optional extra)(?![a-z])"
    r"|另购|另买|另配|另售|另外(?:买|购)|自备|自配|需(?:要)?(?:另)?(?:买|购|配)|不含|不包含|不送|不附|不带|不配|未含|单独(?:买|购|卖|售)|选购"
)
_ALONG: Final = re.compile(
    r"(?<![a-z])(?:(?:is|are|comes?|come packed|already|both|all|right|there) (?:\w+ )?(?:in|inside) the (?:box|package|pack|set|parcel|carton)|included|supplied with|comes? with|come along|bundled|thrown in|no need to (?:buy|get|order) (?:any|anything|them|it|one|extra))(?![a-z])"
    r"|(?:都|已经?|也|是)?(?:含|包含|附带|附赠|自带|标配|配好|配齐|随[机箱货]|随附)(?:的|了|在内|好|齐)?|(?:盒|箱|包装)(?:子)?里(?:面)?(?:就|都|已经)?(?:有|带|配|装)|不用(?:另外?|再|单独|自己)(?:买|配|购|备)|送(?:的|您|一)"
)
_DENIES: Final = re.compile(
    r"(?<![a-z])(?:not|isn't|aren't|no|never|without|unless|if|only|doesn't|don't)(?! need)(?![a-z])|不(?!用|需)|没|未|另|除|如果|要是|只"
)
_PIECE: Final = re.compile(r"[,，;；。、(（)）|]\s?|(?<![a-z])(?:but|and)(?![a-z])")


def found(saying: Saying) -> Iterator[Contradiction]:
    """By fact that says a thing does not come along, and by clause that says it does."""
    for fact in saying.goods:
        things = _apart(fact)
        if not things:
            continue
        for clause in saying.clauses:
            named = things & terms(clause.text) or (clause is saying.reply and things & terms(saying.asked))
            if named and _says_along(clause) and clause.asserts:
                yield contradiction(saying, clause, fact, _why(fact))
                return


def _says_along(clause: Clause) -> bool:
    said = _ALONG.search(clause.text)
    return said is not None and not _DENIES.search(clause.text) and not _APART.search(clause.text)


def _apart(fact: Fact) -> frozenset[str]:
    """The words for what does not come along: the name, where the whole value says so, or the words of the piece."""
    found: set[str] = set()
    for piece in _PIECE.split(fact.value):
        apart = _APART.search(piece)
        if apart is None:
            continue
        rest = terms(piece[: apart.start()]) | terms(piece[apart.end() :])
        found |= rest or (fact.terms | terms(fact.name))
    return frozenset(found) - _HOLLOW


_HOLLOW: Final = terms("set box item goods product 商品 产品 品名 套装 需要 价格")


def _why(fact: Fact) -> Words:
    return Words(
        f"It does not come along: {fact.known.name}: {fact.known.value}.",
        f"已知不包含在内：{fact.known.name}：{fact.known.value}。",
    )
