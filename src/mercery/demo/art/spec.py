"""The specification of one picture, in words a catalogue also uses.

What can be drawn, and with which options, stands in `mercery.demo.art.kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal

from mercery.demo.art.kinds import MATERIALS, MOTIFS, OPTIONS, ArtKind
from mercery.demo.art.palette import COLOURS

__all__ = [
    "GROUNDS",
    "HARDWARES",
    "ArtError",
    "ArtKind",
    "ArtSpec",
    "Aspect",
    "Ground",
    "Hardware",
    "View",
    "kinds",
]

Ground = Literal["rose", "sage", "mist", "straw", "stone", "clay", "leaf", "blush"]
Hardware = Literal["gold", "silver", "gunmetal", "rose"]
View = Literal["main", "detail", "alternate"]
Aspect = Literal["tile", "square", "hero"]

GROUNDS: Mapping[Ground, tuple[str, str]] = MappingProxyType(
    {
        "rose": ("#E2D0CB", "#D2BAB4"),
        "sage": ("#CFD8CC", "#BAC6B8"),
        "mist": ("#CBD6DD", "#B4C3CC"),
        "straw": ("#E6DBBD", "#D6C79F"),
        "stone": ("#DAD9D2", "#C7C6BD"),
        "clay": ("#DCC7B5", "#CAB09A"),
        "leaf": ("#A9BDAF", "#93AB9B"),
        "blush": ("#EBDAD3", "#DBC5BC"),
    }
)
"""Wall and table of each ground."""

HARDWARES: tuple[Hardware, ...] = ("gold", "silver", "gunmetal", "rose")


class ArtError(ValueError):
    """A specification names something that cannot be drawn; the message lists what can."""


@dataclass(frozen=True, kw_only=True)
class ArtSpec:
    """One picture: what to draw, in which colours, on which ground.

    A picture must not say what the catalogue does not: the only words on a piece are the
    house name and `label`. A label of two lines is written "Figuier|Eau de parfum 50 ml";
    its second line stands on paper labels, dials and case backs.
    """

    kind: ArtKind
    colour: str
    ground: Ground = "stone"
    accent: str | None = None
    material: str | None = None
    hardware: Hardware = "gold"
    motif: str | None = None
    label: str | None = None
    scale: float = 1.0
    view: View = "main"
    params: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in (self.colour, self.accent):
            if name is not None and name not in COLOURS:
                raise ArtError(f"unknown colour {name!r}; known: {', '.join(COLOURS)}")
        _must_be("ground", self.ground, tuple(GROUNDS))
        _must_be("hardware", self.hardware, HARDWARES)
        _must_be("view", self.view, ("main", "detail", "alternate"))
        if self.material is not None:
            _must_be("material", self.material, MATERIALS)
        if self.motif is not None:
            _must_be("motif", self.motif, MOTIFS)
        if not 0.5 <= self.scale <= 1.5:
            raise ArtError(f"scale {self.scale} is outside 0.5 to 1.5")
        options = OPTIONS[self.kind]
        for key, value in self.params.items():
            if key not in options:
                raise ArtError(f"{self.kind} has no option {key!r}; it has: {', '.join(options)}")
            _must_be(f"{self.kind}.{key}", value, options[key])

    def name(self, default: str) -> str:
        """The words on the piece, or the house's."""
        return (self.label or default).split("|")[0].strip() or default

    @property
    def small_print(self) -> str:
        """The second line of the label, empty when there is none."""
        return (self.label or "").partition("|")[2].strip()

    def option(self, key: str) -> str:
        """The chosen value of an option of this kind, or its default."""
        return self.params.get(key, OPTIONS[self.kind][key][0])

    def colour_option(self, key: str, default: str) -> str:
        """The chosen colour of a colour option, or `default` when none was chosen."""
        return self.params.get(key, default)

    def seen(self, view: View) -> ArtSpec:
        """The same piece in another view."""
        return replace(self, view=view)


def kinds() -> tuple[ArtKind, ...]:
    """Every kind, in the order of the shop's categories."""
    return tuple(ArtKind)


def _must_be(name: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise ArtError(f"{name} cannot be {value!r}; known: {', '.join(known)}")
