"""In which language a passage is written, by its script. Pure."""

from __future__ import annotations

import re
from typing import Final

from mercery.core.i18n import Lang

_CHINESE: Final = re.compile(r"[\u3400-\u9fff]")
_LATIN_WORD: Final = re.compile(r"[A-Za-z]{2,}")


def language_of(text: str, before: Lang) -> Lang:
    """Chinese when Chinese signs carry it, also with names of goods in Latin letters. Of figures alone, as before."""
    chinese, latin = len(_CHINESE.findall(text)), len(_LATIN_WORD.findall(text))
    if not chinese and not latin:
        return before
    return "zh" if chinese and chinese >= latin * 0.6 else "en"
