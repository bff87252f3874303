"""Work of the assistant that no customer waits for."""

from __future__ import annotations

from typing import cast

from mercery.accounts import service as accounts
from mercery.accounts.actor import Actor, ActorKind
from mercery.ai.choosing import chosen_chat
from mercery.assistant.admission import service
from mercery.assistant.admission.holding import Exam
from mercery.assistant.at_search.service import forget_old
from mercery.assistant.looking_back import service as looking_back
from mercery.assistant.wording.level import Level
from mercery.core.config import settings
from mercery.core.jobs import Blueprint
from mercery.core.logging import get_logger
from mercery.core.runtime import database

blueprint = Blueprint()
log = get_logger(__name__)


@blueprint.task(name="admit")
async def admit(shop_id: str, admission_id: str, highest: str, actor: dict[str, str]) -> None:
    """Hold the exam that was asked for in the console."""
    model = chosen_chat(settings())
    async with database().session() as session:
        shop = await accounts.shop(session, shop_id)
        if model is None:
            await service.fail(session, shop_id, admission_id, "No model is set any longer (MERCERY_CHAT_URL).")
            return
    who = Actor(kind=cast(ActorKind, actor["kind"]), id=actor["id"], name=actor["name"])
    await Exam(
        database=database(),
        shop=shop,
        model=model,
        chosen=settings(),
        actor=who,
        admission_id=admission_id,
        highest=cast(Level, highest),
    ).hold()


@blueprint.task(name="look_back")
async def look_back(shop_id: str, look_back_id: str) -> None:
    """Work past questions out again."""
    await looking_back.work(database(), shop_id, look_back_id)


@blueprint.periodic(cron="41 3 * * *")
@blueprint.task(name="forget_search_answers", pass_context=False)
async def forget_search_answers(timestamp: int) -> None:
    """Once a night: remove answers above results that nobody has seen for longer than they are kept."""
    async with database().session() as session:
        log.info("search_answers_forgotten", rows=await forget_old(session), at=timestamp)
