"""Whoever reads Chinese is refused in Chinese: each refusal carries it from where it is raised."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import mercery

ROOT: Final = Path(mercery.__file__).parent
MOST: Final[Mapping[str, int]] = {
    "accounts": 0, "assistant": 0, "catalog": 0, "channels": 0, "conversations": 0, "core/files": 0, "customers": 0,
    "experiments": 0, "guide": 0, "inspection": 0, "knowledge": 0, "livestream": 0, "operations": 0, "orders": 0,
    "policies": 0, "promotions": 0, "recommendations": 0, "search": 0, "storefront": 0, "studio": 0, "web": 0,
}  # fmt: skip
"""Refusals of each package that are said in English only, at most. When one is given its Chinese, its number goes down."""
_OF_FILES: Final = ("refused", "stop", "note")
_OUR_WORDS: Final = ("Conflict", "Problem", "Invalid")
_CLASS: Final = re.compile(r"^class (\w+)\(([^)]*)\):\n((?:[ ].*\n|\n)*)", re.MULTILINE)
ENGLISH: Final = (
    "livestream/avatar", "livestream/comments/platforms", "livestream/comments/program_api.py", "livestream/director",
    "channels/mail/api.py", "channels/wechat", "channels/whatsapp", "conversations/signature.py",
    "conversations/channels_api.py", "studio/program_api.py", "interactions/api.py", "experiments/api.py",
    "experiments/warehouse",
)  # fmt: skip
"""Read by whoever draws a host, connects a platform's program or asks the warehouse: the words of their formats."""


def test_refusals_that_people_of_a_shop_meet_are_said_in_chinese() -> None:
    here = list(english_only())
    found = Counter(_package(path) for path, _ in here)
    over = {name: (found[name], most) for name, most in MOST.items() if found[name] > most}
    assert not over, [f"{path}:{line} wants zh=" for path, line in here if _package(path) in over]


def english_only() -> Iterator[tuple[Path, int]]:
    """File and line of each refusal without Chinese. What is not there has a page of its own in both languages."""
    texts = {path.relative_to(ROOT): path.read_text() for path in sorted(ROOT.rglob("*.py"))}
    refusals = _refusals(texts.values())
    raised = re.compile(rf"\b(?:{'|'.join(sorted(refusals))}|{'|'.join(_OF_FILES)})\(")
    for path, text in texts.items():
        apart = _package(path) not in MOST or path.name.endswith("cli.py") or path.as_posix().startswith(ENGLISH)
        if apart or not raised.search(text):
            continue
        for node in ast.walk(ast.parse(text)):
            if not isinstance(node, ast.Call) or not _refuses(node, refusals, text):
                continue
            if not any(given.arg in ("zh", None) for given in node.keywords):
                yield path, node.lineno


def _refusals(texts: Iterable[str]) -> set[str]:
    """Names of the classes that say what they are given: those with words of their own say them where they are made."""
    found = [one.groups() for text in texts if "\nclass " in text for one in _CLASS.finditer(text)]
    known, own = {"MerceryError", "Problem"}, {"NotFound"}
    while more := {name for name, bases, _ in found if known & set(re.split(r"\W+", bases))} - known:
        known |= more
    own |= {name for name, _, body in found if name != "MerceryError" and "    def __init__(" in body}
    return known - own


def _refuses(node: ast.Call, refusals: set[str], text: str) -> bool:
    """Whether the call makes a refusal: one of ours, or a problem in a file that is read (`log.stop`, `refused`)."""
    name = _name(node.func)
    if name in _OF_FILES:
        of_log = isinstance(node.func, ast.Attribute) and _name(node.func.value) in ("log", "noted", "problems")
        return of_log if name != "refused" else isinstance(node.func, ast.Name) and "core.files" in text
    # A feature may call something of its own by the same word: a conflict of two answers is no refusal.
    elsewhere = re.search(
        rf"^(?:class {name}:|from mercery\.(?!core\.errors)\S+ import .*\b{name}\b)", text, re.MULTILINE
    )
    return name in refusals and not (name in _OUR_WORDS and elsewhere)


def _package(path: Path) -> str:
    return "core/files" if path.as_posix().startswith("core/files") else path.parts[0]


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
