"""Whether a message asks for something more than the piece it is about. Pure."""

from __future__ import annotations

import re
from typing import Final, Literal

from mercery.assistant.turns import Decision, Understanding

Wanted = Literal["goes_with", "care", "else"]
"""What goes with it; what keeps it; whatever else there is."""
_GOES_WITH: Final = re.compile(
    r"\b(?:go(?:es)?|going|pairs?|match(?:es)?|fits?|works?|looks? good|wear|combine[sd]?|team) (?:well |nicely |best |together )?with\b"
    r"(?=[^?]*\b(?:it|this|that|them|these|those|the|my|your)\b)|\bwhat (?:would |could |can |should |might )?match(?:es)?\b|\bmatch(?:es)? (?:it|this|that|them|the|my)\b"
    r"|\bcomplete[sd]? (?:it|the (?:look|outfit|set)|this|them)\b|\b(?:anything|something) to go with\b"
    r"|搭配|(?:配|搭)(?:什么|啥|哪)|(?:什么|啥|哪[些种款]).{0,8}(?:配|搭)|成套",
    re.I,
)
_ASKS_WHAT: Final = re.compile(
    r"\bwhat(?:'s|s)?\b|\bwhich\b|\banything\b|\bsomething\b|\b(?:do|have) you (?:have )?\b|\brecommend|\bsuggest|\?"
    r"|什么|啥|哪|怎么|推荐|建议|有没有|吗",
    re.I,
)
_CARE: Final = re.compile(
    r"\bwhat (?:do|would|will|should|else do) i (?:need|buy|get|use|want)\b.{0,30}\b(?:care|look after|clean|maintain|polish|protect)"
    r"|\b(?:care|cleaning|shoe|leather) (?:set|kit|products?|cream)\b.{0,20}\bfor (?:it|this|them|the)\b"
    r"|\b(?:anything|something|products?) (?:to|for) (?:care for|its care|the care of|look after|looking after|clean|protect|polish)"
    r"|(?:养护|保养|护理|清洁)(?:.{0,6})(?:需要|要用|要买|用)(?:什么|哪|啥)|(?:需要|要|用|买)(?:什么|哪些|啥).{0,8}(?:养护|保养|护理)"
    r"|(?:养护|保养|护理)(?:用品|套装|产品|工具)",
    re.I,
)
_ELSE: Final = re.compile(
    r"\bwhat else\b.{0,30}\b(?:recommend|suggest|show|offer|is there|do you have|have you|could i|should i|would you)"
    r"|\b(?:recommend|suggest) (?:me )?(?:anything|something|other|others) (?:else)?|\bany(?:thing)? (?:other|else|more) (?:recommend|suggest|you (?:would|can|could) )"
    r"|\bany (?:other |more )?(?:recommendations?|suggestions?)\b|\bwhat (?:do|would|can) you recommend (?:for me|to me|next)\b"
    r"|还有(?:什么|别的|其他|啥).{0,4}(?:推荐|可以看|好看)|还(?:能|可以)?推荐(?:什么|点|些)?|(?:再|给我|为我)推荐(?:点|些|几[件款个])?(?:别的|其他)?\W*$|有什么(?:可以)?推荐",
    re.I,
)
_NOT_SHOPPING: Final = ("order", "desk", "human", "complaint", "policy")


def wanted(text: str, understanding: Understanding, decision: Decision) -> Wanted | None:
    """What more is asked for; None where the message asks anything else, or a person is called."""
    if decision.hand_over not in (None, "not_understood", "not_known"):
        return None
    if decision.path and decision.path[0].startswith(_NOT_SHOPPING):
        return None
    if _CARE.search(text):
        return "care" if understanding.product_ids else None
    if _GOES_WITH.search(text) and _ASKS_WHAT.search(text):
        return "goes_with" if understanding.product_ids else None
    return "else" if _ELSE.search(text) else None
