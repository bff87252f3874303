"""Clauses in the form in which they are read: turned round, asked back, joined, counted as one speaks."""

from __future__ import annotations

import pytest
from tests.claims.grammar.rules_of_a_house import passes

from mercery.claims.grammar.clause_forms import common_form


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("though waterproof it is not.", "though it is not waterproof."),
        ("grey it is there, is it not?", "grey it is there?"),
        ("it costs nine-fifty.", "it costs 9.50 euros."),
        ("due on monday, the thirtieth.", "due on monday, the 30th."),
        ("it is a mainland-france-only service.", "it is only in mainland france."),
        ("it has a pearl and the pendant a ruby.", "it has a pearl, the pendant has a ruby."),
        ("the lighter of our two totes.", "the lightest of our two totes."),
        ("as heavy as the other one", "as heavy as the other one"),
    ],
)
def test_the_form(text: str, form: str) -> None:
    assert common_form(text) == form


@pytest.mark.parametrize(
    "text",
    [
        "Gift wrapping is four euros per item and includes a handwritten card.",
        "Express is only in Germany: fourteen euros, however big the basket.",
        "A return sent by post from Germany costs €5.",
        "Delivery is free from €120, otherwise it's seven-ninety.",
    ],
)  # fmt: skip
def test_true_ones_pass(text: str) -> None:
    assert passes(text)


@pytest.mark.parametrize(
    "text",
    [
        "Gift wrapping is five euros per item and includes a handwritten card.",
        "Gift wrapping is four euros per item and includes a gift card.",
        "Gift wrapping is free and includes a handwritten card.",
        "A return sent by post from Germany is free.",
        "A return sent by courier from the UK costs €5.",
        "Delivery is free from €120, otherwise it's nine-fifty.",
        "Delivery is free from €100, otherwise it's seven-ninety.",
    ],
)
def test_mutations_are_blocked(text: str) -> None:
    assert not passes(text)
