"""The phrases as data: what may stand in the files at all."""

from __future__ import annotations

import re

import pytest

from mercery.claims.advertising_law import breach
from mercery.claims.grammar.normal_form import normalised
from mercery.core.i18n import LANGS, Lang
from mercery.studio.writing.approved import FORMS
from mercery.studio.writing.phrase_book import by_form, phrases
from mercery.studio.writing.topics import order, topic_of


@pytest.mark.parametrize("lang", LANGS)
def test_no_phrase_breaks_the_law_or_holds_a_number_of_its_own(lang: Lang) -> None:
    for phrase in phrases(lang):
        plain = re.sub(r"\{[^{}|]*\}|\{[^|{}]*\|([^{}]*)\}", r"\1", phrase.text)
        assert breach(normalised(plain), None) is None, phrase.id
        assert not re.search(r"[0-9!！]", plain), phrase.id


@pytest.mark.parametrize("lang", LANGS)
def test_what_stands_without_proof_names_no_fact(lang: Lang) -> None:
    """A tag may name one; then it is proved like everything else."""
    for form in set(FORMS) - {"tag"}:
        for phrase in by_form(lang).get(form, ()):
            assert not phrase.says, phrase.id


@pytest.mark.parametrize("lang", LANGS)
def test_no_phrase_stands_twice_in_a_form(lang: Lang) -> None:
    seen = [
        (phrase.form, phrase.text, phrase.kinds, phrase.channels, phrase.topics)
        for phrase in phrases(lang)
        if phrase.form != "joint"
    ]
    assert len(seen) == len(set(seen))


def test_each_topic_has_its_place() -> None:
    assert {topic_of(name) for name in ("material", "weight", "care", "origin", "nobody_knows")} <= set(order())
