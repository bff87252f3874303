"""Where lines end, in both scripts."""

from hypothesis import given
from hypothesis import strategies as st

from mercery.studio.pictures.line_breaks import NO_END, NO_START, breaks, lines

NAME = "马鞍包"


def broken(text: str, width: float, keep: tuple[str, ...] = (), *, balanced: bool = False) -> list[str]:
    """The lines at ten pixels a character."""
    found = lines(text, [10.0] * len(text), breaks(text, keep), width, balanced=balanced)
    return [text[one.start : one.end] for one in found]


def test_a_number_stays_with_its_unit_and_measures_with_one_another() -> None:
    assert "27 × 19 × 9 cm" in " | ".join(broken("It measures 27 × 19 × 9 cm and weighs 780 g in all", 160))
    assert all("780" not in line or "780 g" in line for line in broken("It weighs about 780 g in all of it", 140))


def test_a_name_is_not_split_where_a_line_could_hold_it() -> None:
    assert any(NAME in line for line in broken("一整张皮裁一只马鞍包", 80, (NAME,)))


def test_a_chinese_count_keeps_what_it_counts() -> None:
    assert all(not line.startswith(("年", "厘米", "针")) for line in broken("我们保修五年，缝1140针，宽27厘米", 70))


def test_even_lines_in_titles() -> None:
    assert broken("aaaa bbbb cccc dddd", 160, balanced=True) == ["aaaa bbbb", "cccc dddd"]


def test_a_line_feed_ends_a_line_and_a_long_word_is_broken_at_last() -> None:
    assert broken("one\ntwo", 500) == ["one", "two"]
    assert broken("aaaaaaaaaa", 40) == ["aaaa", "aaaa", "aa"]


TEXTS = st.text(alphabet="ab 1，。（）「」马鞍包cm×-%—\n", min_size=1, max_size=60)


@given(TEXTS, st.integers(min_value=3, max_value=30), st.booleans())
def test_nothing_is_lost_and_no_line_is_too_wide(text: str, characters: int, balanced: bool) -> None:
    found = broken(text, characters * 10.0, balanced=balanced)
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(len(line.rstrip("".join(NO_START))) <= characters for line in found)


@given(TEXTS)
def test_marks_stand_where_they_may(text: str) -> None:
    for at in breaks(text):
        assert text[at] not in NO_START
        assert text[at - 1] not in NO_END
        assert text[at] != " "


def test_a_chinese_title_breaks_where_a_phrase_ends() -> None:
    assert broken("真丝斜纹绸，织一条真丝方巾", 80, balanced=True) == ["真丝斜纹绸，", "织一条真丝方巾"]
    assert broken("Heure 36 腕表", 80, balanced=True) == ["Heure 36", "腕表"]
