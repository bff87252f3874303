"""How the words of a query agree with what candidates say."""

from dataclasses import dataclass

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mercery.search.ranking.lexical import PIECES, AskedWord, Floats, Way, agreement

NAME, TEXT = 0, 1
WEIGHTS, AVERAGES = np.array([3.0, 1.0]), np.array([4.0, 20.0])


@dataclass(frozen=True)
class Said:
    """Candidates as lists of words by field; a word is known by its number."""

    names: list[list[str]]
    texts: list[list[str]]

    @property
    def rows(self) -> int:
        return len(self.names)

    @property
    def lengths(self) -> Floats:
        return np.array(
            [[len(name), len(text)] for name, text in zip(self.names, self.texts, strict=True)], dtype=float
        )

    def frequencies(self, number: int, /) -> Floats:
        def count(words: list[str]) -> int:
            return sum(number_of(word) == number for word in words)

        return np.array(
            [[count(name), count(text)] for name, text in zip(self.names, self.texts, strict=True)], dtype=float
        )


def number_of(word: str) -> int:
    return sum(ord(sign) << (8 * place) for place, sign in enumerate(word))


def asked(word: str, rarity: float = 1.0, *others: tuple[tuple[str, ...], float]) -> AskedWord:
    ways = (Way(numbers=(number_of(word),)), *(Way(numbers=tuple(map(number_of, one)), weight=w) for one, w in others))
    return AskedWord(surface=word, ways=ways, rarity=rarity)


def of(names: list[str], texts: list[str], *words: AskedWord) -> list[float]:
    said = Said([name.split() for name in names], [text.split() for text in texts])
    return [float(one) for one in agreement(said, words, WEIGHTS, AVERAGES).score]


def test_a_word_in_the_name_is_worth_more_than_one_in_the_description() -> None:
    named, described = of(["tote", "bag"], ["a bag", "a tote"], asked("tote"))
    assert named > described > 0


def test_two_words_once_each_are_worth_more_than_one_word_everywhere() -> None:
    both, one = of(["silk scarf", "silk silk"], ["", "silk silk silk silk"], asked("silk"), asked("scarf"))
    assert both > one


def test_a_telling_word_is_worth_more_than_one_that_everything_has() -> None:
    rare, common = of(["plongee", "watch"], ["", ""], asked("plongee", 5.0), asked("watch", 0.5))
    assert rare > common


def test_another_way_to_say_a_word_counts_for_less_and_all_its_terms_have_to_be_there() -> None:
    way = asked("trainer", 1.0, (("court", "shoe"), 0.8))
    own, other, half = of(["trainer x", "court shoe", "court x"], ["", "", ""], way)
    assert own > other > half == 0


def test_a_long_description_counts_for_less_than_a_short_one() -> None:
    short, long = of(["x", "x"], ["tote y", "tote " + "y " * 60], asked("tote"))
    assert short > long


def test_of_a_chinese_word_its_characters_count_where_the_word_is_cut_otherwise() -> None:
    pieces = tuple((number_of(one), 1.0) for one in ("碗", "柜", "碗柜"))
    word = AskedWord(surface="碗柜", ways=(Way(numbers=(number_of("碗柜"),)),), rarity=2.0, pieces=pieces)
    whole, cut, one, none = of(["碗柜", "碗 柜", "柜", "灯"], ["", "", "", ""], word)
    assert whole > cut > one > none == 0
    assert cut < PIECES


def test_without_words_nothing_agrees_and_nothing_fails() -> None:
    assert of(["tote"], [""]) == [0.0]


WORD = st.sampled_from(["bag", "silk", "tote", "watch", "red"])


@given(
    st.lists(st.lists(WORD, max_size=6), min_size=1, max_size=5), st.lists(WORD, min_size=1, max_size=4, unique=True)
)
def test_agreement_is_between_nothing_and_everything(names: list[list[str]], query: list[str]) -> None:
    found = agreement(Said(names, [[] for _ in names]), [asked(word) for word in query], WEIGHTS, AVERAGES)
    assert ((found.score >= 0) & (found.score < 1)).all()
    for place, name in enumerate(names):
        assert (found.score[place] > 0) == any(word in name for word in query)
        assert np.isclose(found.coverage[place], sum(word in name for word in query) / len(query))
