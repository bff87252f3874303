"""Words by which somebody who waits for a person would rather go on with the assistant. Pure."""

from __future__ import annotations

import re
from typing import Final

from mercery.conversations.calling_for_a_person import ASKED

_GOES_ON: Final = re.compile(
    r"\b(?:go|carry|keep) on with (?:the |your )?(?:assistant|bot|ai|robot|you)\b|\bcontinue with (?:the |your )?(?:assistant|bot|ai|robot|you)\b"
    r"|\b(?:don'?t|do not|no longer) (?:need|want)(?: to (?:speak|talk) (?:to|with))? (?:a |an |the |any )?(?:person|human|agent|colleague|anyone|anybody|someone|somebody)\b"
    r"|\bno need (?:for|of) (?:a |an |the )?(?:person|human|agent|colleague)\b"
    r"|(?:不用|不需要|不必|不要|先别)(?:再)?(?:转|找|等)?(?:人工(?!智能)|真人|店员|客服)"
    r"|(?:继续|还是|先)(?:由|让|跟|和|问) ?(?:AI|机器人|助手)|(?:继续|还是|先)(?:由|让|跟|和|问) ?[你您](?:来|先)?(?:说|聊|答|回答|解答)?[吧了]*[\s.。!！~～]*$"
    r"|^[\s.。!！…]*(?:never ?mind|算了)[\s.。!！…]*$",
    re.IGNORECASE | re.ASCII,
)
_UNWILLING: Final = re.compile(
    r"(?:\bnot\b|n'?t\b|\bnever\b|\bwithout\b|\b(?:instead|tired|sick) of\b|\brather than\b|\bstop\b|\brefuse\b|\byou *$|不想|不要|不愿|不肯|不能|不再|别|拒绝|受够|无法|没法)[^.!?,;，。！？；]*$",
    re.IGNORECASE | re.ASCII,
)
"""Before such words, in one breath with them: `I don't want to go on with the bot`."""


def goes_on_with_the_assistant(text: str) -> bool:
    """Whether no person is wanted any more, or not only one. Who asks for a person in the same words waits for one: a call
    too many is small, one that is dropped is not."""
    plain = text.replace("’", "'")
    found = _GOES_ON.search(plain)
    if found is None or _UNWILLING.search(plain[: found.start()]):
        return False
    return not ASKED.search(f"{plain[: found.start()]} … {plain[found.end() :]}")
