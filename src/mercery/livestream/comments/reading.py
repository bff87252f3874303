"""What comments ask, read without answering them: many at once, with one look at the shop's goods."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.assistant.gathering import range_of, shelf_of
from mercery.assistant.normalise import normalise
from mercery.assistant.turns import GOODS, Command, TurnContext, Understanding
from mercery.assistant.understand.products_meant import find_products
from mercery.assistant.understand.reading import understand
from mercery.core.clock import now
from mercery.knowledge.features import ideas_in
from mercery.livestream.comments.comment import Comment
from mercery.livestream.comments.hearing import asking, plainly
from mercery.livestream.comments.ranking import Place, only_courtesy, place_of

_PLAIN: Final = re.compile(
    r"[^\w\u3400-\u9fff]+|\b(?:the|a|an|is|are|do|does|please|pls|hi|hello|so|and|this|it|you|i|can|to|of)\b|[吗呢啊呀哦嘛吧的了么请问一下]"
)
_CHAT: Final = re.compile(
    r"^\W*(?:w+o+w+|lol+|lmao|omg|nice|cool|love(?: (?:it|this|her|that))?(?: so much)?|so (?:pretty|beautiful|cute|nice)|beautiful|gorgeous|stunning|amazing|pretty|cute|yes+|no+|first|here|me too|same|hi+|hey+|hello+|good (?:evening|morning|afternoon)(?: \w+)?|"
    r"哈+|呵+|嘿+|6+|[好真太]?(?:好看|漂亮|美|可爱|绝了?|爱了|喜欢)[啊呀了哦]*|来了|打卡|签到|冲|支持|主播好|主播(?:晚上|早上|下午)?好|你好|大家好|第一|前排|路过|1+|👍)\W*$",
    re.I,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A comment as it was read."""

    understanding: Understanding
    place: Place
    sense: str
    """What it asks: two comments with the same sense are one question. Empty where it asks nothing."""


def chats(text: str) -> bool:
    """Whether it is a cheer, a greeting, a word of praise: nothing to answer."""
    return _CHAT.match(text) is not None or not any(sign.isalnum() for sign in text)


async def read_comments(session: AsyncSession, shop: Shop, comments: Sequence[Comment]) -> list[Read]:
    """All of them, each against what stood on the counter when it was written."""
    known = await range_of(session, shop.id)
    messages = [normalise(plainly(one.text), one.lang) for one in comments]
    found = [
        find_products(message, known.names, TurnContext(product_id=one.product_id or None, lang=one.lang))
        for message, one in zip(messages, comments, strict=True)
    ]
    wanted = dict.fromkeys(key for one in found for key in one.product_ids)
    shelf = await shelf_of(session, shop, list(wanted), currency=shop.currency, at=now())
    made = []
    for message, one, comment in zip(messages, found, comments, strict=True):
        understanding = understand(message, one, shelf)
        place = place_of(understanding, comment.product_id, asks=asking(message.text))
        made.append(Read(understanding=understanding, place=place, sense=sense_of(understanding, message.text)))
    return made


def sense_of(understanding: Understanding, text: str) -> str:
    """The question behind the words: topic, piece and what is asked of it; of other questions their ideas or their words."""
    topics = [one.topic for one in understanding.commands]
    if only_courtesy(topics):
        return ""
    return hashlib.sha256("|".join(sorted(_sense(one, text) for one in understanding.commands)).encode()).hexdigest()[
        :32
    ]


def _sense(command: Command, text: str) -> str:
    asked = command.asked
    amount = f"{asked.amount.value}{asked.amount.unit}{asked.relation}" if asked and asked.amount else ""
    word = asked.words.en if asked else ""
    detail = (*sorted(command.colours), *sorted(command.sizes), amount, word, command.attribute, *command.places)
    about = command.product_ids if command.topic in GOODS or command.topic == "haggling" else ()
    if command.topic in ("service", "unclear", "detail", "browse", "describe", "off_topic", "warranty"):
        ideas = sorted(ideas_in(command.text))
        plain = "" if command.topic == "service" and ideas else _PLAIN.sub("", command.text.lower())
        return ":".join([command.topic, *about, *detail, *ideas, plain])
    return ":".join([command.topic, *about, *detail])
