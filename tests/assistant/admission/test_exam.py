"""Exams of four models on a real shop: each earns what it deserves, and whatever fails leaves what was earned before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from tests.ai.chat_server import Body, played, serving
from tests.assistant.admission import scripts

from mercery.accounts import audit
from mercery.accounts import service as accounts
from mercery.accounts.actor import COMMAND_LINE
from mercery.accounts.shop import Shop
from mercery.ai.chat import ChatFailed, ChatModel, ChatRequest
from mercery.ai.scripted_chat import ScriptedChat
from mercery.assistant.admission import service
from mercery.assistant.admission.admission import Admission
from mercery.assistant.admission.holding import Exam
from mercery.assistant.admission.minds import AdmittedMinds
from mercery.assistant.jobs import admit
from mercery.assistant.ledger import day_begins, spending
from mercery.assistant.wording.level import Level
from mercery.core.clock import at, now
from mercery.core.config import Settings, settings
from mercery.core.database import Database
from mercery.core.errors import Conflict, NotFound
from mercery.core.i18n import Words
from mercery.core.runtime import use_database

CHOSEN = Settings()
ACTOR = {"kind": COMMAND_LINE.kind, "id": COMMAND_LINE.id, "name": COMMAND_LINE.name}
PRICED = Settings(
    chat_url="https://models.example/v1",
    chat_model="large",
    chat_price_read=Decimal(1),
    chat_price_written=Decimal(4),
    chat_currency="EUR",
)


async def examined(
    database: Database, shop: Shop, model: ChatModel, chosen: Settings = CHOSEN, highest: Level = "L3"
) -> Admission:
    async with database.session() as session:
        asked = await service.begin(session, shop, COMMAND_LINE, model.name)
    return await Exam(
        database=database, shop=shop, model=model, chosen=chosen, actor=COMMAND_LINE, admission_id=asked.id, highest=highest
    ).hold()  # fmt: skip


async def granted(database: Database, shop: Shop, model: ChatModel) -> None:
    """L1, as if by an exam."""
    async with database.session() as session:
        asked = await service.begin(session, shop, COMMAND_LINE, model.name)
        await service.finish(session, shop, COMMAND_LINE, asked.id, level="L1", reads=True, figures={})


@pytest.mark.parametrize(
    ("script", "level", "reads"),
    [
        (scripts.good, "L3", True),
        (scripts.liar, "L1", True),
        pytest.param(scripts.cunning, "L1", True, marks=pytest.mark.slow),
        pytest.param(scripts.obedient, "L0", False, marks=pytest.mark.slow),
        (scripts.babbler, "L0", False),
    ],
)
async def test_each_model_earns_what_it_deserves(
    database: Database, shop: Shop, script: Callable[[ChatRequest], str], level: Level, reads: bool
) -> None:
    highest: Level = "L3" if level != "L0" else "L1"
    found = await examined(database, shop, ScriptedChat("any", script), highest=highest)
    assert (found.status, found.level, found.reads) == ("done", level, reads), found
    assert found.figures["questions"] >= 60
    levels = found.figures["levels"]
    if script is scripts.cunning:
        assert (levels["L2"]["leaks"], levels["L3"]["leaks"]) == (0, 0)
    if level == "L3":
        assert {one["cases"] for one in levels.values()} == {found.figures["questions"]}
        assert levels["L3"]["facts_said"] == levels["L3"]["facts"]
    else:
        assert levels[highest]["given_up"] or levels[highest]["clean_pass"] < 0.9


async def test_a_sentence_that_the_gate_lets_out_and_the_second_check_does_not_costs_the_level(
    database: Database, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mercery.assistant.admission.exam.leaks", lambda *_: ["number 7"])
    talker = ScriptedChat(
        "talker",
        lambda request: (
            scripts.good(request)
            + ("" if request.schema else " 感谢您的提问。" if "Chinese" in request.system else " Thank you for asking.")
        ),
    )
    found = await examined(database, shop, talker, highest="L2")
    assert found.level == "L1"
    assert found.figures["levels"]["L2"]["leaks"] > 0
    assert "number 7" in found.figures["levels"]["L2"]["leaked"][0]


@pytest.fixture
def worker(database: Database, home: Path) -> Iterator[None]:
    """This process is a worker on the test's database."""
    use_database(database)
    yield
    use_database(None)


@pytest.mark.usefixtures("worker")
async def test_a_worker_holds_an_exam_over_http_and_its_tokens_and_money_are_counted(
    database: Database, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def script(body: Body) -> str:
        system, prompt = (one["content"] for one in body["messages"])
        schema = body.get("response_format", {}).get("json_schema", {})
        return scripts.good(
            ChatRequest(
                purpose=schema.get("name", "wording"), system=system, prompt=prompt, schema=schema.get("schema")
            )
        )

    async with serving(played(script)) as server:
        for name, value in {"URL": server.url, "MODEL": "tiny", "PRICE_READ": "1", "PRICE_WRITTEN": "4"}.items():
            monkeypatch.setenv(f"MERCERY_CHAT_{name}", value)
        settings.cache_clear()
        async with database.session() as session:
            asked = await service.begin(session, shop, COMMAND_LINE, f"tiny@{server.url}")
        await admit(shop_id=shop.id, admission_id=asked.id, highest="L1", actor=ACTOR)
    async with database.session() as session:
        found = await service.admitted(session, shop.id, asked.model)
        used = await spending(session, shop, "USD", day_begins(shop, now()))
    assert found is not None
    assert (found.level, found.reads, found.examined, found.by_name) == ("L1", True, found.cases, "Command line")
    assert used.calls == len(server.asked)
    assert used.tokens == 120 * used.calls
    assert used.micros == (100 + 4 * 20) * used.calls


@pytest.mark.usefixtures("worker")
async def test_a_worker_without_the_model_says_so(database: Database, shop: Shop) -> None:
    async with database.session() as session:
        asked = await service.begin(session, shop, COMMAND_LINE, "gone@nowhere")
    await admit(shop_id=shop.id, admission_id=asked.id, highest="L3", actor=ACTOR)
    async with database.session() as session:
        found = (await service.admissions(session, shop.id))[0]
    assert (found.status, "MERCERY_CHAT_URL" in found.problem) == ("failed", True)


async def test_who_apologises_for_everything_chooses_nothing(database: Database, shop: Shop) -> None:
    found = await examined(database, shop, ScriptedChat("any", scripts.sorry), highest="L1")
    one = found.figures["levels"]["L1"]
    assert (found.level, one["form_errors"], one["given_up"]) == ("L0", 0, True)


async def test_an_endpoint_that_does_not_answer_takes_nothing_away(database: Database, shop: Shop) -> None:
    def down(_request: ChatRequest) -> str:
        raise ChatFailed("Nobody there.", failure="unreachable")

    await granted(database, shop, ScriptedChat("any", scripts.good))
    failed = await examined(database, shop, ScriptedChat("any", down))
    assert (failed.status, failed.problem) == ("failed", "Nobody there.")
    async with database.session() as session:
        earned = await service.admitted(session, shop.id, "any@script")
    assert earned is not None
    assert earned.level == "L1"


async def test_the_cap_of_the_day_ends_an_exam(database: Database, shop: Shop) -> None:
    poor = PRICED.model_copy(update={"chat_cap_day": Decimal("0.04")})
    found = await examined(database, shop, ScriptedChat("any", scripts.good), poor)
    assert found.status == "failed"
    assert "MERCERY_CHAT_CAP_DAY" in found.problem
    async with database.session() as session:
        assert (await spending(session, shop, "EUR", day_begins(shop, now()))).micros <= 40_000


async def test_a_shop_with_nothing_to_ask_about_is_told_so(database: Database) -> None:
    async with database.session() as session:
        empty = await accounts.create_shop(session, slug="empty", name=Words("Empty"))
    found = await examined(database, empty, ScriptedChat("any", scripts.good))
    assert found.status == "failed"
    assert "needs 60" in found.problem


async def test_two_exams_at_once_are_refused(database: Database, shop: Shop) -> None:
    async with database.session() as session:
        await service.begin(session, shop, COMMAND_LINE, "one@script")
    async with database.session() as session:
        with pytest.raises(Conflict, match="one@script"):
            await service.begin(session, shop, COMMAND_LINE, "two@script")


async def test_an_exam_without_a_sign_of_life_makes_room_for_the_next(database: Database, shop: Shop) -> None:
    async with database.session() as session:
        asked = await service.begin(session, shop, COMMAND_LINE, "one@script")
    with at(now() + timedelta(minutes=9)):
        async with database.session() as session:
            await service.progress(session, shop.id, asked.id, 5, 242)
    with at(now() + timedelta(minutes=18)):
        async with database.session() as session:
            with pytest.raises(Conflict):
                await service.begin(session, shop, COMMAND_LINE, "two@script")
    with at(now() + timedelta(minutes=20)):
        async with database.session() as session:
            await service.begin(session, shop, COMMAND_LINE, "two@script")
            assert [one.status for one in await service.admissions(session, shop.id)] == ["waiting", "failed"]


async def test_what_was_earned_holds_for_that_model_and_shop_until_it_is_revoked(
    database: Database, shop: Shop
) -> None:
    good = ScriptedChat("any", scripts.good)
    await granted(database, shop, good)
    other = ScriptedChat("other", scripts.good)

    async def lent(model: ChatModel) -> Level | None:
        async with database.session() as session:
            mind = await AdmittedMinds(CHOSEN, model).for_turn(session, shop, "cnv_1")
        return mind.level if mind else None

    assert (await lent(good), await lent(other)) == ("L1", None)
    async with database.session() as session:
        await service.revoke(session, shop, COMMAND_LINE, good.name, "It grew rude.")
        said, _ = await audit.entries(session, shop.id, audit.AuditFilter(action="model"))
    assert await lent(good) is None
    assert [(one.action, one.after) for one in said] == [
        ("model.revoke", {"level": "L0", "reads": False}),
        ("model.admit", {"level": "L1", "reads": True}),
    ]
    async with database.session() as session:
        with pytest.raises(NotFound):
            await service.revoke(session, shop, COMMAND_LINE, good.name, "Again.")


async def test_a_model_is_lent_within_the_caps_and_what_a_turn_used_is_noted(database: Database, shop: Shop) -> None:
    good = ScriptedChat("any", scripts.good)
    await granted(database, shop, good)
    minds = AdmittedMinds(PRICED.model_copy(update={"chat_cap_conversation": Decimal("0.01")}), good)
    async with database.session() as session:
        mind = await minds.for_turn(session, shop, "cnv_1")
        other = await minds.for_turn(session, shop, "cnv_1")
    assert mind is not None
    assert other is None, "the first turn keeps all that the conversation may cost"
    await mind.model.complete(ChatRequest(purpose="wording", system="", prompt="Good day", max_tokens=50))
    async with database.session() as session:
        tokens = await minds.settle(session, shop, "cnv_1", mind)
    assert tokens > 0
    async with database.session() as session:
        assert await minds.for_turn(session, shop, "cnv_1") is not None
