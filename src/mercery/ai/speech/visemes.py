"""Mouth shapes of sounds, for a host that is drawn: nine, as far apart as a viewer sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from mercery.ai.speech.speech import Phone

Shape = Literal["rest", "closed", "teeth", "open", "mid", "wide", "round", "tongue", "narrow"]
"""`closed`: m b p; `teeth`: f v; `open`: a; `mid`: e ə; `wide`: i; `round`: o u w y; `tongue`: l t d n; `narrow`: s sh r k g."""
_SHAPES: Final[dict[Shape, str]] = {
    "closed": "mbp",
    "teeth": "fvʋ",
    "round": "ouwʊɔyʉøœɒʌ" + "qɥ",
    "wide": "iɪje",
    "open": "aɑæɐ",
    "mid": "əɛɜeɤ",
    "tongue": "ltdnθðɾ",
    "narrow": "szʃʒʂʐɕʑrɹkgɡŋhχxcjʔ",
}
_LEAST_MS: Final = 40
"""A shape that stands shorter than a frame is not seen; its neighbour takes its time."""


@dataclass(frozen=True, slots=True)
class Viseme:
    """A mouth shape and when it is held."""

    shape: Shape
    from_ms: int
    to_ms: int


def shape_of(sign: str) -> Shape:
    """The shape of a sound; of a diphthong that of its first part."""
    for one in sign:
        for shape, signs in _SHAPES.items():
            if one in signs:
                return shape
    return "rest" if not sign.strip() else "mid"


def visemes(phones: Sequence[Phone]) -> tuple[Viseme, ...]:
    """The shapes in order, neighbours of one shape made one."""
    found: list[Viseme] = []
    for phone in phones:
        shape = shape_of(phone.sign)
        short = phone.to_ms - phone.from_ms < _LEAST_MS
        if found and (found[-1].shape == shape or (short and shape not in ("closed", "teeth"))):
            found[-1] = Viseme(found[-1].shape, found[-1].from_ms, phone.to_ms)
        else:
            found.append(Viseme(shape, phone.from_ms, phone.to_ms))
    return tuple(found)
