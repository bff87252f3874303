"""A shop's own texts about its products, as far as they may be repeated. Pure.

Descriptions come in from suppliers' files and foreign systems: what in them speaks to a machine, hides something or says
what only the shop's record may say is cut out of the fact before anything is decided or worded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from mercery.assistant.materials.judging import Read, read_description
from mercery.assistant.materials.quoting import left_out_of
from mercery.claims.facts import Fact
from mercery.claims.plan import LeftOut
from mercery.claims.values import Terms, Text
from mercery.core.i18n import Words


def sound_facts(facts: Iterable[Fact]) -> tuple[tuple[Fact, ...], tuple[tuple[LeftOut, int], ...]]:
    """The facts with unsound sentences cut out of their words (a fact of which nothing is left is gone), and what was cut
    out of the longest of its languages."""
    kept: list[Fact] = []
    cut: list[Read] = []
    for fact in facts:
        if not isinstance(fact.value, Text | Terms):
            kept.append(fact)
        elif isinstance(fact.value, Terms):
            items = tuple(one for one in fact.value.items if not _found(one))
            kept += [fact] if items == fact.value.items else [replace(fact, value=Terms(items))] if items else []
        else:
            whole = fact.value.words
            found = _found(whole)
            if found:
                cut.append(max(found, key=lambda one: sum(one.left_out.values())))
                fact = replace(fact, value=Text(Words(_sound(whole.en), _sound(whole.zh))))
            if not found or fact.value.words.en or fact.value.words.zh:  # type: ignore[union-attr]
                kept.append(fact)
    return tuple(kept), left_out_of(cut)


def _found(words: Words) -> list[Read]:
    return [one for text in (words.en, words.zh) if text and not (one := _read(text)).clean]


def _sound(text: str) -> str:
    found = _read(text)
    if found.clean or not text:
        return text
    joint = "" if re.search(r"[\u3400-\u9fff]", "".join(found.quotes)) else " "
    return joint.join(found.quotes)


@lru_cache(maxsize=8192)
def _read(text: str) -> Read:
    return read_description(text)
