"""Commands in what is printed, as the reader can type them: whoever started with `make run` has no `mercery` on the path.

Texts name commands as `mercery upgrade`; they are put right here, at the moment they are printed.
"""

from __future__ import annotations

import re
import shlex
import shutil
import sys
from functools import cache
from pathlib import Path
from typing import Final

import click

_NAMED: Final = re.compile(r"(?<![\w./@:-])mercery(?= [a-z])")
"""The command with one below it; in prose the product is Mercery."""


def echo(text: str, *, err: bool = False) -> None:
    """Print a line whose commands can be typed here."""
    click.echo(as_typed(text), err=err)


def as_typed(text: str) -> str:
    """The text with each `mercery …` as it is called on this machine from this folder."""
    command = _here()
    return _NAMED.sub(lambda _: command, text)


def command_at(script: Path, *, folder: Path, on_path: str | None) -> str:
    """How `script` is called from `folder`: by its name where that is the one found on the path, else by the shortest way
    to it. Where there is no such file (Mercery was started by other means), by its name."""
    if not script.exists() or (on_path is not None and Path(on_path).samefile(script)):
        return script.name
    return shlex.quote(str(script.relative_to(folder) if script.is_relative_to(folder) else script))


@cache
def _here() -> str:
    # Beside the interpreter that runs this: the environment's own, not the Python it was made from.
    script = Path(sys.executable).with_name("mercery")
    return command_at(script, folder=Path.cwd(), on_path=shutil.which("mercery"))
