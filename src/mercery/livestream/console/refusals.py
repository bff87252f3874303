"""What stands in the way of an act, in the reader's language."""

from __future__ import annotations

from mercery.core.errors import MerceryError, told_in
from mercery.core.i18n import Lang


def refusal(error: MerceryError, lang: Lang) -> str:
    """One line that says what is wrong and what to do."""
    return told_in(lang, error)


def by_field(error: MerceryError, lang: Lang) -> dict[str, str]:
    """The error of each field; without fields the whole under the empty name."""
    found: dict[str, str] = {}
    for problem in error.problems:
        if problem.field:
            found.setdefault(problem.field, told_in(lang, problem))
    return found or {"": refusal(error, lang)}


def in_full(error: MerceryError, lang: Lang) -> str:
    """Everything that is wrong, in a line."""
    return " ".join(dict.fromkeys(by_field(error, lang).values()))
