"""Where on a picture the piece is, and whether the picture's edges are plain. Looks at what differs from the ground."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mercery.studio.video.shot import Box

Pixels = NDArray[Any]
"""Height × width × 3, 0 to 255."""
_LOOKED_AT: Final = 160
"""Pixels of the longer side: more tells no more."""
_DIFFERS: Final = 16.0
_SHARE: Final = 0.012
"""Of what differs, left out at each side: a thread, a speck, the end of a shadow."""
_PLAIN: Final = 9.0
_USUAL: Final = Box(x=0.12, y=0.12, width=0.76, height=0.76)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was found."""

    subject: Box
    plain: bool


def seen(picture: Pixels) -> Seen:
    """The smallest box around what is no ground; the middle of the picture where nothing or everything stands out."""
    small = _small(picture).astype(np.float64)
    ground = _ground(small)
    differs = np.abs(small - ground).max(axis=2)
    mask = np.clip((differs - _DIFFERS) / 24, 0, 1)
    # Flat shadows on a table are darker ground, not piece: grey of the ground's own tint counts little.
    mask *= np.where(_is_shadow(small, ground), 0.08, 1.0)
    box = _box(mask)
    return Seen(subject=box, plain=_plain(small))


def _small(picture: Pixels) -> Pixels:
    from PIL import Image

    image = Image.fromarray(np.ascontiguousarray(picture))
    share = _LOOKED_AT / max(image.size)
    size = (max(8, round(image.width * share)), max(8, round(image.height * share)))
    return np.asarray(image.resize(size, Image.Resampling.BOX))


def _ground(small: Pixels) -> Pixels:
    """Per row what the left and the right edge show, and what lies between: a wall over a table is two plain stripes."""
    margin = max(1, small.shape[1] // 40)
    left = small[:, :margin].mean(axis=1)
    right = small[:, -margin:].mean(axis=1)
    share = np.linspace(0, 1, small.shape[1])[None, :, None]
    return np.asarray(left[:, None] * (1 - share) + right[:, None] * share)


def _is_shadow(small: Pixels, ground: Pixels) -> Pixels:
    ratio = (small + 1) / (ground + 1)
    even = ratio.max(axis=2) - ratio.min(axis=2) < 0.035
    darker = (ratio.mean(axis=2) > 0.6) & (ratio.mean(axis=2) < 0.97)
    return np.asarray(even & darker)


def _box(mask: Pixels) -> Box:
    total = float(mask.sum())
    height, width = mask.shape
    if total < 0.008 * mask.size:
        return _USUAL
    x0, x1 = _span(mask.sum(axis=0), total)
    y0, y1 = _span(mask.sum(axis=1), total)
    found = Box(x=x0 / width, y=y0 / height, width=(x1 - x0) / width, height=(y1 - y0) / height)
    if found.width > 0.97 and found.height > 0.97:
        return _USUAL
    return found


def _span(weights: Pixels, total: float) -> tuple[int, int]:
    sums = np.cumsum(weights) / total
    return int(np.searchsorted(sums, _SHARE)), int(np.searchsorted(sums, 1 - _SHARE)) + 1


def _plain(small: Pixels) -> bool:
    """Whether each edge changes little along itself, with one step allowed (where a wall ends and a table begins)."""
    edges = [small[:, :2].mean(axis=1), small[:, -2:].mean(axis=1), small[:2].mean(axis=0), small[-2:].mean(axis=0)]
    return all(_steady(edge) for edge in edges)


def _steady(edge: Pixels) -> bool:
    steps = np.abs(np.diff(edge, axis=0)).max(axis=1)
    steps[int(steps.argmax())] = 0
    return bool(steps.sum() / max(1, len(steps)) < 1.6 and float(np.percentile(steps, 95)) < _PLAIN)
