"""Of several questions the one whose subject no reply speaks to."""

from __future__ import annotations

import pytest
from tests.inspection.told import turns

from mercery.inspection.detectors.unanswered_question import find

LAMP = {"lamp": "brass, 2.1 kg", "plug": "UK plug included", "noise": "hums at 31 dB"}
CUP = {"保温杯": "500ml，不锈钢", "洗碗机": "不可", "杯套": "单卖19元"}


@pytest.mark.parametrize(
    ("known", "lines", "open_at"),
    [
        (LAMP, ("How loud is the lamp, and does it come with a UK plug?", "Hello, yes, a UK plug is in the box."), [0]),
        (LAMP, ("How loud is the lamp, and does it come with a UK plug?", "Hello, a UK plug is in the box and it hums at 31 dB."), []),
        (LAMP, ("How loud is the lamp, and does it come with a UK plug?", "Hello, a UK plug is in the box. The noise I have to ask the maker about."), []),
        (LAMP, ("How loud is the lamp, and does it come with a UK plug?", "Hello, a UK plug is in the box.", "ok", "And the lamp hums, 31 dB."), []),
        (CUP, ("保温杯多大容量？能进洗碗机吗", "您好，保温杯500毫升。"), [0]),
        (CUP, ("保温杯多大容量？能进洗碗机吗", "您好，500毫升，洗碗机不可以哦。"), []),
        (CUP, ("保温杯多大容量？杯套能单买吗", "您好，500毫升的。杯套19元一个。"), []),
    ],
)  # fmt: skip
def test_each_question_needs_a_word_on_its_subject(
    known: dict[str, str], lines: tuple[str, ...], open_at: list[int]
) -> None:
    assert turns(find, known, *lines) == open_at


def test_a_single_question_met_with_figures_of_something_else_is_open() -> None:
    known = {"过滤泵": "8瓦，500升/小时", "噪音": "约25分贝"}
    assert turns(find, known, "过滤泵晚上吵不吵？", "您好，过滤泵8瓦，每小时500升。") == [0]
    assert turns(find, known, "过滤泵晚上吵不吵？", "您好，不吵的，约25分贝。") == []
