"""Holds an exam from its questions to its result: reads the shop, asks the model outside any transaction, notes the rest."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Final

from mercery.accounts.actor import Actor
from mercery.accounts.shop import Shop
from mercery.ai.chat import ChatModel, ChatRequest
from mercery.assistant.admission import service
from mercery.assistant.admission.admission import Admission
from mercery.assistant.admission.cases import LEAST, Case, Stuff, cases
from mercery.assistant.admission.exam import Posed, examine_level, examine_reading, posed, reads
from mercery.assistant.admission.figures import Reading, Tally, figures, level_earned
from mercery.assistant.admission.leaks import Shelfwords, shelfwords
from mercery.assistant.ledger import allow, settle
from mercery.assistant.metering import Metered, metered, prices_of
from mercery.assistant.thinking import consider
from mercery.assistant.turns import TurnContext
from mercery.assistant.wording.level import LEVELS, Level
from mercery.catalog import service as catalog
from mercery.catalog.facts import product_facts
from mercery.catalog.product import Product
from mercery.core.clock import now
from mercery.core.config import Settings
from mercery.core.database import Database
from mercery.core.errors import Conflict, Invalid, MerceryError
from mercery.core.logging import get_logger
from mercery.knowledge import service as knowledge
from mercery.policies.service import policies_in_force

log = get_logger(__name__)
_LOOKED_AT: Final = 120
_ASKED_ABOUT: Final = 12
_GONE: Final = 4
_NOTE_EVERY: Final = 2.0
"""Seconds between two notes of how far it is."""
_GREETING: Final = ChatRequest(
    purpose="wording", system="Answer with the two words Good day.", prompt="Good day", max_tokens=200
)
Told = Callable[[int, int, str], None]
"""Hears how far the exam is: done, of all, and what is examined."""


def _nobody(_done: int, _total: int, _what: str) -> None:
    """Nobody listens."""


@dataclass(slots=True, kw_only=True)
class Exam:
    """One exam of one model in one shop."""

    database: Database
    shop: Shop
    model: ChatModel
    chosen: Settings
    actor: Actor
    admission_id: str
    highest: Level = "L3"
    told: Told = _nobody
    _done: int = 0
    _total: int = 0
    _noted: float = 0.0
    _tallies: dict[Level, Tally] = field(default_factory=dict)

    async def hold(self) -> Admission:
        """From the first question to what was earned. An exam that cannot be held to its end is noted as failed, and what
        was earned before stays."""
        try:
            questions, shelf = await self._questions()
            async with self._ask() as model:
                await model.complete(replace(_GREETING, seconds=self.chosen.chat_seconds))
            reading = await self._examined(questions, shelf)
        except MerceryError as error:
            return await self._failed(f"{error.message} {error.remedy}".strip())
        except Exception:
            await self._failed("It was broken off by an error; the log says more.")
            raise
        measured = figures(self._tallies, reading, self.chosen.chat_currency)
        async with self.database.session() as session:
            return await service.finish(
                session,
                self.shop,
                self.actor,
                self.admission_id,
                level=level_earned(self._tallies),
                reads=reading.earned,
                figures={**measured, "questions": len(questions)},
            )

    async def _examined(self, questions: Sequence[Posed], shelf: Shelfwords) -> Reading:
        levels = [level for level in LEVELS if "L0" < level <= self.highest]
        asked, read = sum(bool(one.base) for one in questions), sum(reads(one) for one in questions)
        self._total = asked * len(levels) + read
        reading, seconds = Reading(), self.chosen.chat_seconds
        async for _ in examine_reading(reading, questions, self._ask, seconds=seconds):
            await self._on("reading")
        for number, level in enumerate(levels, 1):
            tally = self._tallies[level] = Tally()
            async for _ in examine_level(tally, level, questions, self._ask, shelf, seconds=seconds):
                await self._on(level)
            self._done = read + asked * number
        return reading

    async def _on(self, what: str) -> None:
        self._done += 1
        self.told(self._done, self._total, what)
        if time.monotonic() - self._noted >= _NOTE_EVERY:
            self._noted = time.monotonic()
            async with self.database.session() as session:
                await service.progress(session, self.shop.id, self.admission_id, self._done, self._total)

    def _ask(self) -> AbstractAsyncContextManager[Metered]:
        return self._metered()

    @asynccontextmanager
    async def _metered(self) -> AsyncIterator[Metered]:
        """The model for one question, within what the day's cap leaves."""
        async with self.database.session() as session:
            budget = await allow(session, self.shop, None, self.chosen)
        if budget.spent:
            raise Conflict(
                "The day's cap for the model is reached.",
                remedy="Raise MERCERY_CHAT_CAP_DAY, or wait a day.",
                zh="已达到模型当日费用上限。请调高 MERCERY_CHAT_CAP_DAY，或明天再试。",
            )
        model = metered(self.model, prices_of(self.chosen), budget)
        try:
            yield model
        finally:
            async with self.database.session() as session:
                await settle(session, self.shop, None, model)
        if any(call.outcome == "paused" for call in model.calls):
            raise Conflict(
                "The endpoint failed again and again.",
                remedy="Try again when it answers; where it is slow, raise MERCERY_CHAT_SECONDS.",
                zh="模型接口连续出错，请待其恢复后再试；若只是较慢，请调高 MERCERY_CHAT_SECONDS。",
            )
        if any(call.outcome == "budget" for call in model.calls):
            raise Conflict(
                "The day's cap for the model is nearly reached.",
                remedy="Raise MERCERY_CHAT_CAP_DAY, or wait.",
                zh="模型当日费用即将达到上限。请调高 MERCERY_CHAT_CAP_DAY，或稍后再试。",
            )

    async def _questions(self) -> tuple[list[Posed], Shelfwords]:
        """The questions with the code's answers, and the words of the shop's goods."""
        async with self.database.session() as session:
            ids = await catalog.all_product_ids(session, self.shop.id)
            looked_at = await catalog.products(session, self.shop.id, _spread(ids, _LOOKED_AT))
            policies = await policies_in_force(session, self.shop.id)
            answers = await knowledge.answers_in_force(session, self.shop.id)
        found = cases(
            Stuff(products=_chosen(looked_at), policies=policies, answers=answers, langs=self.shop.languages or ("en",))
        )
        if len(found) < LEAST:
            raise Invalid(
                f"The shop has stuff for {len(found)} questions only; an exam needs {LEAST}.",
                remedy="Import products, and record policies or answers, before a model is examined.",
                zh=f"店铺资料只够出 {len(found)} 道题，考试至少需要 {LEAST} 道。请先导入商品，或补充政策与已核准答复。",
            )
        facts = [fact for product in looked_at for fact in product_facts(product)]
        titles = [title for product in looked_at for title in (product.title.en, product.title.zh) if title]
        return [await self._posed(case) for case in found], shelfwords(facts, titles)

    async def _posed(self, case: Case) -> Posed:
        context = TurnContext(product_id=case.product_id or None)
        async with self.database.session() as session:
            considered = await consider(session, self.shop, case.text, lang=case.lang, context=context, at=now())
        return posed(case, considered)

    async def _failed(self, problem: str) -> Admission:
        log.warning("admission_failed", shop=self.shop.slug, model=self.model.name, problem=problem)
        async with self.database.session() as session:
            return await service.fail(session, self.shop.id, self.admission_id, problem)


def _spread(ids: Sequence[str], most: int) -> list[str]:
    """So many of them, at even distances."""
    step = max(1, len(ids) / most)
    return [ids[int(at * step)] for at in range(min(most, len(ids)))]


def _chosen(looked_at: Sequence[Product]) -> list[Product]:
    """Products all over the range, and some of which something is sold out."""
    spread = [looked_at[int(at)] for at in _steps(len(looked_at), _ASKED_ABOUT)]
    gone = [one for one in looked_at if any(not variant.stock.available for variant in one.variants)]
    chosen = {one.id: one for one in [*spread, *gone[:_GONE]]}
    return list(chosen.values())


def _steps(count: int, most: int) -> list[float]:
    return [at * max(1, count / most) for at in range(min(most, count))]
