"""Refused input as the errors a form shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mercery.core.errors import MerceryError, told_in
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


def form_errors(error: MerceryError, lang: Lang) -> FormErrors:
    """The error's problems by field; without problems its message. In Chinese where it is read in Chinese and known in it."""
    by_field = {problem.field: told_in(lang, problem) for problem in error.problems if problem.field}
    return FormErrors(by_field=by_field, general=told_in(lang, error))
