"""Makes sure that the tests find what no lock file brings: a Chromium for those in the browser, and the system's libEGL and
libGL, which skia wants before it draws. Debian's packages where these can be installed, else whatever is there.

Prints one line when something was done or is missing. Never fails: without a browser its tests are skipped.
"""

# ruff: noqa: T201

from __future__ import annotations

import ctypes.util
import os
import shutil
import subprocess
from collections.abc import Callable

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def installed() -> bool:
    """Whether a Chromium or Chrome can be started."""
    named = os.environ.get("MERCERY_TEST_CHROMIUM")
    return bool(named) or any(shutil.which(name) for name in NAMES)


def can_draw() -> bool:
    """Whether the libraries that skia's wheel leaves to the system are there."""
    return all(ctypes.util.find_library(name) for name in ("EGL", "GL"))


def install() -> bool:
    """Install Debian's package of the browser, which needs root."""
    return _apt("Installing Chromium for the browser tests …", ("chromium",), installed)


def install_graphics() -> bool:
    """The same for libEGL and libGL."""
    return _apt("Installing libEGL and libGL for the tests of pictures …", ("libegl1", "libgl1"), can_draw)


def _apt(said: str, packages: tuple[str, ...], there: Callable[[], bool]) -> bool:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    print(said, flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt = ["apt-get", "-y", "-qq", "-o", "DPkg::Lock::Timeout=120"]
    for step in (["install", "--no-install-recommends", *packages], ["update"]) * 2:
        subprocess.run([*apt, *step], env=environment, capture_output=True, stdin=subprocess.DEVNULL, check=False)
        if there():
            return True
    return False


def main() -> None:
    """Find or install; say when there is none."""
    if not installed() and not install():
        print(
            "No Chromium or Chrome found: the browser tests will be SKIPPED. Install one (apt install chromium) to run them."
        )
    if not can_draw() and not install_graphics():
        print("libEGL or libGL is missing: the tests of pictures and films will fail (apt install libegl1 libgl1).")


if __name__ == "__main__":
    main()
