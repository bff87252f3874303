"""The drawing surface: flat faces, lines and words, and the shadow their outline casts.

Coordinates of a drawing: x to the right from the middle of the piece, y downward, the table
at y = 0 where the piece stands (so everything standing has negative y). One unit is a 400th
of the width of a tile. A drawing says which outlines cast a shadow and where they stand or
hang; `mercery.demo.art.scene` projects all of them with one light.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal
from xml.sax.saxutils import escape

from mercery.demo.art import letters
from mercery.demo.art.palette import Tones, brightness, mix, palette
from mercery.demo.art.path import IDENTITY, Matrix, Point, apply, matrix_text, num, outline_points, pair, pt, times
from mercery.demo.art.spec import GROUNDS, ArtSpec

INK = "#2B302E"
FONT = "Newsreader,Georgia,'Noto Serif SC',serif"
_METAL = {"gold": "gold", "silver": "silver", "gunmetal": "gunmetal", "rose": "rose gold"}


@dataclass(frozen=True, kw_only=True)
class Cast:
    """One outline that stops the light: standing on a line of the table, or off the wall."""

    mode: Literal["stand", "hang", "lie"]
    at: float
    markup: str


@dataclass(frozen=True, kw_only=True)
class Ledge:
    """A level top within the piece, on which whatever is drawn later throws its shadow."""

    outline: str
    at: float
    colour: str
    slot: int
    first: int


@dataclass
class Canvas:
    """Collects the markup of one piece in drawing order."""

    spec: ArtSpec
    prefix: str
    body: list[str] = field(default_factory=list)
    defs: list[str] = field(default_factory=list)
    casts: list[Cast] = field(default_factory=list)
    ledges: list[Ledge] = field(default_factory=list)
    focus: Point = (0, -120)
    zoom: float = 2.4
    _points: list[Point] = field(default_factory=list)
    _matrix: Matrix = IDENTITY
    _mode: Literal["stand", "hang", "lie"] = "stand"
    _at: float = 0
    _ids: int = 0
    _known: dict[str, str] = field(default_factory=dict)

    @property
    def tones(self) -> Tones:
        """The tones of the piece's main colour."""
        return palette(self.spec.colour)

    @property
    def metal(self) -> Tones:
        """The tones of buckles, cases and clasps."""
        return palette(_METAL[self.spec.hardware])

    @property
    def stone(self) -> Tones:
        """A plinth or block in the tint of the ground, so that props never compete."""
        wall, table = GROUNDS[self.spec.ground]
        return Tones(
            light=mix(wall, "#FFFFFF", 0.62),
            mid=mix(wall, "#FFFFFF", 0.3),
            dark=mix(table, "#5A4A48", 0.14),
            stitch="#FFFFFF",
        )

    @property
    def slate(self) -> Tones:
        """A dark display in the tint of the ground, for what is pale or small."""
        mid = mix(GROUNDS[self.spec.ground][1], "#2A2A2C", 0.62)
        return Tones(light=mix(mid, "#FFFFFF", 0.07), mid=mid, dark=mix(mid, "#000000", 0.3), stitch="#FFFFFF")

    @property
    def close(self) -> bool:
        """Whether the camera is near, so that fine work shows."""
        return self.spec.view == "detail"

    @property
    def turned(self) -> bool:
        """Whether this is the alternate picture."""
        return self.spec.view == "alternate"

    def accent(self, default: str) -> Tones:
        """The tones of the second colour, or of `default` when the spec names none."""
        return palette(self.spec.accent or default)

    def stand(self, y: float = 0) -> None:
        """What follows stands on the table at height `y` of the picture."""
        self._mode, self._at = "stand", y

    def hang(self, gap: float) -> None:
        """What follows hangs in front of the wall, `gap` units from it."""
        self._mode, self._at = "hang", gap

    def lie(self, thickness: float) -> None:
        """What follows lies on the table (or on something) and is this thick."""
        self._mode, self._at = "lie", thickness

    def face(self, d: str, fill: str, *, cast: bool = True, even_odd: bool = False) -> None:
        """A filled outline that casts a shadow."""
        rule = ' fill-rule="evenodd"' if even_odd else ""
        self.body.append(f'<path d="{d}" fill="{fill}"{rule}/>')
        self._bounds(d, 0)
        if cast:
            self.shade(d, even_odd=even_odd)

    def plane(self, d: str, fill: str, opacity: float | None = None, *, even_odd: bool = False) -> None:
        """A filled plane within an outline already drawn; casts nothing."""
        more = ' fill-rule="evenodd"' if even_odd else ""
        if opacity is not None:
            more += f' opacity="{opacity:g}"'
        self.body.append(f'<path d="{d}" fill="{fill}"{more}/>')

    def line(
        self,
        d: str,
        colour: str,
        width: float,
        *,
        cast: bool = False,
        dash: str | None = None,
        butt: bool = False,
        opacity: float | None = None,
    ) -> None:
        """A stroke of even width; `cast` when it is a thing (a handle, a chain), not a mark."""
        more = f' stroke-dasharray="{dash}"' if dash else ""
        if butt:
            more += ' stroke-linecap="butt"'
        if opacity is not None:
            more += f' opacity="{opacity:g}"'
        self.body.append(f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="{width:g}"{more}/>')
        if cast:
            self._bounds(d, width / 2)
            cap = ' stroke-linecap="butt"' if butt else ""
            self._cast(
                f'<path d="{d}" fill="none" stroke-width="{width:g}"{cap}{self._where()} stroke="currentColor"/>'
            )

    def stitch(self, d: str, colour: str, *, width: float = 1.3, dash: str = "4.4 3.2") -> None:
        """A row of stitches, in the fine picture with the needle holes between them."""
        if self.close:
            self.line(d, mix(colour, "#201814", 0.62), width * 0.8, opacity=0.55)
        self.line(d, colour, width, dash=dash)

    def shade(self, d: str, *, even_odd: bool = False) -> None:
        """Let an outline cast a shadow without drawing it."""
        rule = ' fill-rule="evenodd"' if even_odd else ""
        self._cast(f'<path d="{d}"{rule}{self._where()}/>')

    def drop(self, d: str, onto: str, colour: str, dx: float = 5, dy: float = 7) -> None:
        """The shadow that `d` throws on the face `onto` right behind it."""
        with self.clip(onto):
            self.body.append(f'<path d="{d}" fill="{colour}" transform="translate({pair(dx, dy)})"/>')

    def ledge(self, outline: str, y: float, colour: str) -> None:
        """What is drawn from here on stands on this level top at height `y`."""
        self.ledges.append(Ledge(outline=outline, at=y, colour=colour, slot=len(self.body), first=len(self.casts)))
        self.body.append("")

    def plinth(self, left: float, right: float, high: float, *, deep: float = 16) -> None:
        """A stone block from the table up to `high`; what follows stands on it."""
        s = self.stone
        side = deep * 0.62
        self.face(f"M{pt(right, -high)}L{pt(right + side, -high - deep)}V{num(-deep)}L{pt(right, 0)}Z", s.dark)
        top = f"M{pt(left, -high)}L{pt(left + side, -high - deep)}H{num(right + side)}L{pt(right, -high)}Z"
        self.face(top, s.light)
        self.face(f"M{pt(left, -high)}H{num(right)}V0H{num(left)}Z", s.mid)
        self.ledge(top, -high - deep * 0.4, mix(s.dark, "#33272B", 0.06))

    def foil(self, behind: Tones) -> str:
        """A stamped metal tone that reads on a material."""
        return self.metal.mid if brightness(behind.mid) < 95 else mix(behind.dark, "#1A1412", 0.45)

    def glow(self, d: str, colour: str) -> None:
        """Coloured light that falls through glass into the shadow; after the glass itself."""
        self._cast(f'<path d="{d}" fill="{colour}"{self._where()}/>')

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float,
        fill: str,
        *,
        room: float = 200,
        spacing: float = 0.06,
        turn: float = 0,
    ) -> None:
        """Centred words in the house's letters, made smaller until they fit in `room` units."""
        if not words:
            return
        turned = f" rotate({num(turn)})" if turn else ""
        if not letters.known(words):
            self._plain_text(x, y, words, size, fill, room=room, turned=turned)
            return
        size = min(size, room / max(0.01, letters.width(words, spacing)))
        self.body.append(
            f'<g transform="translate({pair(x, y)}){turned}" fill="{fill}" color="{fill}">'
            f"{letters.drawn(words, size, spacing, self.define)}</g>"
        )

    def _plain_text(self, x: float, y: float, words: str, size: float, fill: str, *, room: float, turned: str) -> None:
        """Words with letters the house has not drawn, in a serif of the reader's system."""
        wide = sum(1.0 if ord(ch) > 0x2E80 else 0.6 for ch in words)
        size = min(size, room / max(0.01, wide))
        place = f' transform="translate({pair(x, y)}){turned}"'
        self.body.append(f'<text{place} font-size="{num(size)}" fill="{fill}">{escape(words)}</text>')

    @contextmanager
    def clip(self, d: str, *, even_odd: bool = False) -> Iterator[None]:
        """Everything drawn inside shows only within the outline."""
        rule = ' clip-rule="evenodd"' if even_odd else ""
        name = self.define(f'<clipPath id="%"><path d="{d}"{rule}/></clipPath>')
        self.body.append(f'<g clip-path="url(#{name})">')
        yield
        self.body.append("</g>")

    @contextmanager
    def at(self, m: Matrix) -> Iterator[None]:
        """Everything drawn inside is mapped; its shadows follow."""
        before = self._matrix
        self._matrix = times(before, m)
        self.body.append(f'<g transform="{matrix_text(m)}">')
        yield
        self.body.append("</g>")
        self._matrix = before

    @contextmanager
    def faded(self, opacity: float) -> Iterator[None]:
        """Everything drawn inside is seen through, as one."""
        self.body.append(f'<g opacity="{opacity:g}">')
        yield
        self.body.append("</g>")

    def define(self, markup: str) -> str:
        """Add a definition whose id is written as %, and return its id; equal ones are shared."""
        if markup not in self._known:
            self._ids += 1
            self._known[markup] = f"{self.prefix}{self._ids}"
            self.defs.append(markup.replace('id="%"', f'id="{self._known[markup]}"'))
        return self._known[markup]

    def symbol(self, drawing: Callable[[], None]) -> str:
        """Define what a function draws (nothing that casts) for repeated use; returns its id."""
        kept, self.body = self.body, []
        drawing()
        drawn, self.body = "".join(self.body), kept
        return self.define(f'<g id="%">{drawn}</g>')

    def use(self, name: str, x: float, y: float, *, turn: float = 0) -> None:
        """Place a symbol."""
        moves = f"translate({pair(x, y)})" if x or y else ""
        if turn:
            moves += f"rotate({num(turn)})"
        self.body.append(f'<use href="#{name}"' + (f' transform="{moves}"' if moves else "") + "/>")

    def extent(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of everything that was drawn as a thing."""
        xs, ys = [p[0] for p in self._points], [p[1] for p in self._points]
        return min(xs), min(ys), max(xs), max(ys)

    def reach(self, x: float, y: float) -> None:
        """Let the composition leave room up to this point."""
        self._points.append(apply(self._matrix, x, y))

    def _bounds(self, d: str, margin: float) -> None:
        for x, y in outline_points(d):
            for grown in (-margin, margin):
                self._points.append(apply(self._matrix, x + grown, y + grown))

    def _where(self) -> str:
        return "" if self._matrix == IDENTITY else f' transform="{matrix_text(self._matrix)}"'

    def _cast(self, markup: str) -> None:
        self.casts.append(Cast(mode=self._mode, at=self._at, markup=markup))
