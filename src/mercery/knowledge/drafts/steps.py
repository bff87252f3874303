"""Whether a text tells what to do in order. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mercery.knowledge.documents.document import Passage

_ORDER: Final = re.compile(
    r"^(?:\d{1,2}[.)、]|step \d|first\b|then\b|next\b|finally\b|ask\b|enter\b|click\b|check\b|select\b|go to\b|open\b|press\b|choose\b|confirm\b|verify\b|get\b|record\b|log\b|find\b|fill\b|submit\b|tell\b|offer\b|apologi[sz]e\b|explain\b|pull\b|validate\b|第[一二三四五六]步|首先|然后|接着|最后|点击|选择|打开|填写|提交|核对|确认|登记|询问)",
    re.IGNORECASE,
)
_BUTTON: Final = re.compile(r"\[[A-Z][^\]]{2,40}\]|“[A-Z][^”]{2,30}” button|\bclick\b|点击")


_NUMBERED: Final = re.compile(r"^(?:\d{1,2}[.)、]|step\s\d|第[一二三四五六]步)\s*\S", re.IGNORECASE)


def orders(text: str) -> bool:
    """Whether a line is an instruction."""
    return bool(_ORDER.match(text) or _BUTTON.search(text))


def in_steps(body: Sequence[Passage]) -> bool:
    """Whether a section tells what to do in order."""
    if sum(bool(_NUMBERED.match(one.text)) for one in body) >= 3:
        return True
    items = [one for one in body if one.kind == "item"]
    if not items:
        return sum(bool(_ORDER.match(one.text)) for one in body) >= max(3, 0.6 * len(body))
    ordered = sum(orders(one.text) for one in items)
    return ordered >= max(2, 0.3 * len(items))
