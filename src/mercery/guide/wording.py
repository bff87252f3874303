"""How a question and the kinds of goods are worded, in both languages. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from mercery.core.i18n import Words
from mercery.guide.hearing.lexicon import rows

QUESTIONS: Final[Mapping[str, Words]] = {
    "category": Words("What kind of piece is it to be?", "想看哪一类商品？"),
    "kind": Words("Which kind do you have in mind?", "想要哪一种款式？"),
    "audience": Words("Who is it for?", "是给谁选的？"),
    "price": Words("Roughly what would you like to spend?", "预算大概在什么范围？"),
    "size": Words("Which size?", "需要什么尺码？"),
    "colour": Words("Is there a colour you prefer?", "对颜色有偏好吗？"),
    "material": Words("Which material would you like?", "喜欢什么材质？"),
    "brand": Words("Is there a house you prefer?", "有喜欢的品牌吗？"),
}


def question_words(kind: str, label: Words | None = None) -> Words:
    """The question of a kind; of an attribute of the shop by what the shop calls it."""
    known = QUESTIONS.get(kind)
    if known is not None:
        return known
    name = label or Words(kind.replace("_", " "))
    return Words(f"{name.text('en').capitalize()}: which would suit?", f"{name.text('zh')}：要哪一种？")


@cache
def _kind_labels() -> dict[str, Words]:
    found: dict[str, Words] = {}
    for head, surfaces in rows((files("mercery.guide.hearing") / "kinds.txt").read_text("utf-8")):
        kind = head.partition("<")[0].strip()
        english = next((one for one in surfaces if one.isascii()), kind.replace("_", " "))
        chinese = next((one for one in surfaces if not one.isascii()), "")
        found.setdefault(kind, Words(english, chinese))
    return found


def kind_words(kind: str) -> Words:
    """What a kind of goods is called."""
    return _kind_labels().get(kind, Words(kind.replace("_", " ")))
