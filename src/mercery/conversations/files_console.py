"""A customer's file as staff read it: as plain text, whatever it holds."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter
from starlette.responses import Response

from mercery.accounts.web import CurrentShop, CurrentStaff
from mercery.conversations import service
from mercery.web.database import Db

router = APIRouter(prefix="/console/inbox", include_in_schema=False)


@router.get("/{conversation_id}/files/{file_id}")
async def read_file(
    session: Db, staff: CurrentStaff, shop: CurrentShop, conversation_id: str, file_id: str
) -> Response:
    """The file's text. Never as what its name says it is: a page or a script in it stays words."""
    found = await service.attachment(session, shop.id, conversation_id, file_id)
    return Response(
        found.text,
        media_type="text/plain; charset=utf-8",
        headers={
            "Content-Disposition": f"inline; filename*=UTF-8''{quote(found.name)}.txt",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cache-Control": "private, no-store",
        },
    )
