"""Two versions side by side, with the words that went and came. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final

from mercery.core.i18n import Lang
from mercery.studio.desk.pages import CompareLine
from mercery.studio.kept import Sided

_WORDS: Final = re.compile(r"\s+|[^\s]+")
Stretch = tuple[str, bool]


def compare_lines(sides: Sequence[Sided], lang: Lang) -> list[CompareLine]:
    """Each passage: where it is the same it is shown once."""
    return [_line(one.before or "", one.after or "", lang, same=one.same) for one in sides]


def _line(before: str, after: str, lang: Lang, *, same: bool) -> CompareLine:
    if same:
        return CompareLine(before=[(before, False)], after=[(after, False)], same=True)
    left, right = _units(before, lang), _units(after, lang)
    went, came = list[Stretch](), list[Stretch]()
    for kind, from_left, to_left, from_right, to_right in SequenceMatcher(
        a=left, b=right, autojunk=False
    ).get_opcodes():
        _add(went, "".join(left[from_left:to_left]), kind != "equal")
        _add(came, "".join(right[from_right:to_right]), kind != "equal")
    return CompareLine(before=went, after=came, same=False)


def _units(text: str, lang: Lang) -> list[str]:
    return list(text) if lang == "zh" else _WORDS.findall(text)


def _add(stretches: list[Stretch], text: str, changed: bool) -> None:
    if not text:
        return
    # A space between two changed words is no word that stayed.
    if stretches and (stretches[-1][1] == changed):
        stretches[-1] = (stretches[-1][0] + text, changed)
    elif not changed and text.isspace() and stretches:
        stretches[-1] = (stretches[-1][0] + text, stretches[-1][1])
    else:
        stretches.append((text, changed))
