"""How figures, units, prices and names are read aloud."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.ai.speech.pronouncing import markup, toned, words_of
from mercery.ai.speech.reading import aloud, spoken
from mercery.ai.speech.reading.numerals import chinese, english
from mercery.claims.numerals import read_number


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("It weighs 780 g.", "It weighs seven hundred and eighty grams."),
        ("27 × 19 × 9 cm", "twenty-seven by nineteen by nine centimetres"),
        ("1 kg or 2.5 kg", "one kilogram or two point five kilograms"),
        ("€1,280", "one thousand two hundred and eighty euros"),
        ("EUR 1,280.50", "one thousand two hundred and eighty euros fifty"),
        ("sent in 3–5 days", "sent in three to five days"),
        (
            "since 1984, until 26 November 2026",
            "since nineteen eighty-four, until the twenty-sixth of November, twenty twenty-six",
        ),
        ("2026-12-01 at 10:05", "the first of December, twenty twenty-six at ten oh five"),
        ("100% silk at 30 °C, 5 ATM", "one hundred per cent silk at thirty degrees Celsius, five atmospheres"),
        ("a 24-month warranty, the 2nd", "a twenty-four-month warranty, the second"),
        ("Ø 38 mm & 18K gold", "diameter thirty-eight millimetres and eighteen karat gold"),
        ("with a 65 mm heel, 65 mm high", "with a sixty-five millimetre heel, sixty-five millimetres high"),
        ("925 silver, 925 pieces", "nine two five silver, nine hundred and twenty-five pieces"),
        ("the “Aurelle” — in calf", "the Aurelle, in calf"),
    ],
)
def test_english_figures_are_said_in_words(written: str, said: str) -> None:
    assert spoken(written, "en") == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("重 780 g，即780克", "重 七百八十克，即七百八十克"),
        ("27 × 19 × 9 厘米", "二十七乘十九乘九厘米"),
        ("€1,280，¥2,000", "一千二百八十欧元，两千元"),
        ("3–5 天，2 年，2个，22 件", "三到五天，两年，两个，二十二 件"),
        ("2026年11月2日，1984年", "二零二六年十一月二日，一九八四年"),
        ("100% 棉，30 °C，0.25 克拉", "百分之一百 棉，三十摄氏度，零点二五克拉"),
        ("925 银，925 件", "九二五 银，九百二十五 件"),
        ("第2天上午10:30", "第二天上午十点三十分"),
    ],
)
def test_chinese_figures_are_said_in_words(written: str, said: str) -> None:
    assert spoken(written, "zh") == said


@given(st.integers(0, 9_999_999))
def test_what_is_said_of_a_number_is_that_number(number: int) -> None:
    assert read_number(chinese(number)) == number
    if number < 100:
        assert read_number(english(number)) == number


@given(st.text(alphabet="ab 27×cmg€¥,.-年月日重长“”&é/:%第 ", max_size=40), st.sampled_from(["en", "zh"]))
def test_every_part_knows_its_place_and_no_digit_is_left(text: str, lang: str) -> None:
    parts = aloud(text, "zh" if lang == "zh" else "en")
    assert all(0 <= part.start < part.end <= len(text) for part in parts)
    assert [part.start for part in parts] == sorted(part.start for part in parts)
    assert not any(sign.isdecimal() for part in parts for sign in part.say)


@pytest.mark.parametrize(
    ("text", "syllables"),
    [
        ("长二十七厘米", "chang2 er4 shi2 qi1 li2 mi3"),
        ("重七百八十克", "zhong4 qi1 bai3 ba1 shi2 ke4"),
        ("价格便宜", "jia4 ge2 pian2 yi5"),
        ("不是一件", "bu2 shi4 yi2 jian4"),
        ("第一只", "di4 yi1 zhi1"),
        ("银行行长", "yin2 hang2 hang2 zhang3"),
        ("绿色女士包", "lv4 se4 nv3 shi4 bao1"),
    ],
)
def test_a_character_with_several_sounds_has_the_one_its_words_ask_for(text: str, syllables: str) -> None:
    assert toned(text) == syllables.split()


def test_a_number_is_spoken_as_words_of_its_own() -> None:
    assert list(words_of("托特包重七百八十克")) == ["托特", "包", "重", "七百", "八十", "克"]


def test_a_latin_name_in_chinese_is_read_by_an_english_voice() -> None:
    text, words = markup("Aurelle 托特包", "zh", "en-gb", "cmn-latn-pinyin")

    assert '<voice name="en-gb">orrell</voice>' in text
    assert words[0].text == "Aurelle"
