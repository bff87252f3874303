"""A rule of the shop passes as it stands, and with one word or number turned it does not."""

from __future__ import annotations

import pytest
from tests.claims.turned_rules import NOW, rules, sentences, turned

from mercery.claims.gate import Gate
from mercery.claims.grounds import grounds
from mercery.core.i18n import Lang

RULES = rules()
GATE = Gate(grounds(RULES, now=NOW, timezone="Europe/Paris"))
NONSENSE = ("境后", "包裹后")
"""Places in which a word cannot be turned: what comes out says nothing."""


@pytest.mark.parametrize(("lang", "text"), list(sentences(RULES)))
def test_the_shops_own_words_pass_and_turned_ones_do_not(lang: Lang, text: str) -> None:
    assert GATE.check(text, lang).passed
    leaks = [one for one in turned(lang, text) if GATE.check(one, lang).passed]
    assert [one for one in leaks if not any(word in one for word in NONSENSE)] == []


def test_a_sentence_that_points_back_is_no_quotation_by_itself() -> None:
    assert not GATE.check("未满收取 12 欧元或 80 元。", "zh").passed
