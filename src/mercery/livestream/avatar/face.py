"""Eyes, brows and mouth as sprites: drawn as vectors where they changed, kept for a while where they did not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from mercery.livestream.avatar.attitude import Attitude
from mercery.livestream.avatar.avatar import Avatar
from mercery.livestream.avatar.paths import Affine
from mercery.livestream.avatar.sprites import Kept, Sprite, document, drawn, even, reached, sprite_of

_PARTS: Final = 16
"""Steps from one key shape to the next."""
_PICTURES: Final = 200
Weights = tuple[tuple[str, int], ...]
Place = tuple[int, int, int]
"""Angle and place of the head, in steps."""


@dataclass(frozen=True, slots=True)
class Feature:
    """What one feature is to look like, in steps."""

    name: str
    weights: Weights
    look: tuple[int, int] = (0, 0)
    """Of an eye: by how many steps of a pixel the iris is shifted."""


@dataclass(frozen=True, slots=True)
class Region:
    """Features that are drawn together; equal values are equal pictures."""

    name: str
    features: tuple[Feature, ...]
    place: Place


class Face:
    """The features of one host at one size."""

    def __init__(self, avatar: Avatar, scale: float, step: int, most: int) -> None:
        self._avatar, self._scale, self._step = avatar, scale, step
        self.kept = Kept(most)
        self._pictures: dict[Feature, Any] = {}
        self._bounds = {name: feature.bounds() for name, feature in avatar.features.items()}
        self._mouths = frozenset({"rest", *avatar.features["mouth"].keys})

    def regions(self, attitude: Attitude, place: Place) -> tuple[Region, Region]:
        """What an attitude looks like where the head is."""
        reach = self._avatar.rig.eyes.look
        look = (self._steps(attitude.gaze[0] * reach[0]), self._steps(attitude.gaze[1] * reach[1]))
        eyes = [
            Feature(f"eye_{side}", _weights({"closed": shut, "smile": attitude.eye_smile * (1 - shut)}), look)
            for side, shut in zip("LR", attitude.lids, strict=True)
        ]
        brows = [Feature(f"brow_{side}", _weights(dict(attitude.brows))) for side in "LR"]
        mouth: dict[str, float] = {}
        for name, weight in attitude.mouth.items():
            key = name if name in ("smile", "sorry") else self._avatar.rig.stands_for(name, self._mouths)  # type: ignore[arg-type]
            mouth[key] = mouth.get(key, 0.0) + weight
        return (
            Region("eyes", (*eyes, *brows), place),
            Region("mouth", (Feature("mouth", _weights(mouth)),), place),
        )

    def sprite(self, region: Region, key: Place, matrix: Callable[[], Affine]) -> Sprite | None:
        """The picture of a region; `key` is the place within two pixels, `matrix` what takes the drawing there."""
        return self.kept.get((region.features, key), lambda: self._drawn(region, matrix()))

    def _drawn(self, region: Region, matrix: Affine) -> Sprite | None:
        bounds = [self._bounds[feature.name] for feature in region.features]
        whole = (
            min(one[0] for one in bounds), min(one[1] for one in bounds),
            max(one[2] for one in bounds), max(one[3] for one in bounds),
        )  # fmt: skip
        rect = even(*reached(matrix, whole))
        pictures = [self._picture(feature) for feature in region.features]
        return sprite_of(drawn(pictures, matrix, self._avatar.box[:2], rect), rect[0], rect[1])

    def _picture(self, feature: Feature) -> Any:
        """While the head moves and the face is still, it is the same drawing."""
        found = self._pictures.get(feature)
        if found is None:
            shift = (feature.look[0] / self._step / self._scale, feature.look[1] / self._step / self._scale)
            weights = {key: step / _PARTS for key, step in feature.weights}
            content = self._avatar.features[feature.name].document(weights, shift)
            found = self._pictures[feature] = document(content, self._avatar.box)
            if len(self._pictures) > _PICTURES:
                self._pictures.pop(next(iter(self._pictures)))
        return found

    def _steps(self, units: float) -> int:
        return round(units * self._scale * self._step)


def _weights(shares: dict[str, float]) -> Weights:
    """In steps, without those that are not seen."""
    steps = ((key, round(share * _PARTS)) for key, share in shares.items() if key != "rest")
    return tuple(sorted((key, step) for key, step in steps if step))
