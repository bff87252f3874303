"""A yes to more than there is, to what a closed list leaves out, or to another value than the only one.

"Can I have six?" "Sure" of a stock of four; "with a case?" "Yes" of a box that holds a drill, batteries and a charger; "on 5 GHz?"
"Yes" of 2.4 GHz only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mercery.inspection.contradictions.answered_amounts import different
from mercery.inspection.contradictions.contradiction import Contradiction, contradiction
from mercery.inspection.contradictions.totals import pieces
from mercery.inspection.reading.clauses import negated
from mercery.inspection.reading.facts import Fact, plain
from mercery.inspection.reading.saying import Saying
from mercery.inspection.reading.terms import terms
from mercery.inspection.talk.untold import THE_GOODS

_AFFIRMS: Final = re.compile(
    r"^\W*(?:(?:hi|hello|hey|good \w+|您好|你好|亲)\W+)*(?:yes|sure|of course|certainly|absolutely|no problem|yep|有的?|可以|能|行|没问题|支持|带|送|含|配了?|都可以)(?![a-z不没])"
)
_BOX: Final = re.compile(
    r"(?<![a-z])(?:in the box|box contents?|contents|included|includes|what's in|package|packing list)(?![a-z])|包装清单|清单|配件|装箱|包装内|随附"
)
_COMES: Final = re.compile(
    r"(?<![a-z])(?:come|comes|is there|are there|included?|have|has|got|get) (?:with |it )?(?:an? |any |the |some )?(?P<en>[a-z]+(?: [a-z]+)?)(?: (?:in|with|included|there)(?: \w+){0,2})?\W*$|(?:带|送|含|配|有没有|附)(?P<zh>[\u4e00-\u9fffa-z]{1,5}?)(?:吗|么|不|没)"
)
_LEFT_OVER: Final = re.compile(
    r"(?<![a-z])(?:if|when|for (?:another|an extra)|extra|separate\w*|optional)(?![a-z])|另|单独|加\d|选配|自备"
)
_STOCK: Final = re.compile(r"^(?:stock|in stock|available|availability|inventory|库存|现货|剩余)$")
_WANTED: Final = re.compile(
    r"(?<![a-z])(?:have|get|take|need|want|order|buy|send|got|are there)(?![a-z])|要|买|拍|来|有"
)
_ONLY: Final = re.compile(r"(?<![a-z])only(?![a-z])|仅|只")
_MEASURE: Final = re.compile(
    r"(?<![\d.])(\d+(?:\.\d+)?)\s?(ghz|g(?=[ 的]?wi)|g(?![a-z])|mm|cm|inch|v|hz|mhz|nm|bit)(?![a-z])"
)
_SOONER: Final = re.compile(
    r"(?<![a-z])(?:restock|order(?:ed)? in|from the (?:maker|supplier)|warehouse|store)(?![a-z])|调货|补货|预定|预售|调"
)


def found(saying: Saying) -> Iterator[Contradiction]:
    """By fact; only where the turn opens with a yes."""
    if saying.reply is None or not _AFFIRMS.match(saying.text.lower()) or negated(saying.reply.text):
        return
    for fact in saying.goods:
        if THE_GOODS.match(fact.name) or fact.value != plain(fact.known.value):
            continue
        if _beyond_stock(saying, fact) or _not_in_the_box(saying, fact) or _other_than_the_only(saying, fact):
            yield contradiction(saying, saying.reply, fact, different(fact))
            return


def _beyond_stock(saying: Saying, fact: Fact) -> bool:
    """More pieces than there are, for which nothing else is brought in."""
    if not _STOCK.match(fact.name) or not _WANTED.search(saying.asked) or _SOONER.search(saying.text.lower()):
        return False
    there = re.fullmatch(r"\D{0,3}(\d{1,3})\s?(?:件|个|只|条|台|套|双|pieces?|pcs|left|units?)?", fact.value)
    wanted = {one for one in pieces(saying.asked) if one > 1}
    return there is not None and len(wanted) == 1 and max(wanted) > int(there[1]) > 0


def _not_in_the_box(saying: Saying, fact: Fact) -> bool:
    """What the list of the box does not name, nor any other fact."""
    asked = _COMES.search(saying.asked)
    if asked is None or not _BOX.search(fact.name) or _LEFT_OVER.search(saying.text.lower()):
        return False
    items = [
        one for one in re.split(r"[,，、;；+]|(?<![a-z])and(?![a-z])|\s(?=[\u4e00-\u9fff])", fact.value) if one.strip()
    ]
    thing = (asked["en"] or asked["zh"] or "").strip()
    known = " ".join(f"{one.name} {one.value}" for one in saying.facts)
    if len(items) < _FEWEST or not thing or (terms(thing) and terms(thing) & terms(known)):
        return False
    return bool(terms(thing) or asked["zh"]) and thing not in known and not set(thing) & _ANY


_FEWEST: Final = 2
_ANY: Final = frozenset("这那它啥什么其他别")


def _other_than_the_only(saying: Saying, fact: Fact) -> bool:
    """Another figure in a unit in which the fact has one only."""
    if not _ONLY.search(f"{fact.name} {fact.value}"):
        return False
    known = {one[2]: {each[1] for each in _MEASURE.finditer(fact.value) if each[2] == one[2]} for one in _MEASURE.finditer(fact.value)}  # fmt: skip
    asked = [(one[2], one[1]) for one in _MEASURE.finditer(saying.asked)]
    return len(asked) == 1 and asked[0][0] in known and asked[0][1] not in known[asked[0][0]]
