"""The colours of the look, for what is drawn: 0xAARRGGBB."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

CHALK: Final = 0xFFF4F6F3
PAPER: Final = 0xFFFFFFFF
CALICO: Final = 0xFFEAEEE9
LINE: Final = 0xFFDADFD9
LINE2: Final = 0xFF818C85
INK: Final = 0xFF16201C
INK2: Final = 0xFF46514B
INK3: Final = 0xFF5F6A64
LODEN: Final = 0xFF1C5A45
WOAD: Final = 0xFF27527A
WELD: Final = 0xFFD2A12B


@dataclass(frozen=True, slots=True)
class Ground:
    """A tinted ground: wall and table."""

    wall: int
    table: int


GROUNDS: Final[dict[str, Ground]] = {
    "rose": Ground(0xFFE2D0CB, 0xFFD2BAB4),
    "sage": Ground(0xFFCFD8CC, 0xFFBAC6B8),
    "mist": Ground(0xFFCBD6DD, 0xFFB4C3CC),
    "straw": Ground(0xFFE6DBBD, 0xFFD6C79F),
    "stone": Ground(0xFFDAD9D2, 0xFFC7C6BD),
    "clay": Ground(0xFFDCC7B5, 0xFFCAB09A),
    "leaf": Ground(0xFFA9BDAF, 0xFF93AB9B),
    "blush": Ground(0xFFEBDAD3, 0xFFDBC5BC),
}
STONE: Final = GROUNDS["stone"]


def mixed(one: int, other: int, share: float) -> int:
    """A colour between two: `share` of the other."""
    parts = [
        round(((one >> shift) & 0xFF) * (1 - share) + ((other >> shift) & 0xFF) * share) for shift in (24, 16, 8, 0)
    ]
    return parts[0] << 24 | parts[1] << 16 | parts[2] << 8 | parts[3]
