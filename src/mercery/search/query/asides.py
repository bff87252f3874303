"""What sounds like a denial and is none: "why not leather", "silk not required", 没有黑色吗, 没有口袋不行. Pure.

Read before the denials. A question and a double denial lose their words of denial, so that what they name is asked for;
what is left open ("leather optional") is neither asked for nor excluded, and shown as an aside.
"""

from __future__ import annotations

import re
from typing import Final

from mercery.core.i18n import Words
from mercery.search.query.parts import Draft, Part

_HAN: Final = r"[^\s,，。;；!！?？、的]"
_NEED: Final = r"(?:required|necessary|needed|essential|mandatory|important|obligatory|compulsory|a must|a requirement)"
_ASKED: Final = (
    re.compile(
        r"\b(?:why not|how about|(?:do|did) (?:you|they|we) not (?:have|sell|stock|carry|offer)"
        r"|(?:don'?t|doesn'?t|haven'?t) (?:you|they) (?:have|sell|stock|carry|offer|got)"
        r"|(?:is|are) there no|(?:have|got) you no|you (?:don'?t|do not) (?:have|sell)(?=.*\?\s*$))\b",
        re.IGNORECASE,
    ),
    re.compile(r"^\s*no(?= [a-z].*\?\s*$)", re.IGNORECASE),
    re.compile(
        r"\b(?:not without|(?:can'?t|cannot|can not|won'?t|will not) (?:do|live|be|go|manage) without"
        r"|(?:wouldn'?t|would not|won'?t|can'?t|cannot|never) say no to)\b",
        re.IGNORECASE,
    ),
    re.compile(r"(?:不能|不可以?|绝不能|少)(?:没有|缺少|缺|少)(?=[\u3400-\u9fff])|少不了|离不开"),
)
"""The words of denial of a question or of a double denial."""
_CLOSED: Final = (
    re.compile(r"(?<![有没])(?P<cue>没有|没)(?=[\u3400-\u9fff])(?:(?!有没有|有吗)[^\s,，。;；])+?(?P<close>吗|嘛|么)\s*[?？。!！]*\s*(?:$|(?=[\s,，]))"),
    re.compile(rf"(?<!有)(?P<cue>没有|没|不带|不含|不是|不要)(?:{_HAN}|的)+?(?P<close>(?:是|可|就|都)?(?:不行|不成|不可以|不可|不买|不要|不干))(?![\u3400-\u9fff])"),
    re.compile(rf"(?<!除)(?P<cue>非)(?:要|得)?{_HAN}+?(?P<close>不可|不行|不买|不要)"),
    re.compile(r"(?P<cue>没有|没)(?P<close>吗|嘛|么|呢|)\s*[?？。!！]*\s*$"),
)  # fmt: skip
"""The same, with a word that closes it."""
_OPEN: Final = (
    re.compile(
        rf"(?:(?<=,)\s*(?:[\w-]+ ){{0,2}}|\b(?:real |genuine |pure )?)(?!(?:with|and|or|an?|the|non?|not|is|are|be|has|some|any)\b)[\w-]+,? (?:(?:is |are |being )?(?:not (?:strictly |really |at all )?{_NEED}"
        rf"|optional|unnecessary)|(?:isn'?t|aren'?t) {_NEED})\b",
        re.IGNORECASE,
    ),
    re.compile(r"\boptional(?:ly)? [\w-]+", re.IGNORECASE),
    re.compile(
        r"\b(?:(?:do(?:es)?n'?t|do(?:es)? not) (?:have|need) to be|need(?: not|n'?t) be|has not to be)(?: (?:an?|made of|in|real|genuine))*"
        r" (?:[\w-]+ [\w-]+(?=\s*(?:$|[,.;]| but\b| and\b| for\b| under\b))|[\w-]+)",
        re.IGNORECASE,
    ),
    re.compile(r"\bnot necessarily(?: (?:an?|made of|in|real|genuine))* [\w-]+", re.IGNORECASE),
    re.compile(rf"(?:不一定|未必|不必|不用非|不非得?|不是非)(?:要|得|是|需要|用|有)*{_HAN}+?(?:不可)?(?:的|(?=[\s,，。;；!！?？、]|$))"),
    re.compile(rf"(?:不是|并非|没有|也不是)(?:不要|不想要|不喜欢|不爱|不需要){_HAN}+的?"),
    re.compile(rf"(?:(?<![^\s,，。;；、的]){_HAN}{{1,3}}?|{_HAN}{{2}})(?:并?(?:不是|非)(?:必须|必需|必要|刚需)|可有可无|可要可不要|有没有都(?:行|可以)|要不要都(?:行|可以)|也可以不要|不强求)的?"),
    re.compile(rf"({_HAN}{{1,2}})不\1都(?:行|可以|成)的?"),
    re.compile(rf"(?:是不是|有没有|要不要){_HAN}{{1,4}}?都(?:行|可以|成|无所谓)的?"),
)  # fmt: skip
"""What is left open, with the words that leave it so."""


def read_asides(draft: Draft) -> None:
    """Take what is no denial out of the text, before the denials are read."""
    for pattern in _OPEN:
        for match in pattern.finditer(draft.same):
            _leave_open(draft, match.start(), match.end())
    for pattern in _CLOSED:
        for match in pattern.finditer(draft.same):
            if draft.free(match.start(), match.end()):
                draft.covered.extend([match.span("cue"), match.span("close")])
    for pattern in _ASKED:
        draft.covered.extend(match.span() for match in pattern.finditer(draft.same) if draft.free(*match.span()))


def _leave_open(draft: Draft, start: int, end: int) -> None:
    said = draft.said(start, end)
    key = f"aside:{draft.same[start:end].strip()}"
    if key in draft.kept or not draft.free(start, end):
        return
    label = Words(f"“{said}”: left open", f"“{said}”：不作要求")
    draft.take(Part(key=key, kind="aside", label=label, said=said, start=start, end=end))
