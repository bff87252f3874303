"""Markdown: headings, paragraphs, items and tables with their line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from mercery.knowledge.documents.document import Anchor
from mercery.knowledge.documents.limits import Limits
from mercery.knowledge.documents.reading.headings import BY_EYE, Headings, looks_like_heading
from mercery.knowledge.documents.reading.piece import Opened, Piece
from mercery.knowledge.documents.reading.plain import as_utf8
from mercery.knowledge.documents.reading.rows import cell_range, paired, row_text

_FRONT: Final = re.compile(r"\A---\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*\r?\n", re.DOTALL)
_TITLE: Final = re.compile(r"^title:\s*[\"']?(.+?)[\"']?\s*$", re.MULTILINE)
_TAG: Final = re.compile(r"<[^<>]*>|<!--.*?-->", re.DOTALL)


def open_markdown(path: Path, name: str, limits: Limits) -> Opened:
    """The file, opened; Refused."""
    with as_utf8(path, name) as (copy, encoding):
        text = copy.read_text(encoding).lstrip("\ufeff")
    opened = Opened(format="markdown", pieces=iter(()))
    front = _FRONT.match(text)
    if front:
        found = _TITLE.search(front.group(1))
        opened.title = found.group(1) if found else ""
        # As many empty lines stay, so that every line keeps its number.
        text = "\n" * front.group().count("\n") + text[front.end() :]
    opened.pieces = _pieces(MarkdownIt("commonmark").enable("table").parse(text))
    return opened


def _pieces(tokens: Sequence[Token]) -> Iterator[Piece]:
    headings = Headings()
    depth = 0
    place = 0
    while place < len(tokens):
        token = tokens[place]
        line = token.map[0] + 1 if token.map else None
        if token.type in ("bullet_list_open", "ordered_list_open"):
            depth += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            depth -= 1
        elif token.type == "heading_open":
            if text := _inline(tokens[place + 1]):
                yield _heading(headings, int(token.tag[1]), text, line)
        elif token.type == "paragraph_open":
            yield from _paragraph(tokens[place + 1], line, headings, depth)
        elif token.type == "table_open":
            end = next(at for at in range(place, len(tokens)) if tokens[at].type == "table_close")
            yield from _table(tokens[place:end], headings)
            place = end
        elif token.type in ("fence", "code_block", "html_block"):
            text = " ".join((_TAG.sub(" ", token.content) if token.type == "html_block" else token.content).split())
            if text:
                yield Piece(kind="paragraph", text=text, anchor=Anchor(line=line, headings=headings.path))
        place += 1


def _heading(headings: Headings, level: int, text: str, line: int | None) -> Piece:
    above = headings.enter(level, text)
    return Piece(kind="heading", text=text, anchor=Anchor(line=line, headings=above), level=len(above) + 1)


def _paragraph(inline: Token, line: int | None, headings: Headings, depth: int) -> Iterator[Piece]:
    text = _inline(inline)
    if not text:
        return
    if not depth and _all_strong(inline) and looks_like_heading(text):
        yield _heading(headings, BY_EYE, text, line)
        return
    anchor = Anchor(line=line, headings=headings.path)
    yield Piece(kind="item" if depth else "paragraph", text=text, anchor=anchor, level=depth)


def _all_strong(inline: Token) -> bool:
    children = [one for one in inline.children or () if one.type != "text" or one.content.strip()]
    return (
        len(children) >= 3
        and children[0].type == "strong_open"
        and children[-1].type == "strong_close"
        and sum(one.type == "strong_open" for one in children) == 1
    )


def _inline(token: Token) -> str:
    parts = []
    for one in token.children or ():
        if one.type in ("text", "code_inline"):
            parts.append(one.content)
        elif one.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif one.type == "image":
            parts.append(one.content)
        elif one.type == "html_inline" and one.content.lower().startswith("<br"):
            parts.append(" ")
    return " ".join("".join(parts).split())


def _table(tokens: Sequence[Token], headings: Headings) -> Iterator[Piece]:
    heads: list[str] = []
    row: list[str] = []
    number = 0
    line: int | None = None
    for place, token in enumerate(tokens):
        if token.type == "tr_open":
            row, line, number = [], token.map[0] + 1 if token.map else None, number + 1
        elif token.type in ("th_open", "td_open"):
            row.append(_inline(tokens[place + 1]))
        elif token.type == "tr_close" and not heads and number == 1:
            heads = row
        elif token.type == "tr_close" and (text := row_text(row)):
            anchor = Anchor(line=line, headings=headings.path, cell=cell_range(number, 0, len(row) - 1))
            yield Piece(kind="row", text=text, anchor=anchor, cells=paired(heads, row))
