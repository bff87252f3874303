"""A shop's names change how a text is read only where one of them may begin in it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mercery.claims.grammar.normal_form import normalised
from mercery.claims.grammar.tokens import tokens
from mercery.claims.grammar.vocabulary import lexicon_words, vocabulary

NAMES = {
    ("dawn", "36"): "prd_watch",
    ("party", "tote"): "prd_tote",
    ("carry",): "prd_case",
    ("马", "鞍", "包"): "prd_bag",
}
WORDS = vocabulary(
    {("lune",): frozenset({"brand:lune"})}, {forms: frozenset({key}) for forms, key in NAMES.items()}, NAMES
)
PIECES = [
    "dawn", "36", "dawn36", "parties", "party", "tote", "totes", "carried", "lune", "马鞍", "包", "马鞍包", "the", "leather", "is",
    "not", "returned", "within", "30 days", ",", "&", "free", "delivery", "from €150", "羊绒", "不含", "三天内", "。",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join))
def test_what_no_name_may_begin_in_is_read_by_the_lexicon_alone(text: str) -> None:
    plain = normalised(text)
    alone, named = (tokens(plain, words, year=2026) for words in (lexicon_words(), WORDS))
    assert WORDS.adds_to(plain) or alone == named


def test_a_name_is_seen_however_it_is_written() -> None:
    for text in ("the dawn 36", "a dawn36", "two party totes", "carries", "马鞍包", "lune"):
        assert WORDS.adds_to(text)
    assert not WORDS.adds_to("a leather tote of 36 litres")


def test_the_longest_surface_is_found_in_its_inflected_forms() -> None:
    words = vocabulary(
        {}, {("salt", "sea", "candle"): frozenset({"prd_candle"}), ("salt",): frozenset({"prd_salt"})}, ()
    )
    for text in ("salt sea candle", "salt sea candles", "salts sea candle"):
        assert [token.names for token in tokens(text, words, year=2026)] == [frozenset({"prd_candle"})]


def test_a_name_with_a_number_is_not_cut_out_of_another_number() -> None:
    assert [token.amount is not None for token in tokens("a dawn 36.5 cm", WORDS, year=2026)][-1]
    assert frozenset({"prd_watch"}) in [token.names for token in tokens("the dawn 36.", WORDS, year=2026)]
