"""Whether a turn puts right itself what it said wrong: then the slip misleads nobody."""

from __future__ import annotations

import re
from typing import Final

_PUTS_RIGHT: Final = re.compile(
    r"(?<![a-z])(?:i (?:just )?(?:said|wrote|meant|misread|mixed|got (?:that|it) wrong|misspoke|mistyped)|(?:small |one |a |quick )?correction|"
    r"(?:pardon|sorry|oops|no wait|scratch that|i stand corrected|my mistake|typo)(?:[,:!. ]{1,3}|, )(?:i mean|it(?:'s| is)|that(?:'s| is)|not |make that|i meant))(?![a-z])"
    r"|看串|记混|弄混|搞混|说反|看岔|(?:^|[,，。…!！]\s?)(?:哎|啊|呃|哦)[,，]?不对|说错|打错|写错|看错|记错|口误|更正|纠正一下|应该是.{0,12}不是|不对[,，].{0,4}是"
)


def puts_right(text: str) -> bool:
    """Whether it does."""
    return _PUTS_RIGHT.search(text.lower()) is not None
