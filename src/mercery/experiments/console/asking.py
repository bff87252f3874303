"""Who asks for which page of experiments, and what stands in the way, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar, Final

from fastapi import Depends
from starlette.requests import Request

from mercery.accounts.asking import ConsoleAsking
from mercery.accounts.permissions import Permission
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, CurrentStaff, Require
from mercery.core.errors import MerceryError
from mercery.core.i18n import Lang
from mercery.web.database import Db

HOME: Final = "/console/experiments"
Runner = Annotated[Staff, Depends(Require(Permission.RUN_EXPERIMENTS))]
"""Whoever may set up, begin and pause."""
Decider = Annotated[Staff, Depends(Require(Permission.DECIDE_EXPERIMENTS))]
"""Whoever may say what everybody gets."""

_BY_MESSAGE: Final = (
    ("A key has small letters", "代号由小写字母、数字与连字符组成，以字母开头。"),
    ("needs a name", "请填写名称。"),
    ("from 1 to 50 %", "对照组比例为 1% 至 50%。"),
    ("is nothing that is counted", "请选择一项指标。"),
    ("has to bring is 0 or more", "门槛为 0 或以上的数字。"),
    ("is no number", "请填写数字。"),
    ("already", "该代号已被使用，请换一个。"),
    ("Say why", "请写明原因，原因将留存备查。"),
    ("hold-out that stays", "保留的对照组比例为 0 至 50%。"),
    ("share from 0.01", "对照组比例为 1% 至 50%。"),
    ("has ended", "实验已结束，如需继续请重新开始。"),
    ("has not begun", "实验尚未开始。"),
    ("is not running", "实验未在进行。"),
    ("What has begun", "已开始的实验须保留记录，请改为停用。"),
    ("Only an experiment that has ended", "只有已结束的实验可以重新开始。"),
    ("meanwhile", "此间已有人改动，请刷新后重试。"),
    ("cannot be set up", "尚不能保存，请修改标出的各项。"),
)


def refusal(error: MerceryError, lang: Lang) -> str:
    """What stands in the way: message and remedy, in the reader's language."""
    first = error.problems[0].message if error.problems else error.message
    if lang == "en":
        return f"{first} {error.remedy}".strip()
    return next((zh for part, zh in _BY_MESSAGE if part in first), first)


def by_field(error: MerceryError, lang: Lang) -> Mapping[str, str]:
    """The same by field; what belongs to none stands under an empty name."""
    found = {}
    for problem in error.problems:
        zh = next((zh for part, zh in _BY_MESSAGE if part in problem.message), problem.message)
        found[problem.field or ""] = zh if lang == "zh" else f"{problem.message} {problem.remedy}".strip()
    return found or {"": refusal(error, lang)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking(ConsoleAsking):
    """One request to the pages of experiments."""

    section: ClassVar[str] = "experiments"
    home: ClassVar[str] = HOME

    def refused(self, error: MerceryError) -> str:
        """What stands in the way."""
        return refusal(error, self.lang)


def url(key: str, rest: str = "") -> str:
    """An address of an experiment's pages."""
    return f"{HOME}/{key}{'/' if rest else ''}{rest}"


def reader_of(request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop) -> Asking:
    """Somebody who may look."""
    return Asking(request=request, session=session, staff=staff, shop=shop)


def runner_of(request: Request, session: Db, staff: Runner, shop: CurrentShop) -> Asking:
    """Somebody who may set up, begin and pause."""
    return Asking(request=request, session=session, staff=staff, shop=shop)


def decider_of(request: Request, session: Db, staff: Decider, shop: CurrentShop) -> Asking:
    """Somebody who may decide."""
    return Asking(request=request, session=session, staff=staff, shop=shop)


Reading = Annotated[Asking, Depends(reader_of)]
Running = Annotated[Asking, Depends(runner_of)]
Deciding = Annotated[Asking, Depends(decider_of)]
