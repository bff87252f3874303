"""Values of a program's request that are what the description says: no 0 for false, no true for 1, no number for a moment.

The library would take these, and a program that sends a moment in milliseconds would be told by nobody.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Final

from pydantic import AwareDatetime, BeforeValidator

_WRITTEN: Final = re.compile(r"\s*\d{4}-\d\d-\d\d")


def _flag(value: object) -> object:
    if not isinstance(value, bool):
        raise ValueError("write true or false")
    return value


def _number(value: object) -> object:
    if isinstance(value, bool | str | bytes):
        raise ValueError("write a number, without quotation marks")
    return value


def _written(value: object) -> object:
    if isinstance(value, datetime | date) or (isinstance(value, str) and _WRITTEN.match(value)):
        return value
    raise ValueError("write it as 2026-11-27 or 2026-11-27T10:00:00Z")


Flag = Annotated[bool, BeforeValidator(_flag)]
Whole = Annotated[int, BeforeValidator(_number)]
Number = Annotated[float, BeforeValidator(_number)]
Moment = Annotated[datetime, BeforeValidator(_written)]
AwareMoment = Annotated[AwareDatetime, BeforeValidator(_written)]
Day = Annotated[date, BeforeValidator(_written)]
