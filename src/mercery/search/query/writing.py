"""One way of writing for what is typed in several: full-width signs, traditional characters, curly quotes. Pure.

Nothing changes its place: the plain text is as long as the given one, so that what was understood can be shown in the
shopper's own writing.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from mercery.core.chinese import simplified

_IDEOGRAPHIC_SPACE: Final = 0x3000
_FULL_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SIGNS: Final = str.maketrans("’‘‛ʼ′“”„″〃～〜–—−\u00a0\u2009\u202f\t\r\n", "'''''\"\"\"\"\"~~---      ")
_TABLE: Final = {**_FULL_WIDTH, _IDEOGRAPHIC_SPACE: 0x20, **_SIGNS}
_UNSEEN: Final = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]"
)


def typed(text: str) -> str:
    """The text with composed accents and without signs nobody sees."""
    return _UNSEEN.sub("", unicodedata.normalize("NFC", text))


def plain(text: str) -> str:
    """Half-width signs and simplified characters, each in the place of the given one."""
    return simplified(text.translate(_TABLE))
