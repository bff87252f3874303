"""One way of writing for what is typed in several: full-width signs, traditional characters, curly quotes. Pure.

Nothing changes its place: the plain text is as long as the given one, so that what was understood can be shown in the
shopper's own writing.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

_IDEOGRAPHIC_SPACE: Final = 0x3000
_FULL_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SIGNS: Final = str.maketrans("’‘‛ʼ′“”„″〃～〜–—−\u00a0\u2009\u202f\t\r\n", "'''''\"\"\"\"\"~~---      ")
_TABLE: Final = {**_FULL_WIDTH, _IDEOGRAPHIC_SPACE: 0x20, **_SIGNS}
_CHINESE_BLOCKS: Final = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00))
_KEPT: Final = "著乾"
"""Characters with a simplified form in some words only: there is no telling from the character alone."""
_CHINESE: Final = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_UNSEEN: Final = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]"
)


def typed(text: str) -> str:
    """The text with composed accents and without signs nobody sees."""
    return _UNSEEN.sub("", unicodedata.normalize("NFC", text))


def plain(text: str) -> str:
    """Half-width signs and simplified characters, each in the place of the given one."""
    return simplified(text.translate(_TABLE))


def simplified(text: str) -> str:
    """Traditional characters written in simplified ones; everything else as it is."""
    return text.translate(_simplified()) if _CHINESE.search(text) else text


@cache
def _simplified() -> dict[int, str]:
    """Made once, from the library's own lists, character by character: a look-up then costs nothing."""
    from opencc import OpenCC

    convert = OpenCC("t2s").convert
    every = (chr(code) for first, last in _CHINESE_BLOCKS for code in range(first, last))
    pairs = ((sign, convert(sign)) for sign in every if sign not in _KEPT)
    return {ord(sign): other for sign, other in pairs if other != sign and len(other) == 1}
