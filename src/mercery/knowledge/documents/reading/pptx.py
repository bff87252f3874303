"""Presentations: slides in their order, titles, texts, tables, the speaker's notes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lxml import etree

from mercery.core.i18n import Words
from mercery.knowledge.documents.document import Anchor
from mercery.knowledge.documents.limits import Limits, Refused
from mercery.knowledge.documents.reading.package import Package, attribute, child, inner, local
from mercery.knowledge.documents.reading.piece import Opened, Piece
from mercery.knowledge.documents.reading.rows import has_head, table_pieces

_TITLES: Final = frozenset({"title", "ctrTitle"})
_RUNNING: Final = frozenset({"sldNum", "ftr", "dt", "hdr", "sldImg"})


def open_pptx(path: Path, name: str, limits: Limits) -> Opened:
    """The file, opened; Refused."""
    package = Package(path, name, limits, other="pptx")
    main = package.main_part()
    related = package.related(main)
    order = [related[key][1] for one in inner(package.root(main), "sldId") if (key := _relation(one)) in related]
    if len(order) > limits.pages:
        raise Refused("too_many_pages", file=name, found=f"{len(order):,}", most=f"{limits.pages:,}")
    opened = Opened(format="pptx", pieces=iter(()), title=package.title(), pages=len(order))
    opened.pieces = _slides(package, order, opened)
    return opened


def _relation(one: etree._Element) -> str:
    """The reference of a slide: `id` exists twice, its own and the one with a namespace."""
    return next((str(value) for key, value in one.attrib.items() if str(key).endswith("}id")), "")


def _slides(package: Package, order: list[str], opened: Opened) -> Iterator[Piece]:
    hidden, empty = [], True
    for page, part in enumerate(order, 1):
        root = package.root(part)
        if root.get("show") == "0":
            hidden.append(page)
            continue
        for piece in _slide(root, page):
            empty = False
            yield piece
        title = _title(root)
        for kind, notes in package.related(part).values():
            if kind == "notesSlide" and notes in package.names:
                yield from _notes(package.root(notes), page, title)
    package.close()
    if hidden:
        opened.notes.append(
            Words(
                f"Hidden slides were left out: {', '.join(map(str, hidden))}.",
                f"已略过隐藏的幻灯片：{'、'.join(map(str, hidden))}。",
            )
        )
    if empty and not hidden:
        raise Refused("no_text", file=package.name)


def _slide(root: etree._Element, page: int) -> Iterator[Piece]:
    title = _title(root)
    path = (title,) if title else ()
    if title:
        yield Piece(kind="heading", text=title, anchor=Anchor(page=page), level=1)
    for shape in _shapes(root):
        kind = _placeholder(shape)
        if kind in _TITLES or kind in _RUNNING:
            continue
        if local(shape) == "graphicFrame":
            for table in inner(shape, "tbl"):
                yield from _table(table, page, path)
        else:
            yield from _texts(shape, page, path, listed=kind in ("body", "obj"))


def _title(root: etree._Element) -> str:
    for shape in _shapes(root):
        if _placeholder(shape) in _TITLES and (text := " ".join(_paragraph(one) for one in inner(shape, "p")).strip()):
            return " ".join(text.split())
    return ""


def _shapes(root: etree._Element) -> Iterator[etree._Element]:
    """Shapes with text or tables, those in groups too, in the order of the file; no second forms for old programs."""
    for one in root.iter():
        if local(one) in ("sp", "graphicFrame") and not any(
            local(above) == "Fallback" for above in one.iterancestors()
        ):
            yield one


def _placeholder(shape: etree._Element) -> str:
    """What the shape is for; empty for a shape of its own, `obj` for the main text of a slide."""
    for found in inner(shape, "ph"):
        return found.get("type") or "obj"
    return ""


def _texts(shape: etree._Element, page: int, path: tuple[str, ...], *, listed: bool) -> Iterator[Piece]:
    for one in inner(shape, "p"):
        text = _paragraph(one)
        if not text:
            continue
        properties = child(one, "pPr")
        plain = child(properties, "buNone") is not None
        marked = any(child(properties, name) is not None for name in ("buChar", "buAutoNum", "buBlip"))
        level = int((properties.get("lvl") if properties is not None else None) or 0)
        item = marked or (listed and not plain)
        yield Piece(
            kind="item" if item else "paragraph",
            text=text,
            anchor=Anchor(page=page, headings=path),
            level=level + 1 if item else 0,
        )


def _notes(root: etree._Element, page: int, title: str) -> Iterator[Piece]:
    path = (title,) if title else ()
    for shape in _shapes(root):
        if _placeholder(shape) == "body":
            for one in inner(shape, "p"):
                if text := _paragraph(one):
                    yield Piece(kind="paragraph", text=text, anchor=Anchor(page=page, headings=path))


def _table(table: etree._Element, page: int, path: tuple[str, ...]) -> Iterator[Piece]:
    rows: list[list[str]] = []
    for row in inner(table, "tr"):
        cells: list[str] = []
        for one in row:
            if local(one) == "tc":
                goes_on = attribute(one, "vMerge") == "1" and rows and len(cells) < len(rows[-1])
                text = " ".join(filter(None, map(_paragraph, inner(one, "p"))))
                cells.append(rows[-1][len(cells)] if goes_on else text)
        rows.append(cells)
    first = attribute(child(table, "tblPr"), "firstRow") in ("1", "true")
    head = len(rows) > 1 and (first or has_head(rows))
    yield from table_pieces(rows, head=head, headings=path, page=page)


def _paragraph(paragraph: etree._Element) -> str:
    parts = []
    for one in paragraph.iter():
        if local(one) == "t":
            parts.append(one.text or "")
        elif local(one) == "br":
            parts.append(" ")
    return " ".join("".join(parts).split())
