"""Which version of the program and of its models answer now: kept with each turn, so that a later answer can be told apart."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version

from mercery.core.database import Json
from mercery.knowledge.semantics import semantics_in_use


def versions_in_use() -> Json:
    """`mercery`, and `meaning`: the model by which answers are found beside words, empty where words alone decide."""
    semantics = semantics_in_use()
    return {"mercery": _program(), "meaning": semantics.name if semantics is not None and semantics.ready else ""}


@cache
def _program() -> str:
    try:
        return version("mercery")
    except PackageNotFoundError:
        return ""
