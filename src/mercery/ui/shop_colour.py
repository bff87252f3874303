"""The merchant's own colour: accepted where white reads on it, darkened where it does not.

Contrast is the WCAG 2 ratio of relative luminances.
"""

from __future__ import annotations

import colorsys
import re
from typing import Final

from mercery.core.errors import MerceryError

_HEX = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})\Z")
ENOUGH: Final = 4.5
"""The least contrast for text of normal size."""
DARK_PAPER: Final = "#161C19"


class ColourError(MerceryError):
    """Not a colour in hexadecimal."""

    code = "colour_invalid"
    status = 422


def luminance(colour: str) -> float:
    """Relative luminance, 0 for black to 1 for white."""
    channels = [int(_digits(colour)[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """The ratio between two colours, from 1 to 21."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def accepted_shop_colour(colour: str) -> str:
    """`colour` as #RRGGBB, made darker in steps of its own hue until white stands at 4.5:1 on it."""
    return _moved(colour, against="#FFFFFF", step=-0.01)


def shop_text_on_dark(colour: str) -> str:
    """The same hue made lighter until it reads at 4.5:1 on dark paper; used for text only."""
    return _moved(colour, against=DARK_PAPER, step=0.01)


def shop_stylesheet(colour: str) -> str:
    """The few declarations that give a storefront its merchant's colour."""
    accepted, on_dark = accepted_shop_colour(colour), shop_text_on_dark(colour)
    return f":root,[data-theme]{{--shop:{accepted};--shop-dark:{on_dark};--color-secondary:{accepted}}}\n"


def shop_stylesheet_url(colour: str) -> str:
    """The address of that stylesheet; it names the accepted colour, so it may be cached for ever."""
    return f"/assets/shop/{accepted_shop_colour(colour)[1:].lower()}.css"


def _moved(colour: str, *, against: str, step: float) -> str:
    digits = _digits(colour)
    red, green, blue = (int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    found = f"#{digits.upper()}"
    while contrast(found, against) < ENOUGH:
        light += step
        channels = colorsys.hls_to_rgb(hue, min(1.0, max(0.0, light)), saturation)
        found = "#" + "".join(f"{round(channel * 255):02X}" for channel in channels)
    return found


def _digits(colour: str) -> str:
    match = _HEX.match(colour.strip())
    if not match:
        raise ColourError(
            f"'{colour}' is not a colour.",
            remedy="Write six hexadecimal digits as in #6A1C28.",
            zh=f"“{colour}”不是颜色值，请写成六位十六进制，例如 #6A1C28。",
        )
    digits = match.group(1)
    return digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
