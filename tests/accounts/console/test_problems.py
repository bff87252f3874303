"""What stands in the way of a form is said in the reader's language, and to programs in English."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mercery.accounts.console.problems import form_errors
from mercery.core.errors import Invalid, Problem
from mercery.experiments.ledger.rates import read_amount
from mercery.livestream.economics.ways import read_typed
from mercery.orders.sales.book import read_book

ERROR = Invalid(
    "Nothing is kept.",
    problems=[
        Problem(field="rate", message="That is no rate.", remedy="Write 0 to 100.", zh="请填写 0 至 100。"),
        Problem(field="day", message="That is no day.", remedy="Choose one."),
    ],
    zh="未保存。",
)


def test_in_chinese_it_is_what_was_given_in_chinese_and_else_the_english() -> None:
    found = form_errors(ERROR, "zh")
    assert (found.general, found.of("rate"), found.of("day")) == ("未保存。", "请填写 0 至 100。", "That is no day. Choose one.")  # fmt: skip


def test_in_english_it_is_message_and_remedy() -> None:
    found = form_errors(ERROR, "en")
    assert (found.general, found.of("rate")) == ("Nothing is kept.", "That is no rate. Write 0 to 100.")


def test_a_program_is_told_what_the_guide_of_errors_names() -> None:
    (problem, _) = ERROR.body()["error"]["problems"]  # type: ignore[index]
    assert "zh" not in problem


@pytest.mark.parametrize(
    "read",
    [
        lambda: read_book("9", "a lot"),
        lambda: read_amount("model", "a lot"),
        lambda: read_typed("influencer", {"fee": "a lot", "sales_low": "9", "sales_high": "1"}),
    ],
)
def test_each_refusal_of_sales_costs_and_economics_is_known_in_chinese(read: Callable[[], object]) -> None:
    with pytest.raises(Invalid) as refused:
        read()
    problems = refused.value.problems
    assert problems and all(problem.zh for problem in problems)
