"""skia, where this machine can draw; a clear error where it cannot. Nothing else imports skia by itself."""

from __future__ import annotations

from types import ModuleType

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
        raise PicturesUnavailable(f"Pictures cannot be drawn here: {error}.", remedy=_REMEDY) from error
    module: ModuleType = skia
    return module
