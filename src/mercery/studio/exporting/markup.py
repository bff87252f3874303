"""A piece as HTML, Markdown and JSON. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from html import escape
from typing import Final

from mercery.core.database import Json
from mercery.core.i18n import Lang
from mercery.studio.pictures.fact_rows import speaks_of_money
from mercery.studio.piece import Passage, Piece
from mercery.studio.standing import key_of

_CHANGING: Final = frozenset({"price", "stock"})


def without_prices(piece: Piece) -> Piece:
    """The piece for a place that is filled once and not at every look: no price, no amount and no stock is in it."""
    passages = (
        replace(one, told=tuple(told for told in one.told if not _passes(told.sentence.fact_ids, told.sentence.text)))
        for one in piece.passages
    )
    return replace(piece, passages=tuple(one for one in passages if one.told))


def _passes(fact_ids: tuple[str, ...], text: str) -> bool:
    return speaks_of_money(text) or any(key_of(key)[2] in _CHANGING for key in fact_ids)


def body_html(piece: Piece, *, title: bool = False, label: str = "") -> str:
    """The passages as plain HTML, as shop systems take it; `title`: with its heading."""
    return "\n".join(_html(piece, title=title, label=label))


def page_html(piece: Piece, *, label: str = "", metadata: str = "") -> str:
    """The same as a page of its own."""
    lang, name = _tag(piece.lang), escape(piece.title)
    meta = f'<meta name="AIGC" content="{escape(metadata, quote=True)}">\n' if metadata else ""
    return (
        f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n<title>{name}</title>\n{meta}</head>\n'
        f"<body>\n<article>\n{body_html(piece, title=True, label=label)}\n</article>\n</body>\n</html>\n"
    )


def markdown(piece: Piece, *, label: str = "") -> str:
    """The piece as Markdown."""
    lines: list[str] = []
    for one in piece.passages:
        text = _escaped(one.text(piece.lang))
        if not text:
            continue
        before = {"title": "# ", "heading": "## ", "item": "- "}.get(one.kind, "")
        if lines and not (one.kind == "item" and lines[-1].startswith("- ")):
            lines.append("")
        lines.append(before + text)
    return "\n".join([*lines, "", f"*{label}*", ""] if label else [*lines, ""])


def piece_json(piece: Piece) -> list[Json]:
    """The passages with each sentence's facts and the places of its claims."""
    return [
        {
            "kind": one.kind, "place": one.place, "about": one.about or piece.product_ids[0],
            "sentences": [
                {
                    "text": told.sentence.text, "writer": told.writer, "fact_ids": list(told.sentence.fact_ids),
                    "spans": [
                        {"start": span.start, "end": span.end, "fact_id": span.fact_id}
                        for span in told.sentence.spans if span.fact_id
                    ],
                }
                for told in one.told if told.holds
            ],
        }
        for one in piece.passages
    ]  # fmt: skip


def _html(piece: Piece, *, title: bool, label: str) -> Iterator[str]:
    items: list[str] = []
    for one in piece.passages:
        text = escape(one.text(piece.lang), quote=False)
        if one.kind == "item" and text:
            items.append(f"<li>{text}</li>")
            continue
        if items:
            yield f"<ul>{''.join(items)}</ul>"
            items = []
        if text and (one.kind != "title" or title):
            yield _element(one, text)
    if items:
        yield f"<ul>{''.join(items)}</ul>"
    if label:
        yield f"<p><small>{escape(label, quote=False)}</small></p>"


def _element(one: Passage, text: str) -> str:
    name = {"title": "h1", "heading": "h2", "caption": "figcaption"}.get(one.kind, "p")
    return f"<figure><{name}>{text}</{name}></figure>" if name == "figcaption" else f"<{name}>{text}</{name}>"


def _escaped(text: str) -> str:
    """Without what Markdown would read as marks."""
    return "".join(f"\\{sign}" if sign in "\\*_[]<>`#" else sign for sign in text)


def _tag(lang: Lang) -> str:
    return "zh-CN" if lang == "zh" else "en"
