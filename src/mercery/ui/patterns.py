"""The pattern page: every component in every variant, light and dark, with the signatures page authors need."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from mercery.core.i18n import Words
from mercery.ui.page_context import PageContext
from mercery.ui.render import render_page
from mercery.ui.variants import ICONS, VARIANTS

_MACROS: Final = Path(__file__).resolve().parent / "templates" / "ui"
_FILES: Final = ("actions", "forms", "structure", "tables", "claims", "shop", "figures", "charts", "states", "overlays")
_HEAD = re.compile(r"\{#\s*(.*?)\s*#\}", re.DOTALL)


@dataclass(frozen=True, kw_only=True, slots=True)
class Dye:
    """One colour of the palette in both themes."""

    name: Words
    light: str
    dark: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Signatures:
    """The head comment of one macro file."""

    file: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PatternsPage:
    """What the pattern page shows besides the components themselves."""

    dyes: tuple[Dye, ...]
    variants: Mapping[str, Mapping[str, str]]
    icons: tuple[str, ...]
    signatures: tuple[Signatures, ...]


PALETTE: Final = (
    Dye(name=Words("Ink", "墨"), light="#16201C", dark="#EDF1EC"),
    Dye(name=Words("Ink 2", "墨二"), light="#46514B", dark="#BCC5BE"),
    Dye(name=Words("Ink 3", "墨三"), light="#5F6A64", dark="#929D96"),
    Dye(name=Words("Paper", "纸"), light="#FFFFFF", dark="#161C19"),
    Dye(name=Words("Chalk", "白垩"), light="#F4F6F3", dark="#0F1412"),
    Dye(name=Words("Calico", "坯布"), light="#EAEEE9", dark="#1E2522"),
    Dye(name=Words("Line", "细线"), light="#DADFD9", dark="#2B3430"),
    Dye(name=Words("Line 2", "粗线"), light="#818C85", dark="#6C7972"),
    Dye(name=Words("Loden, holds", "绿，有据"), light="#1C5A45", dark="#7FC7A7"),
    Dye(name=Words("Madder, stops", "红，拦下"), light="#A1272F", dark="#F2938C"),
    Dye(name=Words("Weld, ends", "黄，有期限"), light="#7A5500", dark="#E4BC55"),
    Dye(name=Words("Woad, worked out", "蓝，推算"), light="#27527A", dark="#93C1E6"),
)


@lru_cache(maxsize=1)
def signatures() -> tuple[Signatures, ...]:
    """The signatures as they stand at the head of each macro file."""
    found = []
    for name in _FILES:
        head = _HEAD.search((_MACROS / f"{name}.html").read_text(encoding="utf-8"))
        text = re.sub(r"\{% (?:raw|endraw) %\}", "", head.group(1)) if head else ""
        found.append(Signatures(file=f"ui/{name}.html", text=text))
    return tuple(found)


def render_patterns(context: PageContext) -> str:
    """The whole page as HTML."""
    page = PatternsPage(dyes=PALETTE, variants=VARIANTS, icons=tuple(sorted(ICONS)), signatures=signatures())
    return render_page("ui/patterns.html", page, context=context)
