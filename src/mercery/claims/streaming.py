"""Sentences out of a stream of text: each as soon as it is complete, so that it can be checked and said."""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 600
"""Signs without an end of sentence after which the text is cut: nobody waits for a sentence that never ends."""
_ABBREVIATIONS: Final = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|approx|no|nos|mr|mrs|ms|dr|st|vs|inc|ltd|co|fig|dept|est|tel|max|min|incl|excl|a\.m|p\.m)|\b[a-z])\.$",
    re.IGNORECASE,
)
_END: Final = re.compile(
    r"[。！？!?…]+[”’\"'）)】」』]*|\.+[”’\"')\]]*(?=\s|$)|\n+"
    r"|(?:(?<=\{s\d\})|(?<=\{s\d\d\}))[ \t]*(?=[A-Z{\u3400-\u9fff])"
)
"""The end of a sentence; also after a placeholder that stands for one."""


class SentenceStream:
    """Collects pieces of text and hands out whole sentences."""

    def __init__(self) -> None:
        self._held = ""

    def feed(self, piece: str) -> list[str]:
        """The sentences that `piece` completes. The last sign is kept back: it may go on (`3.` of `3.5`)."""
        self._held += piece
        return self._cut(final=False)

    def rest(self) -> list[str]:
        """What is left at the end of the text."""
        found = self._cut(final=True)
        left, self._held = self._held.strip(), ""
        return [*found, left] if left else found

    def _cut(self, *, final: bool) -> list[str]:
        found: list[str] = []
        at = 0
        while match := _END.search(self._held, at):
            if match.end() == len(self._held) and not final:
                break
            before = self._held[: match.end()]
            if match[0].startswith(".") and len(match[0].rstrip("”’\"')]")) == 1 and _ABBREVIATIONS.search(before.rstrip("”’\"')]")):  # fmt: skip
                at = match.end()
                continue
            if sentence := before.strip():
                found.append(sentence)
            self._held, at = self._held[match.end() :], 0
        if len(self._held) > LONGEST:
            found.append(self._held.strip())
            self._held = ""
        return found


def sentences_of(text: str) -> list[str]:
    """The sentences of a whole text."""
    stream = SentenceStream()
    return [*stream.feed(text), *stream.rest()]
