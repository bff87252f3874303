"""Word documents: headings by style, lists, tables, footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from lxml import etree

from mercery.core.i18n import Words
from mercery.knowledge.documents.document import Anchor
from mercery.knowledge.documents.limits import Limits
from mercery.knowledge.documents.reading.headings import BY_EYE, Headings, looks_like_heading
from mercery.knowledge.documents.reading.package import Package, attribute, child, inner, local
from mercery.knowledge.documents.reading.piece import Opened, Piece
from mercery.knowledge.documents.reading.rows import has_head, table_pieces

_HEADING: Final = re.compile(r"^(?:heading|标题|überschrift|titre)\s*(\d)$", re.IGNORECASE)
_TITLE: Final = re.compile(r"^(?:title|标题|titel)$", re.IGNORECASE)
_LIST: Final = re.compile(r"^list (?:bullet|number)(?: (\d))?$", re.IGNORECASE)
_CONTENTS: Final = re.compile(r"^(?:toc|table of figures|目录)\b", re.IGNORECASE)
_SKIPPED: Final = frozenset(
    {"del", "delText", "instrText", "txbxContent", "Fallback", "moveFrom", "rPrChange", "pPrChange"}
)


@dataclass(frozen=True, slots=True)
class _StyleOf:
    heading: int | None = None
    """0 for a title."""
    item: int | None = None
    contents: bool = False


@dataclass(slots=True)
class _Flow:
    styles: Mapping[str, _StyleOf]
    notes: Mapping[str, str]
    headings: Headings = field(default_factory=Headings)


def open_docx(path: Path, name: str, limits: Limits) -> Opened:
    """The file, opened; Refused."""
    package = Package(path, name, limits, other="docx")
    opened = Opened(format="docx", pieces=iter(()), title=package.title())
    main = package.main_part()
    related = dict(package.related(main).values())
    if package.embedded:
        opened.notes.append(_embedded(package.embedded))
    styles = _styles(package.root(related["styles"])) if related.get("styles") in package.names else {}
    notes: dict[str, str] = {}
    for kind in ("footnotes", "endnotes"):
        if related.get(kind) in package.names:
            notes |= _notes(kind, package.root(related[kind]))
    opened.pieces = _pieces(package, main, _Flow(styles, notes))
    return opened


def _embedded(count: int) -> Words:
    return Words(f"{count} files that are embedded in it were not read.", f"内嵌的 {count} 个文件未读取。")


def _pieces(package: Package, main: str, flow: _Flow) -> Iterator[Piece]:
    tables = boxes = 0
    for event, element in package.events(main, "start", "end"):
        kind = local(element)
        if kind == "tbl":
            tables += 1 if event == "start" else -1
        elif kind == "txbxContent":
            boxes += 1 if event == "start" else -1
        if event == "start" or tables or boxes:
            continue
        if kind == "p":
            yield from _paragraph(element, flow)
            _forget(element)
        elif kind == "tbl":
            yield from _table(element, flow)
            _forget(element)
    package.close()


def _forget(element: etree._Element) -> None:
    """What was read needs no memory any more."""
    element.clear()
    before = element.getprevious()
    parent = element.getparent()
    while before is not None and parent is not None:
        parent.remove(before)
        before = element.getprevious()


def _paragraph(element: etree._Element, flow: _Flow) -> Iterator[Piece]:
    text = _text(element)
    properties = child(element, "pPr")
    style = flow.styles.get(attribute(child(properties, "pStyle"), "val") or "", _StyleOf())
    if text and not style.contents:
        level = _heading_level(properties, style)
        item = _item_level(properties, style)
        if level is None and item is None and looks_like_heading(text) and _all_bold(element):
            level = BY_EYE
        if level is not None:
            above = flow.headings.enter(level, text)
            yield Piece(kind="heading", text=text, anchor=Anchor(headings=above), level=len(above) + 1)
        else:
            yield Piece(
                kind="paragraph" if item is None else "item",
                text=text,
                anchor=Anchor(headings=flow.headings.path),
                level=0 if item is None else item + 1,
            )
    yield from _beside(element, flow)


def _beside(element: etree._Element, flow: _Flow) -> Iterator[Piece]:
    """Text boxes that hang on a paragraph, and its footnotes."""
    for box in inner(element, "txbxContent"):
        if not any(local(above) == "Fallback" for above in box.iterancestors()):
            for one in box:
                if local(one) == "p" and (text := _text(one)):
                    yield Piece(kind="paragraph", text=text, anchor=Anchor(headings=flow.headings.path))
    for kind in ("footnote", "endnote"):
        for reference in inner(element, f"{kind}Reference"):
            if note := flow.notes.get(f"{kind}s:{attribute(reference, 'id')}"):
                yield Piece(kind="paragraph", text=note, anchor=Anchor(headings=flow.headings.path))


def _table(element: etree._Element, flow: _Flow) -> Iterator[Piece]:
    rows: list[list[str]] = []
    bold: list[bool] = []
    said_head = False
    for row in _rows_of(element):
        cells, all_bold = _cells(row, rows[-1] if rows else [])
        if not rows and child(child(row, "trPr"), "tblHeader") is not None:
            said_head = True
        rows.append(cells)
        bold.append(all_bold)
    columns = max((len(row) for row in rows), default=0)
    if columns <= 1:
        # A frame around text, not a table.
        for paragraph in inner(element, "p"):
            yield from _paragraph(paragraph, flow)
        return
    head = len(rows) > 1 and (said_head or has_head(rows, bold=bold))
    yield from table_pieces(rows, head=head, headings=flow.headings.path)


def _rows_of(table: etree._Element) -> Iterator[etree._Element]:
    for one in table:
        if local(one) == "tr":
            yield one
        elif local(one) in ("sdt", "sdtContent", "ins"):
            yield from _rows_of(one)


def _cells(row: etree._Element, above: list[str]) -> tuple[list[str], bool]:
    """The texts of a row; a cell that goes on from the row above says what that one says."""
    cells: list[str] = []
    bold = True
    for one in row.iter():
        if local(one) != "tc" or _nested(one, row):
            continue
        properties = child(one, "tcPr")
        span = int(attribute(child(properties, "gridSpan"), "val") or 1)
        merge = child(properties, "vMerge")
        if merge is not None and attribute(merge, "val") != "restart" and len(cells) < len(above):
            cells.append(above[len(cells)])
        else:
            paragraphs = list(inner(one, "p"))
            cells.append(" ".join(filter(None, map(_text, paragraphs))))
            bold = bold and (not cells[-1] or all(_all_bold(each) for each in paragraphs if _text(each)))
        cells += [""] * (min(span, 200) - 1)
    return cells, bold


def _nested(cell: etree._Element, row: etree._Element) -> bool:
    """Whether a cell belongs to a table inside a cell of the row."""
    for above in cell.iterancestors():
        if above is row:
            return False
        if local(above) == "tc":
            return True
    return False


def _text(paragraph: etree._Element) -> str:
    parts: list[str] = []
    _collect(paragraph, parts)
    return " ".join("".join(parts).split())


def _collect(element: etree._Element, parts: list[str]) -> None:
    for one in element:
        kind = local(one)
        if kind in _SKIPPED or (kind == "r" and child(child(one, "rPr"), "vanish") is not None):
            continue
        if kind == "t":
            parts.append(one.text or "")
        elif kind in ("tab", "br", "cr") and local(element) == "r":
            parts.append(" ")
        elif kind == "noBreakHyphen":
            parts.append("-")
        elif kind not in ("pPr", "rPr"):
            _collect(one, parts)


def _all_bold(paragraph: etree._Element) -> bool:
    runs = [run for run in inner(paragraph, "r") if any((text.text or "").strip() for text in inner(run, "t"))]
    return bool(runs) and all(_on(child(child(run, "rPr"), "b")) for run in runs)


def _on(switch: etree._Element | None) -> bool:
    return switch is not None and attribute(switch, "val") not in ("0", "false", "off")


def _heading_level(properties: etree._Element | None, style: _StyleOf) -> int | None:
    own = attribute(child(properties, "outlineLvl"), "val")
    if own is not None and own.isdigit():
        return int(own) + 1 if int(own) < 9 else None
    return style.heading


def _item_level(properties: etree._Element | None, style: _StyleOf) -> int | None:
    numbering = child(properties, "numPr")
    if numbering is None:
        return style.item
    if attribute(child(numbering, "numId"), "val") == "0":
        return None
    return int(attribute(child(numbering, "ilvl"), "val") or style.item or 0)


def _styles(root: etree._Element) -> dict[str, _StyleOf]:
    """What each style makes of a paragraph, with what it takes from the style it is based on."""
    raw = {attribute(one, "styleId") or "": one for one in root if local(one) == "style"}
    return {key: _style(key, raw, 0) for key in raw}


def _style(key: str, raw: Mapping[str, etree._Element], depth: int) -> _StyleOf:
    one = raw.get(key)
    if one is None or depth > 12:
        return _StyleOf()
    name = attribute(child(one, "name"), "val") or ""
    properties = child(one, "pPr")
    based = _style(attribute(child(one, "basedOn"), "val") or "", raw, depth + 1)
    heading, item = based.heading, based.item
    if found := _HEADING.match(name):
        heading = int(found.group(1))
    elif _TITLE.match(name):
        heading = 0
    elif (level := attribute(child(properties, "outlineLvl"), "val")) is not None and level.isdigit():
        heading = int(level) + 1 if int(level) < 9 else None
    if found := _LIST.match(name):
        item = int(found.group(1) or 1) - 1
    elif (numbering := child(properties, "numPr")) is not None and heading is None:
        item = int(attribute(child(numbering, "ilvl"), "val") or 0)
    return _StyleOf(heading, item, bool(_CONTENTS.match(name)) or based.contents)


def _notes(kind: str, root: etree._Element) -> dict[str, str]:
    found = {}
    for one in root:
        if attribute(one, "type") is None:
            texts = [text for paragraph in inner(one, "p") if (text := _text(paragraph))]
            found[f"{kind}:{attribute(one, 'id')}"] = " ".join(texts)
    return found
