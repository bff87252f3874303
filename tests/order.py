"""Which file's tests run when, where several workers share them.

What lasts long begins first, so that no worker is left alone with it at the end. The journeys stay with one worker: all of
them walk through one demo shop, and a second worker would have to open another; so does what looks at how it was made.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

import pytest
from xdist.remote import Producer  # type: ignore[import-untyped]
from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped]

JOURNEYS: Final = "tests/journeys/"
SEED: Final = "tests/demo/test_seed.py"
LONG: Final = (
    SEED,
    JOURNEYS,
    "tests/test_run.py",
    "tests/catalog/importing/test_killed.py",
    "tests/security/",
    "tests/accounts/test_permissions.py",
    "tests/accounts/test_isolation.py",
    "tests/core/postgres/",
    "tests/storefront/test_browser.py",
    "tests/interactions/ingest/",
    "tests/assistant/admission/",
    "tests/promotions/publishing/",
    "tests/promotions/worst/",
    "tests/livestream/",
    "tests/search/stored/",
    "tests/knowledge/documents/",
    "tests/knowledge/test_meaning.py",
    "tests/web/test_errors.py",
    "tests/inspection/talk/",
)
"""How the paths of what lasts begin, longest first."""


def long_first(items: list[pytest.Item]) -> None:
    """Put the tests of long files before the others, then those of files with many; within a file nothing changes."""
    count = Counter(map(_file, items))
    items.sort(key=lambda item: (_place(_file(item)), -count[_file(item)], _file(item)))


def _file(item: pytest.Item) -> str:
    return item.nodeid.split("::", 1)[0]


def _place(file: str) -> int:
    return next((place for place, path in enumerate(LONG) if file.startswith(path)), len(LONG))


class LongFirst(LoadFileScheduling):  # type: ignore[misc]
    """Hands out whole files, and the journeys with the seed as if they were one, in the order in which `long_first` has put them."""

    def __init__(self, config: pytest.Config, log: Producer | None = None) -> None:
        super().__init__(config, log)
        # The other order would be by the number of tests alone: the journeys, few and long, would come last.
        config.option.loadscopereorder = False

    def _split_scope(self, nodeid: str) -> str:
        return JOURNEYS if nodeid.startswith((JOURNEYS, SEED)) else str(super()._split_scope(nodeid))
