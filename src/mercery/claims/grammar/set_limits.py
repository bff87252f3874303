"""Parts of a text that do nothing but limit the part beside them: `when waxed, …`, `…, if half full`, `…: tool needed`, 仅适用于翻盖."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_OPENS: Final = re.compile(
    r"^\(?\s*(?:when|if|unless|while|whenever|once|until|till|after|before|provided|subject to|but (?:only|not)|not (?:the|on|for|in|at|with)"
    r"|(?:it|this|that|which) (?:only )?(?:applies|holds)|this only|only (?:when|if|on|for|with|in|after|the))(?![a-z])"
    r"|^[(（]?(?:仅限|只限|限于|仅适用|须|需|但仅)"
)
_ENDS: Final = re.compile(
    r"(?<![a-z])(?:needed|required|excepted|excluded|while stocks last)[ .,;)]*$|(?:除外|为限|即止|例外)[。，；)]*$"
)
_LEADS: Final = re.compile("(?:时|后|前|期间)[，：:,]$")
_BREAKS_OFF: Final = re.compile(r"(?<![a-z])(?:when|if|unless|while|once|until|after|before|provided)$")


def conditions_beside(parts: Sequence[tuple[int, str]]) -> list[tuple[str, ...]]:
    """For each part, told by its sentence and its text, the texts of those beside it that limit it."""
    found: list[list[str]] = [[] for _ in parts]
    for place, (sentence, text) in enumerate(parts):
        first = not place or parts[place - 1][0] != sentence
        leads = first and place + 1 < len(parts) and parts[place + 1][0] == sentence
        opened = _OPENS.search(text) or _ENDS.search(text)
        if leads and (opened or _LEADS.search(text)):
            found[place + 1].append(text)
        elif place and (opened or (not first and _BREAKS_OFF.search(parts[place - 1][1].strip()))):
            found[place - 1].append(text)
    return [tuple(one) for one in found]
