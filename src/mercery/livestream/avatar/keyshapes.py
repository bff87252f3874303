"""Mouth, lids and brows: outlines drawn for several moments, blended in between. Blending is numbers only; drawing is skia's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from mercery.livestream.avatar.paths import Points, path_data

OPENING: Final = "opening"
_INSIDE: Final = ("teeth", "tongue", "inside")


@dataclass(frozen=True, slots=True)
class Part:
    """One outline of a feature, as its first key draws it."""

    name: str
    attributes: str
    """Fill, stroke and so on, as XML attributes."""
    kinds: str
    first: int
    """Where its nodes begin among the feature's."""
    count: int

    @property
    def inside(self) -> bool:
        """Whether it is seen through the opening only."""
        return self.name.startswith(_INSIDE)


@dataclass(frozen=True, slots=True)
class Feature:
    """A mouth, an eye or a brow."""

    name: str
    parts: tuple[Part, ...]
    base: Points
    """Nodes of the first key, all parts one after the other."""
    changes: Mapping[str, Points]
    """By key: how far each node is from that of the first."""
    opacity: Points
    opacity_changes: Mapping[str, Points]
    head: str
    """The document before what is blended: size, gradients."""
    iris: str = ""
    """Of an eye: what is seen in its opening, as XML."""

    @property
    def keys(self) -> frozenset[str]:
        """What was drawn besides the first."""
        return frozenset(self.changes)

    def points(self, weights: Mapping[str, float]) -> Points:
        """Nodes where each key has its weight; the first key has what is left of one."""
        found = self.base.copy()
        for key, weight in weights.items():
            if weight and key in self.changes:
                found += min(1.5, max(-0.5, weight)) * self.changes[key]
        return found

    def document(self, weights: Mapping[str, float], look: tuple[float, float] = (0.0, 0.0)) -> bytes:
        """The feature as a drawing of its own, the iris shifted by `look`."""
        points = self.points(weights)
        shown = self.opacity.copy()
        for key, weight in weights.items():
            if weight and key in self.opacity_changes:
                shown += weight * self.opacity_changes[key]
        data = [path_data(part.kinds, points[part.first : part.first + part.count]) for part in self.parts]
        return f"{self.head}{self._clip(data)}{self._drawn(data, np.clip(shown, 0, 1), look)}</svg>".encode()

    def _clip(self, data: Sequence[str]) -> str:
        for part, path in zip(self.parts, data, strict=True):
            if part.name == OPENING:
                return f'<defs><clipPath id="_opening"><path d="{path}"/></clipPath></defs>'
        return ""

    def _drawn(self, data: Sequence[str], shown: Points, look: tuple[float, float]) -> str:
        written: list[str] = []
        within = False
        for part, path, opacity in zip(self.parts, data, shown, strict=True):
            if part.inside != within:
                written.append('<g clip-path="url(#_opening)">' if part.inside else "</g>")
                within = part.inside
            if opacity > 0.004:
                seen = "" if opacity > 0.996 else f' opacity="{opacity:.2f}"'
                written.append(f'<path d="{path}"{part.attributes}{seen}/>')
            if part.name == OPENING and self.iris:
                written.append(
                    f'<g clip-path="url(#_opening)"><g transform="translate({look[0]:.2f} {look[1]:.2f})">{self.iris}</g></g>'
                )
        if within:
            written.append("</g>")
        return "".join(written)

    def bounds(self, margin: float = 6.0) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of everything its keys can reach."""
        every = [self.base, *(self.base + change for change in self.changes.values())]
        low = np.min([points.min(axis=0) for points in every], axis=0) - margin
        high = np.max([points.max(axis=0) for points in every], axis=0) + margin
        return float(low[0]), float(low[1]), float(high[0]), float(high[1])
