"""Whether a question is about hours: it speaks of the shop, or of people, being there. Pure.

`Open on Sunday?` is; `anything open-toed for Sunday?` and `a bag for work on Monday` are not, though they hold the same
words: there the word stands before a thing, not behind the shop or its people.
"""

from __future__ import annotations

import re
from typing import Final

from mercery.knowledge.features import ideas_in

_WHO: Final = r"(?:any|some) ?(?:one|body)|(?:one|some|any|a member) of (?:the|your) (?:team|staff|people|colleagues|advis[eo]rs|assistants)|(?:a |an |real |live )*(?:person|human|people|adviser|advisor|agent|colleague)|(?:the |your |our )?(?:customer (?:service|care|support)|support|service desk|team|staff|people|colleagues|advis[eo]rs|assistants|helpline|hotline|phone line)"
_SHOP: Final = rf"(?:you(?: guys| all| people)?|{_WHO}|(?:the |your )?(?:shop|store|boutique|house|office|lines?))"
_BE: Final = r"(?:is|are|am|will|would|do|does|can|could|may|might|was|were|there'?s|you'?re|be|if|whether|when|until when|till when)"
_ADVERB: Final = r"(?:still|also|even|ever|usually|normally|always|all|already|ever|actually|really|maybe|perhaps|going to|gonna|be|being|not|from|of|at|on|in|your|the|team|staff|house|shop)"
_AFTER: Final = (
    r"(?=\s*(?:$|[.,;:!?)…]|\b(?:now|still|late|later|until|till|on|at|in|over|during|for|through|this|that|next|the|today|tonight|tomorrow|"
    r"or|and|then|yet|again|early|every|each|all|by|from|between|when|as|while|right|currently|these|after|before|to|"
    r"mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|weekends?|weekdays?|christmas|easter|new year|nights?|please|here|because|if|so|but|24|any|your|my|me)\b))"
)
"""Behind `open` where it is said of somebody: nothing, or when. A thing behind it (`open toe`, `open-backed`) is not."""
_THERE: Final = rf"(?:there|around|about|in|open|closed?|on duty|at work|working|reachable|reached|contacted|available|online|awake|answer(?:ing)?(?: (?:the phone|messages|chats?|calls?|questions|e-?mails))?|reply(?:ing)?|pick(?:ing)? up){_AFTER}"
_SOMEBODY_IS_THERE: Final = rf"\b{_BE}\b(?: there)?(?: \w+)? ?\b{_SHOP}\b(?: {_ADVERB}){{0,3}} {_THERE}"
_SAID_OF_THE_SHOP: Final = (
    rf"\b{_SHOP}\b(?: {_ADVERB}){{0,2}} (?:open|close|closed|closing|start|finish|answer)\b{_AFTER}"
)
_REACHED: Final = (
    r"\b(?:can|could|may|might|will|would|how|when|where|possible|able|until|am) (?:\w+ ){0,4}?(?:reach|speak (?:to|with)|talk (?:to|with)|chat (?:to|with)|"
    r"get (?:hold of|through to|in touch with|a hold of)|get|contact|call|phone|ring|catch|ask for|ask|find) "
    rf"(?:\w+ )?(?:you|{_WHO})\b(?!\w| (?:a|an|about|who|wearing|to|for a|that|which)\b)"
)
_NOUNS: Final = (
    r"\b(?:(?:opening|business|service|office|working|shop|store|customer service|holiday|weekend|your|our|the|chat|phone|support) ?"
    r"(?:hours|times)|hours (?:of|are|do|is)|what hours|which hours|office days|closing time|opening time)\b"
)
_WHEN: Final = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|on|at|in|over|during|for|until|till|the|this|next|every|all|days?|weekends?|weekdays?|today|"
    r"tonight|tomorrow|now|late|nights?|mornings?|evenings?|afternoon|christmas|eve|easter|new|year'?s?|holidays?|public|bank|and|or|too|as|well|"
    r"please|right|still|\d+(?::\d\d)?(?: ?[ap]m)?|[ap]m|th|st|nd|rd|of|january|february|march|april|may|june|july|august|september|october|"
    r"november|december)(?![a-z])"
)
_LEAD: Final = (
    r"^\W*(?:(?:and|so|but|hi|hello|please|pls|also|are|is|you|still|really|even|then|now|what about|how about)\b\W*)*"
)
_BARE: Final = re.compile(
    rf"{_LEAD}(?:open|closed|closing|anyone there|anybody there|hours)\b(?!-)\W*(?:{_WHEN}|\W)*$"
    rf"|{_LEAD}(?=.*\b(?:sundays?|weekends?|holidays?|at night)\b)(?:{_WHEN}|\W)+$"
    r"|^\W*(?:那么?)?(?:周末|节假日|国庆|春节|晚上)(?:呢|[吗么])?\W*$",
    re.IGNORECASE,
)
"""Without anybody named, where nothing else is said but when."""
_ENGLISH: Final = re.compile("|".join((_SOMEBODY_IS_THERE, _SAID_OF_THE_SHOP, _NOUNS)), re.IGNORECASE)
_ENGLISH_REACHED: Final = re.compile(_REACHED, re.IGNORECASE)

_ZH_WHO: Final = r"(?:你们|您们|咱们|贵店|本店|店里|店铺|店家|商家|客服|人工|店员|真人|顾问|导购|老板|专柜|门店|实体店|热线|同事|工作人员|有人|没人|谁)"
_ZH_OPEN: Final = r"(?:上班|营业|休息|放假|开门(?!红|大吉)|关门|打烊|下班|开店|值班|当班)"
_ZH_THING: Final = (
    r"(?!\s*(?:的时候)?\s*(?:可以|能|好|适合|想|要|才)?\s*(?:穿|背|用|戴|带|拎|提|族|通勤|玩|出游|旅行|旅游|出去|见))"
)
"""What is worn to work or on holiday."""
_CHINESE: Final = re.compile(
    rf"{_ZH_WHO}[^，。！？；,!?;]{{0,8}}{_ZH_OPEN}{_ZH_THING}|{_ZH_OPEN}(?:时间|时段|日|[吗么不没嘛吧]|到|至|多久|几点|[^\w]*$)"
    rf"|(?:几点|什么时候|何时|多久|多晚|到几点|照常|正常|还)(?:钟)?(?:才|就|会|能)?{_ZH_OPEN}{_ZH_THING}"
    r"|有(?:没有)?(?:人|客服|人工|店员|真人|同事)(?:客服|服务|在|值班|接待|回复|在线|接电话|上班|答复|回|理|接听|吗|么|不|没)+(?!穿|背|用|戴)"
    r"|(?:客服|人工|店员|真人|你们|您们|店里)(?:服务)?(?:还|都|也|会|今天|明天|后天|周末|晚上|现在|[周星期礼拜一二三四五六日天])*(?:(?<!们)在(?:[吗么不]|线|岗|班)|回复(?:吗|么|消息)|接电话|有人(?!穿|背|用|戴|买))"
    r"|(?:服务|工作|接待|在线|客服|人工)(?:的)?时间|在不在(?![^，。！？；]{0,3}(?:架|库|货))",
)
_CHINESE_REACHED: Final = re.compile(
    r"(?:联系|联络|咨询|打|打电话给|电话|打给|问|呼叫|接通)(?:得|不|能|可以)?(?:到|上|着|通)?(?:一下)?(?:人|客服|人工|店员|真人|你们|您们|顾问|导购|电话)(?!穿|背|用|戴|家?的|这)"
    r"|(?:找|约)(?:得|不)?(?:到|着)?(?:真?人(?!穿|背|用|戴|的|代|帮|做|送)|客服|人工|店员|你们(?![的家这])|顾问|导购)|(?:可以|能|能不能|可不可以)咨询|(?:打|接)(?:得|不)?通[吗么]?"
)


def ideas_said(text: str) -> frozenset[str]:
    """The ideas of the text, that of hours only where it speaks of them: a Sunday, a weekend or an open toe is not enough."""
    found = ideas_in(text)
    return found - {"hours"} if "hours" in found and not speaks_of_hours(text) else found


def speaks_of_hours(text: str) -> bool:
    """Whether the shop or its people being there is what it asks."""
    plain = text.replace("’", "'").strip()
    return bool(_ENGLISH.search(plain) or _BARE.match(plain) or _CHINESE.search(plain)) or speaks_of_reaching(plain)


def speaks_of_reaching(text: str) -> bool:
    """Whether it asks if or when somebody of the shop can be reached: at a time that is named, that is a question of hours."""
    plain = text.replace("’", "'")
    return bool(_ENGLISH_REACHED.search(plain) or _CHINESE_REACHED.search(plain))
