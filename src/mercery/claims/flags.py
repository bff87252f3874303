"""Labels of flags that say what a thing does (`Can be engraved`, `Takes prescription lenses`), affirmed and denied. Pure.

One place for both who says it and who checks it.
"""

from __future__ import annotations

import re
from typing import Final

_DOES: Final = re.compile(
    r"(?P<verb>can|takes|holds|fits|comes|has|floats|stands|closes|opens|folds|includes|needs|works|runs) (?P<what>.+)",
    re.IGNORECASE,
)
_BARE: Final = {"has": "have", "takes": "take", "includes": "include", "closes": "close", "comes": "come"}
"""Verbs whose plural is not what is left without their s, or would be read wrongly."""


def does(label: str, on: bool, *, many: bool = False) -> str | None:
    """`can be engraved`, `cannot be engraved`, `do not take prescription lenses`; None where the label begins otherwise."""
    match = _DOES.fullmatch(label.strip())
    if match is None:
        return None
    said, what = match["verb"].lower(), match["what"]
    bare = _BARE.get(said, said.removesuffix("s"))
    if said == "can":
        return f"can {what}" if on else f"cannot {what}"
    if on:
        return f"{bare if many else said} {what}"
    return f"{'do' if many else 'does'} not {bare} {what}"
