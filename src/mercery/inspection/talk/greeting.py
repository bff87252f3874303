"""Whether a message greets. Pure."""

from __future__ import annotations

from mercery.inspection.talk.phrases import phrases, plain


def greets(text: str) -> bool:
    """Whether somebody is greeted in it."""
    return phrases("greeting", "greeting").say(plain(text))
