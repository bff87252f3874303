"""Refused input as the errors a form shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mercery.core.errors import MerceryError
from mercery.core.i18n import Lang


@dataclass(frozen=True, slots=True, kw_only=True)
class FormErrors:
    """What is wrong with a form: by field, and in all."""

    by_field: Mapping[str, str] = field(default_factory=dict)
    general: str = ""

    def of(self, name: str) -> str:
        """The error of a field, empty when there is none."""
        return self.by_field.get(name, "")

    @property
    def listed(self) -> list[tuple[str, str]]:
        """For the list above the form: id of the field and text."""
        named = [(f"f-{name}", text) for name, text in self.by_field.items()]
        return named or ([("", self.general)] if self.general else [])


def form_errors(error: MerceryError) -> FormErrors:
    """The error's problems by field; without problems its message."""
    by_field = {
        problem.field: " ".join(filter(None, (problem.message, problem.remedy)))
        for problem in error.problems
        if problem.field
    }
    return FormErrors(by_field=by_field, general=" ".join(filter(None, (error.message, error.remedy))))


def form_errors_in(error: MerceryError, lang: Lang, chinese: Sequence[tuple[str, str]]) -> FormErrors:
    """The same in the reader's language. `chinese`: part of a message, and what is said for it; what is in none stays as it is."""
    if lang == "en":
        return form_errors(error)

    def said(message: str) -> str:
        return next((zh for part, zh in chinese if part in message), message)

    by_field = {problem.field: said(problem.message) for problem in error.problems if problem.field}
    return FormErrors(by_field=by_field, general=said(error.message))
