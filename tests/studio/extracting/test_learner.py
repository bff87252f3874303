"""From a few titles with their values, the values of others are read, also of makers nobody named."""

import numpy as np
import pytest
from tests.studio.extracting.titles import titles

from mercery.studio.extracting.learner.examples import Example
from mercery.studio.extracting.learner.learning import STEPS, Learnt, learn
from mercery.studio.extracting.learner.thresholds import Trial, threshold
from mercery.studio.extracting.learner.tokens import tokens

DRESSES = [
    Example(text=f"{name} Printed Dress {size}", category="Dresses", values={"Pattern": ("Print",), "Size": (size,)})
    for name in ("Lia", "Ona", "Mara", "Tess", "Ida") for size in ("S", "M", "L")
]  # fmt: skip
CHINESE = [
    Example(
        text=f"{head}{colour}{stuff}连衣裙", category="裙", values={"颜色": (colour,), "材质": (stuff,)}, complete=True
    )
    for head in ("新款", "这款", "复古") for colour in ("黑色", "杏色", "蓝色") for stuff in ("羊毛", "真丝", "棉质")
]  # fmt: skip


TOLD: list[str] = []


@pytest.fixture(scope="module")
def learnt() -> Learnt:
    return learn([*titles(60, seed=1), *DRESSES, *CHINESE], say=TOLD.append)


def first(learnt: Learnt, text: str, category: str = "Shoes") -> dict[str, str]:
    """The surest answer of each attribute, where it is sure enough."""
    answers = learnt.read([(text, category)])[0]
    least = learnt.least.get(category, 0.5)
    return {name: rows[0].value for name, rows in answers.items() if rows and rows[0].score >= least}


def test_values_of_other_titles_are_read(learnt: Learnt) -> None:
    asked = titles(40, seed=2)
    right = total = 0
    for example in asked:
        found = first(learnt, example.text)
        for attribute, values in example.values.items():
            total += 1
            right += found.get(attribute) in values
    assert right / total > 0.95


def test_a_maker_nobody_named_is_read_by_its_place(learnt: Learnt) -> None:
    assert first(learnt, "Brockworth Women's Derby, Bone, 8 M US")["Brand"] == "Brockworth"


def test_what_a_title_does_not_say_is_not_answered(learnt: Learnt) -> None:
    assert "Colour" not in first(learnt, "Kestrel Women's Loafer, 8 M US")


def test_an_answer_stands_where_it_says(learnt: Learnt) -> None:
    text = "Vico Men's Ankle Boot, Night Blue, 9.5 M US"
    for rows in learnt.read([(text, "Shoes")])[0].values():
        for one in rows:
            assert text[one.start : one.stop].startswith(one.value)


def test_a_category_nobody_taught_is_not_read(learnt: Learnt) -> None:
    assert learnt.read([("Vico Men's Hat", "Hats"), ("", "Shoes")]) == [{}, {}]


def test_values_are_written_as_the_examples_write_them(learnt: Learnt) -> None:
    assert first(learnt, "Vera Printed Dress M", "Dresses")["Pattern"] == "Print"


def test_chinese_is_read_by_characters(learnt: Learnt) -> None:
    assert first(learnt, "一款杏色真丝连衣裙", "裙") == {"颜色": "杏色", "材质": "真丝"}


def test_many_texts_at_once_are_read_as_one_by_one(learnt: Learnt) -> None:
    asked = [(example.text, "Shoes") for example in titles(12, seed=4)]
    together = learnt.read(asked)
    alone = [learnt.read([one])[0] for one in asked]
    assert [{name: rows[0].value for name, rows in found.items() if rows} for found in together] == [
        {name: rows[0].value for name, rows in found.items() if rows} for found in alone
    ]


def test_every_step_of_learning_is_told_as_it_begins(learnt: Learnt) -> None:
    assert len(TOLD) == len(STEPS)


@pytest.mark.slow
def test_the_same_examples_teach_the_same() -> None:
    few, asked = titles(24, seed=3), [("Oru Women's Sandal, Honey, 6 M US", "Shoes")]
    assert learn(few).read(asked) == learn(few).read(asked)


def test_the_score_to_answer_from_has_the_best_f1() -> None:
    trials = [Trial(category="", begin=at, end=at + 1, stated=at != 3) for at in range(4)]
    least = threshold(trials, np.array([0.9, 0.8, 0.5, 0.3], np.float32), [True, True, True, False])
    assert 0.3 < least < 0.5


def test_tokens_keep_their_places() -> None:
    text = "Vico 9.5 M, 羊毛 (2-pack)"
    assert [text[part.start : part.stop] for part in tokens(text)] == [part.text for part in tokens(text)]
    assert [part.text for part in tokens(text)][:6] == ["Vico", "9.5", "M", ",", "羊", "毛"]
