"""`/healthz`, `/readyz` and `/metrics` of a web process, for load balancers and Prometheus."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from mercery.core.config import settings
from mercery.core.errors import NotFound, Unauthenticated
from mercery.operations.health.readiness import Readiness
from mercery.operations.health.scraping import may_scrape
from mercery.operations.health.watching import watch_of

router = APIRouter(include_in_schema=False)
RETRY_AFTER: Final = 5
_FORWARDED: Final = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")


@router.get("/healthz")
async def healthz() -> PlainTextResponse:
    """Whether this process lives at all; touches nothing."""
    return PlainTextResponse("ok", headers={"Cache-Control": "no-store"})


@router.get("/readyz")
async def readyz(request: Request, warm: bool = False) -> JSONResponse:
    """Whether it may be sent customers; `?warm=yes` where another process can serve them until this one has opened all it
    needs, which alone would answer them, slowly."""
    return readiness_response(await watch_of(request).probe.readiness(warm=warm))


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """The figures of all processes that share the home folder."""
    headers = request.headers
    allowed = may_scrape(
        settings(),
        address=request.client.host if request.client else "",
        authorization=headers.get("authorization", ""),
        forwarded=any(name in headers for name in _FORWARDED),
    )
    if allowed is None:
        raise NotFound("There is nothing at this address.")
    if not allowed:
        raise Unauthenticated(
            "Figures need their token.",
            remedy="Send it as `Authorization: Bearer …`.",
            zh="读取指标需要令牌，请以 `Authorization: Bearer …` 提供。",
        )
    body, kind = await watch_of(request).scraper.answer(headers.get("accept", ""))
    return Response(body, headers={"Content-Type": kind, "Cache-Control": "no-store"})


def readiness_response(found: Readiness) -> JSONResponse:
    """Names of checks and whether they passed; 503 and when to ask again where one did not."""
    headers = {"Cache-Control": "no-store"} | ({} if found.ready else {"Retry-After": str(RETRY_AFTER)})
    body = {"ready": found.ready, "checks": found.checks}
    return JSONResponse(body, status_code=200 if found.ready else 503, headers=headers)
