"""Words that only carry the matter of a rule: in a sentence that a clause bears with all else it says, they say nothing more.

A parcel and an address belong to any delivery, a service to gift wrapping, a thing to a return: by the concepts of the clause, words
that may stand beside what the clause says. Not here: any word of time, place, number, condition, exception, cost, permission, or
of who does it. Known only where a blocked sentence is read a second time.
"""

from __future__ import annotations

from typing import Final

from mercery.claims.grammar.clauses import Clause
from mercery.claims.grammar.tokens import Token


def _words(text: str) -> frozenset[str]:
    return frozenset(one.replace("_", " ") for one in text.split())


_CARRIERS: Final = (
    (
        {"c:deliver", "c:postage"},
        _words(
            "address addresses parcel parcels package packages box order orders place door doorstep door_step letterbox allow count expect journey trip courier mail destination customer basket "
            "地址 包裹 快递 快件 货 件 家 家里 家门口 手上 手里 那边 那头 那儿 收 收到 收货 路上 走 打 往 发 出 发走 出货 发货 寄 寄送 寄过去 发过去 单子 的单 东西"
        ),
    ),
    (
        {"c:auth_card"},
        _words("ship ships shipped arrive arrives accompany accompanies travel travels supplied delivered enclosed tucked get gets receive box certificate number paper its 发 寄 配 给 跟着 随 一起 送 买 买了 拿到 盒子 里 里面 每"),
    ),
    (
        {"c:gift_wrap", "c:handwritten", "c:gift_parcel"},
        _words("service something item thing present gift parcel package write written words message note order buyer giver lucky 服务 东西 商品 礼物 写 写的 写上 祝福 祝福语 话 里面 里头 盒子 包裹 送礼 送人"),
    ),
    (
        {"c:pickup"},
        _words("parcel parcels package packages order come along collecting visit calling staff counter desk shop purchase parcel's 包裹 货 去 来 取 拿 东西 单子 到时候 店里 门店 柜台"),
    ),
    (
        {"c:return", "c:refund", "c:exchange"},
        _words("item items thing things goods parcel package purchase piece pieces something counter 东西 货 商品 包裹 件 单 钱 款 手续 收到"),
    ),
    ({"c:instalment"}, _words("basket purchase total order sum payment bill spread goods 付款 付 订单 单子 钱 账 买 货款")),
    ({"c:cancel", "c:change_order"}, _words("order it placing mind checkout 单 单子 订单 下单 刚下 改主意")),
    ({"att:warranty"}, _words("piece goods item purchase reckoned counted counting clock starts start fault maker claim term 签收 收货 算 起算 计 商品 东西 毛病 保")),
    ({"c:repair"}, _words("piece job work craftsmen bring send hand take item watchmaker 活 活儿 件 送 拿 东西 师傅 送修")),
    ({"c:accept", "c:card_visa", "c:alipay", "c:paypal"}, _words("checkout till wallet order method methods card cards means pay payment 付款 付 支付 结账 方式 订单 单子 成 都成 行 用")),
    ({"c:code"}, _words("knock knocks basket checkout enter till shave shaves trim trims 码 输 填 用 下单 结账")),
    ({"c:gift_card"}, _words("last lasts run runs 管用 管 能用 bought buy buying purchased purchase spend card today 买 买的 用 花 购买 卡 面值")),
    ({"c:duties"}, _words("parcel package charge charges customs bill border settle arrival door 包裹 海关 清关 到岸 东西 那边 自己 那部分")),
    ({"c:resell"}, _words("bag piece bring old purchase carry 包 旧 拿来 老")),
    ({"c:engrave"}, _words("anything everything something whatever initials name message piece text words ring watch inscription 字 名字 名 内容 戒指 表 表背")),
    ({"c:adviser", "c:email", "c:answer"}, _words("team desk line message messages email emails inbox note reach written write 消息 信 邮件 发 写 找 人工 上班 在线 在")),
    ({"c:account", "c:delete", "c:invoice", "c:privacy_sell"}, _words("ask request copy records file personal 申请 资料 账 留 档")),
)  # fmt: skip
_COMPILED: Final = tuple((frozenset(concepts), words) for concepts, words in _CARRIERS)
RULE_WORDS: Final = frozenset(word for _, words in _CARRIERS for word in words)
"""All of them."""
_BOUND: Final = ("neg", "quant", "cmp", "price", "place", "brand", "cur", "mat", "time")


THINGS: Final = _words(
    "address addresses parcel parcels package packages box order orders 地址 包裹 快递 快件 订单 单子 单"
)
"""Nouns: they make no matter of their own, as a verb of sending does."""


def carries_rule(clause: Clause, token: Token) -> bool:
    """Whether the word belongs to the matter of the clause anyway."""
    if token.amount is not None or token.names or (token.is_a(*_BOUND) and not token.is_a("n", "s", "t")):
        return False
    every = clause.affirmed | clause.denied | clause.inherited
    return any(concepts & every and token.text in words for concepts, words in _COMPILED)
