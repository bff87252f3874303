"""Looking at pieces: lists, one with all its history, versions side by side, what customers see."""

from __future__ import annotations

from difflib import SequenceMatcher

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.studio import repository
from mercery.studio.kept import KeptPiece, PieceFilter, PieceList, PieceVersion, Sided, Step
from mercery.studio.piece import Piece
from mercery.studio.service.people import needs_second
from mercery.studio.service.settings import settings_of
from mercery.studio.tables import ContentPieceRow


async def pieces(
    session: AsyncSession, shop_id: str, wanted: PieceFilter, *, offset: int = 0, limit: int = 50
) -> PieceList:
    """Pieces that changed last, with the shop's counts."""
    lines, total = await repository.listed(session, shop_id, wanted, offset=offset, limit=limit)
    by_status, stale, blocked = await repository.counts(session, shop_id)
    return PieceList(lines=tuple(lines), total=total, by_status=by_status, stale=stale, blocked=blocked)


async def piece(session: AsyncSession, shop_id: str, piece_id: str) -> KeptPiece:
    """The piece of that id or number with everything a page shows; NotFound."""
    return await kept_of(session, await repository.row_of(session, shop_id, piece_id))


async def kept_of(session: AsyncSession, row: ContentPieceRow) -> KeptPiece:
    """The same, of a row at hand."""
    newest = await repository.version_at(session, row.id, row.version)
    settings = await settings_of(session, row.shop_id)
    return KeptPiece(
        line=repository.line_of(row),
        brief=newest.brief,
        piece=newest.piece,
        grounds=newest.grounds,
        why=newest.why,
        steps=tuple(await repository.steps_of(session, row.id)),
        renders=tuple(await repository.renders_of(session, row.id)),
        elsewhere=tuple(await repository.elsewhere(session, row.shop_id, row)),
        second_person=needs_second(settings.second_person, newest.piece),
    )


async def piece_versions(session: AsyncSession, shop_id: str, piece_id: str) -> list[PieceVersion]:
    """Every version of a piece, the newest first; NotFound."""
    row = await repository.row_of(session, shop_id, piece_id)
    return await repository.versions_of(session, row.id)


async def piece_version(session: AsyncSession, shop_id: str, piece_id: str, version: int) -> PieceVersion:
    """One version of a piece; NotFound."""
    row = await repository.row_of(session, shop_id, piece_id)
    return await repository.version_at(session, row.id, version)


async def compare(session: AsyncSession, shop_id: str, piece_id: str, before: int, after: int) -> list[Sided]:
    """Two versions passage by passage."""
    row = await repository.row_of(session, shop_id, piece_id)
    first = await repository.version_at(session, row.id, before)
    second = await repository.version_at(session, row.id, after)
    return side_by_side(_texts(first.piece), _texts(second.piece))


def side_by_side(before: list[str], after: list[str]) -> list[Sided]:
    """Passages of two versions, each beside the one it became. Pure."""
    found: list[Sided] = []
    for kind, left, left_end, right, right_end in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        if kind == "equal":
            found += [Sided(before=one, after=one) for one in before[left:left_end]]
            continue
        old, new = before[left:left_end], after[right:right_end]
        for place in range(max(len(old), len(new))):
            found.append(
                Sided(before=old[place] if place < len(old) else None, after=new[place] if place < len(new) else None)
            )
    return found


async def changes_since(session: AsyncSession, shop_id: str, since: int, *, limit: int = 200) -> list[Step]:
    """What was published, rendered anew or withdrawn after the step of that number, in order."""
    return await repository.steps_since(session, shop_id, since, acts=("publish", "refresh", "withdraw"), limit=limit)


def _texts(piece: Piece) -> list[str]:
    between = "" if piece.lang == "zh" else " "
    return [between.join(one.sentence.text for one in passage.told) for passage in piece.passages]
