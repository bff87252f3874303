"""The notices of third-party parts that end up in the built assets, collected from the installed packages."""

from __future__ import annotations

import json
from collections import deque
from pathlib import Path
from typing import Final

SHIPPED: Final = (
    "@fontsource-variable/inter",
    "@fontsource-variable/newsreader",
    "@fontsource-variable/noto-sans-sc",
    "@fontsource-variable/noto-serif-sc",
    "@observablehq/plot",
    "d3",
    "daisyui",
    "hls.js",
    "htmx.org",
    "tailwindcss",
)
"""What the bundles are made of; what these depend on is found from their own lists."""

_NAMES: Final = ("LICENSE", "LICENSE.md", "LICENSE.txt", "LICENCE", "license", "License")


def third_party_notices(modules: Path) -> str:
    """One section for each shipped package and each package it depends on, with its licence text."""
    waiting, seen, sections = deque(SHIPPED), set(SHIPPED), []
    while waiting:
        name = waiting.popleft()
        package = json.loads((modules / name / "package.json").read_text(encoding="utf-8"))
        sections.append((name, _section(modules / name, package)))
        fresh = [other for other in package.get("dependencies", {}) if other not in seen and (modules / other).is_dir()]
        seen.update(fresh)
        waiting.extend(fresh)
    head = "Third-party parts in the front-end assets of Mercery, with their licences.\n"
    return head + "".join(text for _, text in sorted(sections))


def _section(home: Path, package: dict[str, object]) -> str:
    title = f"{package['name']} {package['version']} ({package.get('license', 'see below')})"
    text = next((path.read_text(encoding="utf-8") for name in _NAMES if (path := home / name).is_file()), "")
    return f"\n{'=' * 78}\n{title}\n{'=' * 78}\n{text.strip() or 'No licence file in the package.'}\n"
