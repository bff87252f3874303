"""Builds the front-end assets when what they are made from changed. Run with the project's own Python."""

# ruff: noqa: T201

from __future__ import annotations

import sys
from pathlib import Path

from mercery.core.errors import MerceryError
from mercery.ui.assets import assets_stale, build_assets

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """0 when the assets are fresh."""
    try:
        if assets_stale(ROOT):
            build_assets(
                ROOT, log=lambda line: print(f"{line} …" if not line.startswith("Built") else f"{line}.", flush=True)
            )
    except MerceryError as error:
        print(f"\n{error.message}\n{error.remedy}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
