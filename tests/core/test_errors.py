"""A refusal in the reader's language."""

from __future__ import annotations

import pytest

from mercery.core.errors import Invalid, Problem, refused_for, told_in, wrong_field
from mercery.core.files.problems import FileRefused, ProblemLog


def test_a_refusal_is_told_in_the_language_of_the_reader() -> None:
    wrong = wrong_field("name", "The name is missing.", remedy="Write it.", zh="请填写名称。")
    for told in (wrong, wrong.problems[0]):
        assert told_in("en", told) == "The name is missing. Write it."
        assert told_in("zh", told) == "请填写名称。"


def test_what_has_no_chinese_is_told_in_english() -> None:
    assert told_in("zh", Invalid("It is empty.", remedy="Fill it.")) == "It is empty. Fill it."


def test_programs_are_told_in_english() -> None:
    wrong = wrong_field("name", "The name is missing.", zh="请填写名称。")
    assert "请" not in str(wrong.body())


def test_several_fields_are_told_by_their_first() -> None:
    problems = [Problem(message="A.", zh="甲。", field="a"), Problem(message="B.", zh="乙。", field="b")]
    wrong = refused_for(problems)
    assert (told_in("en", wrong), told_in("zh", wrong), len(wrong.problems)) == ("A.", "甲。", 2)


def test_a_problem_names_its_place_in_both_languages() -> None:
    problem = Problem(message="No price.", zh="请填写价格。", file="goods.csv", line=12, column="price")
    assert problem.text() == "goods.csv, line 12, column price: No price."
    assert problem.text("zh") == "goods.csv 第 12 行“price”列：请填写价格。"


def test_a_refused_file_says_how_many_problems_it_has_in_both_languages() -> None:
    log = ProblemLog("goods.csv")
    log.stop("No price.", line=2, zh="请填写价格。")
    with pytest.raises(FileRefused) as caught:
        log.refuse()
    assert told_in("en", caught.value).startswith("goods.csv: 1 problem; nothing was changed.")
    assert told_in("zh", caught.value) == "goods.csv：1 处有误，未作任何改动。请按所列修改后重新导入。"
    assert caught.value.problems[0].zh == "请填写价格。"
