"""Traditional characters written in simplified ones. Pure."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

_BLOCKS: Final = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00))
_KEPT: Final = "著乾"
"""Characters with a simplified form in some words only: there is no telling from the character alone."""
_CHINESE: Final = re.compile("[\u3400-\u9fff\uf900-\ufaff]")


def simplified(text: str) -> str:
    """Traditional characters written in simplified ones, each in its place; everything else as it is."""
    return text.translate(_table()) if _CHINESE.search(text) else text


@cache
def _table() -> dict[int, str]:
    """Made once, from the library's own lists, character by character: a look-up then costs nothing."""
    from opencc import OpenCC

    convert = OpenCC("t2s").convert
    every = (chr(code) for first, last in _BLOCKS for code in range(first, last))
    pairs = ((sign, convert(sign)) for sign in every if sign not in _KEPT)
    return {ord(sign): other for sign, other in pairs if other != sign and len(other) == 1}
