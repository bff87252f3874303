"""What of a document says nothing to a customer: contents, imprint, page furniture, navigation. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mercery.knowledge.documents.document import Passage

_CONTENTS: Final = re.compile(
    r"^(?:table of )?contents$|^index$|^in this (?:document|guide|article)$|^on this page$|^目\s*录$", re.IGNORECASE
)
_LEGAL: Final = re.compile(
    r"^(?:definitions?|glossary|imprint|impressum|legal notice|copyright(?: notice)?|disclaimer|document (?:history|control|information)|(?:revision|version|change) history|change ?log|approvals?|sign-?off|acknowledge?ments?|定义|术语|版权(?:声明|信息)?|法律声明|免责声明|修订(?:记录|历史)|版本(?:记录|历史)|变更记录|文档信息)$",
    re.IGNORECASE,
)
_LEADERS: Final = re.compile(r"(?:\.\s?){4,}\s*\d*$|…{2,}\s*\d*$|\s·{3,}\s*\d+$|\t+\d{1,3}$")
_FURNITURE: Final = re.compile(
    r"^(?:page|seite|p\.)\s?\d+(?:\s?(?:of|/|von)\s?\d+)?$|^\d{1,4}(?:\s?/\s?\d{1,4})?$|^第?\s?\d+\s?页(?:\s?[/,，]?\s?共\s?\d+\s?页)?$"
    r"|^(?:©|\(c\)|copyright\b).*|.*\ball rights reserved\b.*|.*版权所有.*|^(?:confidential|internal use only|draft|机密|内部资料)\.?$"
    r"|^(?:back to top|skip to (?:main )?content|read more|learn more|click here|share this|print this page|home|menu|search|sign in|log ?in|next|previous|返回顶部|阅读更多|了解更多|点击这里|首页|上一页|下一页)[.>»→ ]*$"
    r"|^(?:last (?:updated|modified|reviewed|changed)|updated on|version|revision|document (?:no|number|id)|author|prepared by|approved by|classification|最后更新|更新日期|更新时间|版本号?|文件编号|编制|审批|发布日期)\s?[:：]?\s?[^.。]{0,40}$"
    r"|^(?:home|首页)(?:\s?[>/›»]\s?[^>/›»]{1,30}){1,6}$|.*\b(?:we use cookies|accept (?:all )?cookies|cookie settings)\b.*",
    re.IGNORECASE,
)
_LINE: Final = 300
"""Characters a line of furniture has at most."""
_EDGE: Final = 2
"""Passages at the top and at the bottom of a page that may be its head or foot."""
_SLOT: Final = re.compile(r"\d+")


def telling(passages: Sequence[Passage]) -> list[Passage]:
    """The passages that say something, in order."""
    furniture = _repeated(passages)
    kept: list[Passage] = []
    skipped: int | None = None
    for one in passages:
        text = " ".join(one.text.split())
        if one.kind == "heading":
            if skipped is not None and one.level > skipped:
                continue
            skipped = one.level if says_nothing(text) else None
        if skipped is not None or not text or one.number in furniture:
            continue
        if len(text) <= _LINE and (_LEADERS.search(text) or (one.kind != "row" and _FURNITURE.match(text))):
            continue
        kept.append(one)
    return _without_contents(kept)


def says_nothing(heading: str) -> bool:
    """Whether a heading opens what no customer asks for: contents, imprint, history of the document."""
    return bool(_CONTENTS.match(_bare(heading)) or _LEGAL.match(_bare(heading)))


def _bare(text: str) -> str:
    return re.sub(r"^[\d.)\s]+|[:：\s]+$", "", text)


def _repeated(passages: Sequence[Passage]) -> set[int]:
    """Short lines at the edges of three pages or more, page numbers aside: heads and feet."""
    on_page: dict[int, list[Passage]] = {}
    for one in passages:
        if one.anchor.page is not None:
            on_page.setdefault(one.anchor.page, []).append(one)
    edges: dict[str, set[int]] = {}
    numbers: dict[str, set[int]] = {}
    for page, held in on_page.items():
        for one in {*held[:_EDGE], *held[-_EDGE:]}:
            if one.kind != "row" and len(one.text) <= 120:
                key = _SLOT.sub("#", " ".join(one.text.split()))
                edges.setdefault(key, set()).add(page)
                numbers.setdefault(key, set()).add(one.number)
    often = [key for key, pages in edges.items() if len(pages) >= 3 and len(pages) >= 0.4 * len(on_page)]
    return {number for key in often for number in numbers[key]}


def _without_contents(passages: list[Passage]) -> list[Passage]:
    """Lists of links to the headings, without a heading of their own that says so."""
    headings = {_bare(one.text.lower()) for one in passages if one.kind == "heading"}
    listed = [
        one.kind in ("item", "paragraph")
        and bool({_bare(one.text.lower()), _bare(_SLOT.sub("", one.text.lower()))} & headings)
        for one in passages
    ]
    kept = []
    for at, one in enumerate(passages):
        run = listed[max(0, at - 2) : at + 3]
        if listed[at] and sum(run) >= 3:
            continue
        kept.append(one)
    return kept
