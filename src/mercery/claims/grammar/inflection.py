"""What a word may be an inflection of."""

from __future__ import annotations

from functools import lru_cache

from mercery.claims.grammar.closed_words import WITHOUT_FORMS


@lru_cache(maxsize=20_000)
def lemmas(word: str) -> tuple[str, ...]:
    """The word and what it may be an inflection of."""
    found = [word]
    if not word.isascii() or not word.isalpha() or len(word) < 4:
        if word.endswith("s") and len(word) == 3:
            found.append(word[:-1])
        return tuple(found)
    if word.endswith("ies"):
        found.append(word[:-3] + "y")
    if word.endswith("es"):
        found += [word[:-2], word[:-1]]
    elif word.endswith("s") and not word.endswith("ss"):
        found.append(word[:-1])
    for ending in ("ed", "ing"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= 3:
            found += [stem, stem + "e"]
            if stem[-1] == stem[-2]:
                found.append(stem[:-1])
    if word.endswith("ied"):
        found.append(word[:-3] + "y")
    return tuple(form for form in dict.fromkeys(found) if form == word or form not in WITHOUT_FORMS)
