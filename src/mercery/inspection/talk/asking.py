"""What a message asks. Pure."""

from __future__ import annotations

from mercery.inspection.talk.phrases import phrases, plain


def asks_who(text: str) -> bool:
    """Whether it asks for what shows who somebody is, or which order is meant."""
    return phrases("identity", "asks_who").say(plain(text))
