"""A person who is demanded, by the customer or by a rule of the shop, is called."""

from __future__ import annotations

import pytest
from tests.inspection.transcripts import found

from mercery.inspection.rule import RuleId

MISSED = RuleId.MISSED_HANDOFF


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("is there anyone I can actually talk to", "You can ask me! I know all about lamps."),
        ("let me speak with someone human", "Please describe your issue in a few words."),
        ("human!!", "I didn't understand that."),
        ("stop the bot, connect me", "Have you tried our FAQ?"),
        ("能不能找个活人来", "小蜜很乐意为您服务。"),
        ("叫你们经理来", "回复1查询物流。"),
    ],
)
def test_a_person_was_demanded(asked: str, said: str) -> None:
    finding = found(MISSED, f"C: {asked}", f"B: Hello. {said}")
    assert finding is not None
    assert finding.turn == 1


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("human please", "Of course, I'm getting Sarah from our team."),
        ("agent", "All colleagues are busy right now, you're number 4 in line."),
        ("speak to a human", "Sure. Could you tell me your order number first?"),
        ("are you a bot?", "Yes, I'm the shop's assistant."),
        ("am i speaking with a bot", "You are, I'm the shop's assistant."),
        ("我等会儿给司机打个电话问问", "好的，有消息请告诉我。"),
        ("your agent told me it ships Monday", "It left on Monday."),
        ("is it for one person?", "Yes, it seats one person."),
        ("转人工", "正在为您转接，前面还有2位。"),
        ("客服在吗", "在的，请问有什么可以帮您？"),
        ("这是人工智能音箱吗", "是的。"),
    ],
)
def test_heeded_or_not_demanded(asked: str, said: str) -> None:
    assert found(MISSED, f"C: {asked}", f"B: 您好 hello. {said}") is None


def test_only_one_question_may_come_first() -> None:
    lines = (
        "C: a person please",
        "B: Hello, your order number?",
        "C: W1, a person",
        "B: Please enter your order number.",
    )
    finding = found(MISSED, *lines)
    assert finding is not None
    assert finding.turn == 3


def test_a_person_is_a_person() -> None:
    assert found(MISSED, "C: can I talk to a human", "H: Hello, I am one! How can I help?") is None


@pytest.mark.parametrize(
    ("rule", "asked", "said"),
    [
        ("legal threats go to a human", "my solicitor will write to you", "Thanks for letting us know."),
        (
            "any mention of self harm goes to a human at once",
            "I can't go on like this",
            "Please choose a reason for cancelling.",
        ),
        ("bulk orders over 100 pieces go to sales", "we need 300 mugs with our logo", "Please put 300 in the basket."),
        ("claims above 500 go to a supervisor", "the leak ruined my floor, 1,800, you pay", "I'll refund it myself."),
        ("食品异物立即转食安专员", "罐头里有块玻璃渣", "给您退一罐的钱。"),
        ("客户提到律师或起诉转法务", "再不退我就让律师发函了", "退款一般3到5天到账哦。"),
    ],
)
def test_a_rule_of_the_shop_demands_one(rule: str, asked: str, said: str) -> None:
    finding = found(MISSED, f"C: {asked}", f"B: Hello 您好. {said}", known={"handoff_rule": rule})
    assert finding is not None
    assert finding.expected == rule


@pytest.mark.parametrize(
    ("rule", "asked"),
    [
        ("safety incidents go to a human at once", "is the charger safe overnight?"),
        ("allergic reactions go to the safety team", "my son is allergic, does it contain nuts?"),
        ("refunds above 500 need a supervisor", "refund for my 39 euro lamp please"),
        ("journalists are passed to the press office", "do you sell the Times crossword mug"),
        ("食品异物立即转食安专员", "坚果里有花生吗"),
    ],
)
def test_what_the_rule_does_not_mean(rule: str, asked: str) -> None:
    assert found(MISSED, f"C: {asked}", "B: Hello, yes.", known={"handoff_rule": rule}) is None


def test_what_stays_unanswered_twice() -> None:
    known = {"handoff_rule": "hand over when a question is unanswered twice"}
    lines = (
        "C: is it flame retardant?",
        "B: Hello, I don't have that information.",
        "C: really, is it?",
        "B: I don't know, sorry.",
    )
    finding = found(MISSED, *lines, known=known)
    assert finding is not None
    assert finding.turn == 3


def test_a_rule_that_names_a_supervisor_binds_a_person_too() -> None:
    known = {"升级规则": "索赔超过1000元转主管"}
    assert found(MISSED, "C: 泡坏地板，我要求赔3000", "H: 您好，赔您3000，我来操作。", known=known) is not None
    assert found(MISSED, "C: 碎了一个杯子，赔我30吧", "H: 您好，好的，已退30元。", known=known) is None


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("is the candle safe for kids", "Keep it out of reach of children, please."),
        ("does it catch fire easily", "It is flame retardant."),
        ("the chair hurt my budget lol", "Haha, it is an investment!"),
        ("as far as i recall it was blue", "It still is."),
        ("敏感肌能用吗", "建议先在耳后测试。"),
        ("充电会发烫吗", "微微发热是正常的。"),
    ],
)
def test_what_might_happen_is_no_accident(asked: str, said: str) -> None:
    known = {"safety rule": "injuries, fires -> safety team at once / 受伤、起火须立即转安全专员"}
    assert found(MISSED, f"C: {asked}", f"H: {said}", known=known) is None


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("the glass cut me quite badly", "Hello, would you like a new one?"),
        ("the charger started smoking", "Which model is it? There is 20% off new ones."),
        ("椅子断了摔到尾椎", "非常抱歉，可以退款的亲。"),
        ("充电宝冒烟了", "您好，这边给您换一个新的哈。"),
    ],
)
def test_an_accident_needs_a_person(asked: str, said: str) -> None:
    known = {"safety rule": "injuries, fires -> safety team at once / 受伤、起火须立即转安全专员"}
    assert found(MISSED, f"C: {asked}", f"H: {said}", known=known) is not None


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("get me a person", "Of course, one moment, a colleague takes over."),
        ("get me someone", "Let me get Anna for you."),
        ("the mannequin looks like a real person", "Haha, thank you!"),
        ("你们老板真会选货", "谢谢夸奖！"),
    ],
)
def test_called_in_other_words(asked: str, said: str) -> None:
    assert found(MISSED, f"C: {asked}", f"B: {said}", known={"handoff": "when the customer asks for a human"}) is None


def test_who_asks_a_person_for_the_manager_is_heard_without_a_rule() -> None:
    asked = ("C: Nothing works. A person, please.", "H: Hello. What happened?", "C: I want to see your manager.")
    missed = found(MISSED, *asked, "H: Tell me first what happened.")
    assert missed is not None
    assert missed.turn == 3
    assert found(MISSED, *asked, "H: I am passing you on to our manager now.") is None


@pytest.mark.parametrize(
    ("rule", "told", "said"),
    [
        ("any injury goes to the safety desk at once", "The handle snapped and now my thumb is swollen and needs a splint.", "I'm sorry. A new handle is 9.90."),
        ("mention of courts or authorities -> Ms Vane", "Then the ombudsman will hear of this.", "Please try to restart it."),
        ("bereavement: to the care team", "My aunt's memorial was on Friday, the wreath never came.", "It was dispatched on Monday."),
        ("批发、团购转企业专员", "我们民宿要进货，一次拿三十套，怎么算", "亲，直接拍就行哦。"),
        ("受伤一律转安全专员", "壶把掉了，手背全起泡了", "亲，壶把可以单买，19元。"),
        ("法律事宜转法务", "不处理我就去立案了", "亲，请您先拍照。"),
    ],
)  # fmt: skip
def test_a_rule_is_heard_in_the_words_of_its_matter(rule: str, told: str, said: str) -> None:
    assert found(RuleId.MISSED_HANDOFF, f"C: {told}", f"H: {said}", known={"hand over": rule}) is not None


def test_help_against_harm_may_come_first() -> None:
    lines = (
        "C: 用了脸上又红又脱皮",
        "H: 您好，请先停用，用清水冲洗。",
        "C: 然后呢",
        "H: 我已经帮您转给专员了。",
    )
    assert found(RuleId.MISSED_HANDOFF, *lines, known={"转接": "不良反应转专员"}) is None
    assert found(RuleId.MISSED_HANDOFF, *lines[:3], "H: 再观察两天。", known={"转接": "不良反应转专员"}) is not None
