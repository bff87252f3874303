"""How a document is set: its type for text, for headings by level, and what runs along on every page. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from mercery.knowledge.documents.reading.pdf.lines import is_marker, lines_of, words_known
from mercery.knowledge.documents.reading.pdf.page import Line, Page

Type = tuple[float, bool]
"""Size and whether bold."""
_Key = tuple[str, int, int]
"""Words with # for the number of the page, how far that number is ahead of the page, height in steps of four points."""
_EDGE: Final = 0.12
"""Share of a page's height at its top and bottom where what runs along stands."""
_LARGER: Final = 1.08
_LONGEST_HEADING: Final = 140
_TOP_OR_FOOT: Final = 3
_PAGE_NUMBER: Final = re.compile(
    r"^(?:[-–—|·\s]*(?:page|seite|p\.)?\s*(?:\d{1,4}|[ivxlc]{1,6})\s*(?:(?:of|/|von|\|)\s*\d{1,4})?[-–—|·\s]*"
    r"|第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?)$",
    re.IGNORECASE,
)
NUMBERED: Final = re.compile(
    r"^(?:(?P<figures>\d{1,3}(?:\.\d{1,3})*)[.)]?\s+(?=\S)|(?P<word>chapter|section|part|article|appendix)\s+[\dIVXA-Z]{1,5}\b"
    r"|(?P<zh>第[\d一二三四五六七八九十百]{1,4}[编章节条條篇])|(?P<count>[一二三四五六七八九十]{1,3}、))",
    re.IGNORECASE,
)
_SENTENCE_END: Final = re.compile(r"[.;,。；，]$")
_RAISED: Final = {"章": 1, "编": 1, "篇": 1, "节": 2, "条": 3, "條": 3}


@dataclass(slots=True)
class Style:
    """What holds for the whole document."""

    body: Type
    leading: float
    """From line to line of a paragraph, in times of the size of type."""
    levels: Mapping[Type, int] = field(default_factory=dict)
    """Level of headings set in a type, 1 the widest."""
    running: frozenset[_Key] = frozenset()
    """What recurs at the edge of pages."""
    known: frozenset[str] = frozenset()
    """Words of the document, to mend those that are broken at the end of a line."""

    def is_running(self, line: Line, page: Page) -> bool:
        """Whether a line is a running head, a foot, or the number of the page."""
        if not at_edge(line, page):
            return False
        if _PAGE_NUMBER.match(line.text.strip()):
            return True
        return any(key in self.running for key in _keys(line, page, plain=self.is_plain(line)))

    def is_plain(self, line: Line) -> bool:
        """Whether a line is set no larger than text: then its figures may count pages."""
        return line.size <= self.body[0] * 1.05

    def heading_level(self, line: Line) -> int | None:
        """The level of a line that is a heading by its type or its number; None for any other."""
        text = line.text
        if not _could_head(text):
            return None
        numbered = NUMBERED.match(text)
        level = self.levels.get(type_of(line))
        if level is not None:
            return level
        if numbered and not _SENTENCE_END.search(text) and len(text) <= 60:
            if numbered["figures"] and "." in numbered["figures"]:
                return max(self.levels.values(), default=0) + numbered["figures"].count(".")
            if numbered["word"] or (numbered["zh"] and len(text) <= 30):
                return max(self.levels.values(), default=0) + _RAISED.get((numbered["zh"] or "章")[-1], 1)
        return None


def type_of(line: Line) -> Type:
    """Size in steps of half a point, and whether bold."""
    return round(line.size * 2) / 2, line.bold


def at_edge(line: Line, page: Page) -> bool:
    """Whether a line stands where running heads and feet do."""
    return line.base < page.height * _EDGE or line.base > page.height * (1 - _EDGE)


def style_of(pages: Sequence[Page]) -> Style:
    """The style, from pages spread over the document."""
    lines = {page.number: lines_of(page.words) for page in pages}
    signs: Counter[Type] = Counter()
    for page in pages:
        for line in lines[page.number]:
            signs[type_of(line)] += len(line.text)
    body = signs.most_common(1)[0][0] if signs else (10.0, False)
    style = Style(body=body, leading=_leading(lines.values(), body))
    style.running = _running(pages, lines, style)
    style.levels = _levels(pages, lines, style, signs)
    style.known = frozenset(word for some in lines.values() for word in words_known(some))
    return style


def _running(pages: Sequence[Page], lines: Mapping[int, list[Line]], style: Style) -> frozenset[_Key]:
    seen: Counter[_Key] = Counter()
    for page in pages:
        edge = [line for line in lines[page.number] if at_edge(line, page)]
        seen.update({key for line in edge for key in _keys(line, page, plain=style.is_plain(line))})
    least = _TOP_OR_FOOT if len(pages) >= 4 else 2
    return frozenset(key for key, count in seen.items() if count >= least) if len(pages) > 1 else frozenset()


def _keys(line: Line, page: Page, *, plain: bool) -> Iterator[_Key]:
    """How the line may recur: as it is, or with one figure that counts pages; a few points higher or lower."""
    words = " ".join(line.text.lower().split())
    forms = [(words, 0)]
    if plain:
        forms += [
            (words[: found.start()] + "#" + words[found.end() :], int(found.group()) - page.number)
            for found in re.finditer(r"\d{1,4}", words)
        ]
    step = int(line.base // 4)
    for form, ahead in forms:
        yield form, ahead, step
        yield form, ahead, step + 1


def _leading(pages: Iterable[Sequence[Line]], body: Type) -> float:
    steps: Counter[float] = Counter()
    for lines in pages:
        for one, other in pairwise(lines):
            step = other.base - one.base
            if type_of(one) == type_of(other) == body and 0 < step <= body[0] * 2.2:
                steps[round(step / body[0], 1)] += 1
    # Between one-line paragraphs lies more: of the steps that are common, the smallest is that of lines.
    most = max(steps.values(), default=0)
    return min((step for step, count in steps.items() if count >= most * 0.15 and step >= 0.9), default=1.3)


def _could_head(text: str) -> bool:
    bare = text.strip()
    first = bare.split(" ", 1)[0]
    if not bare or len(bare) > _LONGEST_HEADING or (is_marker(first) and not NUMBERED.match(bare)):
        return False
    return any(sign.isalpha() for sign in bare)


def _levels(
    pages: Sequence[Page], lines: Mapping[int, list[Line]], style: Style, signs: Mapping[Type, int]
) -> dict[Type, int]:
    """Types that set headings, from the largest on: larger than text, or bold where text is not, and used sparingly."""
    shares: dict[Type, list[int]] = defaultdict(list)
    for page in pages:
        for line in lines[page.number]:
            if not style.is_running(line, page):
                shares[type_of(line)].append(len(line.text) if _could_head(line.text) else 10 * _LONGEST_HEADING)
    total = max(1, sum(signs.values()))
    chosen = [
        kind
        for kind, lengths in shares.items()
        if _heads(kind, style.body) and sum(lengths) / len(lengths) <= 90 and signs[kind] <= 0.35 * total
    ]
    ranked = sorted(chosen, key=lambda kind: (-kind[0], not kind[1]))
    return {kind: place for place, kind in enumerate(ranked, 1)}


def _heads(kind: Type, body: Type) -> bool:
    size, bold = kind
    return size >= body[0] * _LARGER or (bold and not body[1] and size >= body[0] * 0.95)
