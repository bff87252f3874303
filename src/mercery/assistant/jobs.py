"""Work of the assistant that no customer waits for."""

from __future__ import annotations

from typing import cast

from mercery.accounts import service as accounts
from mercery.accounts.actor import Actor, ActorKind
from mercery.ai.choosing import chosen_chat
from mercery.assistant.admission import service
from mercery.assistant.admission.holding import Exam
from mercery.assistant.looking_back import service as looking_back
from mercery.assistant.wording.level import Level
from mercery.core.config import settings
from mercery.core.jobs import Blueprint
from mercery.core.runtime import database

blueprint = Blueprint()


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
