"""Reading a host from its folder. What a designer made is not trusted: see `svg.py` for what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from mercery.core.errors import MerceryError, Problem
from mercery.livestream.avatar.avatar import Avatar
from mercery.livestream.avatar.features import REQUIRED, feature_in, is_key
from mercery.livestream.avatar.rig import BODY, FACE, HEAD, Layer, Rig
from mercery.livestream.avatar.svg import MOST_BYTES, Drawing, read_drawing
from mercery.livestream.line import Gesture
from mercery.livestream.show import SIZES

DRAWING: Final = "avatar.svg"
RIG: Final = "rig.json"
_BOTH: Final = f"A host is a folder with {DRAWING} and {RIG}."
MOST_RIG_BYTES: Final = 200_000
_RIG: Final = TypeAdapter(Rig)
_REMEDIES: Final = {
    "missing": "Add the key; docs/guide/avatars.md has the table of keys.",
    "extra_forbidden": "Remove the key, or look for a slip in its name: docs/guide/avatars.md has the table of keys.",
    "unexpected_keyword_argument": "Remove the key, or look for a slip in its name: docs/guide/avatars.md has the table of keys.",
}


class AvatarUnreadable(MerceryError):
    """A host whose folder cannot be used as it is."""

    code = "avatar_unreadable"
    status = 422


def load_avatar(folder: Path) -> Avatar:
    """The host of a folder. AvatarUnreadable with every fault."""
    found = examined(folder)
    if isinstance(found, Avatar):
        return found
    raise AvatarUnreadable(
        f"The host in {folder.name} cannot be used: {len(found)} thing{'s' if len(found) != 1 else ''} to mend.",
        remedy="Mend what is listed; `mercery avatar check FOLDER` says whether it is well.",
        problems=found,
        zh=f"主播“{folder.name}”不能使用，有 {len(found)} 处须修改，见下。",
    )


def examined(folder: Path) -> Avatar | list[Problem]:
    """The host, or all that speaks against it."""
    problems: list[Problem] = []
    rig = _rig(folder, problems)
    drawing = _drawing(folder, problems)
    if drawing is None or drawing.problems or rig is None:
        return problems + (drawing.problems if drawing else [])
    features = {name: feature_in(drawing, name) for name in REQUIRED}
    for side in ("L", "R"):
        if drawing.named(f"iris_{side}") is None:
            drawing.fault(f"There is no group iris_{side}.", f"Name the group of iris and pupil iris_{side}.")
    _Fit(rig, drawing).check()
    if drawing.problems:
        return drawing.problems
    return Avatar(
        folder=folder,
        rig=rig,
        box=drawing.box,
        groups={layer.group: drawing.alone(drawing.named(layer.group)) for layer in rig.layers if layer.group != FACE},
        features={name: feature for name, feature in features.items() if feature is not None},
    )


def content_of(file: Path, most: int, problems: list[Problem], remedy: str) -> bytes | None:
    """What a file holds; None where a fault was noted."""
    try:
        if file.is_symlink() or not file.is_file():
            raise FileNotFoundError
        with file.open("rb") as stream:
            content = stream.read(most + 1)
    except OSError:
        problems.append(Problem(message=f"There is no {file.name}.", remedy=remedy, file=file.name))
        return None
    if len(content) > most:
        message = f"{file.name} has more than {most // 1000} kB."
        problems.append(Problem(message=message, remedy="Simplify it, or save it smaller.", file=file.name))
        return None
    return content


def _drawing(folder: Path, problems: list[Problem]) -> Drawing | None:
    content = content_of(folder / DRAWING, MOST_BYTES, problems, _BOTH)
    return None if content is None else read_drawing(content, DRAWING)


def _rig(folder: Path, problems: list[Problem]) -> Rig | None:
    content = content_of(folder / RIG, MOST_RIG_BYTES, problems, _BOTH)
    if content is None:
        return None
    try:
        json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else None
        told = error.msg if isinstance(error, json.JSONDecodeError) else "it is not written in UTF-8"
        problems.append(
            Problem(
                message=f"{RIG} is no JSON: {told}.", remedy="Mind commas and quotation marks.", file=RIG, line=line
            )
        )
        return None
    try:
        rig = _RIG.validate_json(content.decode("utf-8-sig"), strict=False)
    except ValidationError as error:
        problems += rig_problems(error, RIG)
        return None
    return rig


def rig_problems(error: ValidationError, file: str) -> list[Problem]:
    """What pydantic found, with the place as a designer writes it: `layers[2].pivot`."""
    found: list[Problem] = []
    for one in error.errors():
        place = ""
        for step in one["loc"]:
            if isinstance(step, str) and step.startswith(("Pose", "dataclass", "function", "literal")):
                continue
            place += f"[{step}]" if isinstance(step, int) else f".{step}" if place else str(step)
        remedy = _REMEDIES.get(one["type"], "docs/guide/avatars.md says what it may be.")
        problem = Problem(message=f"{place or file}: {one['msg']}.", remedy=remedy, file=file, field=place or None)
        if problem not in found:
            found.append(problem)
    return found[:40]


class _Fit:
    """Whether what the rig names is drawn, once, in a chain that ends."""

    def __init__(self, rig: Rig, drawing: Drawing) -> None:
        self.rig, self.drawing = rig, drawing
        self.names = [layer.group for layer in rig.layers]

    def fault(self, message: str, remedy: str, place: str) -> None:
        self.drawing.problems.append(Problem(message=message, remedy=remedy, file=RIG, field=place))

    def check(self) -> None:
        for needed in (BODY, HEAD, FACE):
            if needed not in self.names:
                self.fault(
                    f"layers has no {needed}.",
                    f'Add {{"group": "{needed}"}} at its place from back to front.',
                    "layers",
                )
        for place, layer in enumerate(self.rig.layers):
            where = f"layers[{place}]"
            if self.names.index(layer.group) != place:
                self.fault(f"{where}: {layer.group} stands in layers twice.", "Name each group once.", where)
            elif layer.group != FACE:
                self._layer(layer, where)
        for gesture in self.rig.gestures:
            self._gesture(gesture)
        if self.rig.stand.counter - self.rig.stand.top < 50:
            self.fault(
                "stand.counter is not below stand.top.",
                "top is where the hair begins, counter where the counter covers the host.",
                "stand",
            )

    def _layer(self, layer: Layer, where: str) -> None:
        if is_key(layer.group):
            self.fault(
                f"{where}: {layer.group} is a key shape, not a layer.",
                "Leave it out: it is drawn at the place of face.",
                where,
            )
        elif self.drawing.named(layer.group) is None:
            names = ", ".join(self.drawing.names()[:40]) or "none has a name"
            self.fault(f"{where}: avatar.svg has no group {layer.group}.", f"Groups found: {names}.", where)
        elif self.drawing.times(layer.group) > 1:
            self.fault(f"{where}: avatar.svg has several groups named {layer.group}.", "Name each group once.", where)
        if (layer.group == HEAD or layer.swing or layer.sway) and layer.pivot is None:
            self.fault(
                f"{where}: {layer.group} has no pivot.",
                'Add "pivot": [x, y], the point it turns about, in units of the drawing.',
                f"{where}.pivot",
            )
        self._chain(layer, where)

    def _chain(self, layer: Layer, where: str) -> None:
        seen, at = [layer.group], layer
        while on := at.stands_on:
            if on == FACE or on not in self.names:
                self.fault(f"{where}.on: {on} is no layer.", f"Layers are {', '.join(self.names)}.", f"{where}.on")
                return
            if on in seen:
                self.fault(
                    f"{where}: {' on '.join([*seen, on])} goes round in a circle.",
                    "Let one of them stand on body.",
                    f"{where}.on",
                )
                return
            seen.append(on)
            at = self.rig.layers[self.names.index(on)]

    def _gesture(self, gesture: Gesture) -> None:
        place = f"gestures.{gesture}"
        for shape in SIZES:
            for name, moved in self.rig.pose(gesture, shape).layers.items():
                if name not in self.names or name == FACE:
                    self.fault(
                        f"{place} moves {name}, which is no layer.", f"Layers are {', '.join(self.names)}.", place
                    )
                elif moved.angle and self.rig.layers[self.names.index(name)].pivot is None:
                    self.fault(f"{place} turns {name}, which has no pivot.", "Give the layer a pivot.", place)
