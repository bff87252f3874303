"""A door to the shelf that holds the model and its caps: words for what is missing of a draft. `app.py` fills it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from mercery.core.database import Database
from mercery.knowledge.documents.document import Passage
from mercery.knowledge.drafts.draft import Draft


class Wordsmith(Protocol):
    """Asks a model and lets through what is proved. Without a model, or at a cap, drafts stay as they are."""

    @property
    def available(self) -> bool:
        """Whether a model is set at all."""
        ...

    async def worded(self, database: Database, shop_id: str, draft: Draft) -> Draft:
        """The draft with other ways to ask and the missing language, as far as they are proved. No transaction is held."""
        ...

    async def from_prose(
        self, database: Database, shop_id: str, drafts: Sequence[Draft], passages: Sequence[Passage]
    ) -> list[Draft]:
        """Drafts of paragraphs in which the rules found no question."""
        ...


_in_use: list[Wordsmith] = []


def use_wordsmith(wordsmith: Wordsmith | None) -> None:
    """Whom this process asks from now on."""
    _in_use[:] = [wordsmith] if wordsmith is not None else []


def wordsmith_in_use() -> Wordsmith | None:
    """Who can be asked; None where no model is set."""
    return _in_use[0] if _in_use and _in_use[0].available else None
