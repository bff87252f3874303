"""Words of the host's own, and a viewer's name in a sentence of facts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.claims.mentions import mentions
from mercery.claims.sentence import Sentence, Span
from mercery.core.i18n import Lang, Words
from mercery.livestream.comments import wording
from mercery.livestream.comments.names import _first_names

WORDS = [one for one in vars(wording).values() if isinstance(one, Words)]


def test_no_word_of_the_hosts_own_tells_an_amount() -> None:
    assert WORDS and not any(mentions(text) for words in WORDS for text in (words.en, words.zh))
    assert wording.passed_to("Claire", "en") == "I have passed your question to Claire."
    assert wording.passed_to("Claire", "zh") == "您的问题我已转给 Claire。" and "同事" in wording.passed_to("", "zh")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_set_answers_are_known_with_and_without_a_name_before_them(lang: Lang) -> None:
    passed, pointer = wording.passed_to("Claire", lang), wording.UNDER_COMMENT.text(lang)
    for name in ("", "Anna"):
        for text, phrase in ((passed, "passed"), (pointer, "pointer"), (wording.PRICES_STAND.text(lang), "")):
            said = wording.addressed(Sentence(text=text), name, lang, others=False).text
            assert wording.set_phrase(said, lang, "Claire") == phrase
    assert wording.set_phrase(passed, lang, "Marie") == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The bag weighs 780 g.", "Anna, the bag weighs 780 g."),
        ("Yes, the bag is calfskin.", "Yes, Anna, the bag is calfskin."),
        ("Stitching is repaired.", "Anna: Stitching is repaired."),
        ("I cannot go below that.", "Anna, I cannot go below that."),
    ],
)
def test_the_viewer_is_addressed_as_a_person_would(text: str, said: str) -> None:
    assert wording.addressed(Sentence(text=text), "Anna", "en", others=False).text == said


def test_who_else_asked_is_told_too() -> None:
    heavy = Sentence(text="It weighs 780 g.")
    assert wording.addressed(heavy, "Anna", "en", others=True).text == "Anna, and all who asked: it weighs 780 g."
    assert (
        wording.addressed(Sentence(text="重 780 克。"), "小鹿", "zh", others=True).text
        == "小鹿和同样提问的朋友，重 780 克。"
    )
    assert wording.addressed(heavy, "", "en", others=True) == heavy


@given(
    before=st.sampled_from(["Yes, it is ", "No, ", "The bag is ", "Made of ", "它是"]), claim=st.text("abcdefg 0123456789", min_size=1, max_size=12),
    name=st.sampled_from(["Anna", "Jean-Paul", "小鹿"]), others=st.booleans(), lang=st.sampled_from(["en", "zh"]),
)  # fmt: skip
def test_every_claim_keeps_its_words(before: str, claim: str, name: str, others: bool, lang: Lang) -> None:
    sentence = Sentence(
        text=f"{before}{claim}.", spans=(Span(start=len(before), end=len(before) + len(claim), fact_id="f"),)
    )
    said = wording.addressed(sentence, name, lang, others=others)
    assert [said.text[span.start : span.end] for span in said.spans] == [claim] and name in said.text


def test_no_first_name_can_be_heard_as_an_amount_or_a_date() -> None:
    heard = [name for name in _first_names() if mentions(f"{name.capitalize()}, it weighs a lot.")]
    assert heard == []
