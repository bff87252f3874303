"""Documents of a shop, read as the product reads them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mercery.knowledge.documents.document import Passage, SourceRef
from mercery.knowledge.documents.limits import Limits
from mercery.knowledge.documents.reading.opening import open_document, passages_of

Read = Callable[[str], list[Passage]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """The passages of a Markdown text."""

    def passages(text: str) -> list[Passage]:
        path = tmp_path / "policy.md"
        path.write_text(text, encoding="utf-8")
        return list(passages_of(open_document(path, path.name, Limits()), path.name, Limits()))

    return passages


def sources(*quotes: str) -> list[SourceRef]:
    """Passages as an answer cites them."""
    return [
        SourceRef(document_id="doc", version=1, passage=number, quote=quote) for number, quote in enumerate(quotes, 1)
    ]
