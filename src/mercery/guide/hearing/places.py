"""Where it goes: "I'm in Lille", "delivered in Porto", 寄给比利时的同事; and the currency that follows. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from babel.core import get_global

from mercery.guide.hearing.mentions import Mention, Mentions

_EU: Final = frozenset(
    ["AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT", "LV", "LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE", "EU"]
)  # fmt: skip
_NOT_BEFORE: Final = re.compile(
    r"(?:\b(?:made|produced|crafted|woven|knitted|sewn|manufactured|born|printed|distilled|cut) in|\b(?:fly|flying|flight|flights|travel\w*|going|trips?|holidays?|weekend|week|away|off|drive|driving|back|bought (?:it|one)|wedding|conference) (?:to|in|from)|\bmade$|产自|来自|原产|产地(?:是|在)?)\s*(?:the )?$", re.IGNORECASE
)  # fmt: skip
_NOT_AFTER: Final = re.compile(
    r"^\s?(?:\d|sizes?\b|-made|made\b|leather|wool|cashmere|silk|brand|style|design|craft|linen|cotton|steel|watch|shoes|made|产的?|制造?的?|造的?|牌子|品牌|手工|风格|风情|做的|出的|货|丝绸?|羊毛|羊绒|机芯|码|手表|香水|皮)", re.IGNORECASE
)  # fmt: skip
_CUE: Final = re.compile(
    r"(?:\b(?:in|to|at|near|from|around|outside|within|into|for|reach|via|is|are|live[sd]?|based|address)\b|[,(]|^|寄|送|发|到|往|在|住|人|回|邮|地址|收货|给|至)\s*(?:the |my |our |central |downtown |sunny )?(?:给|到|往|去|在|至|是|：)?\s*$",
    re.IGNORECASE,
)  # fmt: skip
_AFTER_CUE: Final = re.compile(
    r"^\s?(?:address|delivery|flat|office|shipping|please|here|时间|收货|能收|收|的?(?:朋友|同事|客户|家人|家|亲戚|长辈|妈妈|爸爸|同学|地址)|这边|境内|$|[,.!?;，。！？)])", re.IGNORECASE
)  # fmt: skip


_ALSO_WORDS: Final = frozenset(
    ("nice", "split", "tours", "cork", "bath", "bergen", "essen", "mons", "faro", "reading", "york", "sofia")
)
_LED_TO: Final = re.compile(r"\b(?:in|to|at|near|from|deliver\w*|ship\w*)\s$")
_LIVES: Final = re.compile(
    r"(?:\b(?:live|lives|living|based|deliver\w*|ship\w*|sent?|near|address|here) (?:in|to|near)?)\s?$", re.IGNORECASE
)
"""Words that make a place of what may be a colour."""


def destination(m: Mentions) -> tuple[str, Mention] | None:
    """The country it goes to, by its code, and where that is said; of several the last."""
    found = None
    for one in m.found:
        codes = one.of("place:")
        if len(codes) == 1 and one.wanted and goes_there(m, one):
            found = (codes[0], one)
    return found


def goes_there(m: Mentions, one: Mention) -> bool:
    """Whether a place is where it goes: not where it is made or where somebody travels."""
    low = m.plain.low
    before, after = low[max(one.start - 40, 0) : one.start], low[one.end : one.end + 20]
    if _NOT_BEFORE.search(before) or _NOT_AFTER.match(after):
        return False
    if low[one.start : one.end] in _ALSO_WORDS:
        return bool(_LED_TO.search(before))
    if one.of("col:") and not m.plain.text[one.start].isupper():
        return bool(_LIVES.search(before))
    if not m.plain.text[one.start : one.start + 1].isupper() and low[one.start].isascii() and len(m.plain.text) > 0:
        # A city in small letters ("nice", "split", "tours") is one only after a word that leads to a place.
        return bool(re.search(r"\b(?:in|to|at|near|from|deliver\w*|ship\w*)\s(?:the\s)?$", before))
    return bool(_CUE.search(before) or _AFTER_CUE.match(after))


def currency_of(country: str, currencies: Sequence[str]) -> str | None:
    """What is paid in where it goes, of what the shop takes; within the European Union the euro if not the local one."""
    own = get_global("territory_currencies").get(country, ())
    local = [entry[0] for entry in own if entry[2] is None and (len(entry) < 4 or entry[3])]
    for code in local:
        if code in currencies:
            return str(code)
    return "EUR" if country in _EU and "EUR" in currencies else None
