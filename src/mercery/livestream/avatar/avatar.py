"""A host as it was read: its groups as drawings of their own, its features, and how it moves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mercery.livestream.avatar.keyshapes import Feature
from mercery.livestream.avatar.rig import Rig


@dataclass(frozen=True, slots=True, kw_only=True)
class Avatar:
    """Everything a stage needs; nothing in it refers to a file any more."""

    folder: Path
    rig: Rig
    box: tuple[float, float, float, float]
    groups: Mapping[str, bytes]
    """By layer: the group as a drawing."""
    features: Mapping[str, Feature]
    """mouth, eye_L, eye_R, brow_L, brow_R."""
