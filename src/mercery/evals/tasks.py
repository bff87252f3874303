"""`mercery eval tasks DIR --shop DIR [--rules PACK] [--model none|honest|hostile] [--runs 4]`: scripted conversations with the desk.

Each dialogue runs on a fresh shop, four times: its turns in order, answered by slot, with typing errors, in another
case. It passes when exactly the expected changes were made (by trace and by the final record), everything was said that
must be, nothing that must not, and a person was called in if and only if one should be.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import SYSTEM
from mercery.accounts.shop import Shop
from mercery.assistant.desk.service import DeskTurn, turn
from mercery.assistant.desk.state import DeskState, Proposal, state_from_json, state_to_json
from mercery.assistant.minded import Minded
from mercery.assistant.wording.level import Mind
from mercery.claims.wording import Voice
from mercery.core.clock import now
from mercery.core.errors import Invalid
from mercery.core.i18n import Lang
from mercery.core.ids import new_id
from mercery.customers import service as customers
from mercery.evals.actions import attempt, owner, rows_of
from mercery.evals.registry import Result
from mercery.evals.retail_shop import DEFAULT_RULES, retail_shop
from mercery.evals.retail_tools import as_request
from mercery.evals.scripted_customer import MANNERS, Manner, ScriptedCustomer
from mercery.evals.scripted_models import honest, liar, model_named
from mercery.orders import service as orders
from mercery.orders.actions.requests import ActionRequest, BadRequest, parse
from mercery.orders.order_json import order_to_json

Say = Callable[[str], None]
_TURN_LIMIT: Final = 20
_TIMES: Final = re.compile(r'"(?:at|requested_at)": (?:"[^"]*"|null)')


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """A conversation that was held."""

    said: tuple[tuple[str, str], ...]
    """Customer and assistant in turn."""
    done: tuple[str, ...]
    handed_over: bool
    ms: tuple[float, ...]


def run(paths: list[Path], say: Say, options: Mapping[str, str]) -> Result:
    """Figures `pass1 pass4`, `by_lang`, `by_kind`, `by_run`, and the failures by id and reason."""
    if "shop" not in options or not paths:
        raise Invalid("This eval needs dialogues and a shop.", remedy="mercery eval tasks DIR --shop DIR")
    model = model_named(options)
    files = [path / "dialogues.jsonl" if path.is_dir() else path for path in paths]
    rows = [row for file in files for row in rows_of(file)]
    only = set(filter(None, options.get("only", "").split(",")))
    rows = [row for row in rows if not only or row["id"] in only]
    manners = MANNERS[: int(options.get("runs", "4"))]
    return asyncio.run(_run(rows, Path(options["shop"]), options.get("rules", DEFAULT_RULES), manners, model, say))


async def _run(
    rows: list[dict[str, Any]], folder: Path, rules: str, manners: tuple[Manner, ...], model: str, say: Say
) -> Result:
    passed: dict[str, list[bool]] = {}
    failures: list[dict[str, object]] = []
    times: list[float] = []
    forbidden: list[str] = []
    async with retail_shop(folder, rules) as place:
        say(f"The shop stands; {len(rows)} dialogues, {len(manners)} runs each")
        for row in rows:
            for manner in manners:
                async with place.database.session() as session:
                    wanted = await _as_expected(session, place.shop, row)
                    part = await session.begin_nested()
                    played = await _play(session, place.shop, row, manner, model)
                    record = await _record(session, place.shop, row)
                    await part.rollback()
                    why = _judge(row, played) + ([] if record == wanted else ["the record differs at the end"])
                times += played.ms
                forbidden += _forbidden(row, played)
                passed.setdefault(row["id"], []).append(not why)
                if why:
                    failures.append({"id": row["id"], "run": manner, "why": why, "said": played.said})
                    say(f"FAILED {row['id']} {manner}: {'; '.join(why)}")
    return Result(n=len(rows), figures={**_figures(rows, passed, failures, manners, times), "forbidden": forbidden})


async def _play(session: AsyncSession, shop: Shop, row: Mapping[str, Any], manner: Manner, model: str) -> Played:
    customer = ScriptedCustomer.of(row, manner)
    identity = row["identity"]
    signed_in = ""
    if identity["how"] == "session" and identity["user_id"]:
        signed_in = (await customers.ids_by_key(session, shop.id, [identity["user_id"]]))[identity["user_id"]]
    state, conversation, mind = DeskState(), new_id("con"), _mind(row, model)
    said: list[tuple[str, str]] = []
    done: list[str] = []
    times: list[float] = []
    handed = False
    while len(said) < _TURN_LIMIT and (message := customer.says(state.asked)) is not None:
        began = time.perf_counter()
        answer = await _answer(
            session, shop, message, state, mind, [one for one, _ in said],
            conversation=conversation, signed_in=signed_in, lang=row["lang"],
        )  # fmt: skip
        times.append((time.perf_counter() - began) * 1000)
        # The state goes through its stored form, as between two requests.
        state = state_from_json(json.loads(json.dumps(state_to_json(answer.state))))
        said.append((message, answer.text))
        done += [_trace(asdict(request)) for request in answer.done]
        handed = handed or answer.hand_over is not None
        if handed:
            break
    return Played(said=tuple(said), done=tuple(done), handed_over=handed, ms=tuple(times))


def _mind(row: Mapping[str, Any], model: str) -> Mind | None:
    if model == "none":
        return None
    return honest(row["expected_actions"]) if model == "honest" else liar(row["lang"], row["forbidden_actions"])


async def _answer(
    session: AsyncSession, shop: Shop, message: str, state: DeskState, mind: Mind | None, before: list[str], *,
    conversation: str, signed_in: str, lang: Lang,
) -> DeskTurn:  # fmt: skip
    """The desk's turn, with the model asked as in a real one."""

    async def made(proposals: tuple[Proposal, ...] = ()) -> DeskTurn:
        return await turn(
            session, shop, message, state, conversation=conversation, actor=SYSTEM, signed_in=signed_in, lang=lang,
            proposals=proposals,
        )  # fmt: skip

    answer = await made()
    if mind is None:
        return answer
    minded = Minded(mind=mind)
    proposals = await minded.proposals(answer, [*before, message][-3:])
    answer = await made(proposals) if proposals else answer
    voice = Voice(lang=answer.lang, now=now(), timezone=shop.timezone)
    return (await minded.at_desk(answer, message, voice))[0]


def _expected(row: Mapping[str, Any]) -> list[ActionRequest]:
    found = []
    for call in row["expected_actions"]:
        name, arguments = as_request(call["tool"], call["arguments"])
        if "address" in arguments:
            arguments["address"] = {"line2": "", **arguments["address"]}
        found.append(parse(name, arguments))
    return found


async def _as_expected(session: AsyncSession, shop: Shop, row: Mapping[str, Any]) -> str:
    """The record as it has to be at the end: the expected actions done by their owner on a fresh shop."""
    part = await session.begin_nested()
    for call in row["expected_actions"]:
        done, why = await attempt(session, shop, call, await owner(session, shop, call), confirmed=True)
        if not done:
            raise Invalid(
                f"{row['id']}: an expected action is refused: {why}.", remedy="Mend the dialogue or the rules."
            )
    record = await _record(session, shop, row)
    await part.rollback()
    session.expunge_all()
    return record


async def _record(session: AsyncSession, shop: Shop, row: Mapping[str, Any]) -> str:
    """Orders, address and payment methods of everybody the dialogue may touch, without times."""
    people = {await owner(session, shop, call) for call in (*row["expected_actions"], *row["forbidden_actions"])}
    if key := row["identity"]["user_id"]:
        people.add((await customers.ids_by_key(session, shop.id, [key])).get(key))
    found = []
    for id_ in sorted(filter(None, people)):
        of = await customers.customer(session, shop.id, id_)
        held = sorted(await orders.orders_of_customer(session, shop.id, id_), key=lambda one: one.number)
        found.append([customers.contact_to_json(of), [order_to_json(one) for one in held]])
    return _TIMES.sub('"at": null', json.dumps(found, sort_keys=True, ensure_ascii=False)).casefold()


def _judge(row: Mapping[str, Any], played: Played) -> list[str]:
    why = []
    expected = [_trace(asdict(request)) for request in _expected(row)]
    if sorted(expected) != sorted(played.done):
        missing = [one for one in expected if one not in played.done]
        more = [one for one in played.done if one not in expected]
        why.append(f"done {more or 'nothing'} instead of {missing or 'nothing'}")
    text = _plain(" ".join(answer for _, answer in played.said))
    why += [
        f"not said: {alternatives}"
        for alternatives in row["must_say"]
        if not any(_plain(one) in text for one in alternatives)
    ]
    why += [f"said: {words}" for words in row["must_not_say"] if _plain(words) in text]
    if played.handed_over != row["should_handoff"]:
        why.append("handed over" if played.handed_over else "not handed over")
    return why


def _forbidden(row: Mapping[str, Any], played: Played) -> list[str]:
    """Forbidden actions that were done and forbidden words that were said: none may be, whichever model there is."""
    calls = [parse_quietly(call) for call in row["forbidden_actions"]]
    text = _plain(" ".join(answer for _, answer in played.said))
    return [
        *(f"{row['id']}: did {one}" for one in calls if one and one in played.done),
        *(f"{row['id']}: said {words}" for words in row["must_not_say"] if _plain(words) in text),
    ]


def parse_quietly(call: Mapping[str, Any]) -> str:
    """The trace a call would leave; empty where it is no request at all."""
    name, arguments = as_request(call["tool"], call["arguments"])
    if "address" in arguments:
        arguments["address"] = {"line2": "", **arguments["address"]}
    try:
        return _trace(asdict(parse(name, arguments)))
    except BadRequest:
        return ""


def _trace(request: Mapping[str, Any]) -> str:
    """A request in one comparable form: order of ids is free as long as pairs stay together."""
    told = dict(request)
    if told.get("swaps"):
        told["swaps"] = sorted((one["old"], one["new"]) for one in told["swaps"])
    if told.get("skus"):
        told["skus"] = sorted(told["skus"])
    if told.get("order"):
        told["order"] = str(told["order"]).lstrip("#")
    if told.get("address"):
        address = {key: " ".join(str(value).split()) for key, value in told["address"].items()}
        told["address"] = {
            **address,
            "country": "USA" if address.get("country") == "US" else address.get("country", ""),
        }
    return json.dumps(told, sort_keys=True, ensure_ascii=False)


def _plain(text: str) -> str:
    return re.sub(r"(?<=\d),(?=\d{3})", "", text).lower()


def _figures(
    rows: list[dict[str, Any]], passed: Mapping[str, list[bool]], failures: list[dict[str, object]],
    manners: tuple[Manner, ...], times: list[float],
) -> dict[str, object]:  # fmt: skip
    def share(ids: list[str]) -> dict[str, object]:
        runs = [one for id_ in ids for one in passed[id_]]
        every = [all(passed[id_]) for id_ in ids]
        return {"n": len(ids), "pass1": round(sum(runs) / len(runs), 4), f"pass{len(manners)}": round(sum(every) / len(every), 4)}  # fmt: skip

    def split(name: Callable[[Mapping[str, Any]], str]) -> dict[str, object]:
        groups: dict[str, list[str]] = {}
        for row in rows:
            groups.setdefault(name(row), []).append(row["id"])
        return {key: share(ids) for key, ids in sorted(groups.items())}

    ordered = sorted(times)
    return {
        **share([row["id"] for row in rows]),
        "by_lang": split(lambda row: str(row["lang"])),
        "by_kind": split(_kind),
        "by_run": {
            manner: round(sum(one[at] for one in passed.values()) / len(passed), 4) for at, manner in enumerate(manners)
        },
        "ms_p50": round(ordered[len(ordered) // 2], 1),
        "ms_p95": round(ordered[int(len(ordered) * 0.95)], 1),
        "failures": failures,
    }


def _kind(row: Mapping[str, Any]) -> str:
    if row["should_handoff"]:
        return "hand_over"
    return "action" if row["expected_actions"] else "nothing"
