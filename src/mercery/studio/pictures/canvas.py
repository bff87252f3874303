"""skia, where this machine can draw; a clear error where it cannot. Nothing else imports skia by itself."""

from __future__ import annotations

import re
from types import ModuleType
from typing import Any, Final

from mercery.core.errors import MerceryError


class PicturesUnavailable(MerceryError):
    """This machine cannot draw: a library that skia needs is missing, or the typefaces were never built."""

    code = "pictures_unavailable"
    status = 503


_REMEDY = (
    "Install what skia needs: `apt-get install libegl1 libgl1` (Debian, Ubuntu), `dnf install libglvnd-egl libglvnd-glx` "
    "(Fedora), `apk add mesa-egl mesa-gl` (Alpine); or write pieces without pictures and videos."
)


def skia_module() -> ModuleType:
    """The drawing library, loaded when it is first needed; PicturesUnavailable says what to install."""
    try:
        import skia
    except ImportError as error:
        raise PicturesUnavailable(
            f"Pictures cannot be drawn here: {error}.",
            remedy=_REMEDY,
            zh=f"本机无法绘图：{error}。请安装 libegl1 与 libgl1（Debian、Ubuntu：`apt-get install libegl1 libgl1`）。",
        ) from error
    module: ModuleType = skia
    return module


_PLAIN_LINK: Final = re.compile(rb"(\s)href=(?=[\"']#)")


def svg_document(content: bytes) -> Any:
    """A drawing that skia can draw (a skia.SVGDOM), None where it is none.

    skia knows links inside a drawing (`<use href="#a">`) by their older name alone and leaves out what it does not know.
    """
    skia = skia_module()
    content = _PLAIN_LINK.sub(rb"\1xlink:href=", content)
    if b"xlink:href" in content and b"xmlns:xlink" not in content:
        content = content.replace(b"<svg", b'<svg xmlns:xlink="http://www.w3.org/1999/xlink"', 1)
    return skia.SVGDOM.MakeFromStream(skia.MemoryStream(content, True))
