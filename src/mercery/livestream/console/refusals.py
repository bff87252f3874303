"""What stands in the way of an act, in the reader's language."""

from __future__ import annotations

from typing import Final

from mercery.core.errors import MerceryError
from mercery.core.i18n import Lang

_BY_MESSAGE: Final = (
    ("signs are not said at once", "一次最多说 600 字，请分两次。"),
    ("needs text", "请写下要说的话。"),
    ("written meanwhile", "此间已有人改动，请刷新后重做修改。"),
    ("changed meanwhile", "此间已有人改动，请刷新后重做修改。"),
)


def refusal(error: MerceryError, lang: Lang) -> str:
    """One line that says what is wrong and what to do."""
    english = " ".join(filter(None, (error.message, error.remedy)))
    if lang == "zh":
        return next((zh for sign, zh in _BY_MESSAGE if sign in error.message), english)
    return english


def by_field(error: MerceryError, lang: Lang) -> dict[str, str]:
    """The error of each field; without fields the whole under the empty name."""
    found: dict[str, str] = {}
    for problem in error.problems:
        if problem.field:
            english = " ".join(filter(None, (problem.message, problem.remedy)))
            known = next((zh for sign, zh in _BY_MESSAGE if sign in problem.message), "")
            found.setdefault(problem.field, (known or english) if lang == "zh" else english)
    return found or {"": refusal(error, lang)}
