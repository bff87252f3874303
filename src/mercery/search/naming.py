"""Which products a message names: how much of a name stands in it, weighted by how telling each word is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from tantivy import Occur, Query

from mercery.core.i18n import Lang
from mercery.search.document import sku_key
from mercery.search.index import Row, SearchIndex
from mercery.search.query.writing import plain
from mercery.search.result import NamedProduct
from mercery.search.words import EMPTY_WORDS, Word, index_terms, words

LEAST_SHARE: Final = 0.5
"""At least this share of a name's weight must stand in the message."""
_LOOKED_AT: Final = 40


def match_titles(index: SearchIndex, text: str, lang: Lang, *, limit: int) -> list[NamedProduct]:
    """Products named in `text`, the surest first."""
    said = [word for word in words(text) if word.surface.lower() not in EMPTY_WORDS][:30]
    by_sku = _by_sku(index, text)
    if not said:
        return by_sku[:limit]
    weights = {word.term: _weight(index, word.term) for word in said}
    queries = [
        (Occur.Should, Query.term_query(index.schema, f"title_{one}", word.term, "freq"))
        for word in said
        for one in ("en", "zh")
    ]
    found = [
        named
        for _, row in index.found(Query.boolean_query(queries), _LOOKED_AT)[1]
        if (named := _named(index, row, said, weights, text)) is not None
    ]
    order = 1 if lang == "zh" else 0
    found.sort(key=lambda one: (-one.score, -len("".join(one.words)), order))
    known = {one.product_id for one in by_sku}
    return [*by_sku, *(one for one in found if one.product_id not in known)][:limit]


def _named(
    index: SearchIndex, row: Row, said: Sequence[Word], weights: dict[str, float], text: str
) -> NamedProduct | None:
    best: NamedProduct | None = None
    for title in dict.fromkeys(row.titles):
        terms = set(_title_terms(title))
        if not terms:
            continue
        total = sum(weights.setdefault(term, _weight(index, term)) for term in terms)
        hit = [word for word in said if word.term in terms]
        share = sum(weights[term] for term in {word.term for word in hit}) / total if total else 0.0
        whole = plain(title).lower() in plain(text).lower()
        score = 1.0 if whole else min(share, 0.99)
        if (whole or share >= LEAST_SHARE) and (best is None or score > best.score):
            surfaces = tuple(dict.fromkeys(word.surface for word in hit)) or (title,)
            best = NamedProduct(product_id=row.product_id, score=round(score, 4), words=surfaces)
    return best


def _title_terms(title: str) -> list[str]:
    return [word.term for word in words(title) if word.surface.lower() not in EMPTY_WORDS] or list(index_terms(title))


def _weight(index: SearchIndex, term: str) -> float:
    """Inverse document frequency in names (BM25's form)."""
    having = max(index.title_frequency(term, "en"), index.title_frequency(term, "zh"))
    size = index.size
    return math.log(1 + (size - having + 0.5) / (having + 0.5))


def _by_sku(index: SearchIndex, text: str) -> list[NamedProduct]:
    found = []
    for piece in dict.fromkeys(text.split()):
        code = piece.strip("?,.!;:，。？！、()（）\"'")
        if any(sign.isdigit() for sign in code) and len(code) >= 4:
            for _, row in index.found(index.sku_query(sku_key(code)), 1)[1]:
                found.append(NamedProduct(product_id=row.product_id, score=1.0, words=(code,)))
    return found
