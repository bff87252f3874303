"""What a price is for: one piece or all of them together. "That is for the pair", of a price per candle."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mercery.inspection.contradictions.answered_amounts import different
from mercery.inspection.contradictions.contradiction import Contradiction, contradiction
from mercery.inspection.reading.amounts import amounts
from mercery.inspection.reading.clauses import Clause
from mercery.inspection.reading.saying import Saying

_EACH: Final = re.compile(
    r"(?<![a-z])(?:per|each|apiece|a(?= (?:piece|pair|tyre|tire|metre|meter|kilo|roll|tile|bottle|jar)))(?![a-z])|[/每](?=一?[\u4e00-\u9fffa-z])|单[个只条件张片瓶]"
)
_ALL: Final = re.compile(
    r"(?<![a-z])(?:for (?:all|both)(?![a-z])|for the (?:whole |full |entire )?(?:set|pair|lot|pack|box|bundle|roll|case|bunch|two|three|four|five|six)(?![a-z])|for (?:two|three|four|five|six|\d+) (?:of them|pieces|together)|(?:the|whole|full|entire) (?:set|pair|pack|lot|roll|box)(?:,| together)? (?:is|costs)|all (?:two|three|four|five|six|\d+) together)"
    r"|(?:一|整|全)(?:对|套|组|盒|箱|包|卷|副|双)(?:一共|一起|总共)?(?:的)?(?:价|钱|\d|[,，。!]|$)|(?:[两三四五六七八九十\d]+)[个只条件张片瓶双](?:一起|一共|加起来|总共)(?:的)?(?:价|钱|\d|[,，。!]|$)"
)
_ONE: Final = re.compile(
    r"(?<![a-z])(?:for one|per (?:piece|item|unit)|for each|for a single one|a ?piece|each)(?![a-z])|(?:一|单)[个只条件张片瓶]的?价|每[个只条件张片瓶]"
)
_TOGETHER: Final = re.compile(
    r"(?<![a-z])(?:(?:for|per|the) (?:the )?(?:set|pair|pack|box|lot) of|for (?:all|both|two|three|four|five|six|\d+)|per (?:set|pair|pack|box))(?![a-z])|一(?:对|套|组|盒|箱|包)|[两三四五六\d]+[个只条件张片瓶](?:装|一套|一组|一盒)"
)
_ASKED: Final = re.compile(
    r"(?<![a-z])(?:per|each|for (?:one|all|both|the (?:set|pair|whole|lot|roll|pack|box))|a piece|single|apiece)(?![a-z])|一[个只条件张片瓶对套盒箱]|[两三四五六]个|单价|整套"
)


def found(saying: Saying) -> Iterator[Contradiction]:
    """Where it was asked for what a price is, and the answer says the contrary of the only fact with a price."""
    if not _ASKED.search(saying.asked):
        return
    priced = [
        fact
        for fact in saying.goods
        if "price" in fact.topics and len([one for one in fact.amounts if one.family in ("money", "number")]) <= 2
    ]
    if len(priced) != 1:
        return
    fact = priced[0]
    each, together = bool(_EACH.search(fact.value)), bool(_TOGETHER.search(fact.value))
    if each == together:
        return
    for clause in saying.clauses:
        if clause.question or not clause.asserts or clause.denies or not _of_that_price(saying, clause, each=each):
            continue
        yield contradiction(saying, clause, fact, different(fact))
        return


def _of_that_price(saying: Saying, clause: Clause, *, each: bool) -> bool:
    """Whether the clause says that the price is for the other: without a figure, or with the figure of the fact itself."""
    said = _ALL.search(clause.text) if each else _ONE.search(clause.text) if not _TOGETHER.search(clause.text) else None
    if said is None:
        return False
    told = {one.low for one in amounts(clause.text) if one.family in ("money", "number") and one.end <= said.start()}
    known = {one.low for fact in saying.goods if "price" in fact.topics for one in fact.amounts}
    return not told or bool(told & known)
