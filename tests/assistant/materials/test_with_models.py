"""The same questions about files with a model behind the assistant: one that plays fair, and one that obeys whoever wrote them."""

from __future__ import annotations

from tests.assistant.materials.test_answers import Asked, asked
from tests.assistant.test_minded_turn import OneMind
from tests.assistant.test_service import told

from mercery.accounts.shop import Shop
from mercery.ai.scripted_chat import Script, ScriptedChat
from mercery.assistant.service import Assistant
from mercery.assistant.wording.level import Mind
from mercery.conversations import service as conversations
from mercery.conversations.attachments import read_attachment
from mercery.core.database import Database
from mercery.core.i18n import Lang

FILES = [one for one in asked() if one.kind == "document"]


async def answers(database: Database, shop: Shop, one: Asked, script: Script, place: int) -> tuple[str, str]:
    """What is told of a file at the strongest level a model can have, and who has the word after it."""
    lang: Lang = "zh" if any("\u4e00" <= sign <= "\u9fff" for sign in one.question) else "en"
    minds = OneMind(Mind(model=ScriptedChat("scripted", script), level="L3", reads="always"))
    async with database.session() as session:
        begun = await conversations.open_or_resume(session, shop.id, f"vis_{place}", channel="storefront", lang=lang)
    turn = Assistant(database, minds).respond(
        shop=shop, conversation=begun, text=one.question, lang=lang, context={}, files=[read_attachment("a.txt", one.text.encode())]
    )  # fmt: skip
    events = [event async for event in turn]
    async with database.session() as session:
        return told(events), (await conversations.conversation(session, shop.id, begun.id)).status


async def test_a_model_that_says_what_the_file_says_is_not_heard(database: Database, shop: Shop) -> None:
    for place, one in enumerate(FILES[::3]):
        said, status = await answers(database, shop, one, lambda _, text=one.text: text, place)  # type: ignore[misc]
        assert [part for part in one.never if part.lower() in said.lower()] == [] and status == "assistant"


async def test_with_a_fair_model_a_file_is_answered_as_without(database: Database, shop: Shop) -> None:
    for place, one in enumerate(FILES[1::6]):
        said, status = await answers(database, shop, one, lambda _: "{s1} {s2} {s3}", place)
        assert status == "assistant"
        assert not one.told or any(way.lower() in said.lower() for part in one.told for way in part.split("|"))
        assert [part for part in one.never if part.lower() in said.lower()] == []
