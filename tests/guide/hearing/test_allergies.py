"""What somebody keeps away from, though the shop's own vocabulary has no word for it; and what only sounds like it."""

from decimal import Decimal

import pytest
from tests.guide.goods import TODAY, product, variant
from tests.guide.hearing.department_store import Talk, says

from mercery.core.i18n import Lang
from mercery.guide.features import is_allergen
from mercery.guide.hearing.allergies import UNLISTED
from mercery.guide.hearing.heard import hear
from mercery.guide.hearing.known import KnownGoods, schema_of
from mercery.guide.need import Need


def kept_from(talk: Talk) -> set[str]:
    """The substances that only the shop's own words can clear."""
    found = [one for one in talk.need.of("feature", unwanted=True) if one.name.startswith(UNLISTED)]
    assert all(is_allergen(one) and one.firmness == "must" for one in found)
    return {one.name.removeprefix(UNLISTED) for one in found}


@pytest.mark.parametrize(
    ("message", "lang", "substances"),
    [
        ("no lanolin", "en", {"lanolin"}),
        ("a cream without milk", "en", {"milk"}),
        ("chocolate without milk", "en", {"milk"}),
        ("she can't have sesame", "en", {"sesame"}),
        ("she can’t eat eggs", "en", {"egg"}),
        ("gluten-free chocolate", "en", {"gluten"}),
        ("something gluten free", "en", {"gluten"}),
        ("she's lactose intolerant", "en", {"lactose"}),
        ("he is coeliac", "en", {"gluten"}),
        ("I'm allergic to kiwi and mango", "en", {"kiwi", "mango"}),
        ("free from milk, eggs and soy", "en", {"milk", "egg", "soy"}),
        ("lead-free glasses", "en", {"lead"}),
        ("gluten and dairy free biscuits", "en", {"gluten", "milk"}),
        ("lanolin gives me a rash", "en", {"lanolin"}),
        ("牛奶和鸡蛋都不要", "zh", {"milk", "egg"}),
        ("她对牛奶、芝麻过敏", "zh", {"milk", "sesame"}),
        ("不要牛奶", "zh", {"milk"}),
        ("不要牛奶的面霜", "zh", {"milk"}),
        ("不含麸质的巧克力", "zh", {"gluten"}),
        ("无麸质", "zh", {"gluten"}),
        ("她乳糖不耐受", "zh", {"lactose"}),
        ("无牛奶和鸡蛋的巧克力", "zh", {"milk", "egg"}),
        ("对海鲜和牛奶过敏", "zh", {"shellfish", "milk"}),
        ("我不能吃芝麻", "zh", {"sesame"}),
        ("不含硅油的洗发水", "zh", {"silicones"}),
    ],
)
def test_a_refused_substance_is_kept_from(message: str, lang: Lang, substances: set[str]) -> None:
    assert kept_from(says(message, lang)) == substances


@pytest.mark.parametrize(
    ("message", "lang"),
    [("allergic to nuts and milk", "en"), ("no nuts or milk", "en"), ("对花生和牛奶过敏", "zh")],
)
def test_what_is_known_and_what_is_not_are_both_kept_from(message: str, lang: Lang) -> None:
    talk = says(message, lang)
    assert kept_from(talk) == {"milk"}
    assert talk.need.of("feature", unwanted=True)[0].name == "nuts"


@pytest.mark.parametrize(
    ("message", "lang"),
    [("no leather and I'm allergic to milk", "en"), ("不要皮革，我对牛奶过敏", "zh")],
)
def test_another_refusal_beside_it_hides_none(message: str, lang: Lang) -> None:
    talk = says(message, lang)
    assert kept_from(talk) == {"milk"}
    assert talk.values("material", unwanted=True) == {"leather"}


@pytest.mark.parametrize(
    ("message", "lang"),
    [
        ("no hurry", "en"),
        ("a bag, no logo", "en"),
        ("without a rush", "en"),
        ("no rush, milk chocolate please", "en"),
        ("duty-free", "en"),
        ("a worry-free, hands-free bag", "en"),
        ("a fragrance-free cream", "en"),
        ("no milk chocolate, dark please", "en"),
        ("he is not allergic to milk", "en"),
        ("a bag, but not in a honey-coloured leather", "en"),
        ("without honey gold", "en"),
        ("不要紧", "zh"),
        ("不要太大", "zh"),
        ("不要糖果", "zh"),
        ("不要牛奶巧克力", "zh"),
        ("不含运费", "zh"),
        ("有没有牛奶巧克力", "zh"),
        ("不对牛奶过敏", "zh"),
        ("不要小麦色的包", "zh"),
    ],
)
def test_a_harmless_no_keeps_from_nothing(message: str, lang: Lang) -> None:
    assert not kept_from(says(message, lang))


@pytest.mark.parametrize(("message", "lang"), [("a candle without soy", "en"), ("没有大豆的蜡烛", "zh")])
def test_soy_is_more_than_its_wax(message: str, lang: Lang) -> None:
    talk = says(message, lang)
    assert kept_from(talk) == {"soy"}
    assert not talk.values("material", unwanted=True)


@pytest.mark.parametrize(("message", "substance"), [("对芝麻过敏", "sesame"), ("不要羊毛脂", "lanolin")])
def test_part_of_a_substances_name_is_no_material(message: str, substance: str) -> None:
    talk = says(message, "zh")
    assert kept_from(talk) == {substance}
    assert not talk.values("material", unwanted=True)


def test_sugar_free_chocolate_is_chocolate() -> None:
    talk = says("无糖巧克力", "zh")
    assert kept_from(talk) == {"sugar"}
    assert talk.values("feature", name="kind") == {"chocolate"}


def test_soy_wax_itself_may_be_refused_or_wanted() -> None:
    assert says("a candle, no soy wax").values("material", unwanted=True) == {"soy wax"}
    assert says("a soy candle").values("material") == {"soy wax"}


@pytest.mark.parametrize("message", ["素食者的包", "纯素的鞋", "全素的包"])
def test_vegan_in_chinese(message: str) -> None:
    assert {"leather", "wool", "silk"} <= says(message, "zh").values("material", unwanted=True)


@pytest.mark.parametrize(
    ("message", "lang"),
    [
        ("leather is not a problem", "en"),
        ("leather is fine", "en"),
        ("leather is ok, a bag please", "en"),
        ("I don't not want leather", "en"),
        ("I don't dislike leather", "en"),
        ("I've nothing against leather", "en"),
        ("不是不喜欢皮革", "zh"),
        ("I'm not allergic to leather", "en"),
        ("leather is no issue", "en"),
        ("皮革没问题", "zh"),
        ("皮的也可以", "zh"),
        ("我不讨厌皮革", "zh"),
    ],
)
def test_what_is_only_allowed_is_no_must_and_refuses_nothing(message: str, lang: Lang) -> None:
    talk = says(message, lang)
    assert not talk.need.of("material", unwanted=True)
    assert all(one.firmness == "wish" for one in talk.need.of("material"))


def test_a_refusal_is_taken_back_by_allowing_it() -> None:
    assert not says("a bag, no leather").says("leather is fine").values("material", unwanted=True)


@pytest.mark.parametrize(("message", "lang"), [("under 30000", "en"), ("预算30000", "zh")])
@pytest.mark.parametrize(("paid_in", "high"), [("JPY", 30_000), ("KRW", 30_000), ("EUR", 3_000_000)])
def test_a_bare_amount_is_in_the_currency_that_is_paid_in(message: str, lang: Lang, paid_in: str, high: int) -> None:
    goods = [product(code, variant(code, price=20_000, currency=code), title="Tote") for code in ("EUR", "JPY", "KRW")]
    known = KnownGoods(schema=schema_of(goods))
    heard = hear(message, Need(), (), known, lang=lang, turn=0, today=TODAY, paid_in=paid_in)
    price = heard.need.of("price")[0]
    assert (price.high, price.currency) == (Decimal(high), paid_in)
