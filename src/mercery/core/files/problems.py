"""What is wrong in a file, collected: a person mends a file once, not once per mistake."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from mercery.core.errors import Invalid, Problem

SHOWN: Final = 200
"""Problems kept for showing, of each severity; the rest is counted."""


class FileRefused(Invalid):
    """The file cannot be imported as it is; nothing was changed."""

    code = "import_refused"


@dataclass(slots=True)
class ProblemLog:
    """Problems of one file in the order they were met."""

    file: str
    kept: list[Problem] = field(default_factory=list)
    errors: int = 0
    warnings: int = 0

    def stop(
        self,
        message: str,
        remedy: str = "",
        *,
        line: int | None = None,
        column: str | None = None,
        field: str | None = None,
        zh: str = "",
    ) -> None:
        """Something that refuses the file."""
        self.errors += 1
        if self.errors <= SHOWN:
            self.kept.append(
                Problem(message=message, remedy=remedy, file=self.file, line=line, column=column, field=field, zh=zh)
            )

    def note(
        self,
        message: str,
        remedy: str = "",
        *,
        line: int | None = None,
        column: str | None = None,
        field: str | None = None,
        zh: str = "",
    ) -> None:
        """Something worth knowing that does not refuse the file."""
        self.warnings += 1
        if self.warnings <= SHOWN:
            self.kept.append(
                Problem(
                    message=message,
                    remedy=remedy,
                    file=self.file,
                    line=line,
                    column=column,
                    field=field,
                    severity="warning",
                    zh=zh,
                )
            )

    def take(self, problems: Sequence[Problem]) -> None:
        """Add problems met outside the reader."""
        for problem in problems:
            self.errors += 1
            if self.errors <= SHOWN:
                self.kept.append(replace(problem, file=self.file))

    def refuse(self) -> None:
        """Raise when there was any error."""
        if self.errors:
            count = f"{self.errors} problem" + ("s" if self.errors > 1 else "")
            raise FileRefused(
                f"{self.file}: {count}; nothing was changed.",
                remedy="Mend the lines named and import the file again.",
                problems=self.kept,
                zh=f"{self.file}：{self.errors} 处有误，未作任何改动。请按所列修改后重新导入。",
            )


def refused(
    file: str, message: str, remedy: str = "", *, line: int | None = None, column: str | None = None, zh: str = ""
) -> FileRefused:
    """A refusal for one reason that makes reading on pointless."""
    problem = Problem(message=message, remedy=remedy, file=file, line=line, column=column, zh=zh)
    return FileRefused(problem.text(), problems=[problem], zh=problem.text("zh") if zh else "")
