"""Whether the words of a search ask something, instead of naming what is looked for. Pure."""

from __future__ import annotations

import re
from typing import Final

from mercery.search.query.questions import is_question

_COURTESY: Final = (
    r"(?:(?:hi|hello|hey|please|excuse me|so|and|but|ok(?:ay)?|well)[\s,!.]+)*"
    r"(?:(?:could|can|would) you (?:please )?tell me|do you know|i(?:'d like to know| wonder| was wondering))?[\s,:]*(?:if |whether )?"
)
_ENGLISH: Final = re.compile(
    rf"^\W*{_COURTESY}(?:is|are|was|does|do|did|can|could|may|will|would|should|has|have|isn'?t|aren'?t|doesn'?t|don'?t|can'?t"
    r"|what(?:'s)?|which|who|whose|when|where(?:'s)?|why|how)\b",
    re.I,
)
_CHINESE: Final = re.compile(
    r"[吗呢么]\W*$|怎么|怎样|如何|为什么|为何|多久|多少钱|多大|多重|多长|多高|几(?:天|年|个月|号|点)|什么时候|哪里|哪儿|哪个|哪款|能不能|可不可以|可否|能否|是不是|是否"
    r"|会不会|有没有|行不行|要不要|什么(?:材质|颜色|尺寸|做)|谁"
)
_SIGN: Final = re.compile(r"[?？]\s*$")
_BARE: Final = re.compile(r"^\W*\w+\W*$")
"""One word is looked for, even where it may begin a question: `can`, `Will`."""


def asks(text: str) -> bool:
    """Whether the text is put as a question: for the page, for what completes it and for the answer alike.

    What search reads as a question is one here too; a bare topic as `returns` is none, it is answered in approved words.
    """
    plain = text.strip()
    if _SIGN.search(plain):
        return True
    if _CHINESE.search(plain):
        return True
    if _BARE.match(plain) and plain.isascii():
        return False
    return _ENGLISH.match(plain) is not None or is_question(plain, things=True)
