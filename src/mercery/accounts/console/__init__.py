"""The console's own pages: signing in, overview, staff, settings, record, set-up."""

from fastapi import APIRouter

from mercery.accounts.console import account, join, login, overview, patterns, record, settings, setup, staff

router = APIRouter(include_in_schema=False)
for part in (login, join, account, overview, staff, settings, record, setup, patterns):
    router.include_router(part.router)

__all__ = ["router"]
