"""What each rule is called, what it means, why it matters, and an example: in both languages, as pages show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from mercery.core.i18n import Words
from mercery.inspection.rule import RuleId, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleText:
    """A rule in words."""

    name: Words
    what: Words
    why: Words
    example: Words
    severity: Severity
    """How heavy it is in a shop that has set nothing."""


def _text(severity: Severity, name: Words, what: Words, why: Words, example: Words) -> RuleText:
    return RuleText(severity=severity, name=name, what=what, why=why, example=example)


SEVERITY_WORDS: Final[Mapping[Severity, Words]] = {
    "critical": Words("Critical", "严重"),
    "serious": Words("Serious", "重要"),
    "minor": Words("Minor", "轻微"),
}

RULE_TEXTS: Final[Mapping[RuleId, RuleText]] = {
    RuleId.WRONG_FACT: _text(
        "critical",
        Words("Wrong fact", "信息有误"),
        Words("Something was said that a fact in force at that moment contradicts.", "所说内容与当时有效的资料不符。"),
        Words(
            "A customer buys on it, and the shop has to keep a word that was never true.",
            "顾客据此下单，店铺却要为不实之词负责。",
        ),
        Words("“The bag is calfskin” while the catalogue says goatskin.", "商品目录写明山羊皮，却答“这款是小牛皮”。"),
    ),
    RuleId.PROMISE_BEYOND_POLICY: _text(
        "critical",
        Words("Promise beyond policy", "超出政策的承诺"),
        Words(
            "Something was granted or guaranteed that no policy allows or nobody can guarantee.",
            "承诺或保证了政策不允许、或无人能够保证的事。",
        ),
        Words("The shop has to keep it, or break its word.", "店铺要么照办，要么失信。"),
        Words("“You can send it back whenever you like.”", "“什么时候想退都可以。”"),
    ),
    RuleId.MISSED_HANDOFF: _text(
        "serious",
        Words("Missed hand-off", "该转未转"),
        Words(
            "A person was asked for, or a rule demands one, and the conversation went on without.",
            "顾客要求真人，或规则要求转接，却仍继续作答。",
        ),
        Words("Nothing angers a customer more than not being let through.", "要真人而不得，最令顾客不满。"),
        Words("“I want to talk to a person.” “Which size do you take?”", "“我要找真人。”“请问您穿多大码？”"),
    ),
    RuleId.RUDE_OR_BLAMING: _text(
        "serious",
        Words("Rude or blaming", "失礼或责怪"),
        Words("The customer was mocked, scolded or blamed.", "对顾客嘲讽、训斥或责怪。"),
        Words("What is right in substance is lost by its tone.", "道理再对，语气失当也前功尽弃。"),
        Words("“If you had read the page you would know.”", "“页面上写得清清楚楚，您没看吗？”"),
    ),
    RuleId.SLOW_REPLY: _text(
        "minor",
        Words("Slow reply", "回复过慢"),
        Words("A person took longer to answer than the shop allows.", "人工答复超过本店规定的时限。"),
        Words("Who waits in a chat leaves.", "等得太久，顾客便离开。"),
        Words("The answer came after nine minutes; two are allowed.", "限两分钟，九分钟后才答复。"),
    ),
    RuleId.UNANSWERED_QUESTION: _text(
        "serious",
        Words("Unanswered question", "问题未答"),
        Words("A clear question got no answer until the end.", "顾客明确的问题直到结束都没有得到回答。"),
        Words("The customer has to ask again, or asks another shop.", "顾客只能再问一次，或去问别家。"),
        Words("Asked about price and weight, told the price only.", "问价格和重量，只答了价格。"),
    ),
    RuleId.PRIVACY_LEAK: _text(
        "critical",
        Words("Privacy leak", "泄露隐私"),
        Words("Another person's data, or a full card number, was shown.", "显示了他人的资料，或完整的银行卡号。"),
        Words("It breaks the law, and cannot be taken back.", "这违反法律，且无法收回。"),
        Words("“That order belongs to Ms Weber, 12 Lindenstrasse.”", "“那是李女士的订单，地址是……”"),
    ),
    RuleId.PROHIBITED_CLAIM: _text(
        "critical",
        Words("Prohibited claim", "禁用宣称"),
        Words(
            "A medical, absolute or superlative claim, or one against another maker.",
            "医疗、绝对化、最高级宣称，或贬低同行。",
        ),
        Words("Advertising law forbids it, whoever says it.", "无论谁说，广告法都禁止。"),
        Words("“The best watch in the world.”", "“全球最好的腕表。”"),
    ),
    RuleId.NO_IDENTITY_CHECK: _text(
        "critical",
        Words("No identity check", "未核实身份"),
        Words(
            "Data of an order or account was shown or changed before it was known who asks.",
            "未确认对方身份，就显示或更改了订单或账户资料。",
        ),
        Words("Anybody who knows an order number could be asking.", "任何知道订单号的人都可能来问。"),
        Words("“Order 10874 goes to 4 Rue Saint-Paul”, to somebody unknown.", "对方身份不明，却告知订单地址。"),
    ),
    RuleId.MISSED_UPSELL_ALLOWED: _text(
        "minor",
        Words("Missed allowed offer", "错过可推荐项"),
        Words(
            "The customer gave the cue for an offer the shop allows, and it was not made.",
            "顾客的话正合本店允许的推荐，却没有提起。",
        ),
        Words("It would have served the customer and the shop.", "对顾客与店铺都有益的机会，错过了。"),
        Words(
            "“It is a present.” Gift wrapping, free of charge, was not mentioned.", "顾客说是送礼，未提及免费礼品包装。"
        ),
    ),
    RuleId.OFF_PLATFORM_PAYMENT: _text(
        "critical",
        Words("Payment off the shop", "站外付款"),
        Words("Payment outside the shop's checkout was proposed or accepted.", "提议或接受在本店结算页之外付款。"),
        Words("The customer loses every protection, and fraud looks the same.", "顾客失去保障，与诈骗无从分辨。"),
        Words("“Send the amount to my own account, that is quicker.”", "“直接转到我账户更快。”"),
    ),
    RuleId.NONE_GREETING: _text(
        "minor",
        Words("No greeting", "没有问候"),
        Words("The first answer did not greet.", "第一次答复没有问候。"),
        Words("The first line sets the tone.", "第一句话定下整段对话的语气。"),
        Words("“Sold out.” as the first answer.", "第一句就是“没货”。"),
    ),
}
