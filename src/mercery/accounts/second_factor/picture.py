"""The square an app reads, as SVG in the page: no picture that could be fetched again, no inline style."""

from __future__ import annotations

import segno
from markupsafe import Markup


def square(text: str) -> Markup:
    """`text` as a QR code, dark on white in every theme (scanners need it), with the quiet margin of ISO/IEC 18004."""
    made = segno.make_qr(text, error="m")
    drawn: str = made.svg_inline(border=4, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None)
    return Markup(drawn)  # noqa: S704 - drawn by us out of squares; the text itself is not in it
