"""Makes sure that the browser tests find a Chromium: Debian's package where that can be installed, else any that is there.

Prints one line when something was done or is missing. Never fails: without a browser its tests are skipped.
"""

# ruff: noqa: T201

from __future__ import annotations

import os
import shutil
import subprocess

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def installed() -> bool:
    """Whether a Chromium or Chrome can be started."""
    named = os.environ.get("MERCERY_TEST_CHROMIUM")
    return bool(named) or any(shutil.which(name) for name in NAMES)


def install() -> bool:
    """Install Debian's package, which needs root."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    print("Installing Chromium for the browser tests …", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt = ["apt-get", "-y", "-qq", "-o", "DPkg::Lock::Timeout=120"]
    for step in (["install", "--no-install-recommends", "chromium"], ["update"]) * 2:
        subprocess.run([*apt, *step], env=environment, capture_output=True, stdin=subprocess.DEVNULL, check=False)
        if installed():
            return True
    return False


def main() -> None:
    """Find or install; say when there is none."""
    if not installed() and not install():
        print(
            "No Chromium or Chrome found: the browser tests will be SKIPPED. Install one (apt install chromium) to run them."
        )


if __name__ == "__main__":
    main()
