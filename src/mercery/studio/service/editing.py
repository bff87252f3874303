"""Changing a piece by hand: what somebody writes is judged sentence by sentence, like everything else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.accounts.shop import Shop
from mercery.core.errors import Conflict, NotFound, wrong_field
from mercery.studio import repository
from mercery.studio.checking import judge
from mercery.studio.editing import told
from mercery.studio.gathering import NOBODY, materials_for
from mercery.studio.kept import Edited, KeptPiece, Why
from mercery.studio.materials import Materials
from mercery.studio.piece import Passage, Piece, Told
from mercery.studio.piece_json import brief_from_json
from mercery.studio.service.keeping import add_version, note, refuse_another
from mercery.studio.service.pieces import kept_of
from mercery.studio.service.turning import watch_the_clock
from mercery.studio.standing import by_key, held_against

_LONGEST = 6_000


async def edit(
    session: AsyncSession, shop: Shop, actor: Actor, piece_id: str, edited: Edited, *, after_version: int | None = None
) -> KeptPiece:
    """Give a passage another text. Sentences left as they were keep who wrote them; the others are the person's, judged.
    An empty text takes the passage out."""
    if len(edited.text) > _LONGEST:
        message = f"A passage has at most {_LONGEST} characters."
        raise wrong_field("text", message, zh="一段最多 6,000 字。")

    def change(piece: Piece, materials: Materials) -> Piece:
        if not 0 <= edited.place < len(piece.passages):
            raise NotFound("The piece has no such passage.")
        passage = piece.passages[edited.place]
        about = passage.about or piece.product_ids[0]
        kept = {one.sentence.text: one for one in passage.told}
        again = tuple(kept.get(one.sentence.text, one) for one in told(edited.text, materials, about, "person"))
        passages = list(piece.passages)
        passages[edited.place : edited.place + 1] = [replace(passage, told=again)] if again else []
        return replace(piece, passages=tuple(passages))

    return await _changed(session, shop, actor, piece_id, change, "edited", after_version)


async def use_instead(
    session: AsyncSession,
    shop: Shop,
    actor: Actor,
    piece_id: str,
    *,
    sentence: int,
    after_version: int | None = None,
    choice: int = 0,
) -> KeptPiece:
    """Let code's line stand for a blocked sentence; it is checked once more before it does."""

    def change(piece: Piece, materials: Materials) -> Piece:
        one, passage = _blocked(piece, sentence)
        if not 0 <= choice < len(one.instead):
            raise NotFound("There is no such line for this sentence.")
        about = passage.about or piece.product_ids[0]
        line = judge(one.instead[choice], materials, writer="code", about=about)
        if not line.holds:
            raise Conflict(
                "The line does not hold any more.",
                remedy="Remove the sentence, or write another one.",
                zh="此句已不成立，请删除或另写一句。",
            )
        return _with(piece, sentence, line)

    return await _changed(session, shop, actor, piece_id, change, "replaced", after_version)


async def remove_sentence(
    session: AsyncSession, shop: Shop, actor: Actor, piece_id: str, *, sentence: int, after_version: int | None = None
) -> KeptPiece:
    """Take a sentence out."""

    def change(piece: Piece, _materials: Materials) -> Piece:
        _at(piece, sentence)
        return _with(piece, sentence, None)

    return await _changed(session, shop, actor, piece_id, change, "removed", after_version)


async def restore(
    session: AsyncSession, shop: Shop, actor: Actor, piece_id: str, version: int, *, after_version: int | None = None
) -> KeptPiece:
    """Make an earlier version the newest one again, each sentence judged by the facts in force now."""
    row = await repository.row_of(session, shop.id, piece_id)
    earlier = await repository.version_at(session, row.id, version)

    def change(_piece: Piece, materials: Materials) -> Piece:
        passages = tuple(_judged(passage, earlier.piece, materials) for passage in earlier.piece.passages)
        return replace(earlier.piece, passages=passages)

    return await _changed(session, shop, actor, piece_id, change, "restored", after_version)


async def _changed(
    session: AsyncSession,
    shop: Shop,
    actor: Actor,
    piece_id: str,
    change: Callable[[Piece, Materials], Piece],
    why: Why,
    after_version: int | None,
) -> KeptPiece:
    row = await repository.row_of(session, shop.id, piece_id, locked=True)
    refuse_another(row, after_version)
    before = await repository.version_at(session, row.id, row.version)
    materials = await materials_for(session, shop, brief_from_json(row.brief), others=NOBODY)
    # Under the versions in force: what has fallen keeps its old ones, and is seen to by whoever follows the facts.
    held = held_against(before.piece, before.grounds, by_key(materials.facts, materials.now), materials.products).piece
    after = change(held, materials)
    if after == held:
        return await kept_of(session, row)
    await add_version(session, shop, row, actor, after, materials, why)
    act = {"edited": "edit", "replaced": "use_line", "removed": "remove", "restored": "restore"}[why]
    await note(
        session, row, actor, act, action="edit",  # type: ignore[arg-type]
        before={"text": before.piece.text()}, after={"text": after.text(), "how": why},
    )  # fmt: skip
    await watch_the_clock(session, shop, materials)
    return await kept_of(session, row)


def _judged(passage: Passage, piece: Piece, materials: Materials) -> Passage:
    about = passage.about or piece.product_ids[0]
    again = list[Told]()
    for one in passage.told:
        if one.writer == "code":
            # A line of code's whose facts have moved on is judged by its words alone, like a person's.
            held = all(key in materials.by_id for key in one.sentence.fact_ids)
            again += [one] if held and one.holds else list(told(one.sentence.text, materials, about, "person"))
        else:
            again += told(one.sentence.text, materials, about, one.writer)
    return replace(passage, told=tuple(again))


def _at(piece: Piece, sentence: int) -> tuple[Told, Passage]:
    number = 0
    for passage in piece.passages:
        if number <= sentence < number + len(passage.told):
            return passage.told[sentence - number], passage
        number += len(passage.told)
    raise NotFound("The piece has no such sentence.")


def _blocked(piece: Piece, sentence: int) -> tuple[Told, Passage]:
    found, passage = _at(piece, sentence)
    if found.holds:
        raise Conflict("This sentence is not blocked.", zh="仍有句子被拦下，请采用旁边的句子、改写或删除。")
    return found, passage


def _with(piece: Piece, sentence: int, other: Told | None) -> Piece:
    """The piece with another sentence at that number, or without it; a passage with none left goes."""
    number, passages = 0, list[Passage]()
    for passage in piece.passages:
        kept = list[Told]()
        for one in passage.told:
            kept += [one] if number != sentence else [other] if other else []
            number += 1
        if kept:
            passages.append(replace(passage, told=tuple(kept)))
    return replace(piece, passages=tuple(passages))
