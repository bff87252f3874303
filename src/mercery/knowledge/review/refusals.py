"""Why something could not be done, for the reader of the page."""

from __future__ import annotations

from mercery.core.errors import MerceryError
from mercery.core.i18n import Words


def in_words(error: MerceryError) -> Words:
    """The error's message and remedy in English, and what it comes to in Chinese."""
    english = f"{error.message} {error.remedy}".strip()
    return Words(english, error.zh or english)
