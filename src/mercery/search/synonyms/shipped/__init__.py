"""The rows every shop starts with: general words of retail in both languages, as text files beside this one.

A line is one row: words that mean the same, separated by commas; behind ` > ` what each of them is a kind of.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

from mercery.search.synonyms.synonym import Synonym

FILES: Final = ("things", "colours", "materials", "qualities")


@cache
def shipped(*names: str) -> tuple[Synonym, ...]:
    """The rows of these files, of all where none is named; of none for an empty name."""
    wanted = [name for name in names or FILES if name]
    texts = ((files(__name__) / f"{name}.txt").read_text(encoding="utf-8") for name in wanted)
    return tuple(row for text in texts for row in rows_of(text))


def rows_of(text: str) -> list[Synonym]:
    """The rows of a text in the format of the files."""
    found = []
    for line in text.splitlines():
        said = line.partition("#")[0].strip()
        if said:
            words, _, wider = said.partition(" > ")
            found.append(Synonym(words=_list(words), kind_of=_list(wider)))
    return found


def _list(text: str) -> tuple[str, ...]:
    return tuple(word for piece in text.split(",") if (word := piece.strip()))
