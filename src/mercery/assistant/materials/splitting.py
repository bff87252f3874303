"""Takes a text apart into sentences: prose in English and Chinese, lists, tables and records. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

from mercery.assistant.materials.cleaning import HIDDEN, uncovered

LONGEST: Final = 20_000
"""So many characters of a text are read; the rest counts as left out."""
MOST: Final = 400
_ENDS: Final = re.compile(r"(?<=[.!?])[\"'”’)\]]{0,3}\s|(?<=[。！？；])[”’」）]{0,3}|\n|[•▪◦]| \| ")
_BULLET: Final = re.compile(r"^(?:[-*+–—>#|\s]+|\(?\d{1,2}[.)、]\s+)+")
_RUNS: Final = re.compile(r"[^\S\n]+")
_SALUTATION: Final = re.compile(
    r"^(?:dear|hello|hi|hey|good (?:morning|day|evening)|to whom it may concern|(?:kind|best|warm) regards|regards|sincerely(?: yours)?|yours (?:sincerely|truly|faithfully)|尊敬的|亲爱的|你好|您好|此致|敬礼|敬上)[,，]?(?: ?[A-Za-z'-]{1,16}){0,2}(?:[\u3400-\u9fff]{0,4})[,，:：!！]?$",
    re.IGNORECASE,
)
"""How letters begin and end: no sentence that says anything."""
_SAYS: Final = re.compile(r"[A-Za-z0-9\u3400-\u9fff]")


def sentences(text: str) -> list[str]:
    """Every sentence in reading order, without bullets and salutations; a concealed part is the mark for one."""
    readable = _RUNS.sub(" ", _flattened(text[:LONGEST]).replace("\t", "\n"))
    found = []
    for piece in _ENDS.split(uncovered(readable)):
        sentence = _BULLET.sub("", piece).strip().strip("|").strip()
        if sentence == HIDDEN or (_SAYS.search(sentence) and not (len(sentence) < 40 and _SALUTATION.match(sentence))):
            found.append(sentence)
    return found[:MOST]


def _flattened(text: str) -> str:
    """The values of a JSON text, each a sentence of its own; any other text as it is."""
    if not text.lstrip().startswith(("{", "[")):
        return text
    try:
        return "\n".join(_values(json.loads(text)))
    except (ValueError, RecursionError):
        return text


def _values(held: object) -> Iterator[str]:
    if isinstance(held, dict):
        for value in held.values():
            yield from _values(value)
    elif isinstance(held, list):
        for value in held:
            yield from _values(value)
    elif isinstance(held, str):
        yield held
