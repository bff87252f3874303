"""Names are put in the words' place before a line is spoken, and the times of words are those of the line as it is written."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mercery.ai.speech.espeak import EspeakVoice
from mercery.livestream.pronunciations import SayingNames, respelt


def test_a_name_is_replaced_by_itself_and_not_inside_a_longer_word() -> None:
    said = {"aurelle": "Orrell", "maison aurelle": "mayzon Orrell"}
    assert respelt("Maison Aurelle and Aurelles, by Aurelle.", said)[0] == "mayzon Orrell and Aurelles, by Orrell."
    assert respelt("这是岚家的包。", {"岚家": "兰家"})[0] == "这是兰家的包。"


@given(st.text(max_size=60))
def test_a_line_without_the_shop_s_names_is_spoken_as_it_is(text: str) -> None:
    assert respelt(text, {}) == (text, ())
    assert respelt(text, {"\u0001name": "x"})[0] == text or "\u0001name" in text.casefold()


@given(st.lists(st.sampled_from(["Aurelle", "bag", "the", "Lin"]), min_size=1, max_size=8))
def test_each_place_names_the_word_it_stands_for(words: list[str]) -> None:
    text = " ".join(words)
    spoken, places = respelt(text, {"aurelle": "Orrell", "lin": "Leen"})
    assert [text[start:end] for _, _, start, end in places] == [one for one in words if one in ("Aurelle", "Lin")]
    assert {spoken[start:end] for start, end, _, _ in places} <= {"Orrell", "Leen"}


def test_the_voice_tells_words_by_their_places_in_the_line() -> None:
    voice = SayingNames(EspeakVoice(), {"en": {"aurelle": "Orrell House"}})
    text = "Aurelle has three bags."
    try:
        words = voice.synthesize(text, "en").words
    finally:
        voice.close()
    assert [text[one.start : one.end] for one in words if one.start == 0]
    assert text[words[-1].start : words[-1].end].rstrip(".") == "bags"
