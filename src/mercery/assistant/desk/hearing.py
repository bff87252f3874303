"""A message as the desk hears it: what is asked, what is said about it, and how it is meant. Pure.

Nothing here knows the customer's orders; which piece or variant a word means is settled in `matching.py` and
`understanding.py`.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from mercery.assistant.desk.addresses import address_in
from mercery.assistant.desk.gloss import Token, gloss, plain
from mercery.assistant.desk.lexicon import cues, questions
from mercery.assistant.desk.payments import PaymentSaid, payments_in
from mercery.assistant.desk.spelling import corrected
from mercery.assistant.desk.wishes import Wish, wishes_in
from mercery.conversations import calling_for_a_person
from mercery.conversations.going_on import goes_on_with_the_assistant
from mercery.core.i18n import Lang
from mercery.customers.customer import Address

EMAIL: Final = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_ORDER: Final = re.compile(r"#\s?([A-Za-z]{0,4}-?\d{3,})|(?<![A-Za-z0-9])([A-Za-z]{1,3}-?\d{5,})(?![A-Za-z0-9])|(?:\border(?: number| no\.?| id)?|订单号?)\s*(?:is|:|：|是|为)?\s*#?([A-Za-z]{0,3}\d{4,})", re.IGNORECASE | re.ASCII)  # fmt: skip
_NOT_THIS: Final = re.compile(
    r"(?:\bnot|\binstead of|\brather than|不是|而不是)\s*(?:order|订单)?\s*#?$", re.IGNORECASE | re.ASCII
)
_ZIP: Final = re.compile(r"(?:\bzip(?:\s?code)?|\bpost(?:al)?\s?code|邮编|邮政编码)\s*(?:is|:|：|是|为)?\s*([A-Za-z0-9][A-Za-z0-9 -]{2,8}\d)|(?<![\w#-])(\d{5}(?:-\d{4})?)(?![\w-])", re.IGNORECASE | re.ASCII)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One message."""

    raw: str
    text: str
    """Spelling put right, lower case, plain signs: what the positions below refer to."""
    lang: Lang
    tokens: tuple[Token, ...]
    wishes: tuple[Wish, ...]
    numbers: tuple[str, ...]
    """Order numbers, as the customer wrote them, without #."""
    emails: tuple[str, ...]
    postcodes: tuple[str, ...]
    payments: tuple[PaymentSaid, ...]
    address: Address | None
    reason: str
    """A reason to call an order off; `other` when it is none the rules know; empty when none was given."""
    yes: bool
    firm: bool
    """Whether the yes is one also when something else was asked (`PayPal, yes, do it`)."""
    no: bool
    drop: bool
    all_done: bool
    hand_over: str
    """Why a person must take this; empty when none need."""
    topics: tuple[str, ...]
    asks: bool
    corrected_at: int
    """Where the customer takes something back; 0 when nowhere."""

    def cue(self, name: str) -> bool:
        """Whether one of the cues in `lexicon.cues` stands in the text."""
        return bool(getattr(cues, name).search(self.text))


def hear(
    message: str, lang: Lang, *, numbers: Collection[str] = (), words: Collection[str] = (), tasked: bool = False,
    country: str = "",
) -> Heard:  # fmt: skip
    """Read a message. `numbers`: the customer's own order numbers; `words`: words of their goods."""
    text = plain(corrected(message, words) if lang == "en" or re.search(r"[A-Za-z]{4}", message) else message)
    address = address_in(message, country=country)
    bare = EMAIL.sub(" ", text)
    done = cues.ALL_DONE.search(bare)
    rest = cues.ALL_DONE.sub(" ", bare) if done else bare
    turn = _correction(bare)
    return Heard(
        raw=message,
        text=text,
        lang=lang,
        tokens=gloss(text),
        wishes=wishes_in(_blanked(text), address=address is not None, tasked=tasked),
        numbers=_numbers(message, numbers, turn),
        emails=tuple(dict.fromkeys(found.lower() for found in EMAIL.findall(message))),
        postcodes=tuple(
            # The number of an order may have as many digits as a postcode; what is called an order is none.
            dict.fromkeys(
                (one or two).strip().upper() for one, two in _ZIP.findall(_ORDER.sub(" ", EMAIL.sub(" ", message)))
            )
        ),
        payments=_after(payments_in(bare), turn),
        address=address,
        reason=_reason(bare),
        yes=_yes(rest),
        firm=_yes(cues.WEAK_YES.sub(" ", rest)),
        no=_no(rest),
        drop=_drop(rest),
        all_done=bool(done),
        hand_over=_hand_over(text),
        topics=tuple(name for name, pattern in questions.TOPICS.items() if pattern.search(text)),
        asks=bool(questions.QUESTION.search(text)),
        corrected_at=turn,
    )


def _blanked(text: str) -> str:
    """The text with what is no wish (`nothing else to exchange`, an e-mail address) as blanks of the same length."""
    for pattern in (EMAIL, cues.NOTHING_ELSE):
        text = pattern.sub(lambda found: " " * len(found[0]), text)
    return text


def _correction(text: str) -> int:
    places = [match.end() for match in cues.CORRECTION.finditer(text) if match.start() > 3]
    return places[-1] if places else 0


def _after(said: tuple[PaymentSaid, ...], turn: int) -> tuple[PaymentSaid, ...]:
    late = tuple(one for one in said if one.start >= turn)
    return late if turn and any(not one.away for one in late) else said


def _numbers(message: str, known: Collection[str], turn: int) -> tuple[str, ...]:
    own = {number.lower(): number for number in known}
    found: list[tuple[int, str]] = []
    for match in _ORDER.finditer(message):
        if _NOT_THIS.search(message[: match.start()]):
            continue
        written = next(part for part in match.groups() if part)
        found.append((match.start(), own.get(written.lower(), written.upper())))
    low = message.lower()
    for lower, number in own.items():
        # Most are not named, and a pattern for each order of a good customer takes long to make.
        places = re.finditer(rf"(?<![a-z0-9]){re.escape(lower)}(?![a-z0-9])", low) if lower in low else ()
        found += [(place.start(), number) for place in places if not _NOT_THIS.search(message[: place.start()])]
    for prefix, digits in {(re.sub(r"\d.*", "", lower), len(re.sub(r"\D", "", lower))) for lower in own}:
        # Written like the customer's own: somebody else's, or a slip of the finger.
        shape = (
            rf"(?<![a-z0-9]){re.escape(prefix)}\d{{{max(3, digits - 1)},{digits + 1}}}(?![a-z0-9])"
            if prefix
            else r"(?!)"
        )
        places = re.finditer(shape, message.lower())
        found += [
            (place.start(), place[0].upper())
            for place in places
            if place[0] not in own and not _NOT_THIS.search(message[: place.start()])
        ]
    bare = {re.sub(r"\D", "", number): number for number in known}
    for match in re.finditer(r"(?<![A-Za-z0-9_.-])\d{5,}(?![A-Za-z0-9_-])", message):
        if match[0] in bare:
            found = [one for one in found if one[1] != match[0]] + [(match.start(), bare[match[0]])]
        elif not found and _meant_as_order(message, match.start(), match[0], bare):
            found.append((match.start(), match[0]))
    late = [one for one in found if one[0] >= turn]
    return tuple(dict.fromkeys(number for _, number in sorted(late if turn and late else found)))


_BUSINESS: Final = re.compile(
    r"\b(?:cancel\w*|return\w*|exchang\w+|refund\w*|track\w*|where(?:'s| is)|status of|look up|address (?:of|on|for))\b|取消|退|换|改|查|在哪|到哪",
    re.IGNORECASE | re.ASCII,
)
_LED_IN: Final = re.compile(
    r"(?:\baddress\b(?! (?:of|on|for)\b)|street|\broad\b|\bzip\b|post(?:al)? ?code|phone|call me|\bcode\b|地址|邮编|电话|手机|验证码|[$€£¥]|\b(?:eur|usd|cny|rmb)\b)[^,.;，。；]*$|\b(?:in|paid) $",
    re.IGNORECASE | re.ASCII,
)
"""Before a number of something else: an address, a telephone, money."""
_MONEY: Final = re.compile(r" ?(?:[$€£¥]|(?:eur|usd|cny|rmb|euros?)\b|欧元|元)", re.IGNORECASE | re.ASCII)


def _meant_as_order(message: str, at: int, written: str, own: Collection[str]) -> bool:
    """Whether a bare number is that of an order, though none of the customer's: as long as theirs, with business beside
    it. Left unheard, the one order that can have it done would be taken for the one named."""
    before, end = message[max(0, at - 40) : at], at + len(written)
    if not any(len(written) == len(digits) for digits in own if digits):
        return False
    if _LED_IN.search(before) or _MONEY.match(message, end):
        return False
    return bool(_BUSINESS.search(before + message[at : end + 40]))


def _reason(text: str) -> str:
    places = [
        (match.start(), name) for name, pattern in cues.REASONS.items() if (match := pattern.search(text)) is not None
    ]
    names = [name for _, name in sorted(places)]
    if "other" in names and len(names) > 1:
        # Somebody who says both has told the true reason and the fitting one.
        return next(name for name in names if name != "other") if names[0] != "other" else "other"
    return names[0] if names else ""


def _yes(text: str) -> bool:
    yes = cues.YES.search(text)
    if yes is None or _drop(text) or cues.OTHERWISE.search(text):
        return False
    no = cues.NO.search(text)
    if no is not None and no.start() < yes.start():
        return False
    return not (no is not None and re.search(r"(?a)\bdon'?t\b|\bdo not\b|别|先不", no[0]))


def _no(text: str) -> bool:
    no, yes = cues.NO.search(text), cues.YES.search(text)
    return no is not None and (yes is None or no.start() <= yes.start())


def _drop(text: str) -> bool:
    return bool(cues.DROP.search(text))


def _hand_over(text: str) -> str:
    for name, pattern in calling_for_a_person.URGENT.items():
        if pattern.search(text):
            return name
    if goes_on_with_the_assistant(text):
        return ""
    return "asked" if calling_for_a_person.ASKED.search(text) else ""
