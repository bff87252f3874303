"""How the hosts speak: sentences to listen to, and how names are said."""

from __future__ import annotations

import asyncio
import io
import wave
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Form, Query
from starlette.responses import Response

from mercery.accounts.permissions import Permission
from mercery.ai.speech.choosing import speech_voice
from mercery.ai.speech.sentences import said as spoken
from mercery.ai.speech.speech import SpeechFailed
from mercery.core.config import settings
from mercery.core.errors import Invalid, MerceryError
from mercery.core.i18n import Lang, Words, is_lang
from mercery.livestream import pronunciations
from mercery.livestream.console.asking import LIST, Asking, Editing, Reading
from mercery.livestream.console.refusals import by_field
from mercery.livestream.pronunciations import Pronunciation, SayingNames
from mercery.web.html import page_response, redirect_with_flash

router = APIRouter(prefix="/voice")
PLACE: Final = f"{LIST}/voice"
LONGEST: Final = 300
_RATE: Final = 24_000
SAMPLES: Final[tuple[tuple[Lang, str], ...]] = (
    ("en", "The Saddle Bag is €1,280 until a quarter to nine, and three are left."),
    ("en", "It weighs 780 g, and measures 27 × 19 × 8 cm."),
    ("zh", "马鞍包现价 1,280 欧元，八点三刻前有效，还剩三只。"),
    ("zh", "第二件 5 折，满 2,000 元减 200 元，重 780 克。"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class VoicePage:
    """The voice and the shop's names."""

    names: Sequence[Pronunciation]
    outside: bool
    """Whether a better voice than the built-in one is set."""
    typed: Mapping[str, str]
    errors: Mapping[str, str]
    may_edit: bool
    samples: Sequence[tuple[Lang, str]] = SAMPLES


@router.get("")
async def voice(asking: Reading) -> Response:
    """The page."""
    return await _page(asking)


@router.post("")
async def keep(
    asking: Editing,
    word: Annotated[str, Form(max_length=200)] = "",
    said: Annotated[str, Form(max_length=400)] = "",
    lang_of: Annotated[str, Form(max_length=2)] = "en",
) -> Response:
    """Say a name like that."""
    one = Pronunciation(lang=lang_of if is_lang(lang_of) else "en", word=word, said=said)
    try:
        async with asking.session.begin_nested():
            await pronunciations.keep(asking.session, asking.shop.id, asking.staff.actor, one)
    except MerceryError as error:
        typed = {"word": word, "said": said, "lang_of": one.lang}
        return await _page(asking, typed=typed, errors=by_field(error, asking.lang), status=error.status)
    told = Words("Kept. It is said so from the next entry on.", "已保存，下一项起照此读。").text(asking.lang)
    return redirect_with_flash(asking.request, PLACE, told)


@router.post("/remove")
async def remove(
    asking: Editing, word: Annotated[str, Form(max_length=200)] = "", lang_of: Annotated[str, Form(max_length=2)] = "en"
) -> Response:
    """Say it as the voice would by itself."""
    act = pronunciations.remove(asking.session, asking.shop.id, asking.staff.actor, lang_of, word)
    return await asking.done(act, Words("Removed.", "已移除。"), PLACE)


@router.get("/say.wav")
async def say(
    asking: Reading,
    text: Annotated[str, Query(max_length=LONGEST)] = "",
    language: Annotated[str, Query(alias="in", max_length=2)] = "en",
    as_said: Annotated[str, Query(max_length=200)] = "",
    plain: bool = False,
) -> Response:
    """A sentence as sound. `as_said`: spelt like that; `plain`: without the shop's names."""
    lang: Lang = language if is_lang(language) else "en"
    if not text.strip():
        raise Invalid("There is nothing to say.", remedy="Write a sentence.", zh="请写一句要说的话。")
    names = {} if plain else dict(await pronunciations.said_words(asking.session, asking.shop.id))
    await asking.session.commit()
    voice = SayingNames(speech_voice(), names)
    try:
        sound = await asyncio.to_thread(_wav, voice, as_said.strip() or text.strip(), lang)
    except SpeechFailed as error:
        return Response(error.message, status_code=503, media_type="text/plain; charset=utf-8")
    return Response(sound, media_type="audio/wav", headers={"Cache-Control": "private, no-store"})


def _wav(voice: SayingNames, text: str, lang: Lang) -> bytes:
    speech = spoken(voice, text, lang, rate=_RATE)
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(speech.rate)
        file.writeframes(speech.pcm.astype("<i2").tobytes())
    return held.getvalue()


async def _page(
    asking: Asking,
    *,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    page = VoicePage(
        names=await pronunciations.pronunciations(asking.session, asking.shop.id), outside=bool(settings().speech_url),
        typed=typed or {"word": "", "said": "", "lang_of": asking.shop.default_language}, errors=errors or {},
        may_edit=asking.may(Permission.EDIT_CONTENT),
    )  # fmt: skip
    return page_response("livestream/voice.html", page, context=asking.context, status=status)
