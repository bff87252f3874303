"""Completing what a shopper types."""

from __future__ import annotations

from typing import Final

from tantivy import Occur, Query

from mercery.core.i18n import Lang
from mercery.search.index import SearchIndex
from mercery.search.reading import READ_FACETS
from mercery.search.result import Suggestion
from mercery.search.words import fold, is_chinese, words

_VALUES: Final = 3


def complete(index: SearchIndex, prefix: str, lang: Lang, *, limit: int) -> list[Suggestion]:
    """Values of facets that start with the text, then products whose words do; empty for an empty text."""
    said = words(prefix)
    if not said:
        return []
    values = _values(index, prefix, lang)
    queries = [(Occur.Must, _word(index, word.surface, last=word is said[-1])) for word in said]
    place = 1 if lang == "zh" else 0
    titles: dict[str, Suggestion] = {}
    for _, row in index.found(Query.boolean_query(queries), limit * 2)[1]:
        text = row.titles[place]
        titles.setdefault(text, Suggestion(text=text, kind="product", product_id=row.product_id))
    return [*values, *titles.values()][:limit]


def _word(index: SearchIndex, surface: str, *, last: bool) -> Query:
    if is_chinese(surface):
        grams = [surface[at : at + 2] for at in range(max(1, len(surface) - 1))]
        return Query.boolean_query(
            [(Occur.Must, Query.term_query(index.schema, "gram", gram, "freq")) for gram in grams]
        )
    word = fold(surface)
    return index.prefix_query(word) if last else index.exact_word_query(word)


def _values(index: SearchIndex, prefix: str, lang: Lang) -> list[Suggestion]:
    wanted = prefix.casefold()
    found: dict[str, Suggestion] = {}
    for facet in index.rows.labels.values():
        text = facet.label.text(lang)
        if facet.name in READ_FACETS and text.casefold().startswith(wanted):
            found.setdefault(text.casefold(), Suggestion(text=text, kind=facet.name, value=facet.value))
    return list(found.values())[:_VALUES]
