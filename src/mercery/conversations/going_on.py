"""Words by which somebody who waits for a person would rather go on with the assistant. Pure."""

from __future__ import annotations

import re
from typing import Final

_GOES_ON: Final = re.compile(
    r"\b(?:go|carry|keep) on with (?:the |your )?(?:assistant|bot|ai|robot|you)\b|\bcontinue with (?:the |your )?(?:assistant|bot|ai|robot|you)\b"
    r"|\b(?:don'?t|do not|no longer) (?:need|want)(?: to (?:speak|talk) (?:to|with))? (?:a |an |the |any )?(?:person|human|agent|colleague|anyone|anybody|someone|somebody)\b"
    r"|\bno need (?:for|of) (?:a |an |the )?(?:person|human|agent|colleague)\b|^\W*never ?mind\W*$"
    r"|(?:不用|不需要|不必|不要|先别)(?:再)?(?:转|找|等)?(?:人工|真人|店员|客服)|(?:继续|还是|先)(?:由|让|跟|和|问) ?(?:AI|机器人|助手|你|您)|^\W*算了\W*$",
    re.IGNORECASE | re.ASCII,
)


def goes_on_with_the_assistant(text: str) -> bool:
    """Whether no person is wanted any more, or not only one."""
    return bool(_GOES_ON.search(text.replace("’", "'")))
