"""Product pictures of the demo shop, drawn from attributes in one editorial hand.

`draw(ArtSpec(...))` gives SVG text. `kinds()` and `OPTIONS` say what can be drawn,
`palette`, `colour_name` and `swatch_hex` what colours there are.
"""

from mercery.demo.art.kinds import CATEGORY, MATERIALS, MOTIFS, OPTIONS, ArtKind
from mercery.demo.art.palette import COLOURS, Tones, colour_name, palette, swatch_hex
from mercery.demo.art.scene import draw
from mercery.demo.art.spec import (
    GROUNDS,
    HARDWARES,
    ArtError,
    ArtSpec,
    Aspect,
    Ground,
    Hardware,
    View,
    kinds,
)

__all__ = [
    "CATEGORY",
    "COLOURS",
    "GROUNDS",
    "HARDWARES",
    "MATERIALS",
    "MOTIFS",
    "OPTIONS",
    "ArtError",
    "ArtKind",
    "ArtSpec",
    "Aspect",
    "Ground",
    "Hardware",
    "Tones",
    "View",
    "colour_name",
    "draw",
    "kinds",
    "palette",
    "swatch_hex",
]
