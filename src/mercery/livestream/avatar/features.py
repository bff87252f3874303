"""Finding mouth, lids and brows in a drawing, and saying what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final
from xml.sax.saxutils import quoteattr

import numpy as np
from lxml import etree

from mercery.livestream.avatar.keyshapes import OPENING, Feature, Part
from mercery.livestream.avatar.paths import (
    STILL,
    Affine,
    Outline,
    OutlineUnreadable,
    joined,
    shape_outline,
    transform_of,
)
from mercery.livestream.avatar.rig import SHAPES as MOUTHS
from mercery.livestream.avatar.svg import SHAPES, Drawing

REQUIRED: Final[dict[str, tuple[str, ...]]] = {
    "mouth": ("rest", "closed", "open", "wide", "round"),
    "eye_L": ("open", "closed"),
    "eye_R": ("open", "closed"),
    "brow_L": ("rest",),
    "brow_R": ("rest",),
}
"""By feature the keys it cannot do without; the first is the one the others are measured from."""
OPTIONAL: Final[dict[str, tuple[str, ...]]] = {
    "mouth": (*(shape for shape in MOUTHS if shape not in REQUIRED["mouth"]), "smile", "sorry"),
    "eye_L": ("smile",),
    "eye_R": ("smile",),
    "brow_L": ("up", "sorry", "thought"),
    "brow_R": ("up", "sorry", "thought"),
}
_INHERITED: Final = (
    "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-linecap", "stroke-linejoin",
    "stroke-miterlimit", "stroke-dasharray",
)  # fmt: skip
_OWN: Final = ("filter", "mask", "clip-path")


@dataclass(frozen=True, slots=True)
class _Leaf:
    name: str
    outline: Outline
    transform: Affine
    style: Mapping[str, str]
    opacity: float
    element: Any


def is_key(name: str) -> bool:
    """Whether a group is a key shape or an iris: never drawn as a layer."""
    feature, _, key = name.rpartition("_")
    return name in ("iris_L", "iris_R") or key in (*REQUIRED.get(feature, ()), *OPTIONAL.get(feature, ()))


def feature_in(drawing: Drawing, name: str) -> Feature | None:
    """A feature with all its keys; None where a fault was noted."""
    found: dict[str, list[_Leaf]] = {}
    for key in (*REQUIRED[name], *OPTIONAL[name]):
        element = drawing.named(f"{name}_{key}")
        if element is not None and drawing.times(f"{name}_{key}") > 1:
            drawing.fault(f"There are several groups named {name}_{key}.", "Name each group once.", element)
            return None
        if element is not None:
            found[key] = _leaves(drawing, element, f"{name}_{key}")
        elif key in REQUIRED[name]:
            drawing.fault(
                f"There is no group {name}_{key}.", f"Name the group (layer) of that key shape {name}_{key}; groups found: {_list(drawing)}."
            )  # fmt: skip
    first = found.get(REQUIRED[name][0])
    if not first or any(key not in found for key in REQUIRED[name]):
        return None
    # Each is looked at, so that all faults are told at once.
    alike = {key: _alike(drawing, name, REQUIRED[name][0], first, key, leaves) for key, leaves in found.items()}
    if not all(alike.values()):
        return None
    if name[:4] != "brow" and all(leaf.name != OPENING for leaf in first):
        drawing.fault(
            f"{name}_{REQUIRED[name][0]} has no part named {OPENING}.",
            f"Name the path of the opening {name}_{REQUIRED[name][0]}_{OPENING}, in each key.",
            first[0].element,
        )
        return None
    return _feature(drawing, name, first, found)


def _list(drawing: Drawing) -> str:
    names = [name for name in drawing.names() if name]
    return ", ".join(names[:30]) + (" …" if len(names) > 30 else "") if names else "none has a name"


def _leaves(drawing: Drawing, group: Any, key: str) -> list[_Leaf]:
    found: list[_Leaf] = []
    for element in group.iter(*SHAPES):
        try:
            found.append(_leaf(element, key, len(found), alone=element is group))
        except OutlineUnreadable as error:
            drawing.fault(f"{key} holds {error}.", "Draw it again as a plain path.", element)
    if not found and not drawing.problems:
        drawing.fault(f"The group {key} holds no path.", "Draw the key shape in it; symbols must be expanded.", group)
    return found


def _leaf(element: Any, key: str, number: int, *, alone: bool) -> _Leaf:
    style: dict[str, str] = {name: element.get(name) for name in _OWN if element.get(name)}
    transform, opacity = STILL, 1.0
    chain = [element, *element.iterancestors()]
    for one in chain:
        for attribute in _INHERITED:
            if one.get(attribute) and attribute not in style:
                style[attribute] = one.get(attribute)
        if one.get("transform"):
            transform = joined(transform_of(one.get("transform")), transform)
        if one.get("opacity"):
            opacity *= _share(one.get("opacity"))
    name = OPENING if alone else re.sub(r"[-_]\d+$", "", (element.get("id") or f"part{number}"))
    name = name.removeprefix(key + "_")
    outline = shape_outline(element.tag, element.attrib)
    return _Leaf(name, outline, transform, style, opacity, element)


def _share(text: str) -> float:
    try:
        value = float(text.rstrip("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        return 1.0
    return min(1.0, max(0.0, value))


def _alike(
    drawing: Drawing, name: str, first_key: str, first: Sequence[_Leaf], key: str, leaves: Sequence[_Leaf]
) -> bool:
    """Whether a key has the parts and nodes of the first."""
    if not leaves:
        return False
    wanted, got = [leaf.name for leaf in first], [leaf.name for leaf in leaves]
    if len(wanted) != len(got) or any(a != b for a, b in zip(wanted, got, strict=True) if "part" not in (a[:4], b[:4])):
        drawing.fault(
            f"{name}_{key} has the parts {', '.join(got)}; {name}_{first_key} has {', '.join(wanted)}.",
            "Give each key the same parts in the same order: duplicate the first key and move its nodes.",
            leaves[0].element,
        )
        return False
    fine = True
    for one, other in zip(first, leaves, strict=True):
        if one.outline.kinds != other.outline.kinds:
            drawing.fault(
                f"{name}_{key}: {other.name} has {_nodes(other)} nodes, in {name}_{first_key} it has {_nodes(one)}"
                + (" in other places." if _nodes(one) == _nodes(other) else "."),
                "Duplicate the path of the first key and move its nodes; add and delete none, and keep it open or closed.",
                other.element,
            )
            fine = False
    return fine


def _nodes(leaf: _Leaf) -> int:
    return sum(kind != "Z" for kind in leaf.outline.kinds)


def _feature(drawing: Drawing, name: str, first: Sequence[_Leaf], found: Mapping[str, Sequence[_Leaf]]) -> Feature:
    parts: list[Part] = []
    start = 0
    for leaf in first:
        count = len(leaf.outline.points)
        attributes = {**leaf.style}
        if leaf.transform != STILL:
            attributes["transform"] = "matrix(" + " ".join(f"{value:.6g}" for value in leaf.transform) + ")"
        written = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
        parts.append(Part(leaf.name, written, leaf.outline.kinds, start, count))
        start += count
    own = [_inverse(leaf.transform) for leaf in first]
    nodes = {
        key: np.concatenate(
            [leaf.outline.moved(joined(back, leaf.transform)).points for leaf, back in zip(leaves, own, strict=True)]
        )
        for key, leaves in found.items()
    }
    seen = {key: np.array([leaf.opacity for leaf in leaves]) for key, leaves in found.items()}
    first_key = REQUIRED[name][0]
    return Feature(
        name=name,
        parts=tuple(parts),
        base=nodes[first_key],
        changes={key: points - nodes[first_key] for key, points in nodes.items() if key != first_key},
        opacity=seen[first_key],
        opacity_changes={key: values - seen[first_key] for key, values in seen.items() if key != first_key},
        head=_head(drawing, [leaf.element for leaf in first], name),
        iris=_iris(drawing, name),
    )


def _inverse(transform: Affine) -> Affine:
    a, b, c, d, e, f = transform
    size = a * d - b * c
    if abs(size) < 1e-9:
        return STILL
    return (d / size, -b / size, -c / size, a / size, (c * f - d * e) / size, (b * e - a * f) / size)


def _iris_element(drawing: Drawing, name: str) -> Any:
    return drawing.named(f"iris_{name[-1]}") if name[:3] == "eye" else None


def _head(drawing: Drawing, elements: Sequence[Any], name: str) -> str:
    """The opening of the document with what all parts refer to."""
    holder: Any = etree.Element("g")
    for element in (*elements, _iris_element(drawing, name)):
        if element is not None:
            holder.append(deepcopy(element))
            for above in element.iterancestors("g"):
                holder.append(etree.Element("g", dict(above.attrib)))
    whole = drawing.document(holder).decode()
    return whole[: whole.index("</defs>") + 7] if "</defs>" in whole else whole[: whole.index("<defs/>")]


def _iris(drawing: Drawing, name: str) -> str:
    element = _iris_element(drawing, name)
    if element is None:
        return ""
    whole = drawing.alone(element).decode()
    begin = whole.index("</defs>") + 7 if "</defs>" in whole else whole.index("<defs/>") + 7
    return whole[begin : whole.rindex("</svg>")]
