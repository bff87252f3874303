"""Lines of a log without secrets and without what leads to a person: for ours, and for those of libraries."""

from __future__ import annotations

import copy
import logging
from typing import Final

from mercery.core.redaction import redacted

LONGEST: Final = 20_000
"""Characters of a value that are written; a trace is shorter."""
LOOKED_AT: Final = LONGEST + 2_000
"""What is looked at beyond that: a secret that is cut in two would not be known for what it is."""


def line(text: str) -> str:
    """What may be written of a text."""
    return redacted(text[:LOOKED_AT])[:LONGEST]


class Cleaned(logging.Formatter):
    """Lines of libraries, cleaned alike."""

    def format(self, record: logging.LogRecord) -> str:
        """The line as it may be written."""
        return line(super().format(record))


def clean_handlers() -> None:
    """Whatever libraries have set up by now writes cleaned lines too, in the form they chose."""
    named = [one for one in logging.root.manager.loggerDict.values() if isinstance(one, logging.Logger)]
    for handler in {handler for logger in (logging.root, *named) for handler in logger.handlers}:
        if handler.formatter is None:
            handler.setFormatter(Cleaned())
        elif type(handler.formatter) is logging.Formatter:
            cleaned = copy.copy(handler.formatter)
            cleaned.__class__ = Cleaned
            handler.setFormatter(cleaned)
