"""A text somebody wrote, sentence by sentence: what holds, on which facts, and why the rest may not go out."""

from __future__ import annotations

import re
from typing import Final

from mercery.claims.sentence import Sentence
from mercery.claims.streaming import sentences_of
from mercery.studio.checking import judge
from mercery.studio.materials import Materials
from mercery.studio.piece import Told, Writer

_AFTER_UNIT: Final = re.compile(r"(?<=\d [a-z]\.)\s+(?=[A-Z])|(?<=\d [a-z]{2}\.)\s+(?=[A-Z])")
"""`It weighs 780 g. It is …`: no abbreviation, an end."""


def sentences(text: str) -> tuple[str, ...]:
    """The text cut into sentences; a new line ends one."""
    whole = [one for line in text.splitlines() for one in sentences_of(line)]
    return tuple(part.strip() for one in whole for part in _AFTER_UNIT.split(one) if part.strip())


def told(text: str, materials: Materials, about: str, writer: Writer) -> tuple[Told, ...]:
    """Each sentence judged, with the words that stand on facts marked. `about`: the product it speaks of."""
    return tuple(judge(Sentence(text=one), materials, writer=writer, about=about) for one in sentences(text))
