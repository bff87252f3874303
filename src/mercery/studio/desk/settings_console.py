"""What the shop decides for all its content alike: who may publish what, and what a change does that nobody can say anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final, cast, get_args

from fastapi import APIRouter, Depends
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts.permissions import Permission
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, Require
from mercery.core.errors import MerceryError, wrong_field
from mercery.core.i18n import Words
from mercery.studio import service
from mercery.studio.desk.asking import LIST, Asking, Reading
from mercery.studio.desk.refusals import by_field
from mercery.studio.kept import SecondPerson, StudioSettings
from mercery.web.database import Db
from mercery.web.html import page_response, redirect_with_flash

router = APIRouter(prefix="/settings")
Owner = Annotated[Staff, Depends(Require(Permission.MANAGE_SETTINGS))]
_FIELDS: Final = ("second_person", "on_change", "least_sentences", "reason", "version")


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsPage:
    """The settings as they are typed."""

    typed: Mapping[str, str]
    errors: Mapping[str, str]
    may_edit: bool

    def error(self, name: str) -> str:
        """What is wrong with a field."""
        return self.errors.get(name, "")


@router.get("")
async def settings_page(asking: Reading) -> Response:
    """As they stand."""
    return _page(asking, _typed(await service.settings_of(asking.session, asking.shop.id)))


@router.post("")
async def save(request: Request, session: Db, staff: Owner, shop: CurrentShop) -> Response:
    """Keep them; what is wrong is said beside its field."""
    asking = Asking(request=request, session=session, staff=staff, shop=shop)
    form = await request.form()
    try:
        async with session.begin_nested():
            await service.save_settings(
                session, shop.id, staff.actor, _read(form), reason=str(form.get("reason", ""))[:300].strip()
            )
    except MerceryError as error:
        typed = {name: str(form.get(name, ""))[:300] for name in _FIELDS}
        return _page(asking, typed, errors=by_field(error, asking.lang), status=error.status)
    said = Words("Kept. It holds for whatever is published or changes from now on.", "已保存，对此后的发布与变动生效。")
    return redirect_with_flash(request, f"{LIST}/settings", said.text(asking.lang))


def _read(form: FormData) -> StudioSettings:
    """The settings as typed. Invalid with the field that is no number."""
    least, version = str(form.get("least_sentences", "")).strip(), str(form.get("version", ""))
    if not (least.isascii() and least.isdecimal() and len(least) < 4):
        message = "The least number of sentences is from 1 to 20."
        raise wrong_field("least_sentences", message, zh="至少保留的句数为 1 到 20。")
    second = str(form.get("second_person", ""))
    return StudioSettings(
        second_person=cast(SecondPerson, second) if second in get_args(SecondPerson) else "written",
        on_change="withdraw" if form.get("on_change") == "withdraw" else "republish",
        least_sentences=int(least),
        version=int(version) if version.isascii() and version.isdecimal() and len(version) < 9 else 0,
    )


def _typed(kept: StudioSettings) -> dict[str, str]:
    return {
        "second_person": kept.second_person, "on_change": kept.on_change, "least_sentences": str(kept.least_sentences),
        "reason": "", "version": str(kept.version),
    }  # fmt: skip


def _page(
    asking: Asking, typed: Mapping[str, str], *, errors: Mapping[str, str] | None = None, status: int = 200
) -> Response:
    page = SettingsPage(typed=typed, errors=errors or {}, may_edit=asking.may(Permission.MANAGE_SETTINGS))
    return page_response("studio/settings.html", page, context=asking.context, status=status)
