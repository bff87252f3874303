"""A yes to more pieces than there are, or to another value than the only one.

"Can I have six?" "Sure" of a stock of four; "on 5 GHz?" "Yes" of 2.4 GHz only. What a list of the box leaves out is no ground: the
list may call it otherwise, and an invoice or a discount stands in no box.
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
    r"^\W*(?:(?:hi|hello|hey|good \w+|您好|你好|亲)\W+)*(?:yes|sure|of course|certainly|absolutely|no problem|yep|有的?|可以|能|行|没问题|支持|都可以)(?![a-z不没])"
)
_STOCK: Final = re.compile(r"^(?:stock|in stock|available|availability|inventory|库存|现货|剩余)$")
_COUNT: Final = r"\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_WANTED: Final = re.compile(
    rf"^\W*(?:(?:hi|hello|hey|ok|so|and|then|您好|你好)\W+)*(?:(?:can|could|may) (?:i|we) (?:have|get|take|order|buy)|(?:do you have|have you got|are there|i need|i want|i'd like|we need|we want))"
    rf" (?P<en>{_COUNT})(?P<of> pieces| pcs| units| of (?:them|these|those)| [a-z]+)?(?: left| in stock| please)?(?:\W+(?:do you have|have you got|are there) (?:them|that many|enough|so many))?\W*$"
    r"|^(?:您好|你好)?\W*(?:我)?(?:想)?(?:(?:要|买|拍)(?P<zh>\d{1,2}|[两二三四五六七八九十])(?:件|个|只|台|套|双|条)\s?(?:有吗|有货吗|有没有|够吗|有么)|(?:能|可以)(?:买|拍|要)(?P<can>\d{1,2}|[两二三四五六七八九十])(?:件|个|只|台|套|双|条)吗)\W*$"
)
"""Asks whether so many are to be had, and nothing beside."""
_ONLY: Final = re.compile(r"(?<![a-z])only(?![a-z])|仅|只")
_MEASURE: Final = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)\s?(ghz|v|hz)(?![a-z])")
"""Measures of which a device has one or another; what is 30 cm long fits on 40."""
_BY_OTHER_MEANS: Final = re.compile(
    r"(?<![a-z])(?:with|adapt\w+|transform\w+|convert\w+|bridge|through|via|if)(?![a-z])|转换|适配|变压|搭配|加|通过"
)
_SOONER: Final = re.compile(
    r"(?<![a-z])(?:restock|order(?:ed)? in|(?:pre|back)-?order\w*|more (?:are )?coming|from the (?:maker|supplier)|warehouse|store|made to order)(?![a-z])|调货|补货|预定|预售|调|定做|现做"
)


def found(saying: Saying) -> Iterator[Contradiction]:
    """By fact; only where the turn opens with a yes."""
    if saying.reply is None or not _AFFIRMS.match(saying.text.lower()) or negated(saying.reply.text):
        return
    for fact in saying.goods:
        if THE_GOODS.match(fact.name) or fact.value != plain(fact.known.value):
            continue
        if _beyond_stock(saying, fact) or _other_than_the_only(saying, fact):
            yield contradiction(saying, saying.reply, fact, different(fact))
            return


def _beyond_stock(saying: Saying, fact: Fact) -> bool:
    """More pieces than there are, for which nothing else is brought in, and the rest is not told."""
    asked = _WANTED.match(saying.asked.strip())
    if asked is None or not _STOCK.match(fact.name) or _SOONER.search(saying.text.lower()):
        return False
    thing = (asked["of"] or "").strip()
    if thing and not _COUNTER.match(thing) and not terms(thing) & _goods(saying):
        return False
    there = re.fullmatch(r"\D{0,3}(\d{1,3})\s?(?:件|个|只|条|台|套|双|pieces?|pcs|left|units?)?", fact.value)
    wanted = max(pieces(f"{asked['en']} of" if asked["en"] else f"{asked['zh'] or asked['can']}件"), default=0)
    return there is not None and wanted > int(there[1]) > 0 and int(there[1]) not in pieces(saying.text.lower())


_COUNTER: Final = re.compile(r"(?:pieces|pcs|units|of|left|in|please)(?![a-z])")


def _goods(saying: Saying) -> frozenset[str]:
    """Words for what is sold."""
    return frozenset(word for one in saying.goods if THE_GOODS.match(one.name) for word in terms(one.value))


def _other_than_the_only(saying: Saying, fact: Fact) -> bool:
    """Another figure in a unit in which the fact has one only; not by other means, nor where the right one is told."""
    text = saying.text.lower()
    if not _ONLY.search(f"{fact.name} {fact.value}") or negated(saying.asked) or _BY_OTHER_MEANS.search(text):
        return False
    known = _measures(fact.value)
    asked = [(one[2], one[1]) for one in _MEASURE.finditer(saying.asked)]
    if len(asked) != 1 or any(told != asked[0][1] for told in _measures(text).get(asked[0][0], ())):
        return False
    return asked[0][0] in known and asked[0][1] not in known[asked[0][0]]


def _measures(text: str) -> dict[str, set[str]]:
    """The figures of a text by unit."""
    by_unit: dict[str, set[str]] = {}
    for one in _MEASURE.finditer(text):
        by_unit.setdefault(one[2], set()).add(one[1])
    return by_unit
