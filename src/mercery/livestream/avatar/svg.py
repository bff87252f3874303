"""A designer's drawing, made safe: what skia may draw stays, a program, a link outside or a bomb is refused.

Programs export differently: Illustrator writes classes and encodes names (`eye_x5F_L`), Inkscape keeps names in labels, Figma
numbers repeated names. All are brought to one form here: names in `id`, style in attributes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, Final

from lxml import etree

from mercery.core.errors import Problem

MOST_BYTES: Final = 2_000_000
MOST_ELEMENTS: Final = 6_000
MOST_NUMBERS: Final = 240_000
MOST_FILTERS: Final = 40
MOST_BLUR: Final = 40.0
_SVG: Final = "{http://www.w3.org/2000/svg}"
_XLINK: Final = "{http://www.w3.org/1999/xlink}href"
_LABEL: Final = "{http://www.inkscape.org/namespaces/inkscape}label"
SHAPES: Final = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"})
_SERVERS: Final = frozenset(
    {"linearGradient", "radialGradient", "clipPath", "mask", "pattern", "filter", "marker", "symbol"}
)
_FILTERS: Final = frozenset(
    {"feGaussianBlur", "feOffset", "feBlend", "feFlood", "feComposite", "feColorMatrix", "feMerge", "feMergeNode"}
)
_KEPT: Final = SHAPES | _SERVERS | _FILTERS | {"svg", "g", "defs", "use", "stop"}
_DROPPED: Final = frozenset({"title", "desc", "metadata", "style"})
_REFUSED: Final = {
    "script": ("a script", "Remove it: a host is a picture."),
    "image": ("an embedded picture", "Draw it as paths; pictures inside a drawing are not moved well."),
    "text": ("text", "Turn text to outlines."),
    "foreignObject": (
        "foreign content",
        "Remove it; in Illustrator switch off “Preserve Illustrator editing capabilities”.",
    ),
    "a": ("a link", "Take the drawing out of the link."),
}
_STYLES: Final = frozenset(
    [
        "fill",
        "fill-opacity",
        "fill-rule",
        "stroke",
        "stroke-width",
        "stroke-opacity",
        "stroke-linecap",
        "stroke-linejoin",
        "stroke-miterlimit",
        "stroke-dasharray",
        "stroke-dashoffset",
        "opacity",
        "stop-color",
        "stop-opacity",
        "clip-path",
        "clip-rule",
        "mask",
        "filter",
        "display",
        "visibility",
        "color",
        "flood-color",
        "flood-opacity",
    ]
)
_URL: Final = re.compile(r"url\(\s*[\"']?([^\"')]*)[\"']?\s*\)", re.I)
_ENCODED: Final = re.compile(r"_x([0-9A-Fa-f]{2,4})_")
_RULE: Final = re.compile(r"([^{}]+)\{([^{}]*)\}")
_DIGITS: Final = re.compile(r"\d+")
_BOX: Final = re.compile(r"^\s*(-?[\d.]+)[\s,]+(-?[\d.]+)[\s,]+([\d.]+)[\s,]+([\d.]+)\s*$")


@dataclass(slots=True)
class Drawing:
    """A safe drawing. `problems`: what speaks against it."""

    file: str
    root: Any = None
    box: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)
    problems: list[Problem] = field(default_factory=list)

    def fault(self, message: str, remedy: str, element: Any = None) -> None:
        """Note a fault, with the line and name where it is."""
        name = element.get("id") if element is not None else None
        line = element.sourceline if element is not None else None
        self.problems.append(Problem(message=message, remedy=remedy, file=self.file, line=line, field=name))

    def named(self, name: str) -> Any:
        """The element of that name, or None."""
        found = [element for element in self.root.iter() if element.get("id") == name]
        return found[0] if found else None

    def times(self, name: str) -> int:
        """How many elements have that name."""
        return sum(element.get("id") == name for element in self.root.iter())

    def names(self) -> list[str]:
        """Names of all groups."""
        return [element.get("id") for element in self.root.iter("g") if element.get("id")]

    def alone(self, element: Any) -> bytes:
        """A drawing of that element only, in the groups it stands in, with what it refers to."""
        kept: Any = deepcopy(element)
        for hidden in ("display", "visibility"):
            kept.attrib.pop(hidden, None)
        for above in element.iterancestors():
            if above.tag == "svg":
                break
            wrapped: Any = etree.Element("g", {key: value for key, value in above.attrib.items() if key in _INHERITED})
            wrapped.append(kept)
            kept = wrapped
        return self.document(kept)

    def document(self, content: Any) -> bytes:
        """Content as a drawing of its own, with the gradients, clips and filters it refers to."""
        root: Any = etree.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "width": str(self.box[2]), "height": str(self.box[3]), "viewBox": " ".join(str(side) for side in self.box)}, nsmap={"xlink": "http://www.w3.org/1999/xlink"})  # fmt: skip
        for key in _INHERITED - {"transform"}:
            if self.root.get(key):
                root.set(key, self.root.get(key))
        defs: Any = etree.SubElement(root, "defs")
        for needed in self._needed(content):
            defs.append(deepcopy(needed))
        root.append(content)
        for one in root.iter("use", "linearGradient", "radialGradient", "pattern"):
            if one.get("href"):
                one.set(_XLINK, one.attrib.pop("href"))
        return etree.tostring(root)

    def everything(self) -> bytes:
        """The whole drawing."""
        holder: Any = etree.Element("g")
        for child in self.root:
            if child.tag != "defs":
                holder.append(deepcopy(child))
        return self.document(holder)

    def _needed(self, content: Any) -> list[Any]:
        by_id = {element.get("id"): element for element in self.root.iter() if element.get("id")}
        wanted, found = [content], dict[str, Any]()
        while wanted:
            for element in wanted.pop().iter():
                for name in references(element):
                    if name in by_id and name not in found:
                        found[name] = by_id[name]
                        wanted.append(by_id[name])
        return list(found.values())


_INHERITED: Final = (_STYLES - {"display", "visibility"}) | {"transform"}


def references(element: Any) -> Iterator[str]:
    """Names of what an element refers to."""
    for key, value in element.attrib.items():
        if key == "href" and value.startswith("#"):
            yield value[1:]
        elif "url(" in value:
            yield from (name[1:] for name in _URL.findall(value) if name.startswith("#"))


def read_drawing(content: bytes, file: str) -> Drawing:
    """A drawing made safe; where it has `problems`, what is in `root` must not be drawn."""
    drawing = Drawing(file)
    root = _parsed(content, drawing)
    if root is None:
        return drawing
    drawing.root = root
    _named(root)
    rules = _rules(root, drawing)
    _cleaned(root, drawing, rules)
    _box(root, drawing)
    if not drawing.problems:
        _limits(root, drawing)
    return drawing


def _parsed(content: bytes, drawing: Drawing) -> Any:
    if len(content) > MOST_BYTES:
        drawing.fault(
            f"The drawing has {len(content) // 1000} kB; {MOST_BYTES // 1000} kB are the most.", "Simplify its paths."
        )
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        drawing.fault("The drawing is not written in UTF-8.", "Export it again as SVG, encoding UTF-8.")
        return None
    if "<!ENTITY" in text:
        drawing.fault(
            "The drawing declares entities.",
            "Export it again without “Preserve editing capabilities”, or as plain SVG.",
        )
        return None
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8",
    )  # fmt: skip
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        drawing.problems.append(
            Problem(message=f"This is no drawing that can be read: {error.msg}.", remedy="Export it again as SVG.", file=drawing.file, line=error.lineno)
        )  # fmt: skip
        return None
    if root.tag not in (_SVG + "svg", "svg"):
        drawing.fault("The file holds no <svg>.", "Export the drawing as SVG.")
        return None
    if sum(1 for _ in root.iter()) > MOST_ELEMENTS:
        drawing.fault(f"The drawing has more than {MOST_ELEMENTS} elements.", "Merge paths of one colour.")
        return None
    return root


def decoded(name: str) -> str:
    """A name as the designer wrote it: `eye_x5F_L` is `eye_L`."""
    return _ENCODED.sub(lambda found: chr(int(found[1], 16)), name).strip()


def _named(root: Any) -> None:
    """Each element by the name its designer gave it; references follow."""
    renamed: dict[str, str] = {}
    taken: set[str] = set()
    for element in root.iter():
        old = element.get("id") if isinstance(element.tag, str) else None
        new = _given_name(element, old) if isinstance(element.tag, str) else None
        if not new or (old and old != new and new in taken):
            new = old
        if new:
            element.set("id", new)
            taken.add(new)
            if old and old != new:
                renamed[old] = new
    for element in root.iter() if renamed else ():
        for key, value in element.attrib.items():
            if key in ("href", _XLINK) and value.startswith("#") and value[1:] in renamed:
                element.set(key, "#" + renamed[value[1:]])
            elif "url(" in value:
                element.set(key, _URL.sub(lambda found: _followed(found, renamed), value))


def _given_name(element: Any, old: str | None) -> str | None:
    """The label a program keeps beside the id, else the id, decoded; None where it cannot be a name."""
    label = element.get(_LABEL) or element.get("data-name")
    named = element.tag.rpartition("}")[2] in ("g", *SHAPES) and label
    new = decoded(label if named else old or "")
    return new if re.fullmatch(r"[\w.\-]{1,64}", new) else None


def _followed(found: re.Match[str], renamed: dict[str, str]) -> str:
    name = found[1].removeprefix("#")
    return f"url(#{renamed.get(name, name)})" if found[1].startswith("#") else found[0]


def _rules(root: Any, drawing: Drawing) -> dict[str, dict[str, str]]:
    """What `<style>` says of classes and names."""
    found: dict[str, dict[str, str]] = {}
    for sheet in root.iter(_SVG + "style", "style"):
        text = re.sub(r"/\*.*?\*/", "", sheet.text or "", flags=re.S)
        if "@" in text:
            drawing.fault("The style sheet imports something.", "Export with “Presentation attributes”.", sheet)
            continue
        for selectors, body in _RULE.findall(text):
            for selector in selectors.split(","):
                found.setdefault(selector.strip(), {}).update(_declared(body))
    return found


def _declared(text: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in text.split(";"))
    return {key.strip().lower(): value.replace("!important", "").strip() for key, _, value in pairs if value.strip()}


def _cleaned(root: Any, drawing: Drawing, rules: dict[str, dict[str, str]]) -> None:
    """Only what is known stays, without namespaces."""
    root.tag = "svg"
    _attributes(root, drawing, rules)
    _children(root, drawing, rules)
    etree.cleanup_namespaces(root)


def _children(element: Any, drawing: Drawing, rules: dict[str, dict[str, str]]) -> None:
    for child in list(element):
        if not isinstance(child.tag, str):
            drawing.fault("The drawing holds an entity.", "Export it again as plain SVG.")
            element.remove(child)
            continue
        space, _, tag = child.tag.rpartition("}")
        foreign = bool(space) and space + "}" != _SVG
        if tag == "switch" and not foreign:
            # Illustrator wraps everything in it, with a program's own data beside.
            child.tag = tag = "g"
        if foreign or tag in _DROPPED:
            element.remove(child)
        elif tag in _KEPT:
            child.tag = tag
            _attributes(child, drawing, rules)
            _children(child, drawing, rules)
        else:
            what, remedy = _REFUSED.get(tag, (f"<{tag}>", "Remove it."))
            if tag.startswith(("animate", "set")):
                what, remedy = "an animation", "Remove it: `rig.json` says how a group moves."
            drawing.fault(f"The drawing holds {what}.", remedy, child)
            element.remove(child)


def _attributes(element: Any, drawing: Drawing, rules: dict[str, dict[str, str]]) -> None:
    styled: dict[str, str] = {}
    for selector in (
        "*",
        element.tag,
        *(f".{name}" for name in (element.get("class") or "").split()),
        f"#{element.get('id')}",
    ):
        styled |= rules.get(selector, {})
    styled |= _declared(element.get("style") or "")
    for key in ("class", "style"):
        element.attrib.pop(key, None)
    for key, value in styled.items():
        if key in _STYLES:
            element.set(key, value)
    for key, value in list(element.attrib.items()):
        plain = "href" if key == _XLINK else key
        fault = _fault_of(plain, value)
        if fault:
            drawing.fault(*fault, element)
        elif key == _XLINK:
            element.set("href", value.strip())
        if fault or "}" in key:
            element.attrib.pop(key)


def _fault_of(name: str, value: str) -> tuple[str, str] | None:
    """What speaks against an attribute, and what to do."""
    if name.lower().startswith("on"):
        return f"The drawing runs a program ({name}).", "Remove the attribute."
    if name == "href" and not value.strip().startswith("#"):
        return "The drawing refers to something outside itself.", "Draw it in the file."
    if any(not to.strip().startswith("#") for to in _URL.findall(value)):
        return f"{name} refers to something outside the drawing.", "Use a gradient, clip or filter of the file."
    return None


def _box(root: Any, drawing: Drawing) -> None:
    found = _BOX.match(root.get("viewBox") or "")
    if found:
        sides = tuple(float(side) for side in found.groups())
    else:
        numbers = [re.match(r"\s*([\d.]+)(px)?\s*$", root.get(key) or "") for key in ("width", "height")]
        sides = (0.0, 0.0, *(float(number[1]) if number else 0.0 for number in numbers))
    if not 10 <= sides[2] <= 10_000 or not 10 <= sides[3] <= 10_000:
        drawing.fault(
            "The drawing does not say how large it is.", 'Give <svg> a viewBox, as viewBox="0 0 1000 1200".', root
        )
        return
    drawing.box = (sides[0], sides[1], sides[2], sides[3])


def _limits(root: Any, drawing: Drawing) -> None:
    if sum(len(_DIGITS.findall(e.get("d") or e.get("points") or "")) for e in root.iter(*SHAPES)) > MOST_NUMBERS:
        drawing.fault("The drawing has too many nodes.", "Simplify its paths.")
    filters = list(root.iter("filter"))
    if len(filters) > MOST_FILTERS:
        drawing.fault(
            f"The drawing has {len(filters)} filters; {MOST_FILTERS} are the most.", "Share them, or draw gradients."
        )
    for blur in root.iter("feGaussianBlur"):
        amounts = [float(number) for number in re.findall(r"\d+\.?\d*|\.\d+", blur.get("stdDeviation") or "0")]
        if any(amount > MOST_BLUR for amount in amounts):
            drawing.fault(
                f"A blur of {max(amounts):g} units; {MOST_BLUR:g} are the most.", "Draw a gradient instead.", blur
            )
    if _grown(root) > MOST_ELEMENTS * 2:
        drawing.fault("Repeated symbols grow too large, or hold themselves.", "Place copies instead of symbols.")


def _grown(root: Any) -> int:
    """Elements once every `<use>` is drawn; very many where one holds itself."""
    by_id = {element.get("id"): element for element in root.iter() if element.get("id")}
    sizes: dict[Any, int] = {}

    def size(element: Any, depth: int) -> int:
        if depth > 40:
            return MOST_ELEMENTS * 100
        if element not in sizes:
            sizes[element] = MOST_ELEMENTS * 100  # what holds itself comes back here
            total = 1 + sum(size(child, depth + 1) for child in element)
            for name in references(element):
                if name in by_id:
                    total += size(by_id[name], depth + 1)
            sizes[element] = min(total, MOST_ELEMENTS * 100)
        return sizes[element]

    return size(root, 0)
