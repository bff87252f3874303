"""What may stand in a file once and stands there twice: said in one way by every reader, with both lines and the remedy."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Final, Literal

from mercery.core.errors import Problem
from mercery.core.i18n import Words

Mend = Literal["take_out", "rename"]
"""One of the two is too many; or both are meant, and one needs a name of its own."""
_REMEDIES: Final[dict[Mend, Words]] = {
    "take_out": Words("Take one out.", "请删去一个。"),
    "rename": Words("Give each one its own.", "请各用不同的值。"),
}


def twice(
    what: Words,
    said: str,
    *,
    line: int | None,
    first: int | None,
    name: str,
    column: str | None = None,
    mend: Mend = "take_out",
) -> Problem:
    """`said` (a SKU, a key, a number: `what`) stands on `line` and stood on `first` before. `name`: its field."""
    at = f" (first on line {first})" if first else ""
    at_zh = f"，首次出现在第 {first} 行" if first else ""
    remedy = _REMEDIES[mend]
    return Problem(
        message=f"The {what.en} '{said}' appears twice{at}.",
        remedy=remedy.en,
        line=line,
        column=column,
        field=name,
        zh=f"{what.zh}“{said}”重复{at_zh}，{remedy.zh}",
    )


@dataclass(slots=True, kw_only=True)
class Once:
    """What was met in a file so far, each with the line it first stood on."""

    what: Words
    name: str
    """The field it fills."""
    column: str | None = None
    mend: Mend = "take_out"
    met: dict[Hashable, int | None] = field(default_factory=dict)

    def again(self, key: Hashable, line: int | None, said: str = "") -> Problem | None:
        """Note the key; the problem where it was met before. `said`: the key as it is written, where that is another text."""
        if key not in self.met:
            self.met[key] = line
            return None
        return twice(
            self.what,
            said or str(key),
            line=line,
            first=self.met[key],
            name=self.name,
            column=self.column,
            mend=self.mend,
        )
