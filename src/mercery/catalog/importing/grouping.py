"""Which rows of an unknown table are one product: by what they repeat, by the parent they name, by what they leave empty. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from mercery.catalog.importing.guess import CHILD_KINDS, PARENT_KINDS, FieldMapping
from mercery.core.files.problems import ProblemLog
from mercery.core.files.tabular import Row, heading, text_of

_OWN = ("key", "sku", "handle", "title")


def kind_of_row(cells: Mapping[str, Any], mapping: FieldMapping) -> str:
    """`configurable`, `variation` and the like, as the row says; empty when it says nothing."""
    return heading(text_of(cells.get(mapping.column("kind") or "")).split(",")[0])


@dataclass(slots=True)
class Grouping:
    """What the rows of a file have in common, seen in a first pass."""

    mapping: FieldMapping
    log: ProblemLog
    repeated: str | None = None
    """The field whose repeated value makes rows one product."""
    continued: bool = False
    """Whether rows without title and key belong to the row above."""
    twins: dict[int, str] = field(default_factory=dict)
    """Rows known by their title alone that share it with a row above, by line: each is a product of its own."""
    _titles: Counter[str] = field(default_factory=Counter)
    parents: dict[str, str] = field(default_factory=dict)
    """Of each row others name as their parent, any of its names to the product's."""

    def of(self, row: Row) -> str | None:
        """The product a row belongs to; None: that of the row above."""
        parent = self.text(row, "parent")
        if self.parents and parent and parent.casefold() != self._own(row).casefold():
            known = self.parents.get(parent.casefold())
            if known is None:
                self._orphan(row, parent)
            return known or f"line-{row.line}"
        if self.repeated:
            value = self.text(row, self.repeated)
            if value:
                return value.casefold() if self.repeated == "handle" else value
        if self.continued and not any(self.text(row, name) for name in ("title", "title_zh", "key", "handle")):
            return None
        if kind_of_row(row.cells, self.mapping) in CHILD_KINDS and not self.repeated:
            if not parent:
                return None
            self._orphan(row, parent)
        return self._own(row) if self.repeated == "title" else self._alone(row)

    def is_parent(self, row: Row) -> bool:
        """Whether the row stands for a product whose variants have rows of their own."""
        if kind_of_row(row.cells, self.mapping) in PARENT_KINDS:
            return True
        return bool(self.parents) and not self.text(row, "parent")

    def text(self, row: Row, name: str) -> str:
        """A field of the row as text."""
        return text_of(row.cells.get(self.mapping.column(name) or ""))

    def _own(self, row: Row) -> str:
        return next((value for name in _OWN if (value := self.text(row, name))), f"line-{row.line}")

    def _alone(self, row: Row) -> str:
        """The row's own name; two rows that have nothing but the same title stay two products."""
        if any(self.text(row, name) for name in _OWN[:-1]) or not self.text(row, "title"):
            return self._own(row)
        title = self.text(row, "title")
        self._titles[title] += 1
        if self._titles[title] > 1:
            self.twins[row.line] = f"{title} ({self._titles[title]})"
        return self.twins.get(row.line, title)

    def _orphan(self, row: Row, parent: str) -> None:
        column = next(guess.column for guess in self.mapping.guesses if guess.field == "parent")
        self.log.stop(
            f"The row names the parent '{parent}', which is not in the file.",
            "Add the parent's row, or mend the column.",
            line=row.line or None,
            column=column,
            field="key",
            zh=f"此行的主商品“{parent}”不在文件中。请补上主商品行，或更正该列。",
        )


def find_grouping(rows: Callable[[], Iterable[Row]], mapping: FieldMapping, log: ProblemLog) -> Grouping:
    """Look at all rows once."""
    found = Grouping(mapping, log)
    seen: dict[str, Counter[str]] = {name: Counter() for name in ("group", "key", "handle", "title", "parent")}
    names: dict[str, str] = {}
    untitled = titled = 0
    for row in rows():
        for name, counter in seen.items():
            counter[found.text(row, name)] += 1
        if mapping.column("parent") and not found.text(row, "parent"):
            for name in _OWN:
                if value := found.text(row, name):
                    names.setdefault(value.casefold(), found._own(row))
                    names.setdefault(f"id:{value.casefold()}", found._own(row))
        has_title = bool(found.text(row, "title") or found.text(row, "title_zh"))
        titled += has_title
        untitled += not has_title
    _by_parent(found, seen.pop("parent"), names)
    if not found.parents:
        found.repeated = _repeated(seen, mapping, untitled)
    found.continued = bool(titled and untitled) and not found.parents
    return found


def _by_parent(found: Grouping, named: Counter[str], names: dict[str, str]) -> None:
    """Parents named by rows: other rows of the file, or else only a word that the rows share."""
    named.pop("", None)
    if not named:
        return
    if any(name.casefold() in names for name in named):
        found.parents = names
    elif any(count > 1 for count in named.values()):
        found.parents = {}
        found.repeated = "parent"


def _repeated(seen: dict[str, Counter[str]], mapping: FieldMapping, untitled: int) -> str | None:
    for name in ("group", "key", "handle"):
        if any(count > 1 for value, count in seen[name].items() if value):
            return name
    choosing = mapping.options or mapping.option_pairs or mapping.column("options")
    if choosing and not untitled and any(count > 1 for value, count in seen["title"].items() if value):
        return "title"
    return None
