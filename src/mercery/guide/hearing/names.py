"""Names of pieces among the words of a message: which readings give way to them, and when they are only words. Pure."""

from __future__ import annotations

from mercery.guide.hearing.lexicon import Hit
from mercery.guide.hearing.text import Plain


def with_names(hits: list[Hit], named: list[Hit]) -> list[Hit]:
    """The hits with names in place of shorter readings."""
    kept = [
        one
        for one in named
        if all(
            hit.last - hit.first < one.last - one.first or hit.last < one.first or hit.first > one.last for hit in hits
        )
        or one.first == one.last
    ]
    others = [hit for hit in hits if not any(one.first <= hit.last and hit.first <= one.last for one in kept)]
    return sorted([*others, *kept], key=lambda hit: hit.first)


def only_a_word(hit: Hit, text: Plain) -> bool:
    """Whether a word of a piece's name is an ordinary word here: names are written with a capital, or after "the"."""
    if not all(key.startswith("title:") for key in hit.keys) or text.text[hit.start].isupper():
        return False
    before = text.tokens[hit.first - 1].norm if hit.first else ""
    return before not in ("the", "not", "that", "this") or text.text != text.low
