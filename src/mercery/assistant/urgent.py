"""What a person must see whatever else a message asks, and anger that deserves one. Pure: patterns over the words."""

from __future__ import annotations

import re
from typing import Final, cast

from mercery.assistant.desk.gloss import plain
from mercery.claims.plan import HandOverReason
from mercery.conversations.calling_for_a_person import URGENT
from mercery.conversations.words_of_matters import SURE, Matter

_STRONG: Final = re.compile(
    r"\bunacceptable\b|\boutrage(?:ous|d)?\b|\bdisgust(?:ing|ed)\b|\bfurious\b|\blivid\b|\b(?:i'?m|i am|so|really|very) (?:angry|upset|pissed)\b|\bworst (?:shop|store|service|experience|company)\b|\b(?:terrible|horrible|awful|appalling|pathetic|shameful) (?:service|experience|shop|store|company|treatment)\b|\brip[- ]?off\b|\b(?:complete|total|absolute|utter) (?:joke|disgrace|waste|disaster|nonsense)\b|\bfed up\b|\bsick (?:and tired )?of (?:this|you|waiting)\b|\bhow dare you\b|\bnever (?:buy|order|shop)(?:ing)? (?:here|from you|with you) again\b|\bare you (?:kidding|joking) me\b|\bfuck|\bshit|\bbullshit\b"
    r"|太差|气死|垃圾|离谱|忍无可忍|受够|受不了|恶心|愤怒|火大|非常不满|极其不满|太过分|欺负人|坑人|坑爹|骗人|什么破|太失望|失望透|再也不(?:会)?(?:买|来)|差劲|无语了|耍(?:我|人)",
    re.IGNORECASE | re.ASCII,
)
_WEAK: Final = re.compile(
    r"\b(?:ridiculous|absurd|angry|annoyed|annoying|upset|terrible|awful|horrible|useless|disappoint(?:ed|ing)|unbelievable|incompetent|joke|nonsense|worst)\b|失望|生气|不满|无语|荒唐|敷衍|糟糕|烦死|过分",
    re.IGNORECASE | re.ASCII,
)
_LOUD: Final = re.compile(r"[!！]{2,}|(?-i:\b[A-Z]{4,}\b(?:\W+[A-Z]{2,}\b){2,})")
_NOT_OURS: Final = re.compile(
    r"\b(?:my|her|his|their) (?:\w+ )?(?:wife|husband|mother|mum|mom|father|dad|sister|brother|friend|boss|daughter|son|girlfriend|boyfriend)\b[^.!?]{0,40}\b(?:was|is|will be|would be|gets?|got|be)\b|\b(?:angry|upset|annoyed|disappointed|fed up) (?:at|with|about|by|of) (?:my|her|his|their) (?:old|own|last|previous)\b|\bnot (?:angry|upset|annoyed|disappointed)\b|\bdon'?t be\b|(?:老公|老婆|妈妈|爸爸|朋友|女友|男友|闺蜜).{0,8}(?:生气|失望|不满)|(?:没有?|不是?)(?:生气|失望|不满)",
    re.IGNORECASE | re.ASCII,
)
"""Somebody else's anger, or none."""


def urgent(text: str) -> HandOverReason | None:
    """Legal steps, an injury, a minor, fraud or a disputed charge: a person looks, however the rules stand."""
    said = plain(text)
    for name, pattern in URGENT.items():
        if pattern.search(said):
            return cast(HandOverReason, name)
    return next((reason for matter, reason in _SURE.items() if SURE[matter].search(said)), None)


_SURE: Final[dict[Matter, HandOverReason]] = {"legal": "legal", "injury": "injury", "fire": "injury"}
"""Matters that a person must see, by words that can mean nothing else."""


def of_somebody_else(text: str) -> bool:
    """Whether the anger told of is somebody else's, or denied."""
    return bool(_NOT_OURS.search(text))


def angry(text: str) -> bool:
    """A strong negative tone: one strong word, two weak ones, or a weak one said loudly."""
    if of_somebody_else(text):
        return False
    if _STRONG.search(text):
        return True
    weak = {match[0].lower() for match in _WEAK.finditer(text)}
    return len(weak) > 1 or (bool(weak) and bool(_LOUD.search(text)))
