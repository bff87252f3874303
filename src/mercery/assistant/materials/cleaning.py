"""Brings a text of unknown origin into one plain form, and says where something was hidden in it. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

_COMMENTS: Final = re.compile(
    r"<!--.*?(?:-->|\Z)|/\*.*?(?:\*/|\Z)|^\[[^\]\n]{0,40}\]:\s*[#<].*$|\{#.*?#\}|<(script|style|template)\b.*?(?:</\1>|\Z)",
    re.DOTALL | re.IGNORECASE | re.MULTILINE,
)
"""Parts that a reader of the page never sees: HTML, CSS, Markdown and template comments, scripts."""
_CONCEALED: Final = re.compile(
    r"<([a-z][a-z0-9]{0,9})\b[^<>]{0,300}(?:display\s{0,2}:\s{0,2}none|visibility\s{0,2}:\s{0,2}hidden|font-size\s{0,2}:\s{0,2}0|opacity\s{0,2}:\s{0,2}0|color\s{0,2}:\s{0,2}(?:white|#fff)|\bhidden\b)[^<>]{0,300}>.{0,4000}?(?:</\1>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_TWINS: Final = str.maketrans(
    "абвеёзікмнорстухѕјԁԛԝһΑΒΕΖΗΙΚΜΝΟΡΤΥΧαεικνορτυχАВЕЅІКМНОРСТУХЈ",
    "a6beeзikmhopctyxsjdqwhABEZHIKMNOPTYXaeikvoptuxABESIKMHOPCTYXJ",
)
"""Letters of other scripts that look like Latin ones."""
_MIXED: Final = re.compile(r"[A-Za-z][\u0370-\u052f]|[\u0370-\u052f][A-Za-z]")
_SPACED: Final = re.compile(r"(?<![A-Za-z0-9])(?:[A-Za-z0-9][ .\-_*·|/]{1,2}){4,}[A-Za-z0-9](?![A-Za-z0-9])")
_SPACED_ZH: Final = re.compile(r"(?:[\u3400-\u9fff][ .\-_*·|/]{1,2}){3,}[\u3400-\u9fff]")
_INVISIBLE: Final = frozenset("\u115f\u1160\u3164\u2800\u180e")
_EMOJI_JOINS: Final = frozenset("\u200d\ufe0f\ufe0e")
HIDDEN: Final = "\ue000"
"""Stands, as a sentence of its own, for a part no reader sees."""


_CHINESE: Final = re.compile(r"[\u3400-\u9fff]")
_FULL: Final = str.maketrans({",": "，", "!": "！", "?": "？", ";": "；", ":": "："})


@dataclass(frozen=True, slots=True)
class Plain:
    """One sentence in plain signs."""

    text: str
    hidden: bool
    """Whether signs nobody sees, letters in disguise or letters set apart stood in it."""

    @property
    def printed(self) -> str:
        """As it is quoted: Chinese with its own full-width signs."""
        return (
            self.text.translate(_FULL)
            if _CHINESE.search(self.text) and not re.search("[A-Za-z0-9]", self.text)
            else self.text
        )


def uncovered(text: str) -> str:
    """The text with every concealed part replaced by the mark for one."""
    for pattern in (_COMMENTS, _CONCEALED):
        text = pattern.sub(f"\n{HIDDEN}\n", text)
    return text


def plain(sentence: str) -> Plain:
    """A sentence as it is read: NFKC, no control signs, look-alikes turned into the letters they imitate."""
    seen = unicodedata.normalize("NFKC", sentence.replace("…", "...")).replace("’", "'").replace("‘", "'")
    invisible = [
        sign
        for sign in sentence.lstrip("\ufeff")
        if (unicodedata.category(sign) in ("Cf", "Cc", "Cn", "Co") or sign in _INVISIBLE)
        and sign not in "\t\r\n\u00ad"
        and sign not in _EMOJI_JOINS
    ]
    marks = sum(unicodedata.category(sign) in ("Mn", "Me") for sign in unicodedata.normalize("NFD", seen))
    kept = "".join(sign for sign in seen if unicodedata.category(sign)[0] != "C" and sign not in _INVISIBLE)
    hidden = bool(invisible or _MIXED.search(kept) or _SPACED.search(kept) or _SPACED_ZH.search(kept)) or marks > 6
    text = re.sub(r"\s+", " ", kept.translate(_TWINS) if hidden else kept).strip()
    return Plain(text, hidden)
