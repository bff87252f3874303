"""The console's own pages: signing in, overview, staff, settings, record, set-up."""

from fastapi import APIRouter

from mercery.accounts.console import (
    account,
    forgotten,
    join,
    login,
    overview,
    own_email,
    patterns,
    proving,
    record,
    second_factor,
    second_step,
    settings,
    setup,
    staff,
    staff_security,
)

router = APIRouter(include_in_schema=False)
for part in (
    second_step, login, forgotten, join, second_factor, account, own_email, proving, overview, staff_security, staff, settings,
    record, setup, patterns,
):  # fmt: skip
    router.include_router(part.router)

__all__ = ["router"]
