"""Data of another person, or the full number of a card, are shown. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from mercery.core.i18n import Words
from mercery.inspection.detectors.third_person import third_person
from mercery.inspection.detectors.whose import told_of_a_stranger
from mercery.inspection.rule import RuleId
from mercery.inspection.talk import identity, personal
from mercery.inspection.talk.conduct import Conduct, conduct_of
from mercery.inspection.talk.paying import accepts_past_checkout, proposes_past_checkout
from mercery.inspection.talk.phrases import plain
from mercery.inspection.transcript import Finding, Known, Transcript

_CARD = Words("Shows the full number of a card or an identity card.", "显示了完整的卡号或证件号。")
_OTHER = Words("Shows data of another person.", "透露了他人的信息。")
_NOT_THE_BUYER: Final = re.compile(
    r"not (?:the )?(?:buyer|owner|account holder|customer|recipient|purchaser|him|her|holder)|third party|somebody else|someone else|非本人|不是(?:会员|订单|账户|账号)?(?:本人|买家|下单人|账号主人|机主)|他人"
)
_THIRD: Final = re.compile(
    r"我是(?:他|她)(?:的)?(?:同事|朋友|邻居|室友|家人|老公|老婆|妈|爸|姐|妹|哥|弟|助理|秘书|亲戚)|我不是本人|i(?:'m| am) (?:his|her|their) (?:colleague|friend|neighbou?r|roommate|flatmate|boss|assistant|ex|sister|brother|cousin|landlord|coworker)"
)
"""Who asks says to be somebody else."""
_WHO_ASKS: Final = re.compile(
    r"request|caller|asker|asking|who|来询|咨询|提问|询问|身份|联系人|顾客|客户|customer|user"
)
_WHOLE: Final = re.compile(r"完整|全部?卡号|\byour (?:full |whole )?card\b|\bon file\b")
_SHORT: Final = 16
_NAME_IN_FACT: Final = re.compile(r"[A-Z]\. ?[A-Z][a-z]+|[A-Z][a-z]+ [A-Z][a-z]+")


def find(transcript: Transcript) -> Iterator[Finding]:
    conduct = conduct_of(transcript.known)
    stranger = _stranger(transcript.known)
    # What the shop's facts name is goods, places and the customer, save where they say that it is somebody else.
    others = {id(one) for one in conduct.others}
    own = [f"{one.name} {one.value}" for one in transcript.known if id(one) not in others]
    asked, third, asked_back = "", False, False
    for index, turn in enumerate(transcript.turns):
        if turn.role == "customer":
            own.append(turn.text)
            # Who says the name that was asked for still asks of that person.
            asked = f"{asked} {turn.text}" if asked_back and len(turn.text) < _SHORT else turn.text
            third = third or _THIRD.search(plain(turn.text)) is not None
            continue
        own += personal.addressed(turn.text)
        asked_back = turn.text.rstrip().endswith(("?", "？"))
        # To whom money is to go is told for another reason.
        paying = bool(proposes_past_checkout(turn.text)) or accepts_past_checkout(turn.text, asked)
        card = None if paying and not _WHOLE.search(plain(turn.text)) else personal.card_shown(turn.text)
        if card is not None:
            yield Finding(rule=RuleId.PRIVACY_LEAK, turn=index, quote=card.quote, why=_CARD)
        elif quote := _of_others(turn.text, conduct, own, stranger is not None or third):
            yield Finding(rule=RuleId.PRIVACY_LEAK, turn=index, quote=quote, why=_OTHER, known=stranger)
        elif quote := (
            _placed(turn.text, own)
            or third_person(turn.text, transcript, index)
            or ("" if paying else told_of_a_stranger(turn.text, transcript, index))
        ):
            yield Finding(rule=RuleId.PRIVACY_LEAK, turn=index, quote=quote, why=_OTHER)
        elif not paying and conduct.identified is not False:
            shown = next((one for one in personal.named(turn.text, asked) if not personal.is_own(one, own)), None)
            if shown is not None:
                yield Finding(rule=RuleId.PRIVACY_LEAK, turn=index, quote=shown.quote, why=_OTHER)
            elif personal.asks_of_another(asked) and (quote := identity.told(turn.text)):
                yield Finding(rule=RuleId.PRIVACY_LEAK, turn=index, quote=quote, why=_OTHER)


def _placed(text: str, own: Sequence[str]) -> str:
    """Who is named with where that person lives."""
    found = _NAME_AND_STREET.search(text)
    return found[0] if found is not None and not any(plain(found[1]) in plain(one) for one in own) else ""


_NAME_AND_STREET: Final = re.compile(r"([A-Z][a-z]+ [A-Z][a-z]+),? (?:from|of|at|in) (?:number |flat )?\d+ [A-Z]\w+")


def _of_others(text: str, conduct: Conduct, own: Sequence[str], stranger: bool) -> str:
    """The words that show something of somebody else."""
    if stranger and (quote := next(identity.shown(text), "") or next(personal.reached(text), "")):
        return quote
    for shown in personal.shown_of_another(text):
        if not personal.is_own(shown, own):
            return shown.quote
    # Whose order it is, is another matter as long as nobody is identified.
    if conduct.identified is False:
        return next((one.quote for one in personal.reaches_somebody(text) if not personal.is_own(one, own)), "")
    for shown in personal.reaches_somebody(text):
        if not personal.is_own(shown, own):
            return shown.quote
    for shown in personal.shown_of_somebody(text):
        if not personal.is_own(shown, own):
            return shown.quote
    return _named_in_facts(text, conduct, own)


def _named_in_facts(text: str, conduct: Conduct, own: Sequence[str]) -> str:
    """A name that the facts give to somebody else."""
    for fact in conduct.others:
        for found in _NAME_IN_FACT.finditer(fact.value):
            surname = found[0].split()[-1]
            full = re.search(rf"[A-Z][\w.]+ {re.escape(surname)}", text)
            if full is not None and not any(plain(full[0]) in plain(one) or found[0] in one for one in own):
                return full[0]
    return ""


def _stranger(known: Sequence[Known]) -> Known | None:
    """The fact that says that who asks is not whose order it is."""
    for fact in known:
        if _WHO_ASKS.search(plain(fact.name)) and _NOT_THE_BUYER.search(plain(fact.value)):
            return fact
    return None
