"""What the description says is what is taken and what comes back: of refusals, of methods, of values."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import httpx
import pytest
from fastapi import APIRouter
from pydantic import BaseModel, ValidationError

from mercery.core.errors import MerceryError, Problem
from mercery.web.described import ErrorAnswer
from mercery.web.exact import AwareMoment, Day, Flag, Moment, Number, Whole
from mercery.web.pipeline import new_web_app


class Sent(BaseModel):
    flag: Flag = True
    whole: Whole = 1
    number: Number = 1.0
    moment: Moment | None = None
    aware: AwareMoment | None = None
    day: Day | None = None


def test_a_refusal_has_the_shape_that_is_described() -> None:
    error = MerceryError("No.", remedy="Ask.", problems=[Problem(message="Not this.", field="a", line=3)])
    body = json.loads(json.dumps(error.body()))
    assert ErrorAnswer.model_validate(body, strict=True).model_dump() == body


async def test_every_operation_tells_how_it_refuses_and_a_method_it_has_not_which_it_has() -> None:
    app, router = new_web_app(), APIRouter(prefix="/api/things")
    router.add_api_route("/{name}", lambda name: name, methods=["GET"])
    router.add_api_route("/{name}", lambda name: name, methods=["PUT"])
    router.add_api_route("/all", lambda: "all", methods=["POST"])
    app.include_router(router)
    for operation in app.openapi()["paths"]["/api/things/{name}"].values():
        assert {"4XX", "503"} < set(operation["responses"]) and "422" not in operation["responses"]
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://shop.test") as client:
        answer = await client.options("/api/things/one")
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET, PUT")
        assert (await client.options("/api/things/all")).headers["allow"] == "POST"
        assert (await client.delete("/api/things/one", headers={"Authorization": "Bearer x"})).status_code == 405


@pytest.mark.parametrize(
    "sent",
    [
        {"flag": 0}, {"flag": "true"}, {"whole": True}, {"whole": "1"}, {"whole": 1.5}, {"number": "1"}, {"number": False},
        {"moment": 0}, {"moment": "0.5"}, {"moment": 1_795_000_000_000}, {"aware": 0}, {"aware": "2026-11-27T10:00:00"},
        {"day": 0}, {"day": "0"},
    ],
)  # fmt: skip
def test_values_of_another_kind_are_not_taken_for_what_they_could_mean(sent: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Sent.model_validate(sent)


def test_values_as_they_are_described_are_taken() -> None:
    read = Sent.model_validate(
        {"flag": False, "whole": 3.0, "number": 2, "moment": "2026-11-27T10:00:00", "aware": "2026-11-27T10:00:00Z",
         "day": "2026-11-27"}
    )  # fmt: skip
    assert (read.flag, read.whole, read.number) == (False, 3, 2.0)
    assert (read.moment, read.day) == (datetime(2026, 11, 27, 10), date(2026, 11, 27))  # noqa: DTZ001
    assert read.aware is not None and read.aware.tzinfo is not None
