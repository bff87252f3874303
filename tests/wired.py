"""What is set for the whole process: who hears of which event, what stands behind the doors of lower shelves, and the database.

A test that wires would otherwise change what the next ones of its worker see.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from mercery.core.events import bus

DOORS = (
    ("mercery.core.runtime", "_database"),
    ("mercery.channels.doors", "_responder"),
    ("mercery.channels.doors", "_platforms"),
    ("mercery.conversations.carriers", "_carriers"),
    ("mercery.inspection.doors", "_in_use"),
    ("mercery.inspection.learnt.signs", "_meaning"),
    ("mercery.knowledge.releases.rehearsal", "_in_use"),
    ("mercery.knowledge.review.wordsmith", "_in_use"),
    ("mercery.knowledge.semantics", "_in_use"),
    ("mercery.assistant.promoting.bag", "_bags"),
    ("mercery.recommendations.history", "_agreed"),
    ("mercery.recommendations.nearness", "_likeness"),
    ("mercery.studio.lent", "_in_use"),
)
"""Module and name of what each `use_…` sets. `tests/test_wired.py` finds those that are missing."""


@contextmanager
def as_before() -> Iterator[None]:
    """When the block ends, everybody hears and asks whom they did before it."""
    handlers = {kind: list(heard) for kind, heard in bus._handlers.items()}
    back = [_kept(sys.modules[module], name) for module, name in DOORS if module in sys.modules]
    loaded = {module for module, _ in DOORS if module in sys.modules}
    try:
        yield
    finally:
        bus._handlers = defaultdict(list, handlers)
        # A door that was first loaded in the block was nobody's before it.
        back += [partial(_empty, sys.modules[m], n) for m, n in DOORS if m in sys.modules and m not in loaded]
        for put in back:
            put()


def _kept(module: Any, name: str) -> Callable[[], None]:
    """Puts the value of now back; a list or a mapping keeps its identity, since others hold it."""
    value = getattr(module, name)
    if isinstance(value, list):
        content = list(value)
        return lambda: value.__setitem__(slice(None), content)
    if isinstance(value, dict):
        known = dict(value)

        def put() -> None:
            value.clear()
            value.update(known)

        return put
    return lambda: setattr(module, name, value)


def _empty(module: Any, name: str) -> None:
    value = getattr(module, name)
    if isinstance(value, list | dict):
        value.clear()
