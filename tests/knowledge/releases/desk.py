"""A shop with answers and policies whose assistant can be asked, and what tests do with its releases."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest
from tests.assistant.test_service import ask, told

from mercery.accounts import service as accounts
from mercery.accounts.actor import Actor
from mercery.accounts.shop import Shop
from mercery.assistant.looking_back.rehearsing import PastTurns
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.demo.rules import demo_answers, demo_policies
from mercery.knowledge import service as knowledge
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.releases import questions, service
from mercery.knowledge.releases.rehearsal import use_rehearsal
from mercery.knowledge.releases.release import Content, Release
from mercery.knowledge.releases.service import Check
from mercery.knowledge.releases.shop_question import ShopQuestion
from mercery.policies import service as policies
from mercery.policies.draft import PolicyDraft
from mercery.policies.policy import Policy

NOW = datetime.now(UTC)
CLAIRE = Actor(kind="staff", id="stf_claire", name="Claire Martin")
PICKUP = next(one for one in demo_answers() if one.key == "pickup")
HOURS = next(one for one in demo_answers() if one.key == "boutique-hours")
LYON = replace(PICKUP, answer=Words("Yes, in Lyon.", "可以，在里昂。"))
ALWAYS = replace(HOURS, answer=Words("The boutique is open every day.", "精品店每天营业。"))
STORAGE = ApprovedAnswer(
    key="storage", question=Words("Do you store furs over summer?", "夏天可以寄存皮草吗？"),
    answer=Words("Yes, in our cold room.", "可以，存放在我们的冷库。"),
    phrasings={"en": ("can I leave my fur coat with you in summer", "cold storage for fur"), "zh": ("皮草能寄存吗", "冷库寄存")},
)  # fmt: skip
COST = next(one for one in demo_policies(NOW) if one.key == "delivery_cost")
DEARER = replace(COST, statement=Words("Delivery costs €15.", "运费 15 欧元。"), values={}, valid_from=None)


def retired(answer: ApprovedAnswer) -> ApprovedAnswer:
    return replace(answer, status="retired")


@dataclass
class Desk:
    """The shop and what tests do in it."""

    database: Database
    shop: Shop

    async def ask(self, text: str, visitor: str = "vis_1") -> str:
        return told(await ask(self.database, self.shop, text, visitor=visitor))

    async def put(self, *contents: Content, after: int = 1) -> int:
        """Into the open release; `after` for all of them. The release's number."""
        number = 0
        async with self.database.session() as session:
            for one in contents:
                made = await service.put_in(
                    session, self.shop.id, CLAIRE, one, after_version=after, reason="written for the test"
                )
                number = made.number
        return number

    async def check(self, number: int) -> Check:
        async with self.database.session() as session:
            check_id = await service.begin(session, self.shop, CLAIRE, number)
        await service.work(self.database, PastTurns(), self.shop.id, check_id)
        return await self.checked(number)

    async def checked(self, number: int) -> Check:
        async with self.database.session() as session:
            found = await service.latest(session, self.shop.id, await service.release(session, self.shop.id, number))
        assert found is not None
        return found

    async def release(self, number: int) -> Release:
        async with self.database.session() as session:
            return await service.release(session, self.shop.id, number)

    async def publish(self, number: int, *, despite: str = "", seen: str = "") -> Release:
        async with self.database.session() as session:
            return await service.publish(session, self.shop, CLAIRE, number, despite=despite, seen=seen)

    async def published(self, *contents: Content, after: int = 1) -> int:
        """Put in, checked and published. The release's number."""
        number = await self.put(*contents, after=after)
        await self.check(number)
        await self.publish(number, despite="the test wants it")
        return number

    async def roll_back(self, number: int, *, partly: bool = False) -> Release:
        async with self.database.session() as session:
            return await service.roll_back(session, self.shop, CLAIRE, number, reason="it was wrong", partly=partly)

    async def question(self, text: str, **expected: object) -> ShopQuestion:
        async with self.database.session() as session:
            made = ShopQuestion(text=text, lang="en", **expected)  # type: ignore[arg-type]
            return await questions.add(session, self.shop.id, CLAIRE, made)

    async def record(self, answer: ApprovedAnswer) -> ApprovedAnswer:
        """What somebody else records by hand meanwhile."""
        async with self.database.session() as session:
            bruno = Actor(kind="staff", id="stf_bruno", name="Bruno")
            return await knowledge.record_answer(session, self.shop.id, bruno, answer, reason="by hand")

    async def answers(self) -> dict[str, ApprovedAnswer]:
        """In force, without what every new version changes of itself."""
        async with self.database.session() as session:
            found = await knowledge.answers_in_force(session, self.shop.id)
        return {one.key: replace(one, id="", version=1, recorded_at=None) for one in found}

    async def policies(self) -> dict[str, Policy]:
        """In force, without what every new version changes of itself."""
        async with self.database.session() as session:
            found = await policies.policies_in_force(session, self.shop.id)
        plain = {"id": "", "version": 1, "recorded_at": NOW, "recorded_by": "", "reason": "", "valid_from": NOW}
        return {one.key: replace(one, **plain) for one in found}  # type: ignore[arg-type]

    async def policy(self, draft: PolicyDraft) -> None:
        async with self.database.session() as session:
            await policies.record_policy(session, self.shop.id, CLAIRE, draft, reason="by hand")

    async def versions(self, key: str) -> list[int]:
        async with self.database.session() as session:
            return [one.version for one, _, _ in await knowledge.versions(session, self.shop.id, key)]


@pytest.fixture
async def desk(database: Database) -> AsyncIterator[Desk]:
    """Maison Aurelle without goods: nine answers, three policies, and no hold-out."""
    held = [one for one in demo_policies(NOW) if one.key in ("delivery_cost", "returns", "gift")]
    async with database.session() as session:
        shop = await accounts.create_shop(
            session, slug="aurelle", name=Words("Maison Aurelle"), currency="EUR", currencies=("EUR", "CNY"),
            timezone="Europe/Paris", holdouts={"assistant": 0.0},
        )  # fmt: skip
        await policies.record_policies(session, shop.id, CLAIRE, held, reason="test")
        await knowledge.record_answers(session, shop.id, CLAIRE, list(demo_answers())[:9], reason="test")
    use_rehearsal(PastTurns())
    yield Desk(database, shop)
    use_rehearsal(None)
