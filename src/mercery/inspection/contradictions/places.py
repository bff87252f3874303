"""Addresses and codes: another house number, street or size name than the one known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mercery.core.i18n import Words
from mercery.inspection.contradictions.contradiction import Contradiction, contradiction
from mercery.inspection.reading.facts import Fact, plain
from mercery.inspection.reading.saying import Saying

_STREET: Final = re.compile(
    r"(?<![\w-])(\d{1,5}[a-z]?) ((?:[a-z'.]+ ){1,3})(street|st|road|rd|avenue|ave|lane|ln|drive|dr|way|boulevard|blvd|court|ct|place|pl|square|sq|terrace|close|quay|row|hill)(?![a-z])"
)
_NO_NAME: Final = re.compile(
    r"(?<![a-z])(?:is|are|was|on|in|its|it|the|a|an|to|by|at|of|and|all|your|our|my|this|that|one|will|went|has|per|right|under)(?![a-z])"
)
"""Words that stand in no street's name: "4410 is on its way" is no address."""
_HOUSE: Final = re.compile(
    r"(?:([\u4e00-\u9fff]{1,6})(?:路|街|大道|巷|弄))?\s?(\d{1,5})(?:号(?!线|电池|码)|弄|栋|幢|室|单元)"
)
_ADDRESS: Final = re.compile(r"address|street|store|shop|location|ship to|branch|showroom|地址|门店|店址|收货|自提点")


def found(saying: Saying) -> Iterator[Contradiction]:
    """Only where the fact and the sentence both name an address."""
    text = plain(saying.text)
    for fact in saying.goods:
        if not _ADDRESS.search(fact.name):
            continue
        known = {(m[1], m[2].strip(), _short(m[3])) for m in _STREET.finditer(fact.value)}
        for match in _STREET.finditer(text):
            if (
                known
                and not _NO_NAME.search(match[2])
                and (match[1], match[2].strip(), _short(match[3])) not in known
                and not _customers(saying, match[0])
            ):
                yield _at(saying, fact, match)
                return
        house = {match[2] for match in _HOUSE.finditer(fact.value)}
        for match in _HOUSE.finditer(text):
            if house and match[2] not in house and not _customers(saying, match[2]):
                yield _at(saying, fact, match)
                return


def _customers(saying: Saying, words: str) -> bool:
    """The customer gave it, or the agent has changed it on their word."""
    return words in saying.customer


def _at(saying: Saying, fact: Fact, match: re.Match[str]) -> Contradiction:
    clause = next((one for one in saying.clauses if one.start <= match.start() < one.start + len(one.text)), None)
    return contradiction(
        saying,
        clause,
        fact,
        Words(
            f"Another address is known: {fact.known.name}: {fact.known.value}.",
            f"已知的地址不同：{fact.known.name}：{fact.known.value}。",
        ),
    )


def _short(word: str) -> str:
    return {"street": "st", "road": "rd", "avenue": "ave", "lane": "ln", "drive": "dr", "boulevard": "blvd"}.get(
        word, word
    )
