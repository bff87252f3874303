"""The pattern page: every component of the pages, for whoever writes one."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse

from mercery.accounts.page import console_page
from mercery.accounts.web import CurrentShop, CurrentStaff
from mercery.ui.patterns import render_patterns

router = APIRouter(prefix="/console/patterns")


@router.get("")
async def patterns_page(request: Request, staff: CurrentStaff, shop: CurrentShop) -> HTMLResponse:
    """All components, light and dark, with their signatures."""
    return HTMLResponse(render_patterns(console_page(request, staff, shop, section="settings")))
