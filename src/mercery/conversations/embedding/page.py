"""What a page says of the assistant in its source: the line, policies, tag managers. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urljoin, urlsplit

_MANAGERS: Final = (
    "googletagmanager.com/gtm.js",
    "googletagmanager.com/ns.html",
    "tags.tiqcdn.com",
    "assets.adobedtm.com",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One script element that loads an assistant."""

    url: str
    """Where the script comes from, whole."""
    shop: str
    """`data-shop`; empty where it names none."""
    nonce: str
    module: bool
    """Whether it is a module: then it cannot know its own element, and does not begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRead:
    """What was found in a page's source."""

    lines: tuple[Line, ...]
    policies: tuple[str, ...]
    """Texts of meta elements that hold a content security policy."""
    tag_manager: bool


@dataclass
class _Reader(HTMLParser):
    """Goes through a page once."""

    url: str
    lines: list[Line] = field(default_factory=list)
    policies: list[str] = field(default_factory=list)
    tag_manager: bool = False

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.base = self.url

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One element."""
        held = {name.lower(): value or "" for name, value in attrs}
        if tag == "base" and held.get("href"):
            self.base = urljoin(self.url, held["href"])
        elif tag == "meta" and held.get("http-equiv", "").strip().lower() == "content-security-policy":
            self.policies.append(held.get("content", ""))
        elif tag == "script":
            self._script(held)
        elif tag == "iframe" and "googletagmanager.com" in held.get("src", ""):
            self.tag_manager = True

    def handle_data(self, data: str) -> None:
        """Text, the insides of scripts too."""
        if not self.tag_manager and any(sign in data for sign in _MANAGERS):
            self.tag_manager = True

    def _script(self, held: dict[str, str]) -> None:
        source = held.get("src", "").strip()
        if any(sign in source for sign in _MANAGERS):
            self.tag_manager = True
        try:
            whole = urljoin(self.base, source)
            path = urlsplit(whole).path
        except ValueError:
            return
        if source and path.rstrip("/").endswith("/widget.js"):
            self.lines.append(
                Line(
                    url=whole,
                    shop=held.get("data-shop", "").strip(),
                    nonce=held.get("nonce", ""),
                    module=held.get("type", "").strip().lower() == "module",
                )
            )


def read_page(html: str, url: str) -> PageRead:
    """What stands in the source of the page at `url`."""
    reader = _Reader(url)
    reader.feed(html)
    reader.close()
    return PageRead(lines=tuple(reader.lines), policies=tuple(reader.policies), tag_manager=reader.tag_manager)
