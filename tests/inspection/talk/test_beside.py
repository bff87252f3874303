"""Replies that are none by their kind, and those of the right kind that share no word with the question."""

from __future__ import annotations

import pytest
from tests.inspection.told import turns

from mercery.inspection.detectors.unanswered_question import find

SCARF = {"scarf": "lambswool, 180 cm", "colours": "heather, plum, slate", "price": "38"}
LAMP = {"台灯": "黑、白、绿三色,有货", "价格": "159"}


@pytest.mark.parametrize(
    ("known", "lines", "open_at"),
    [
        # What there is to choose from, where none was asked for.
        (SCARF, ("does it itch?", "Hello! It comes in plum and grey."), [0]),
        (SCARF, ("how heavy is it", "Hello! It comes in plum and grey, 38 each."), [0]),
        (LAMP, ("亮度能调吗", "您好,有黑色和白色可选哦。"), [0]),
        (LAMP, ("有哪些颜色", "您好,黑色和白色有货。"), []),
        (SCARF, ("which colours are there", "Hello! It comes in plum and grey."), []),
        # A figure of another measure, or none.
        (SCARF, ("how heavy is it", "Hello! It is spun in a small mill."), [0]),
        (SCARF, ("how heavy is it", "Hello! It is spun in a small mill.", "ok", "By the way, 140 grams."), []),
        (SCARF, ("how long does it take to Cork", "Hello! On Thursday at the latest."), []),
        # Of its kind: one of those asked for, a day for what is to arrive, that it is there, a surely.
        ({"order": "PK-310", "paid": "Visa"}, ("which card did I use for PK-310", "Hello, the Mastercard."), []),
        ({"bed": "Holm 160"}, ("will the bed be here for the party", "Hello, the carrier says 3 to 8 December."), []),
        ({"set": "4 books, 36", "stock": "1"}, ("is the Keane set still there", "Hi! Still here, all four, 36 the lot."), []),
        # Two in one breath.
        ({"伞": "黑胶,59元"}, ("能印字吗 要30把", "您好,有藏青、酒红可选哦。"), [0]),
        # A greeting makes no advertising of what follows it.
        ({"耳机": "官翻"}, ("之前谁用的呀", "您好,之前是展示机,没人用过。"), []),
    ],
)  # fmt: skip
def test_a_reply_of_another_kind_answers_nothing(
    known: dict[str, str], lines: tuple[str, ...], open_at: list[int]
) -> None:
    assert turns(find, known, *lines) == open_at
