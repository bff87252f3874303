"""Web pages: headings, paragraphs, lists, tables, definition lists and foldable questions, without what surrounds them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from lxml import etree, html

from mercery.core.i18n import Words
from mercery.knowledge.documents.document import Anchor
from mercery.knowledge.documents.limits import Limits, Refused
from mercery.knowledge.documents.reading.headings import BY_EYE, Headings, looks_like_heading
from mercery.knowledge.documents.reading.package import ran_out_of_memory
from mercery.knowledge.documents.reading.piece import Opened, Piece
from mercery.knowledge.documents.reading.plain import as_utf8
from mercery.knowledge.documents.reading.rows import has_head, table_pieces

_SKIPPED: Final = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "svg",
        "math",
        "canvas",
        "iframe",
        "object",
        "embed",
        "nav",
        "footer",
        "form",
        "select",
        "input",
        "textarea",
        "audio",
        "video",
        "map",
        "head",
        "title",
        "meta",
        "link",
        "aside",
        "dialog",
    ]
)
_ROLES: Final = frozenset(
    {"navigation", "contentinfo", "banner", "search", "complementary", "dialog", "alertdialog", "menu"}
)
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLOCKS: Final = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
"""What begins a line of its own; all else, also what nobody knows, runs along in the text."""
_HEADS: Final = {f"h{level}": level for level in range(1, 7)}
_MENU: Final = 5
"""Items that are all links from which on a list is a menu."""
_DEEPEST: Final = 200


def open_html(path: Path, name: str, limits: Limits) -> Opened:
    """The file, opened; Refused."""
    opened = Opened(format="html", pieces=iter(()))
    with as_utf8(path, name, declared=_declared(path)) as (text, encoding):
        parser = html.HTMLParser(encoding=encoding, remove_comments=True, remove_pis=True, no_network=True)
        try:
            tree = html.parse(str(text), parser=parser)
        except (etree.XMLSyntaxError, OSError) as error:
            if ran_out_of_memory(error):
                raise MemoryError from error
            broken = Words("it is no web page", "不是有效的网页")
            raise Refused("corrupt", file=name, what=broken) from error
    root = tree.getroot()
    if root is None:
        raise Refused("empty", file=name)
    title = root.find(".//title")
    opened.title = " ".join((title.text_content() if title is not None else "").split())
    opened.pieces = _Flow().body(_main(root))
    return opened


def _declared(path: Path) -> str | None:
    with path.open("rb") as stream:
        beginning = stream.read(4096)
    found = re.search(rb"charset\s*=\s*[\"']?\s*([\w-]+)", beginning, re.IGNORECASE)
    name = found.group(1).decode("ascii").lower() if found else None
    return "gb18030" if name in ("gb2312", "gbk") else name


def _main(root: html.HtmlElement) -> html.HtmlElement:
    """The part of the page that is its own, where it says which that is."""
    marked = [one for one in root.iter("main", "article", "div") if one.tag == "main" or one.get("role") == "main"]
    if len(marked) == 1:
        return marked[0]
    articles = list(root.iter("article"))
    if len(articles) == 1 and not marked:
        return articles[0]
    return root.body if root.body is not None else root


@dataclass(slots=True)
class _Flow:
    headings: Headings = field(default_factory=Headings)
    depth: int = 0
    """How deep lists are nested."""
    nested: int = 0

    def body(self, element: html.HtmlElement) -> Iterator[Piece]:
        """What an element holds: runs of words between blocks are paragraphs."""
        self.nested += 1
        words: list[str] = [element.text or ""]
        bold = [False] if (element.text or "").strip() else []
        for one in element if self.nested <= _DEEPEST else ():
            if _skipped(one):
                pass
            elif one.tag == "br":
                words.append("\n")
            elif one.tag not in _BLOCKS and not _holds_blocks(one):
                text = _text(one)
                words.append(text)
                if text.strip():
                    bold.append(one.tag in ("b", "strong"))
            else:
                yield from self._paragraphs(words, bold)
                words, bold = [], []
                yield from self._block(one)
            words.append(one.tail or "")
            if (one.tail or "").strip():
                bold.append(False)
        yield from self._paragraphs(words, bold)
        self.nested -= 1

    def _block(self, one: html.HtmlElement) -> Iterator[Piece]:
        tag = one.tag
        if tag in _HEADS:
            if text := _clean(_text(one)):
                yield self._heading(_HEADS[tag], text)
        elif tag in ("ul", "ol", "menu"):
            yield from self._list(one)
        elif tag == "table":
            yield from self._table(one)
        elif tag == "dl":
            yield from self._definitions(one)
        elif tag == "details":
            yield from self._details(one)
        else:
            yield from self.body(one)

    def _heading(self, level: int, text: str) -> Piece:
        above = self.headings.enter(level, text)
        return Piece(kind="heading", text=text, anchor=Anchor(headings=above), level=len(above) + 1)

    def _paragraphs(self, words: list[str], bold: list[bool]) -> Iterator[Piece]:
        """Two line breaks in a row part paragraphs; one that is bold throughout and short is a heading."""
        texts = [text for part in re.split(r"\n\s*\n", "".join(words)) if (text := _clean(part))]
        if len(texts) == 1 and bold and all(bold) and looks_like_heading(texts[0]) and not self.depth:
            yield self._heading(BY_EYE, texts[0])
            return
        for text in texts:
            if self.depth:
                yield Piece(kind="item", text=text, anchor=Anchor(headings=self.headings.path), level=self.depth)
            else:
                yield Piece(kind="paragraph", text=text, anchor=Anchor(headings=self.headings.path))

    def _list(self, element: html.HtmlElement) -> Iterator[Piece]:
        if _only_links(element):
            return
        self.depth += 1
        for one in element:
            if not _skipped(one):
                yield from self.body(one) if one.tag == "li" else self._block(one)
        self.depth -= 1

    def _definitions(self, element: html.HtmlElement) -> Iterator[Piece]:
        for one in element.iter("dt", "dd"):
            if _skipped(one):
                continue
            if one.tag == "dd":
                yield from self.body(one)
            elif text := _clean(_text(one)):
                yield self._heading(BY_EYE, text)
        self.headings.leave(BY_EYE)

    def _details(self, element: html.HtmlElement) -> Iterator[Piece]:
        summary = element.find("summary")
        if summary is not None and (text := _clean(_text(summary))):
            yield self._heading(BY_EYE, text)
            summary.drop_tree()
        yield from self.body(element)
        self.headings.leave(BY_EYE)

    def _table(self, element: html.HtmlElement) -> Iterator[Piece]:
        rows = [row for row in element.iter("tr") if _own(row, element) and not _skipped(row)]
        cells, all_heads = _grid(rows)
        columns = max((len(row) for row in cells), default=0)
        if columns <= 1 or element.get("role") in ("presentation", "none") or element.find(".//table") is not None:
            # A table that only arranges the page.
            for row in rows:
                for one in row:
                    yield from self.body(one)
            return
        caption = element.find("caption")
        if caption is not None and (text := _clean(_text(caption))):
            yield self._heading(BY_EYE, text)
        head = len(cells) > 1 and (all_heads[0] or has_head(cells))
        yield from table_pieces(cells, head=head, headings=self.headings.path)
        if caption is not None:
            self.headings.leave(BY_EYE)


def _only_links(element: html.HtmlElement) -> bool:
    """Whether a list only leads elsewhere: a menu or a table of contents."""
    items = [one for one in element if one.tag == "li"]
    linked = [one for one in items if _clean("".join(_text(link) for link in one.iter("a"))) == _clean(_text(one))]
    return len(items) >= _MENU and len(linked) == len(items)


def _own(row: html.HtmlElement, table: html.HtmlElement) -> bool:
    return next((above for above in row.iterancestors("table")), None) is table


def _grid(rows: list[html.HtmlElement]) -> tuple[list[list[str]], list[bool]]:
    """Texts by row and column, with cells that reach over several rows repeated, and whether a row is all heads."""
    grid: list[list[str]] = []
    heads: list[bool] = []
    down: dict[int, tuple[int, str]] = {}
    for row in rows:
        line: list[str] = []
        cells = [one for one in row if one.tag in ("td", "th")]
        heads.append(bool(cells) and all(one.tag == "th" for one in cells))
        for one in cells:
            _take_down(line, down)
            text = _clean(_text(one))
            if (span := _span(one, "rowspan")) > 1:
                down[len(line)] = (span - 1, text)
            line += [text] + [""] * (_span(one, "colspan") - 1)
        _take_down(line, down)
        grid.append(line)
    return grid, heads


def _take_down(line: list[str], down: dict[int, tuple[int, str]]) -> None:
    while len(line) in down:
        left, text = down.pop(len(line))
        if left > 1:
            down[len(line)] = (left - 1, text)
        line.append(text)


def _span(cell: html.HtmlElement, name: str) -> int:
    value = cell.get(name) or "1"
    return min(100, max(1, int(value))) if value.isdigit() else 1


def _skipped(one: html.HtmlElement) -> bool:
    if not isinstance(one.tag, str) or one.tag in _SKIPPED or one.get("hidden") is not None:
        return True
    if one.tag == "header" and one.find(".//h1") is None:
        return True
    return (
        one.get("role") in _ROLES or (one.get("aria-hidden") == "true") or bool(_HIDDEN.search(one.get("style") or ""))
    )


def _holds_blocks(one: html.HtmlElement) -> bool:
    return any(each.tag in _BLOCKS for each in one.iterdescendants())


def _text(element: html.HtmlElement) -> str:
    """All words of an element; blocks inside are parted by a space."""
    parts = [element.text or ""]
    for one in element:
        if not _skipped(one):
            inside = _text(one)
            parts.append("\n" if one.tag == "br" else f" {inside} " if one.tag in _BLOCKS else inside)
        parts.append(one.tail or "")
    return "".join(parts)


def _clean(text: str) -> str:
    return " ".join(text.replace("\u00ad", "").replace("\u200b", "").split())
