"""Whether a message proposes to pay past the shop's checkout, or accepts that. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mercery.inspection.talk.phrases import phrases, plain
from mercery.inspection.talk.sentences import Sentence, sentences

_CUT: Final = re.compile(
    r"[,:()]\s|[-–—]{1,2}\s|(?<=[\u4e00-\u9fff0-9a-z\])])[,:]|\s(?:but|so|instead|rather|just|simply|then|however|though|although)\s|(?:但是?|不过|所以|那就?|就|可是)(?=[\u4e00-\u9fff])"
)
"""Where a refusal ends: what is proposed behind it is another matter."""
_NO_FIRST: Final = re.compile(
    r"^\W*(?:您好|你好|亲|hello|hi|sorry|抱歉|不好意思|我们|咱们|这个|真的|真|no|no way)*\W*(?:我们|这个|真的|真)?(?:不行|不可以|不能|不好意思|no\b(?=[,.!;:]))"
)
"""Who begins with a no gives its reasons next."""
_AFTER_ALL: Final = re.compile(r"但|不过|要不|除非|\b(?:but|unless|however|instead|problem|worries)\b")
_MEANS: Final = re.compile(
    r"paypal|transfer|bank|iban|wire|cash|zelle|venmo|crypto|bitcoin|whatsapp|gift ?card|voucher|alipay|wechat|che(?:ck|que)|revolut"
    r"|微信|支付宝|转账|银行卡|对公|现金|红包|礼品卡"
)
_CHECKOUT: Final = re.compile(
    r"checkout|check-out|basket|shop|store|site|收银台|店铺|平台|商城|结算|下单|链接|官网|小程序"
)
_ONLY: Final = re.compile(
    r"only|exclusively|solely|never|no (?:cash|other|private|off)|just|must|all payments|只|仅|必须|一律|不得|不可|不能|禁止|统一"
)
_NOBODYS: Final = re.compile(r"\b(?:me|my|mine|owner|boss|driver|courier)\b|我|个人|私人|老板|店长|快递|师傅|司机")


def proposes_past_checkout(text: str, allowed: Sequence[str] = ()) -> str:
    """The words that propose it, or nothing. `allowed`: what the shop's facts say of payment."""
    for sentence in sentences(text):
        found = _proposal(sentence, [plain(one) for one in allowed])
        if found is not None:
            return text[sentence.start : sentence.end].strip()
    return ""


def _proposal(sentence: Sentence, allowed: Sequence[str]) -> re.Match[str] | None:
    past = phrases("paying", "past").say(sentence.plain)
    excused = phrases("paying", "allowed").say(sentence.plain) and not past
    ways = ("proposes", "channel", "named") if _only_checkout(allowed) else ("proposes", "channel")
    for found in (one for way in ways for one in phrases("paying", way).all(sentence.plain)):
        if _refused(sentence.plain, found) or excused or _is_allowed(sentence.plain, allowed):
            continue
        if _NONE_OF.match(sentence.plain) and not _NOBODYS.search(sentence.plain):
            continue
        # Several ways side by side, and nobody's own account: the shop names the ways it takes.
        if len(set(_WAYS.findall(sentence.plain))) > 1 and not _NOBODYS.search(sentence.plain) and not past:
            continue
        # "Between us" may introduce anything: where nothing is said of money, nothing is proposed.
        if _CONFIDES.fullmatch(found[0].strip(" ,.")) and not _MONEY.search(sentence.plain):
            continue
        return found
    return None


_NONE_OF: Final = re.compile(
    r"^\W*(?:no|neither|without)\b(?! (?:problem|worries|need|way|fee))|^\W*(?:我们)?(?:暂)?(?:不支持|不接受|没有)"
)
_WAYS: Final = re.compile(
    r"alipay|wechat(?: pay)?|unionpay|visa|master ?card|amex|american express|paypal|apple pay|google pay|klarna|cards?\b|支付宝|微信(?:支付)?|银联|信用卡|花呗"
)
_CONFIDES: Final = re.compile(
    r"(?:just |strictly )?between (?:you and me|us|ourselves|the two of us)|off the record|私下|咱俩|悄悄"
)
_MONEY: Final = re.compile(
    r"pay|paid|money|price|cash|transfer|send|cheaper|discount|off\b|deal|order|checkout|fee|deposit|\d ?(?:€|\$|£|eur|usd|gbp|%)|[€$£¥]"
    r"|付|钱|款|价|转|账|便宜|优惠|微信|支付宝|元|块|折|买|卖"
)


def _only_checkout(allowed: Sequence[str]) -> bool:
    """Whether the shop's facts know the checkout alone: then to name another way is enough."""
    return any(_ONLY.search(one) and _CHECKOUT.search(one) for one in allowed)


def _refused(text: str, found: re.Match[str]) -> bool:
    """Whether the clause of the words says that it must not be."""
    cuts = [one.end() for one in _CUT.finditer(text)]
    start = max((cut for cut in cuts if cut <= found.start()), default=0)
    end = min((cut for cut in cuts if cut >= found.end()), default=len(text))
    return phrases("paying", "refuses").say(text[start:end]) or (
        _NO_FIRST.match(text[:start]) is not None and not _AFTER_ALL.search(text[:start])
    )


def _is_allowed(words: str, allowed: Sequence[str]) -> bool:
    """Whether the shop's own facts name the way; somebody's own account is never the shop's."""
    means = set(_MEANS.findall(words))
    if not means or _NOBODYS.search(words):
        return False
    fine = [one for one in allowed if not phrases("paying", "refuses").say(one) and not _CHECKOUT.search(one)]
    return any(mean in one for one in fine for mean in means)


def accepts_past_checkout(text: str, asked: str, allowed: Sequence[str] = ()) -> bool:
    """Whether `text` says yes to a customer who proposes it in `asked`."""
    if _is_allowed(plain(asked), [plain(one) for one in allowed]):
        return False
    # A number of a card proposes nothing by itself.
    said = re.sub(r"\d{8,}", "", plain(asked))
    if not (phrases("paying", "customer_proposes").say(said) or phrases("paying", "proposes").say(said)):
        return False
    low = plain(text)
    return phrases("paying", "accepts").say(low) and not (
        phrases("paying", "refuses").say(low) or phrases("paying", "allowed").say(low)
    )
