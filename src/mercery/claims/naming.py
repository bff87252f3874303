"""The words the gate knows for one shop: the lexicon, and the runs of the names of its products."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from mercery.claims.grammar.inflection import lemmas
from mercery.claims.grammar.normal_form import normalised
from mercery.claims.grammar.vocabulary import Vocabulary, vocabulary
from mercery.claims.lexicon import Forms, entries, units_of
from mercery.claims.views import ProductView
from mercery.core.i18n import Words


def shop_vocabulary(views: Mapping[str, ProductView], brands: Mapping[str, str], shop: Words | None) -> Vocabulary:
    """The lexicon with the shop's own names."""
    known = entries()
    more: dict[Forms, frozenset[str]] = {}
    names: dict[Forms, set[str]] = defaultdict(set)
    exact: set[Forms] = set()
    for key, view in views.items():
        for text in (view.title.en, view.title.zh):
            for forms in _runs(units_of(normalised(text)), known):
                pure = any(not _known((unit,), known) for unit in forms if unit.isascii())
                names[forms].add(key)
                if pure or (len(forms) > 1 and not forms[0].isascii()):
                    exact.add(forms)
    for brand in brands:
        forms = units_of(normalised(brand))
        if forms and forms not in names:
            more[forms] = more.get(forms, known.get(forms, frozenset())) | {f"brand:{brand}"}
    for text in (shop.en, shop.zh) if shop else ():
        if text:
            more[units_of(normalised(text))] = frozenset({"n:"})
    return vocabulary(more, {forms: frozenset(keys) for forms, keys in names.items()}, exact)


_LINKS: Final = frozenset({"for", "the", "of", "and", "de", "a", "in", "with"})


def _runs(title: Forms, senses: Mapping[Forms, frozenset[str]]) -> Iterable[Forms]:
    """The runs of a title that may name it: not words that say something of their own (silk, golden, 自动)."""
    pieces = _pieces(title, senses)
    for start in range(len(pieces)):
        for end in range(start + 1, len(pieces) + 1):
            run = pieces[start:end]
            forms = tuple(unit for piece in run for unit in piece)
            if forms[0] in _LINKS or forms[-1] in _LINKS or _known(forms, senses):
                continue
            chinese = any(not unit.isascii() for unit in forms)
            begins = not start or (pieces[start - 1][0].isascii() and not forms[0].isascii())
            if chinese and (len(forms) < 2 or (not begins and len(run) < 2)):
                continue
            if not chinese and len(run) == 1 and (len(forms[0]) < 3 or forms[0].isdigit()):
                continue
            if (
                len(run) > 1
                and all(_known(piece, senses) for piece in run)
                and not _is_noun(run[-1], senses)
                and not begins
            ):
                continue
            yield forms


def _pieces(title: Forms, senses: Mapping[Forms, frozenset[str]]) -> list[Forms]:
    """The title cut at the words of the lexicon, longest first."""
    found: list[Forms] = []
    place = 0
    loose: list[str] = []
    while place < len(title):
        end = next((end for end in range(len(title), place, -1) if _known(title[place:end], senses)), place)
        if end - place <= 1 and not title[place].isascii():
            loose.append(title[place])
            place += 1
            continue
        if loose:
            found.append(tuple(loose))
            loose = []
        end = max(end, place + 1)
        found.append(title[place:end])
        place = end
    return [*found, tuple(loose)] if loose else found


def _known(forms: Forms, senses: Mapping[Forms, frozenset[str]]) -> bool:
    if forms in senses:
        return True
    return len(forms) == 1 and forms[0].isascii() and any((form,) in senses for form in lemmas(forms[0]))


def _is_noun(forms: Forms, senses: Mapping[Forms, frozenset[str]]) -> bool:
    found = [
        senses.get(form, frozenset()) for form in ([forms] if len(forms) > 1 else [(one,) for one in lemmas(forms[0])])
    ]
    return any(key.startswith("noun:") for keys in found for key in keys)
