"""A host drawn with few lines, and the same with one thing wrong."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

MOUTHS = {
    "rest": (8, 1), "closed": (7, 0.5), "teeth": (7, 1.5), "open": (8, 9), "mid": (8, 5), "wide": (11, 4), "round": (4, 6),
    "tongue": (8, 4), "narrow": (8, 2.5), "smile": (10, 1), "sorry": (6, 1),
}  # fmt: skip
LAYERS: list[dict[str, Any]] = [
    {"group": "hair_back", "on": "head", "turn": [-2, 0]},
    {"group": "body", "breath": 3},
    {"group": "arm", "on": "", "pivot": [150, 220], "hidden": True},
    {"group": "head", "pivot": [100, 120]},
    {"group": "face"},
    {"group": "lock", "on": "head", "pivot": [70, 60], "swing": 1, "sway": 1},
]
RIG: dict[str, Any] = {
    "format": 1,
    "name": {"en": "Ada", "zh": "艾达"},
    "stand": {"counter": 210, "centre": 100, "top": 22},
    "layers": LAYERS,
    "gestures": {"card": {"gaze": [0.9, 0.1], "turn": [0.6, 0], "layers": {"arm": {"angle": 0, "shift": [0, -70]}}}},
}


def mouth(key: str) -> str:
    wide, high = MOUTHS[key]
    left, right, y = 100 - wide, 100 + wide, 100
    return (
        f'<g id="mouth_{key}" display="none">'
        f'<path id="mouth_{key}_lips" fill="#A33" d="M{left - 2} {y} Q100 {y - 5} {right + 2} {y} Q100 {y + high + 5} {left - 2} {y} Z"/>'
        f'<path id="mouth_{key}_opening" fill="#411" d="M{left} {y} Q100 {y - 1} {right} {y} Q100 {y + high} {left} {y} Z"/>'
        f'<path id="mouth_{key}_teeth" fill="#FFF" d="M{left} {y - 3} L{right} {y - 3} L{right} {y + 2} L{left} {y + 2} Z"/></g>'
    )


def eye(side: str, key: str) -> str:
    x = 82 if side == "L" else 118
    high = {"open": 6, "closed": 0, "smile": 4}[key]
    return (
        f'<g id="eye_{side}_{key}" display="none">'
        f'<path id="eye_{side}_{key}_opening" fill="#FFF" d="M{x - 9} 75 Q{x} {75 - high} {x + 9} 75 Q{x} {75 + high} {x - 9} 75 Z"/>'
        f'<path id="eye_{side}_{key}_lashes" fill="none" stroke="#222" stroke-width="2" d="M{x - 9} 75 Q{x} {75 - high} {x + 9} 75"/></g>'
    )


def brow(side: str, key: str) -> str:
    x = 82 if side == "L" else 118
    y = {"rest": 62, "up": 56}[key]
    return f'<path id="brow_{side}_{key}" fill="#333" d="M{x - 10} {y} L{x + 10} {y} L{x + 10} {y + 3} L{x - 10} {y + 3} Z"/>'


def parts() -> dict[str, str]:
    """By name, so that a test may change one."""
    found = {
        "hair_back": '<g id="hair_back"><circle cx="100" cy="70" r="48" fill="#432"/></g>',
        "body": '<g id="body"><rect x="40" y="130" width="120" height="150" fill="#EDE5D6"/></g>',
        "arm": '<g id="arm"><rect x="150" y="216" width="22" height="60" fill="#D9B"/></g>',
        "head": '<g id="head"><rect x="90" y="100" width="20" height="40" fill="#DA8"/><ellipse cx="100" cy="78" rx="36" ry="44" fill="url(#skin)"/></g>',
        "lock": '<g id="lock"><rect x="62" y="40" width="9" height="80" fill="#543"/></g>',
    }
    for side in ("L", "R"):
        x = 82 if side == "L" else 118
        found[f"iris_{side}"] = f'<g id="iris_{side}"><circle cx="{x}" cy="75" r="4" fill="#531"/></g>'
        found |= {f"eye_{side}_{key}": eye(side, key) for key in ("open", "closed", "smile")}
        found |= {f"brow_{side}_{key}": brow(side, key) for key in ("rest", "up")}
    return found | {f"mouth_{key}": mouth(key) for key in MOUTHS}


def drawing(drawn: Mapping[str, str], *, before: str = "", root: str = "") -> str:
    defs = '<defs><linearGradient id="skin"><stop offset="0" stop-color="#FBD"/><stop offset="1" stop-color="#EA9"/></linearGradient></defs>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 240" {root}>{before}{defs}{"".join(drawn.values())}</svg>'


def host(
    folder: Path,
    *,
    change: Mapping[str, str] | None = None,
    without: Sequence[str] = (),
    rig: Mapping[str, Any] | None = None,
    svg: str | None = None,
) -> Path:
    """A folder with a host; `change` has other drawings for some groups, `rig` other keys."""
    drawn = {name: text for name, text in parts().items() if name not in without} | dict(change or {})
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "avatar.svg").write_text(svg if svg is not None else drawing(drawn), encoding="utf-8")
    (folder / "rig.json").write_text(json.dumps({**RIG, **(rig or {})}, ensure_ascii=False), encoding="utf-8")
    return folder
