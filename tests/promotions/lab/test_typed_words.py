"""Tags and buyers in a form stand by name, and mean what rules call them."""

from mercery.core.i18n import Words
from mercery.promotions.lab.typed_words import Spoken

SPOKEN = Spoken({
    "material:calfskin": Words("calfskin", "小牛皮"), "category:home/candles": Words("Candles", "蜡烛"),
    "color:gold": Words("gold", "金色"), "material:gold": Words("gold", "金色"),
})  # fmt: skip


def test_what_is_shown_by_name_is_kept_as_it_was() -> None:
    typed = {
        "tags": "material:calfskin, material:gold",
        "not_tags": "sale",
        "get_tags": "",
        "who": "member, first_order",
    }
    shown = SPOKEN.shown(typed, "zh")
    assert shown["tags"] == "小牛皮, 金色 (材质)" and shown["who"] == "会员, 首单"
    assert SPOKEN.kept(shown) == typed and SPOKEN.kept(SPOKEN.shown(typed, "en")) == typed


def test_capitals_and_what_rules_call_it_are_understood_too() -> None:
    typed = {"tags": "CANDLES; material:calfskin", "who": "New Customer"}
    assert SPOKEN.kept(typed) == {"tags": "category:home/candles, material:calfskin", "who": "new"}
