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
    r"paypal|transfer|bank|iban|wire|cash|zelle|venmo|crypto|bitcoin|whatsapp|gift ?card|voucher|alipay|wechat|che(?:ck(?!-?out)|que)|revolut"
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
    rules = [plain(one) for one in allowed]
    # A card that is written pays nothing, nor does a matter that goes to a colleague.
    said = sentences(_OWN_PAGES.sub(_crossed, _HANDED.sub(_crossed, _WRITTEN.sub(_crossed, text))))
    for place, sentence in enumerate(said):
        # What is to be paid may be named in the sentence before.
        before = said[place - 1].plain if place else ""
        if _proposal(sentence, rules) is not None or _leads_away(sentence, before, rules):
            return text[sentence.start : sentence.end].strip()
    return ""


_WRITTEN: Final = re.compile(
    r"\b(?:(?:hand-?written|greetings?|birthday|thank-you|message|place|post|size|care|wedding|christmas)[ -])+cards?\b|\b(?:leaves?|left|drops?|finds?|found) (?:you )?an? card\b|\b(?:box|wrap\w*|ribbon|bag|bouquet|flowers?|note)(?: it)?(?: with| and|,) (?:an? |your )?(?:\w+ )?card\b|贺卡|生日卡|明信片",
    re.IGNORECASE,
)


_HANDED: Final = re.compile(
    r"转(?:给|接给?|达给?|告)[^,，。!！?？]{0,6}(?:同事|主管|店长|客服|专员|售后|负责人|经理|技术|师傅|仓库)[^,，。!！?？钱款]{0,2}(?:问|看|处理|跟进|核实|确认|回复|查|联系|答复|解决)"
)
"""A question is passed on within the shop."""


_OWN_PAGES: Final = re.compile(
    r"[\"'“‘](?:[Mm]y|我的)[^\"'”’]{1,20}[\"'”’]|(?<=\w )My (?:[A-Za-z]+ )?(?:account|orders?|profile|wallet|returns|addresses|details|cards|payments?|settings)\b(?:, (?:Payments?|Cards?|Wallet)\b)?"
)
"""The customer's own pages in the shop, by the names they have there."""


def _crossed(found: re.Match[str]) -> str:
    return "x" * len(found[0])


def _leads_away(sentence: Sentence, before: str, allowed: Sequence[str]) -> bool:
    """Whether money is spoken of and where it is to go is somebody's own or lies outside of the shop, in whatever words."""
    low = sentence.plain
    if not (_OF_MONEY.search(low) or (_PAYS.search(before) and not _REFUSES.search(before))):
        return False
    away = _AWAY.search(low) or (_PAGE.search(low) and not any(_PAGE.search(one) for one in allowed))
    if away is None or not away:
        return False
    return not (
        (sentence.asks and _WARNS.search(low))
        or _REFUSES.search(low)
        or phrases("paying", "allowed").say(low)
        or _is_allowed(low, allowed)
    )


_OF_MONEY: Final = re.compile(
    r"\b(?:pay\w*|paid|transfers?|transferring|money|cash|deposit|settled?|charge|top up|tenner|price|checkout|card|wallet|refund|remit|sum|accounts?|invoice|discount|deal|buy|sell|\d+ less|cheaper|in notes|proof|release|scan|qr)\b|\bthe \d+\b|\d+ outside\b|[€$£]\s?\d|\d ?(?:€|eur|euros?|dollars?|pounds?|usd|gbp)\b"
    r"|付|转(?!人工|接|交|告|达|运|换|发货)|钱|款(?![式型号])|价(?!值)|税|\d+元|充值|汇|打到|打给|扫码|扫一扫|立减|少[\d一二三四五六七八九十两]|优惠|扫给|比店里|少\d|\d+就行|便宜|账|卡号"
)
"""Paying, prices and means."""
_PAYS: Final = re.compile(
    r"\b(?:pay\w*|paid|transfer\w*|deposit|fee|balance|difference|owe)\b|付|转账|款(?![式型号])|定金|押金"
)
_AWAY: Final = re.compile(
    r"\b(?:to|into|via|onto|use|through|from|of|the) (?:my|his|her|our intern'?s?|(?:the )?(?:driver|courier|owner|boss|manager|fitter|foreman)'?s?)(?: \w+){0,2} (?:account|wallet|phone|page|provider|handle|tag|card|pay ?link|paypal\S*)\b"
    r"|\b(?:pay\w*|transfer|send|lend|hand|give|money|wire)\b[^.!?]{0,24}\b(?:me|him|her)\b(?: (?:personally|privately|directly|\d)|[^.!?]{0,10}@\w)"
    r"|\bhand the (?:delivery man|driver|courier|fitter)\b|\b(?:with|to) the (?:driver|courier|delivery man|fitter) by\b|\bto our (?:intern|driver|foreman)\b"
    r"|\b(?:mobile money|messenger pay|pay ?me|wallet address|wallet app|crypto|bitcoin|private transfer|pay-?link from)\b|\bphone number by \d|\b(?:send|transfer)(?: it| the \S+)? to my\b|\bpayme me\b|\bby bank to me\b|\bfrom me on the side\b|\bthe private one\b|\bmy own account\b"
    r"|\b(?:not|isn't|doesn't|don't|never|without|no|bypass|away from|outside|past|around|decline at)\b[^.!?,]{0,26}\b(?:website|our shop|the shop|basket|checkout|the site|the books|platform)\b"
    r"|\b(?:codes? off the back|read me the (?:codes?|card)|hand the (?:delivery man|driver|courier) an?|both sides of your (?:credit )?card|in the return parcel)\b"
    r"|\b(?:pay(?:ment)? ?(?:link|request)s?|requests? of|invoice|qr(?: code)?)\b[^.!?]{0,40}\b(?:whatsapp|telegram|signal|messenger|wechat|we ?chat|instagram|facebook|viber|text message|your dms?)\b"
    r"|\b(?:whatsapp|telegram|signal|messenger|wechat|we ?chat|instagram|viber|phone|ring me|call me)\b[^.!?]{0,40}\b(?:pay(?:ment)? ?(?:link|request)s?|qr code|read (?:me|us|out) (?:your|the) card)\b"
    r"|\b(?:read|give|tell|dictate) (?:me|us) (?:your|the) card\b|\b(?:my|our) own (?:\w+ )?(?:card )?(?:reader|terminal|card machine|till)\b"
    r"|(?:微信|群里|qq|短信|电话)[^,。!?]{0,10}(?:付款链接|支付链接|收款链接|付款码|收款码|报(?:一下)?卡号)|(?:付款|支付|收款)(?:链接|码|二维码)[^,。!?]{0,8}(?:微信|群|qq|私信)|我发的?(?:收款|付款|二维)码"
    r"|私(?:号|转|户|聊)|个人(?:码|账|号|卡|收款)|报关员个人|(?:扫|付)我|我的码|我(?:个人|这张|这个号|主页)|打到?我[^,。]{0,4}(?:行|卡|账|号)|打到我|转给群|外站|站外|另外(?:的网址|给您开|一个网址)|换个地方付|私转|扫(?:我|大哥|搬运\S{0,2})的?码|我这个pos|打到我这|不走平台|输这个号|聊天里转|群(?:里|主)(?:收|转|接龙)"
    r"|(?:交给|给|打给|付给|先付\S{0,4}给)(?:司机|师傅|车间|搬运|报关员|大哥)|大哥的码|储蓄卡|虚拟币|数字货币|钱包地址|电子钱包我|不用走|(?:别|不要)点\S{0,2}立即购买|不用(?:在|平台)(?:商城|冻结)?|自己的?码|扫给我"
)
"""Somebody's own, another page, or round the checkout."""
_AT_CHECKOUT: Final = re.compile(
    r"\b(?:appears?|shown|listed|choose|pick|select|step \d)\b[^.!?]{0,30}\b(?:checkout|basket|payment page|country)\b|\boption\b[^.!?]{0,30}\b(?:clear|days?)\b|\bonce your country\b"
    r"|收银台|付款页|结账的?时候|待付款|结算页|付款方式里"
)
"""Where the shop itself shows the ways that it takes."""
_PAGE: Final = re.compile(r"(?<![@\w.])[\w-]+(?:\.[\w-]+)+/\w|(?<![@\w.])[\w-]*(?:pay|tip)[\w-]*\.[\w.-]+")
"""An address of a page on which one pays."""
_REFUSES: Final = re.compile(
    r"\b(?:can't|cannot|won't|not (?:allowed|possible|able)|isn't (?:possible|allowed|something)|never|afraid|unfortunately|don't (?:scan|pay|send|transfer|use)|lose our jobs|turn (?:that|you|it|this) down|have to (?:decline|pass|say no)|no cheques|refus\w+|decline[sd]? (?:that|it)|fraud|scam|has come in|received|takes? no|nobody may|must not|would lose)\b"
    r"|[收接走做办转]不(?:了|来|成)|不能|不可以|不行|没有(?:个人|这种)|不收|不接(?!电话)|不支持|不允许|谢绝|不再收|请勿|别信|假的|骗|从不|不会|没法|无法|只(?:走|能|支持)|不用发|不收任何|没有[^,。]{0,4}方式|财务不允许|不再收"
)
_WARNS: Final = re.compile(r"\b(?:if|did) (?:someone|anybody|anyone)\b|谁|有人")


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
        if _REFUSES.search(sentence.plain) and not _AFTER_ALL.search(sentence.plain):
            continue
        if not past and _GETS.search(sentence.plain) and not _PAYS.search(sentence.plain):
            continue
        if not past and not _NOBODYS.search(sentence.plain) and _AT_CHECKOUT.search(sentence.plain):
            continue
        if not _speaks_of_money(sentence.plain):
            continue
        # "Between us" may introduce anything: where nothing is said of money, nothing is proposed.
        if _CONFIDES.fullmatch(found[0].strip(" ,.")) and not _MONEY.search(sentence.plain):
            continue
        return found
    return None


def _speaks_of_money(low: str) -> bool:
    """Goods and papers are handed over too, and who scans a code to watch or look something up pays nothing."""
    if _SCANS.search(low) and not _PAYS_BY_IT.search(low):
        return False
    return any(pattern.search(low) for pattern in (_OF_MONEY, _MEANS, _CONFIDES))


_SCANS: Final = re.compile(
    r"扫(?:码|一扫|描)?[^,。!?]{0,10}(?:看|查|听|学|验|领|下载|注册|登记|视频|教程|课|说明|证书|真伪)|(?:视频|教程|课程?|说明书?|证书|真伪|溯源)[^。!?]{0,8}扫|扫[^。!?]{0,8}(?:节|集)(?:视频|课)"
    r"|\bscan\b[^.!?]{0,30}\b(?:watch|read|see|learn|check|download|register|video|manual|lessons?|guide|certificate|menu)\b"
)
_PAYS_BY_IT: Final = re.compile(r"付|转账|钱|款(?![式型号])|\d ?[元块]|\bpay\w*\b|[€$£¥]\s?\d")
_GETS: Final = re.compile(r"(?:我的|账户|卡包|个人中心)[^,。]{0,4}(?:红包|钱包|余额|券)[^,。]{0,6}(?:看|查|领|用|里)")
"""Where the customer finds what the shop gave."""
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
    if any(_AT_THE_DOOR.search(one) and not phrases("paying", "refuses").say(one) for one in allowed):
        means -= {"cash", "现金"}
        if not means:
            return True
    fine = [one for one in allowed if not phrases("paying", "refuses").say(one) and not _CHECKOUT.search(one)]
    return any(mean in one for one in fine for mean in means)


_AT_THE_DOOR: Final = re.compile(
    r"货到付款|到付|到店付|上门(?:收|付)款|\b(?:cash|pay\w*) (?:on|at|upon) (?:delivery|collection|pick-?up)\b|\bat the till\b"
)
"""Where money changes hands it may be cash."""


def accepts_past_checkout(text: str, asked: str, allowed: Sequence[str] = ()) -> bool:
    """Whether `text` says yes to a customer who proposes it in `asked`."""
    if _is_allowed(plain(asked), [plain(one) for one in allowed]):
        return False
    # A number of a card proposes nothing by itself.
    said = re.sub(r"\d[\d ]{6,}\d", "", plain(asked))
    if not (_OF_MONEY.search(said) or _MEANS.search(said)):
        return False
    asks = _ASKS_WAY.search(said) is not None and not any(_MEANS.search(one) for one in map(plain, allowed))
    if not (asks or phrases("paying", "customer_proposes").say(said) or phrases("paying", "proposes").say(said)):
        return False
    low = plain(text)
    return phrases("paying", "accepts").say(low) and not (
        phrases("paying", "refuses").say(low) or phrases("paying", "allowed").say(low) or _REFUSES.search(low)
    )


_ASKS_WAY: Final = re.compile(
    r"\b(?:venmo|zelle|paypal|revolut|cash ?app|crypto|bitcoin|cash|bank transfer|wire)\b[^.!?]{0,30}(?:\?|\b(?:could|can|may|ok|possible)\b)|\b(?:could|can|may)\b[^.!?]{0,30}\b(?:venmo|zelle|paypal|revolut|cash ?app|crypto|bitcoin)\b"
    r"|转账吧|打(?:你|您)?(?:的)?卡里|直接(?:给(?:你|您))?(?:转|打)(?:给|卡|账|钱)|走私下|(?:微信|支付宝|现金|转账|红包)[^。!?]{0,10}(?:行|可以|能|成|好)[^。!?]{0,3}(?:吗|不|么)"
)
"""Asks whether money may go another way."""
