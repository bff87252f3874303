"""A shop with two people who may approve, a document, and drafts made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from mercery.accounts.actor import Actor
from mercery.accounts.permissions import Role
from mercery.accounts.service import create_shop, create_staff
from mercery.accounts.shop import Shop
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.knowledge.documents.document import Anchor, Document, Passage, SourceRef
from mercery.knowledge.drafts.draft import Draft, PolicyRow
from mercery.knowledge.review import service
from mercery.knowledge.review.queued import QueuedDraft
from mercery.knowledge.review.taking_in import Taken

PASSWORD = "seven green bolts of cloth"
MOMENT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def document(version: int = 1, document_id: str = "doc_returns", name: str = "Returns policy") -> Document:
    return Document(
        id=document_id, name=name, format="pdf", origin="returns.pdf", version=version, lang="en", size=1, pages=5,
        passages=9, recorded_at=MOMENT, recorded_by="H. Petit",
    )  # fmt: skip


def source(quote: str, passage: int = 1, document_id: str = "doc_returns", version: int = 1) -> SourceRef:
    anchor = Anchor(page=2, headings=("Returns", "Gifts"))
    return SourceRef(document_id=document_id, version=version, passage=passage, quote=quote, anchor=anchor)


def draft_of(question: str, answer: str, quote: str = "", *, passage: int = 1, **more: object) -> Draft:
    """A draft in English whose answer is its passage, unless `quote` says otherwise."""
    made = Draft(question=Words(question), answer=Words(answer), sources=(source(quote or answer, passage),))
    fields = {name: getattr(made, name) for name in made.__dataclass_fields__}
    return Draft(**{**fields, **more})


def passages(*texts: str) -> list[Passage]:
    return [
        Passage(number=number, kind="paragraph", text=text, anchor=Anchor(page=1), lang="en")
        for number, text in enumerate(texts, 1)
    ]


RAIN = draft_of("Can the saddle bag get wet?", "The saddle bag may get wet; dry it slowly.", passage=3)
GIFT = draft_of(
    "How long do I have to return a gift?", "The person who received the gift has 30 days to return it.", passage=2
)
LABEL = draft_of(
    "What does the return label cost?", "From elsewhere the return label costs €14.50.", passage=4,
    policy=PolicyRow(topic="returns", values={"fee_eur": 14.5}, valid_from="2026-02-01", valid_to="2099-01-31"),
)  # fmt: skip


@dataclass
class House:
    """The shop and what tests do in it."""

    database: Database
    shop: Shop
    people: dict[str, Actor]

    @property
    def claire(self) -> Actor:
        return self.people["claire"]

    @property
    def bruno(self) -> Actor:
        return self.people["bruno"]

    async def take_in(
        self, *drafts: Draft, version: int = 1, texts: Sequence[str] | None = None, document_id: str = "doc_returns"
    ) -> Taken:
        async with self.database.session() as session:
            given = None if texts is None else passages(*texts)
            return await service.take_in(session, self.shop.id, drafts, document(version, document_id), given)

    async def queued(self, *drafts: Draft) -> list[QueuedDraft]:
        taken = await self.take_in(*drafts)
        return [await self.draft(one) for one in taken.ids]

    async def draft(self, draft_id: str) -> QueuedDraft:
        async with self.database.session() as session:
            return await service.draft(session, self.shop.id, draft_id)

    async def approve(self, actor: Actor, one: QueuedDraft) -> QueuedDraft:
        async with self.database.session() as session:
            return await service.approve(session, self.shop.id, actor, one.id, seen=one.version)


async def _staffed(database: Database, roles: dict[str, Role]) -> House:
    async with database.session() as session:
        shop = await create_shop(session, slug="aurelle", name=Words("Maison Aurelle", "奥黛尔"), currency="EUR")
        people = {}
        for name, role in roles.items():
            made = await create_staff(
                session, shop.id, email=f"{name}@aurelle.example", name=name.capitalize(), role=role, password=PASSWORD
            )
            people[name] = made.actor
    return House(database, shop, people)


@pytest.fixture
async def house(database: Database) -> House:
    """Claire and Bruno may both approve."""
    return await _staffed(database, {"claire": "owner", "bruno": "reviewer"})


@pytest.fixture
async def single(database: Database) -> House:
    """Claire alone may approve; an agent may not."""
    return await _staffed(database, {"claire": "owner", "ana": "agent"})
