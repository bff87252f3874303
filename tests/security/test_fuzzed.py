"""Every operation of the programs' interface over a real socket, with what its description allows, what it forbids, and
what nobody foresaw: never a fault of ours, always the one shape of an error, always the kind of content that was told."""

from __future__ import annotations

import asyncio
import json
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import hypothesis
import psycopg
import pytest
import requests
import schemathesis
import schemathesis.specs.openapi.schemas  # else first read in a thread, which Python 3.11 may trip over
from hypothesis import HealthCheck, Phase
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.core.result import Ok
from tests.accounts.installation import Furnished, furnish, installation
from tests.accounts.serving import serving
from tests.security.broken import BODIES, spoiled

from mercery.core.database import Database, psycopg_url
from mercery.core.runtime import use_database

Operation = APIOperation[Any, Any, Any, Any]
Generated = Case[Any]
SECONDS = 30
"""An answer that takes longer counts as a fault."""
ERROR = {"code", "message", "remedy", "problems", "support"}


@dataclass
class Fuzzing:
    """What was asked so far and what was wrong with the answers."""

    base: str
    furnished: Furnished
    database_url: str
    session: requests.Session = field(default_factory=requests.Session)
    asked: int = 0
    statuses: dict[int, int] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    """By operation, status and what is wrong: one request that shows it."""

    def __post_init__(self) -> None:
        self.session.trust_env = False
        self.session.headers.update({"Host": self.furnished.host, "Authorization": f"Bearer {self.furnished.key}"})

    def send(self, label: str, told: Any, ask: Callable[[], Any]) -> None:
        """Send one request and hold its answer against what is promised."""
        if self.asked % 25 == 0:
            # More is asked than one key may in a minute.
            with psycopg.connect(self.database_url, autocommit=True) as connection:
                connection.execute("DELETE FROM rate_limits")
        self.asked += 1
        try:
            answer = ask()
        except requests.exceptions.ConnectionError:
            # A server may end a connection that is kept open just as the next request goes out on it. On a new one it has
            # to answer.
            self.session.close()
            try:
                answer = ask()
            except requests.exceptions.RequestException as error:
                self.faults.setdefault(f"{label}: no answer", f"{told!r:.700} -> {error!r:.300}")
                return
        self.statuses[answer.status_code] = self.statuses.get(answer.status_code, 0) + 1
        for wrong in wrongs(answer):
            self.faults.setdefault(f"{label} {answer.status_code}: {wrong}", f"{told!r:.700} -> {answer.text:.300}")


def wrongs(answer: Any) -> Iterator[str]:
    """What is wrong with an answer, whatever was asked."""
    kind = _header(answer, "content-type")
    if answer.status_code >= 500:
        yield "a fault of ours"
    if _header(answer, "x-content-type-options") != "nosniff":
        yield "the browser may guess the kind of content"
    if answer.content and not kind:
        yield "no kind of content"
    if answer.status_code >= 400:
        try:
            error = json.loads(answer.content)["error"]
        except (ValueError, KeyError, TypeError):
            yield "not the shape of an error"
            return
        if set(error) != ERROR or not error["code"] or not error["message"] or not kind.startswith("application/json"):
            yield "not the shape of an error"


def _header(answer: Any, name: str) -> str:
    """A header of an answer of requests, or of schemathesis, which keeps each as a list."""
    value = answer.headers.get(name, "")
    return str(value[0] if isinstance(value, list) else value)


def fuzz(fuzzing: Fuzzing, schema: dict[str, Any], examples: int, bodies: int, seed: int) -> None:
    """Every operation: `examples` cases as described, as many that are not, as many with one broken value, and raw bodies."""
    dice = random.Random(seed)
    for found in schemathesis.openapi.from_dict(schema).get_all_operations():
        assert isinstance(found, Ok), found
        operation = found.ok()
        if operation.path.endswith("/events") and operation.method == "get":
            continue  # a stream never ends; tests/security/test_other_shop.py asks those
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            _generated(fuzzing, operation, mode, examples, dice)
        if operation.body:
            for raw in dice.sample(BODIES, min(bodies, len(BODIES))):
                _raw(fuzzing, operation, raw)


def _generated(
    fuzzing: Fuzzing, operation: Operation, mode: GenerationMode, examples: int, dice: random.Random
) -> None:
    ids = fuzzing.furnished.ids

    @hypothesis.seed(dice.randrange(2**32))
    @hypothesis.settings(
        max_examples=examples, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Generated) -> None:
        for name in case.path_parameters or {}:
            if name in ids and dice.random() < 0.6:
                case.path_parameters[name] = ids[name]
        _send(fuzzing, case)
        if mode is GenerationMode.POSITIVE and isinstance(case.body, dict | list):
            case.body = spoiled(case.body, dice)
            _send(fuzzing, case)

    try:
        ask()
    except hypothesis.errors.Unsatisfiable:
        assert mode is GenerationMode.NEGATIVE, f"nothing can be generated for {operation.label}"


def _send(fuzzing: Fuzzing, case: Generated) -> None:
    told = (case.path_parameters, case.query, case.body)
    try:
        fuzzing.send(
            case.operation.label,
            told,
            lambda: case.call(base_url=fuzzing.base, session=fuzzing.session, timeout=SECONDS),
        )
    except (UnicodeError, requests.exceptions.InvalidURL, requests.exceptions.InvalidHeader):
        return  # this request cannot be put on a wire at all


def _raw(fuzzing: Fuzzing, operation: Operation, raw: bytes) -> None:
    path = operation.path
    for name, value in fuzzing.furnished.ids.items():
        path = path.replace("{" + name + "}", str(value))
    headers = {"Content-Type": "application/json"}
    fuzzing.send(
        operation.label,
        raw[:80],
        lambda: fuzzing.session.request(
            operation.method.upper(), fuzzing.base + path, data=raw, headers=headers, timeout=SECONDS
        ),
    )


async def _fuzzed(database: Database, examples: int, bodies: int, seed: int) -> Fuzzing:
    ours = await furnish(database, "ours", "Quince")
    await furnish(database, "theirs", "Medlar")
    use_database(database)
    try:
        async with installation(database, ours) as house, serving(house.app) as base:
            fuzzing = Fuzzing(base, ours, psycopg_url(database.url))
            await asyncio.to_thread(fuzz, fuzzing, house.app.openapi(), examples, bodies, seed)
    finally:
        use_database(None)
    sys.stdout.write(f"\n{fuzzing.asked} requests: {dict(sorted(fuzzing.statuses.items()))}\n")
    return fuzzing


async def test_no_request_makes_the_programs_interface_stumble(database: Database, home: Path) -> None:
    fuzzing = await _fuzzed(database, examples=1, bodies=2, seed=10)
    assert fuzzing.asked > 250
    assert not fuzzing.faults, _listed(fuzzing)


@pytest.mark.slow
async def test_not_of_many_requests_either(database: Database, home: Path) -> None:
    fuzzing = await _fuzzed(database, examples=12, bodies=len(BODIES), seed=random.SystemRandom().randrange(2**32))
    assert fuzzing.asked > 3_000
    assert not fuzzing.faults, _listed(fuzzing)


def _listed(fuzzing: Fuzzing) -> str:
    return "\n".join(f"{what}\n    {shown}" for what, shown in fuzzing.faults.items())
