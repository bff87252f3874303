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
    "accounts": 0, "assistant": 1, "catalog": 6, "channels": 1, "conversations": 3, "customers": 1, "experiments": 3,
    "guide": 0, "inspection": 0, "knowledge": 23, "livestream": 2, "operations": 66, "orders": 32, "policies": 15,
    "promotions": 61, "recommendations": 25, "search": 38, "storefront": 0, "studio": 1, "web": 3,
}  # fmt: skip
"""Refusals of each package that are said in English only, at most. When one is given its Chinese, its number goes down."""
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
    found = Counter(path.parts[0] for path, _ in here)
    over = {name: (found[name], most) for name, most in MOST.items() if found[name] > most}
    assert not over, [f"{path}:{line} wants zh=" for path, line in here if path.parts[0] in over]


def english_only() -> Iterator[tuple[Path, int]]:
    """File and line of each refusal without Chinese. What is not there has a page of its own in both languages."""
    texts = {path.relative_to(ROOT): path.read_text() for path in sorted(ROOT.rglob("*.py"))}
    refusals = _refusals(texts.values())
    raised = re.compile(rf"\b(?:{'|'.join(sorted(refusals))})\(")
    for path, text in texts.items():
        apart = path.parts[0] not in MOST or path.name.endswith("cli.py") or path.as_posix().startswith(ENGLISH)
        if apart or not raised.search(text):
            continue
        for node in ast.walk(ast.parse(text)):
            if not isinstance(node, ast.Call) or _name(node.func) not in refusals:
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


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
