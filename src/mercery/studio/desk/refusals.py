"""What stands in the way of an act, in the reader's language."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mercery.core.errors import MerceryError, told_in
from mercery.core.i18n import Lang

_ON_THE_PAGE: Final = {"channels": "Choose one or several.", "langs": "Choose one or both."}
"""Remedies where a program would be told the keys."""


def refusal(error: MerceryError, lang: Lang) -> str:
    """One line that says what is wrong and what to do."""
    return told_in(lang, error)


def by_field(error: MerceryError, lang: Lang) -> dict[str, str]:
    """The error of each field; without fields the whole under the empty name."""
    found = {
        problem.field: told_in(lang, replace(problem, remedy=_ON_THE_PAGE.get(problem.field, problem.remedy)))
        for problem in error.problems
        if problem.field
    }
    return found or {"": refusal(error, lang)}
