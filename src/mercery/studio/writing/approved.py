"""Words of the house that tell no fact: greetings, headings, calls. They stand in the phrase files, read by people, and need no proof."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from mercery.catalog.product import Product
from mercery.core.i18n import Lang
from mercery.studio.writing.phrase_book import Form, by_form
from mercery.studio.writing.referring import Way, referring

FORMS: Final[tuple[Form, ...]] = ("heading", "greeting", "call", "cue", "remark", "tag")
_WAYS: Final[tuple[Way, ...]] = ("name", "noun", "pronoun")
_NAMES: Final = ("it", "its", "them", "name", "title", "kind", "tagged")


def is_approved(text: str, products: Iterable[Product], lang: Lang) -> bool:
    """Whether the text is such words, with nothing in them but what these products are called."""
    plain = _plain(text)
    if plain in _fixed(lang):
        return True
    found = [match for pattern in _named(lang) if (match := pattern.fullmatch(plain))]
    if not found:
        return False
    names = {
        _plain(str(getattr(referring(one, lang, way), name))) for one in products for way in _WAYS for name in _NAMES
    }
    return any(all(group in names for group in match.groups()) for match in found)


@cache
def _fixed(lang: Lang) -> frozenset[str]:
    return frozenset(
        _plain(phrase.text) for form in FORMS for phrase in by_form(lang).get(form, ()) if "{" not in phrase.text
    )


@cache
def _named(lang: Lang) -> tuple[re.Pattern[str], ...]:
    found = []
    for phrase in (one for form in FORMS for one in by_form(lang).get(form, ())):
        if "{" in phrase.text and not phrase.says:
            parts = [
                re.escape(piece.words.lower()) if piece.words
                else f"(?:{'|'.join(map(re.escape, piece.agreeing))})" if piece.agreeing
                else "(.+?)"
                for piece in phrase.pieces
            ]  # fmt: skip
            found.append(re.compile("".join(parts).strip().rstrip("。")))
    return tuple(found)


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().rstrip(".。").lower()
