"""The words of an HTML mail. Pure: nothing is fetched, nothing runs, and what readers do not see is left out."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

_UNSEEN: Final = frozenset({"script", "style", "head", "title", "template", "noscript", "svg", "object", "iframe"})
_BLOCKS: Final = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "div",
        "dl",
        "dt",
        "dd",
        "fieldset",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tr",
        "ul",
    ]
)
_VOID: Final = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
_HIDDEN: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|max-height\s*:\s*0(?![.\d])", re.I
)
QUOTE_CLASSES: Final = (
    "gmail_quote",
    "yahoo_quoted",
    "moz-cite-prefix",
    "OutlookMessageHeader",
    "divRplyFwdMsg",
    "qmbox_quote",
)
"""Marks of mail programs around what they quote (Gmail, Yahoo, Thunderbird, Outlook, QQ Mail)."""
DEEPEST: Final = 400


def text_of(html: str) -> str:
    """The text, one paragraph a line; what is quoted begins with `>`."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = [" ".join(line.split()) for line in "".join(reader.parts).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    """Keeps the text with line breaks; a stack says whether it is seen and whether it is quoted."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._stack: list[tuple[str, bool, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS or tag == "br":
            self._line()
        if tag in _VOID or len(self._stack) >= DEEPEST:
            return
        given = {name: value or "" for name, value in attrs}
        unseen = tag in _UNSEEN or "hidden" in given or bool(_HIDDEN.search(given.get("style", "")))
        marks = f"{given.get('class', '')} {given.get('id', '')}"
        quoted = tag == "blockquote" or any(mark in marks for mark in QUOTE_CLASSES)
        above = self._stack[-1] if self._stack else ("", False, False)
        self._stack.append((tag, above[1] or unseen, above[2] or quoted))
        if quoted:
            self._line()

    def handle_endtag(self, tag: str) -> None:
        if any(open_tag == tag for open_tag, _, _ in self._stack):
            while self._stack and self._stack.pop()[0] != tag:
                continue
        if tag in _BLOCKS:
            self._line()
        elif tag in ("td", "th"):
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if self._stack and self._stack[-1][1]:
            return
        words = re.sub(r"\s+", " ", data)
        if words.strip() or (self.parts and not self.parts[-1].endswith("\n")):
            self.parts.append(words)

    def _line(self) -> None:
        quoted = bool(self._stack) and self._stack[-1][2]
        self.parts.append("\n> " if quoted else "\n")
