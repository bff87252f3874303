"""A shopper's request as the words of a search: what frames it is dropped, what names the goods stays. Pure.

"I am looking for a black mirror that is easy to clean and costs less than 50 euros" searches `black mirror`: articles,
verbs of wanting and what is judged by using the thing name no goods; limits of price are wishes and no words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mercery.claims.vocabulary import COLOURS
from mercery.guide.hearing.budget import priced_spans
from mercery.guide.hearing.text import plain
from mercery.search.words import EMPTY_WORDS, is_chinese, words

_ASKING: Final = (
    "i im i'm id i'd ive i've we we're us you your my me our he she him her his they them their it its it's this that these those there here "
    "am is are be been was were do does did has have having had will would could can should shall may might must let lets "
    "want wants wanted wanting need needs needed needing like likes love loves look looks looking search searching find finding get getting "
    "buy buying purchase purchasing acquire acquiring order shop shopping try trying prefer choose pick show give send help hope hoping wish "
    "interested please hi hello hey thanks thank make makes made making sure come comes coming go going work works working bring "
    "what which who where when how if so then than as also too well very really just only quite about maybe"
)
"""Verbs of asking, what they need to make a sentence, and courtesies."""
_EMPTY: Final = (
    "a an the and or but some any one ones kind sort type item items product products thing things something anything another other each both "
    "more most much lot in for to on at by from up out into not etc s m d t ve re ll "
    "feature features contain contains containing use used using suitable perfect ideal good great nice new best quality material style styled "
    "measure measures measuring capacity able give gives take takes while like such ideally preferably actually "
    "under below less lower price priced prices pay cost costs budget"
)
"""Words between the words, and those that say of goods only that they are such."""
_FRAME: Final = frozenset(f"{_ASKING} {_EMPTY}".split())
_JOINS: Final = frozenset(("with", "of"))
"""Words that hold a name together: a pack of six, a sofa with wooden legs."""
_JUDGED_BY_USE: Final = re.compile(
    r"\b(?:(?:is|are|be|very|so) )*(?:easy|ease|simple|easily|quick) (?:to |of )?(?!to\b)[a-z]+(?: and [a-z]+)?(?=\b)|\bhigh(?:est)?[- ]quality\b", re.IGNORECASE
)  # fmt: skip
"""What nobody can search by: "easy to clean"."""
_COUNTED: Final = re.compile(r"\b(?:an? )?(?:pair|set|couple) of\b(?! \d)", re.IGNORECASE)
_COLOUR_LABEL: Final = frozenset(("color", "colour", "colored", "coloured"))
_COLOURS: Final = frozenset(word for name in COLOURS for word in name.split())
_WORD: Final = re.compile(r"\d+(?:\.\d+)?[a-z]*|[a-z][a-z0-9]*(?:'[a-z]+)?", re.IGNORECASE)


def search_query(message: str) -> str:
    """The words to search by, in their order; the message itself where nothing is left of it."""
    text = plain(message)
    kept = text.text
    for start, end in reversed(priced_spans(text)):
        kept = kept[:start] + " " + kept[end:]
    if is_chinese(kept):
        found = [
            word.surface
            for word in words(kept)
            if word.surface.lower() not in EMPTY_WORDS and word.surface.lower() not in _FRAME
        ]
        return " ".join(found) or message.strip()
    for pattern in (_JUDGED_BY_USE, _COUNTED):
        kept = pattern.sub(" ", kept)
    said = [word for word in _WORD.findall(kept) if word.lower() not in _FRAME]
    return " ".join(_trimmed(_without_labels(said))) or message.strip()


def _without_labels(said: Sequence[str]) -> list[str]:
    """Without "colour" beside a colour: the colour says so itself."""
    if not any(word.lower() in _COLOURS for word in said):
        return list(said)
    return [word for word in said if word.lower() not in _COLOUR_LABEL]


def _trimmed(said: Sequence[str]) -> Sequence[str]:
    """Without joining words that join nothing."""
    kept = [word for at, word in enumerate(said) if word not in _JOINS or said[at - 1 : at] not in (["with"], ["of"])]
    while kept and kept[0].lower() in _JOINS:
        kept = kept[1:]
    while kept and kept[-1].lower() in _JOINS:
        kept = kept[:-1]
    return kept
