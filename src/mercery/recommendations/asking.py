"""Who asks for which page of recommendations, and what stands in the way in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Final

from fastapi import Depends
from starlette.requests import Request

from mercery.accounts.asking import ConsoleAsking
from mercery.accounts.permissions import Permission
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, CurrentStaff, Require
from mercery.core.errors import MerceryError
from mercery.web.database import Db

LIST: Final = "/console/recommendations"
DURABLE: Final = f"{LIST}/durable"
RULES: Final = f"{LIST}/rules"
Editor = Annotated[Staff, Depends(Require(Permission.EDIT_CATALOG))]
Owner = Annotated[Staff, Depends(Require(Permission.MANAGE_SETTINGS))]
_CHINESE: Final = {
    "act": "请选择一种作用。", "target": "请选择商品或分组；固定只能用于单件商品。", "other": "请选择另一件商品或分组。",
    "place": "请填写 1 到 12 之间的位置。", "strength": "请选择力度。", "placements": "请选择展示位置。", "ends": "结束时间须晚于开始时间；或选择不设期限。",
    "starts": "请填写开始时间。", "reason": "请填写原因。", "days": "请填写 1 到 7300 之间的天数，或留空。", "piece": "没有找到该商品，请填写 SKU、地址或名称。",
    "group": "请选择分组。",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking(ConsoleAsking):
    """One request to the pages of recommendations."""

    section: ClassVar[str] = "recommendations"
    home: ClassVar[str] = LIST

    def refused(self, error: MerceryError) -> str:
        """What stands in the way."""
        if self.lang == "zh":
            found = [_CHINESE[one.field] for one in error.problems if one.field in _CHINESE]
            return found[0] if found else "未能保存，请检查所填内容。"
        return f"{error.message} {error.remedy}".strip()

    def problems(self, error: MerceryError) -> dict[str, str]:
        """What stands in the way, by field."""
        found = {one.field or "": f"{one.message} {one.remedy}".strip() for one in error.problems}
        found = found or {"": f"{error.message} {error.remedy}".strip()}
        return {name: _CHINESE.get(name, text) for name, text in found.items()} if self.lang == "zh" else found


def reader_of(request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop) -> Asking:
    """Somebody who may look."""
    return Asking(request=request, session=session, staff=staff, shop=shop)


def editor_of(request: Request, session: Db, staff: Editor, shop: CurrentShop) -> Asking:
    """Somebody who may change the shop's goods and what is recommended."""
    return Asking(request=request, session=session, staff=staff, shop=shop)


def owner_of(request: Request, session: Db, staff: Owner, shop: CurrentShop) -> Asking:
    """Somebody who may say what needs a yes."""
    return Asking(request=request, session=session, staff=staff, shop=shop)


Reading = Annotated[Asking, Depends(reader_of)]
Editing = Annotated[Asking, Depends(editor_of)]
Owning = Annotated[Asking, Depends(owner_of)]
