"""A heading without its number, and whether it says anything by itself. Pure."""

from __future__ import annotations

import re
from typing import Final

_NUMBERING: Final = re.compile(
    r"^(?:(?:section|chapter|part|step|article|appendix|annex|§)\s*[\divx]+(?:\.\d+)*\s*[.:)–—-]*\s+|\d+(?:\.\d+)+\.?\s+|\d{1,2}[.)]\s+|[(（]?[一二三四五六七八九十]{1,3}[)）、.．]\s*|第[一二三四五六七八九十\d]+[章节条部分]\s*|[a-z][.)]\s+|[ivx]+[.)]\s+)+",
    re.IGNORECASE,
)
_VAGUE: Final = re.compile(
    r"^(?:overview|introduction|general(?: (?:information|rules|terms))?|definitions?|scope|purpose|background|details?|notes?|other|miscellaneous|exceptions?|conditions?|requirements?|eligibility|faqs?|frequently asked questions|questions(?: and answers)?|terms(?: and conditions)?|summary|basics?|how it works|procedure|process|steps|costs?|fees?|time(?:s|frame)?|deadlines?|important(?: notes?)?|概述|简介|总则|说明|定义|范围|目的|其他|例外|条件|要求|常见问题(?:解答)?|注意事项|流程|步骤|费用|时间|附则|须知|备注)$",
    re.IGNORECASE,
)


def cleaned(heading: str) -> str:
    """A heading without its number and marks."""
    plain = " ".join(heading.split()).strip(" •·")
    return _NUMBERING.sub("", plain).strip(" :：.。-–—") or plain


def is_question(text: str) -> bool:
    """Whether a heading is put as a question already."""
    return text.rstrip().endswith(("?", "？"))


def vague(heading: str) -> bool:
    """Whether a heading says nothing without the one above it."""
    return bool(_VAGUE.match(cleaned(heading)))
