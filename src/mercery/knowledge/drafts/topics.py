"""What shops commonly write about, and how customers ask for it, provided that the answer says what is asked. Data and its reader."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from mercery.core.i18n import Lang
from mercery.knowledge.drafts.amounts import amounts
from mercery.knowledge.features import ideas_in

Says = str
"""What an answer has to name for a question to be fair: "" nothing, `money`, `span` (a length of time), `free`, `clock`,
`contact`, or a pattern after "~"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicOfDocs:
    """One subject: the policy topic it belongs to, how headings name it, its noun, and the usual questions with what they need."""

    category: str
    heading: str
    heading_zh: str
    noun: str
    """As in "How do {returns} work for gifts?"; with "is" before it where it is singular."""
    noun_zh: str
    asked: tuple[tuple[Says, str], ...]
    asked_zh: tuple[tuple[Says, str], ...]


_TOPICS: Final[tuple[TopicOfDocs, ...]] = (
    TopicOfDocs(
        category="contact", heading=r"complaints?(?: (?:handling|procedure))?", heading_zh=r"投诉", noun="complaints", noun_zh="投诉",
        asked=(("", "How do I make a complaint?"), ("span", "How quickly do you answer a complaint?")), asked_zh=(("", "怎么投诉？"), ("span", "投诉多久有回复？")),
    ),
    TopicOfDocs(
        category="contact", heading=r"(?:private |personal |in-store )?appointments?", heading_zh=r"预约", noun="appointments", noun_zh="预约",
        asked=(("", "Can I book an appointment?"), ("clock", "When can I come for an appointment?")), asked_zh=(("", "可以预约吗？"), ("", "怎么预约？")),
    ),
    TopicOfDocs(
        category="delivery", heading=r"(?:store |in-store )?(?:pick-?up|collection)|click (?:and|&) collect", heading_zh=r"自提|到店取货", noun="pickup", noun_zh="自提",
        asked=(("", "Can I collect my order in the shop?"), ("~keep|kept|hold|days", "How long do you keep my order for me?")), asked_zh=(("", "可以到店自提吗？"), ("~保留|天", "自提保留多久？")),
    ),
    TopicOfDocs(
        category="gift", heading=r"engravings?|personali[sz]ation|monogram(?:s|ming)?|initials", heading_zh=r"刻字|压印", noun="engraving", noun_zh="刻字",
        asked=(("", "Do you engrave?"), ("money", "How much does an engraving cost?"), ("span", "How long does an engraving take?")), asked_zh=(("", "可以刻字吗？"), ("money", "刻字多少钱？"), ("span", "刻字要多久？")),
    ),
    TopicOfDocs(
        category="other", heading=r"order (?:changes?|modifications?)|chang(?:e|ing) (?:an |your |my )?orders?", heading_zh=r"修改订单|订单修改|更改订单", noun="order changes", noun_zh="修改订单",
        asked=(("", "Can I change my order?"), ("~address", "Can I change the delivery address?")), asked_zh=(("", "可以修改订单吗？"), ("~地址", "可以修改收货地址吗？")),
    ),
    TopicOfDocs(
        category="payment", heading=r"price (?:match(?:ing)?|adjustments?|protection|guarantee)", heading_zh=r"价格保护|保价|价保", noun="price protection", noun_zh="价格保护",
        asked=(("", "What if the price drops after I bought?"), ("~match|competitor|other shop", "Do you match prices?")), asked_zh=(("", "买完降价了怎么办？"), ("", "可以保价吗？")),
    ),
    TopicOfDocs(
        category="returns", heading=r"(?:faulty|defective|damaged|wrong)(?:(?:,? or |,? and |, )(?:faulty|defective|damaged|wrong))*(?: (?:items?|goods|products?|orders?|pieces?|parcels?))?|quality (?:issues|problems)", heading_zh=r"质量问题|商品破损|错发漏发", noun="faulty items", noun_zh="质量问题",
        asked=(("", "My item is damaged, what do I do?"), ("", "What if I received a faulty item?")), asked_zh=(("", "商品有质量问题怎么办？"), ("", "收到的东西坏了怎么办？")),
    ),
    TopicOfDocs(
        category="delivery", heading=r"customs|dut(?:y|ies)|import tax\w*|taxes", heading_zh=r"关税|清关|进口税|税费", noun="customs duties", noun_zh="关税",
        asked=(("", "Do I have to pay customs duties?"), ("", "Are duties and taxes included?")),
        asked_zh=(("", "要交关税吗？"), ("", "关税由谁承担？")),
    ),
    TopicOfDocs(
        category="delivery", heading=r"(?:order )?track(?:ing)?", heading_zh=r"物流(?:查询|跟踪)|订单跟踪|查询物流", noun="tracking", noun_zh="物流查询",
        asked=(("", "How can I track my order?"), ("", "Where is my parcel?")), asked_zh=(("", "怎么查物流？"), ("", "我的包裹到哪了？")),
    ),
    TopicOfDocs(
        category="delivery", heading=r"(?:shipping|delivery)(?: and (?:delivery|shipping|handling))?(?: (?:costs?|fees?|charges?|times?|options?|methods?|information|policy|rates?))*|postage", heading_zh=r"配送|物流|运费|发货|快递|送货|邮寄",
        noun="delivery", noun_zh="配送",
        asked=(("money", "How much does delivery cost?"), ("span", "How long does delivery take?"), ("free", "Is delivery free?"), ("~countr|international|abroad|worldwide", "Do you ship abroad?"), ("", "How does delivery work?")),
        asked_zh=(("money", "运费多少钱？"), ("span", "多久能送到？"), ("free", "包邮吗？"), ("~国际|海外|境外|国外", "可以寄到国外吗？"), ("", "怎么配送？")),
    ),
    TopicOfDocs(
        category="returns", heading=r"refunds?", heading_zh=r"退款", noun="refunds", noun_zh="退款",
        asked=(("span", "When will I get my refund?"), ("~original (?:payment|means|method)|gift card|store credit|same (?:payment|means|method)", "How will I be refunded?"), ("", "How do refunds work?")),
        asked_zh=(("span", "退款多久到账？"), ("~原路|余额|账户", "钱退到哪里？"), ("", "怎么退款？")),
    ),
    TopicOfDocs(
        category="returns", heading=r"exchang(?:es?|ing)", heading_zh=r"换货", noun="exchanges", noun_zh="换货",
        asked=(("", "Can I exchange an item?"), ("span", "How long do I have to exchange an item?")), asked_zh=(("", "可以换货吗？"), ("", "怎么换货？")),
    ),
    TopicOfDocs(
        category="returns", heading=r"(?:our )?returns?(?: and (?:exchanges?|refunds?))?(?: polic(?:y|ies))?|right of (?:return|withdrawal)|withdrawal", heading_zh=r"退货|退换货?|退换|七天无理由", noun="returns", noun_zh="退货",
        asked=(("~return", "Can I return an item?"), ("span", "How long do I have to return an item?"), ("~pays? for|return (?:postage|shipping|costs?|parcel|label)|cost of return|free returns?|returns? (?:are|is) free|free label|prepaid label", "Who pays for a return?"), ("", "How do returns work?")),
        asked_zh=(("", "可以退货吗？"), ("span", "几天内可以退货？"), ("~承担|运费|免费", "退货运费谁出？"), ("", "怎么退货？")),
    ),
    TopicOfDocs(
        category="other", heading=r"(?:order )?cancell?(?:ations?|ing)(?: (?:policy|of orders?|orders?))?|cancel (?:an |my |your )?orders?", heading_zh=r"取消订单|订单取消", noun="cancellations", noun_zh="取消订单",
        asked=(("", "Can I cancel my order?"), ("", "How do I cancel an order?")), asked_zh=(("", "可以取消订单吗？"), ("", "怎么取消订单？")),
    ),
    TopicOfDocs(
        category="warranty", heading=r"warrant(?:y|ies)|guarantees?", heading_zh=r"保修|质保|三包|保固", noun="the warranty", noun_zh="保修",
        asked=(("span", "How long is the warranty?"), ("~cover|includ|exclud", "What does the warranty cover?"), ("", "How does the warranty work?")),
        asked_zh=(("span", "保修多久？"), ("~范围|包括|不包括|涵盖|不在", "保修包括哪些？"), ("", "怎么保修？")),
    ),
    TopicOfDocs(
        category="payment", heading=r"payments?(?: (?:methods?|options?|policy))?|(?:ways|how) to pay|accepted payments?", heading_zh=r"支付|付款", noun="payment", noun_zh="付款",
        asked=(("", "How can I pay?"), ("", "Which payment methods do you accept?"), ("~instal|later|monthly", "Can I pay in instalments?")),
        asked_zh=(("", "支持哪些付款方式？"), ("", "怎么付款？"), ("~分期", "可以分期付款吗？")),
    ),
    TopicOfDocs(
        category="payment", heading=r"invoices?|receipts?", heading_zh=r"发票|开票", noun="invoices", noun_zh="发票",
        asked=(("", "Can I get an invoice?"), ("", "How do I get an invoice?")), asked_zh=(("", "可以开发票吗？"), ("", "怎么开发票？")),
    ),
    TopicOfDocs(
        category="gift", heading=r"gift ?cards?|gift vouchers?|e-?gift cards?", heading_zh=r"礼品卡|购物卡|储值卡", noun="gift cards", noun_zh="礼品卡",
        asked=(("", "How do gift cards work?"), ("span", "How long is a gift card valid?"), ("~expire|valid", "Do gift cards expire?")), asked_zh=(("", "礼品卡怎么用？"), ("~有效期|过期", "礼品卡有效期多久？")),
    ),
    TopicOfDocs(
        category="gift", heading=r"gift[- ]?wrap(?:ping)?|gift services?|gift packaging", heading_zh=r"礼品包装|礼盒", noun="gift wrapping", noun_zh="礼品包装",
        asked=(("", "Do you offer gift wrapping?"), ("money", "How much does gift wrapping cost?")), asked_zh=(("", "可以礼品包装吗？"), ("money", "礼品包装多少钱？")),
    ),
    TopicOfDocs(
        category="privacy", heading=r"(?:data )?privacy(?: (?:policy|notice|statement))?|(?:personal )?data(?: protection)?|your data", heading_zh=r"隐私|个人信息|数据", noun="data protection", noun_zh="隐私保护",
        asked=(("", "What do you do with my data?"), ("~delet|eras|remov", "Can I have my data deleted?")), asked_zh=(("", "你们怎么处理我的个人信息？"), ("~删除|注销", "可以删除我的个人信息吗？")),
    ),
    TopicOfDocs(
        category="authenticity", heading=r"authenticity(?: guarantee)?|genuine(?:ness)?", heading_zh=r"正品|真伪|防伪", noun="authenticity", noun_zh="正品保证",
        asked=(("", "Are your products authentic?"), ("~certificate", "Do I get a certificate?")), asked_zh=(("", "是正品吗？"), ("~证书", "有证书吗？")),
    ),
    TopicOfDocs(
        category="repair", heading=r"repairs?(?: services?| and maintenance)?", heading_zh=r"维修|修理", noun="repairs", noun_zh="维修",
        asked=(("", "Can you repair my item?"), ("span", "How long does a repair take?"), ("money", "How much does a repair cost?")), asked_zh=(("", "可以维修吗？"), ("span", "维修要多久？"), ("money", "维修多少钱？")),
    ),
    TopicOfDocs(
        category="contact", heading=r"contact(?: (?:us|details|information))?|customer (?:service|care|support)|how to (?:reach|contact) us", heading_zh=r"联系(?:我们|方式|客服)|客服", noun="customer service", noun_zh="客服",
        asked=(("contact", "How can I contact you?"), ("clock", "When can I reach customer service?")), asked_zh=(("contact", "怎么联系你们？"), ("clock", "客服几点上班？")),
    ),
    TopicOfDocs(
        category="contact", heading=r"(?:opening|store|business|shop) (?:hours|times)|hours(?: of operation)?", heading_zh=r"营业时间|工作时间|服务时间", noun="opening hours", noun_zh="营业时间",
        asked=(("clock", "When are you open?"), ("", "What are your opening hours?")), asked_zh=(("clock", "几点营业？"), ("", "营业时间是几点到几点？")),
    ),
    TopicOfDocs(
        category="other", heading=r"(?:loyalty|membership|rewards?)(?: (?:programme?|benefits|levels|points))?", heading_zh=r"会员|积分", noun="membership", noun_zh="会员",
        asked=(("", "How does the membership work?"), ("~benefit|discount|point|free", "What are the benefits of membership?")), asked_zh=(("", "会员有什么规则？"), ("~权益|折扣|积分", "会员有哪些权益？")),
    ),
    TopicOfDocs(
        category="other", heading=r"siz(?:es?|ing)(?: (?:guide|charts?))?", heading_zh=r"尺码|尺寸", noun="sizes", noun_zh="尺码",
        asked=(("", "How do I find my size?"), ("", "Which size do I need?")), asked_zh=(("", "怎么选尺码？"), ("", "我该选多大码？")),
    ),
    TopicOfDocs(
        category="care", heading=r"(?:product )?care(?: (?:guide|instructions))?|cleaning|maintenance", heading_zh=r"保养|护理|清洁|洗涤", noun="care", noun_zh="保养",
        asked=(("", "How do I care for it?"), ("~clean|wash", "How do I clean it?")), asked_zh=(("", "怎么保养？"), ("~清洗|洗|擦", "怎么清洗？")),
    ),
    TopicOfDocs(
        category="other", heading=r"discounts?(?: codes?)?|promo(?:tion)?(?:al)?(?: codes?)?s?|vouchers?|coupons?", heading_zh=r"优惠券|优惠码|折扣", noun="discount codes", noun_zh="优惠券",
        asked=(("", "How do I use a discount code?"), ("~combin|stack", "Can I combine discounts?")), asked_zh=(("", "优惠券怎么用？"), ("~叠加|同时", "优惠可以叠加吗？")),
    ),
)  # fmt: skip
_ENDING: Final = r"(?: polic(?:y|ies)| information| terms| rules| conditions| & conditions| faqs?)*"
_COMPILED: Final = tuple(
    (
        topic,
        re.compile(rf"^(?:(?:our|your|about|general) )?(?:{topic.heading}){_ENDING}$", re.IGNORECASE),
        re.compile(rf"^(?:关于)?(?:[^，退]{{0,5}})?(?:{topic.heading_zh})(?:政策|权益|等级|制度|处理|指南|建议|规则|规定|说明|须知|条款|方式|时间|时效|费用|标准|服务|与[\u4e00-\u9fff]{{2,6}}|及[\u4e00-\u9fff]{{2,6}}|和[\u4e00-\u9fff]{{2,6}})*$"),
    )
    for topic in _TOPICS
)  # fmt: skip


@lru_cache(maxsize=1024)
def topic_of(heading: str) -> TopicOfDocs | None:
    """The subject a heading names, if it names nothing else beside it."""
    plain = " ".join(heading.split()).strip(" :：?？.")
    return next((topic for topic, english, chinese in _COMPILED if english.match(plain) or chinese.match(plain)), None)


@lru_cache(maxsize=1024)
def category_of(headings: tuple[str, ...]) -> str:
    """The policy topic of the nearest heading that belongs to one; empty where none does."""
    for heading in reversed(headings):
        if (topic := topic_of(heading)) is not None:
            return topic.category
        for one, _, _ in _COMPILED:
            if re.search(rf"(?<![a-z])(?:{one.heading})(?![a-z])", heading, re.IGNORECASE) or re.search(
                one.heading_zh, heading
            ):
                return one.category
        if heading.rstrip().endswith(("?", "？")) and (known := ideas_in(heading)):
            named = next((category for idea, category in _OF_IDEAS.items() if idea in known), "")
            if named:
                return named
    return ""


_OF_IDEAS: Final = {
    "return": "returns", "refund": "returns", "exchange": "returns", "warranty": "warranty", "authentic": "authenticity",
    "repair": "repair", "instalment": "payment", "invoice": "payment", "gift_card": "gift", "wrap": "gift", "engrave": "gift",
    "duties": "delivery", "delivery": "delivery", "delivery_cost": "delivery", "pickup": "delivery", "express": "delivery",
    "pay": "payment", "privacy": "privacy", "hours": "contact", "contact": "contact", "care": "care",
}  # fmt: skip
"""What a question is about, where its words are not those of a heading; the first idea that it carries counts."""


def topics_named(text: str) -> set[str]:
    """Every policy topic whose idea the words of the text carry."""
    known = ideas_in(text)
    return {category for idea, category in _OF_IDEAS.items() if idea in known}


def usual(topic: TopicOfDocs, answer: str, lang: Lang) -> list[str]:
    """The usual questions about a topic that this answer answers."""
    return [asked for needs, asked in (topic.asked if lang == "en" else topic.asked_zh) if _names(answer, needs)]


_SPANS: Final = ("h", "min", "day", "business_day", "week", "month", "year")


def _names(answer: str, needs: Says) -> bool:
    match needs:
        case "":
            return True
        case "money":
            return any(one.kind == "money" for one in amounts(answer))
        case "span":
            return any(one.mention is not None and one.mention.unit in _SPANS for one in amounts(answer))
        case "clock":
            return any(one.kind == "clock" for one in amounts(answer))
        case "contact":
            return any(one.kind == "code" for one in amounts(answer)) or bool(
                re.search(r"chat|form|phone|mail|客服|电话|邮箱", answer, re.IGNORECASE)
            )
        case "free":
            return bool(re.search(r"\bfree\b|免费|包邮|免运费", answer, re.IGNORECASE))
        case _:
            return bool(re.search(needs.removeprefix("~"), answer, re.IGNORECASE))
