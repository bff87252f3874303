"""What is a fault by a rule's own name, by a promised day or by what was shown, and what only comes near one."""

from __future__ import annotations

import pytest
from tests.inspection.transcripts import found

from mercery.inspection.rule import RuleId

NO_DAY = {"carrier": "3-5 days, no date can be assured"}
REACTIONS = {"skin reactions": "pass to the safety desk at once"}
BARE = {"caller": "nobody identified", "account changes": "only after name and zip"}
FIVE = {"socks": "4.90", "may offer": "sixth pair free from five pairs"}


@pytest.mark.parametrize(
    ("rule", "known", "lines"),
    [
        (RuleId.MISSED_HANDOFF, REACTIONS, ("C: my neck came up in red welts after the balm", "B: Hello, use a little less of it.")),
        (RuleId.PROMISE_BEYOND_POLICY, NO_DAY, ("C: will it be here on Saturday?", "B: Hello, yes, on Saturday.")),
        (RuleId.PROMISE_BEYOND_POLICY, {"returns": "30 days, engraved pieces excluded"}, ("C: and if my engraved cup is wrong?", "H: Hello, then I'll take it back for the full amount.")),
        (RuleId.PROMISE_BEYOND_POLICY, {"投诉": "转主管，客服不得自己谈赔付"}, ("C: 糖里有块塑料", "H: 您好，我直接赔您五百")),
        (RuleId.NO_IDENTITY_CHECK, BARE, ("C: please change my phone login mail to lee.b@mailbox.example", "H: Hello, done, account R-210 now uses lee.b@mailbox.example.")),
        (RuleId.NO_IDENTITY_CHECK, {"身份": "未核实(游客)", "查单要求": "先核对手机号"}, ("C: 看看尾号2210的订单", "H: 您好，尾号2210的是两件毛衣，昨天发的货。")),
        (RuleId.RUDE_OR_BLAMING, {}, ("C: which side is up?", "H: Hello, most grown-ups manage to see that.")),
        (RuleId.RUDE_OR_BLAMING, {}, ("C: 腰那里紧", "H: 您好，管好嘴再来买吧。")),
    ],
)  # fmt: skip
def test_found(rule: RuleId, known: dict[str, str], lines: tuple[str, ...]) -> None:
    finding = found(rule, *lines, known=known)
    assert finding is not None
    assert finding.turn == 1


@pytest.mark.parametrize(
    ("rule", "known", "lines"),
    [
        (RuleId.MISSED_HANDOFF, {"allergy": "hand over to specialist"}, ("C: does it contain nuts? my son is allergic", "B: Hi, no nuts in it.")),
        (RuleId.MISSED_HANDOFF, {}, ("C: 钱打给你们店长行吗", "B: 您好，请在页面付款。")),
        (RuleId.PROMISE_BEYOND_POLICY, NO_DAY, ("C: will it be here on Saturday?", "B: Hello, that can't be promised, usually within five days.")),
        (RuleId.NO_IDENTITY_CHECK, {"identified": "no", "rule": "order data only after e-mail check"}, ("C: where is order 51107, it's my mum's", "B: Hello, then I can't open the order for you. She may write to us herself.")),
        (RuleId.RUDE_OR_BLAMING, {}, ("C: two lids are missing", "H: Hello, this was packed carelessly by us.")),
        (RuleId.PROHIBITED_CLAIM, {}, ("C: 走哪条路近", "H: 您好，您直接跟导航走最快")),
        (RuleId.PROHIBITED_CLAIM, {}, ("C: is it the best rope", "H: Hello, whether it's the best for you depends on the boat.")),
        (RuleId.MISSED_UPSELL_ALLOWED, FIVE, ("C: two pairs how much", "H: Hello, 9.80.", "C: just those", "H: They ship today.")),
        (RuleId.NONE_GREETING, {}, ("C: 蓝色的吗", "H: 早，是蓝色的")),
    ],
)  # fmt: skip
def test_near_misses(rule: RuleId, known: dict[str, str], lines: tuple[str, ...]) -> None:
    assert found(rule, *lines, known=known) is None
