"""Helping somebody who cannot sign in, from the server."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest
from click.testing import CliRunner
from sqlalchemy.ext.asyncio import AsyncSession
from tests.accounts.house import open_shop

from mercery.accounts import audit, service
from mercery.accounts.audit import AuditFilter
from mercery.accounts.cli import staff_group
from mercery.accounts.second_factor import codes
from mercery.accounts.second_factor import service as second_factor
from mercery.core import clock
from mercery.core.config import settings
from mercery.core.database import Database

T = TypeVar("T")
EMAIL = "owner@aurelle.example"


@pytest.fixture
def server(database_url: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """`server("reset-password", EMAIL)`: what the command says, with a shop whose owner has two-step sign-in on."""
    monkeypatch.setenv("MERCERY_DATABASE_URL", database_url)
    settings.cache_clear()

    async def furnish() -> None:
        database = Database(database_url)
        _, people = await open_shop(database)
        async with database.session() as session:
            owner = people["owner"]
            begun = await second_factor.begin(session, owner, "Aurelle")
            await second_factor.confirm(session, owner, codes.code_at(begun.key, clock.now()))
            await service.start_session(session, owner.id, shop_id=owner.shop_id, address="", agent="")
        await database.close()

    asyncio.run(furnish())

    def command(*words: str) -> str:
        done = CliRunner().invoke(staff_group, words)
        assert done.exit_code == 0, done.output
        return done.output

    return command


def look(url: str, work: Callable[[AsyncSession], Awaitable[T]]) -> T:
    async def run() -> T:
        database = Database(url)
        async with database.session() as session:
            found = await work(session)
        await database.close()
        return found

    return asyncio.run(run())


async def _state(session: AsyncSession) -> tuple[bool, int, list[str]]:
    shop = (await service.all_shops(session))[0]
    owner = await service.member_by_email(session, shop.id, EMAIL)
    found, _ = await audit.entries(session, shop.id, AuditFilter(action="staff"))
    here = [one.action for one in found if one.actor.name == "Command line"]
    return await second_factor.is_on(session, owner.id), len(await service.open_sessions(session, owner.id)), here


def test_a_new_password_leaves_two_step_sign_in_on_and_says_how_to_drop_it(
    server: Callable[..., str], database_url: str
) -> None:
    said = server("reset-password", EMAIL)
    assert f"mercery staff drop-second-factor {EMAIL}" in said
    assert look(database_url, _state) == (True, 0, ["staff.reset_password"])


def test_both_at_once(server: Callable[..., str], database_url: str) -> None:
    assert "Two-step sign-in is off." in server("reset-password", EMAIL, "--without-second-factor")
    assert look(database_url, _state) == (False, 0, ["staff.second_factor_off", "staff.reset_password"])


def test_the_second_factor_alone(server: Callable[..., str], database_url: str) -> None:
    assert "with the password alone" in server("drop-second-factor", EMAIL)
    assert look(database_url, _state) == (False, 0, ["staff.second_factor_off"])
    assert "had no two-step sign-in" in server("drop-second-factor", EMAIL)


def test_another_e_mail_at_once(server: Callable[..., str], database_url: str) -> None:
    moved = "mira@new.example"
    assert f"mercery staff reset-password {moved}" in server("change-email", EMAIL, moved, "--reason", "Married")
    assert moved in server("list") and EMAIL not in server("list")


def test_an_e_mail_somebody_has_is_refused(server: Callable[..., str]) -> None:
    server("add", "second@aurelle.example")
    refused = CliRunner().invoke(staff_group, ["change-email", EMAIL, "second@aurelle.example"])
    assert refused.exit_code != 0
    assert EMAIL in server("list")
