"""What a first message says: each kind of wish, in both languages."""

from datetime import date
from decimal import Decimal

import pytest
from tests.guide.goods import TODAY, product, variant
from tests.guide.hearing.department_store import says

from mercery.core.i18n import Lang
from mercery.guide.hearing.dates import wanted_by
from mercery.guide.hearing.heard import hear
from mercery.guide.hearing.known import KnownGoods, schema_of
from mercery.guide.hearing.text import plain
from mercery.guide.need import Need


def test_goods_are_found_by_the_name_of_their_category() -> None:
    assert says("a watch please").values("category") == {"watches"}


def test_goods_of_a_kind_are_looked_for_where_the_shop_keeps_them() -> None:
    talk = says("I need some loafers")
    assert talk.values("category") == {"shoes"}
    assert talk.values("feature", name="kind") == {"loafer"}


@pytest.mark.parametrize(("message", "lang"), [("a necklace", "en"), ("想要一条项链", "zh")])
def test_goods_the_shop_has_none_of_are_heard_all_the_same(message: str, lang: Lang) -> None:
    assert says(message, lang).values("feature", name="kind") == {"necklace"}


def test_one_word_for_many_goods() -> None:
    assert says("something techy").values("category") == {"electronics"}
    assert says("送个美妆", "zh").values("category") == {"beauty"}


def test_a_misspelt_word_is_understood() -> None:
    assert says("lether shose in blak").values("material") == {"leather"}
    assert says("a casmere jumper").values("material") == {"cashmere"}


def test_ordinary_words_are_no_misspellings() -> None:
    assert says("a pure wool blanket, it is such a waste").values("category") == {"home-and-living"}


@pytest.mark.parametrize(
    ("message", "lang", "values"),
    [
        ("no watches or shoes", "en", {"watches", "shoes"}),
        ("anything but watches", "en", {"watches"}),
        ("别送手表和鞋", "zh", {"watches", "shoes"}),
        ("手表除外", "zh", {"watches"}),
    ],
)
def test_categories_are_refused(message: str, lang: Lang, values: set[str]) -> None:
    talk = says(message, lang)
    assert talk.values("category", unwanted=True) == values
    assert not talk.values("category")


def test_of_a_shelf_with_more_on_it_only_the_kind_is_refused() -> None:
    talk = says("no bags")
    assert talk.values("feature", unwanted=True, name="kind") == {"bag"}
    assert not talk.values("category", unwanted=True), "luggage stands there too"


@pytest.mark.parametrize(
    ("message", "lang", "low", "high"),
    [
        ("up to 1,300 euros", "en", None, 130000),
        ("I can go up to two hundred euros", "en", None, 20000),
        ("2500 euros at the very most", "en", None, 250000),
        ("four hundred euros at the outside", "en", None, 40000),
        ("I'd rather not pay more than 400 euros", "en", None, 40000),
        ("I could stretch to €250", "en", None, 25000),
        ("between 80 and 250 euros", "en", 8000, 25000),
        ("at least 100 euros", "en", 10000, None),
        ("around 100 euros", "en", 8000, 12000),
        ("around 1000 euros, min 900, max 1100", "en", 90000, 110000),
        ("一百五十欧封顶", "zh", None, 15000),
        ("不想花超过三百欧", "zh", None, 30000),
        ("两百到三百五十欧之间", "zh", 20000, 35000),
        ("一千欧上下，最少九百，最多一千一", "zh", 90000, 110000),
        ("两三百欧", "zh", 20000, 30000),
    ],
)
def test_a_budget_in_every_form(message: str, lang: Lang, low: int | None, high: int | None) -> None:
    wish = says(message, lang).one("price")
    assert (wish.low, wish.high) == (low, high)
    assert wish.currency == "EUR"


@pytest.mark.parametrize("message", ["I'm a size 38", "she is 30", "two nights away", "a 13-inch laptop", "三十岁"])
def test_other_numbers_are_no_budget(message: str) -> None:
    assert not [wish for wish in says(message).need.wishes if wish.kind == "price"]


@pytest.mark.parametrize(
    ("message", "lang", "currency", "country"),
    [
        ("I'm in Lille", "en", "EUR", "FR"),
        ("delivered in Porto", "en", "EUR", "PT"),
        ("to be sent to Stockholm", "en", "EUR", "SE"),
        ("寄给比利时的同事", "zh", "EUR", "BE"),
        ("国内收货", "zh", "CNY", "CN"),
        ("送北京朋友", "zh", "CNY", "CN"),
        ("paying in yuan", "en", "CNY", None),
        ("付欧元", "zh", "EUR", None),
    ],
)
def test_the_currency_follows_from_where_it_goes(message: str, lang: Lang, currency: str, country: str | None) -> None:
    need = says(message, lang).need
    assert (need.currency, need.country) == (currency, country)


@pytest.mark.parametrize("message", ["Italian leather", "made in France", "we're flying to Lisbon", "意大利产的包"])
def test_where_it_is_made_or_somebody_travels_is_no_destination(message: str) -> None:
    assert says(message).need.country is None


@pytest.mark.parametrize(
    ("message", "lang", "audience"),
    [
        ("for my wife", "en", "women"),
        ("my dad needs shoes", "en", "men"),
        ("my son, he's 30", "en", "men"),
        ("men's shoes", "en", "men"),
        ("Secret Santa for a colleague", "en", "adult"),
        ("a friend, she loves tea", "en", "women"),
        ("送闺蜜", "zh", "women"),
        ("给老公", "zh", "men"),
        ("送长辈", "zh", "adult"),
    ],
)
def test_for_whom(message: str, lang: Lang, audience: str) -> None:
    assert says(message, lang).values("audience") == {audience}


@pytest.mark.parametrize("message", ["for my teenager", "for a friend", "for myself"])
def test_somebody_may_have_anything(message: str) -> None:
    assert not says(message).values("audience")


def test_children_have_their_own_shelf_and_sizes_by_age() -> None:
    talk = says("a raincoat for my four-year-old")
    assert talk.values("category") == {"kids"}
    assert talk.values("size") == {"4-5y"}
    assert not talk.values("audience"), "the category says so"
    assert says("孩子六岁，要件雨衣", "zh").values("size") == {"6-7y"}


def test_a_gift_for_a_child_asks_for_no_size() -> None:
    talk = says("something for my niece, she is four")
    assert talk.values("category") == {"kids"}
    assert not talk.values("size")


@pytest.mark.parametrize(
    ("message", "lang", "size"),
    [
        ("shoes in 41", "en", "41"),
        ("shoes, he takes a 43", "en", "43"),
        ("men's shoes, uk 8", "en", "42"),
        ("a coat, size L", "en", "l"),
        ("a coat in large", "en", "l"),
        ("大衣 M码", "zh", "m"),
        ("鞋子，38", "zh", "38"),
        ("a phone with 256GB", "en", "256-gb"),
        ("face cream, 50 ml", "en", "50-ml"),
    ],
)
def test_a_size_is_the_shops_own(message: str, lang: Lang, size: str) -> None:
    assert says(message, lang).values("size") == {size}


def test_a_size_that_does_not_exist_is_kept_so_that_nothing_is_said_to_fit() -> None:
    assert says("shoes in size 47").values("size") == {"47"}


def test_shades_belong_to_the_colour_that_is_asked_for() -> None:
    wish = says("a jumper in green").one("colour")
    assert wish.values == ("forest-green",)
    assert wish.term == "green"


def test_colours_are_refused() -> None:
    talk = says("a bag, not black, not navy")
    assert {"black", "navy"} <= talk.values("colour", unwanted=True)
    assert says("不要黑色的包", "zh").values("category") == {"bags-and-luggage"}, "the bag is wanted"


@pytest.mark.parametrize(
    ("message", "lang", "material"),
    [
        ("no leather, not even the handles", "en", "leather"),
        ("I'm allergic to wool", "en", "wool"),
        ("steel brings me out in a rash", "en", "steel"),
        ("he can't stand silk", "en", "silk"),
        ("leather-free shoes", "en", "leather"),
        ("a bag that isn't leather", "en", "leather"),
        ("我戴银就起疹子", "zh", "silver"),
        ("皮的不要", "zh", "leather"),
        ("不含羊毛的大衣", "zh", "wool"),
    ],
)
def test_materials_are_refused(message: str, lang: Lang, material: str) -> None:
    assert material in says(message, lang).values("material", unwanted=True)


def test_a_list_of_what_is_not_wanted() -> None:
    assert says("no leather, suede or fur please").values("material", unwanted=True) == {"leather", "suede", "fur"}


def test_for_a_vegan_nothing_of_an_animal() -> None:
    assert {"leather", "silk", "wool"} <= says("a bag for my vegan sister").values("material", unwanted=True)


def test_pure_means_nothing_beside_it() -> None:
    assert says("a jumper in pure cashmere").one("material").pure
    assert says("纯羊绒毛衣", "zh").one("material").pure
    assert not says("a cashmere jumper").one("material").pure


def test_a_metal_of_jewellery_is_a_material_and_of_other_goods_a_colour() -> None:
    assert says("a silver ring").values("material") == {"silver"}
    assert says("a kettle in silver").values("colour") == {"silver"}


@pytest.mark.parametrize(
    ("message", "name", "low", "high"),
    [
        ("a suitcase, not heavier than 3 kg", "weight", None, 3000),
        ("登机箱不能超过三公斤", "weight", None, 3000),
        ("a watch rated to 200 metres at least", "water_resistance", 200_000, None),
        ("a bag that takes my 13-inch laptop", "laptop_fit", Decimal("330.2"), None),
        ("earbuds with at least 6 hours of battery", "battery", 360, None),
        ("a kettle, 1.5 litres or more", "volume", 1500, None),
        ("a watch of 30 mm or less", "diameter", None, 30),
        ("a scarf, no side shorter than 130 cm", "side", 1300, None),
    ],
)
def test_measures(message: str, name: str, low: Decimal | None, high: Decimal | None) -> None:
    wish = says(message).one("measure", name=name)
    assert (wish.low, wish.high) == (low, high)


def test_swimming_is_said_in_metres_with_the_reason() -> None:
    talk = says("a watch that survives a pool")
    assert talk.one("measure", name="water_resistance").low == 100_000
    assert [(note.kind, note.words) for note in talk.heard.notes] == [("general_knowledge", "swimming")]


def test_a_laptop_is_carried_or_bought() -> None:
    assert says("a laptop with a 14 inch screen").values("category") == {"electronics"}
    assert says("something for my 14 inch laptop").values("category") == {"bags-and-luggage"}


@pytest.mark.parametrize(
    ("message", "name", "unwanted"),
    [
        ("a coat with a hood", "hood", False),
        ("a coat without a hood", "hood", True),
        ("不带帽子的大衣", "hood", True),
        ("headphones that cancel noise", "noise_cancelling", False),
        ("a face cream, I'm allergic to nuts", "nuts", True),
        ("a face cream without perfume", "fragranced", True),
        ("something machine washable for a baby", "machine_washable", False),
    ],
)
def test_features(message: str, name: str, unwanted: bool) -> None:
    assert says(message).one("feature", unwanted=unwanted, name=name).unwanted == unwanted


def test_a_movement_is_a_watchs() -> None:
    talk = says("quartz please")
    assert talk.values("category") == {"watches"}
    assert talk.values("feature", name="movement") == {"quartz"}


def test_not_too_formal_is_casual() -> None:
    assert says("shoes, nothing too formal").values("feature", name="style") == {"casual"}


def test_reduced_if_possible_may_be_given_up() -> None:
    assert says("a bag, reduced if possible").one("on_sale").firmness == "wish"
    assert says("打折的鞋", "zh").one("on_sale").firmness == "must"


@pytest.mark.parametrize(
    ("message", "lang", "day"),
    [
        ("I need it by Friday", "en", date(2026, 11, 27)),
        ("before 24 December", "en", date(2026, 12, 23)),
        ("in time for Christmas", "en", date(2026, 12, 24)),
        ("within 3 days", "en", date(2026, 11, 29)),
        ("周五前要到", "zh", date(2026, 11, 26)),
        ("圣诞节前能到", "zh", date(2026, 12, 24)),
    ],
)
def test_by_when(message: str, lang: Lang, day: date) -> None:
    assert says(message, lang).one("delivery").by == day


@pytest.mark.parametrize(
    ("message", "today", "day"),
    [
        ("I need it by 29 February", date(2027, 11, 3), date(2028, 2, 29)),
        ("before 29 February", date(2028, 2, 29), date(2028, 2, 28)),
        ("2月29日之前要", date(2028, 3, 5), date(2032, 2, 28)),
        ("I need it by 5 January", date(2027, 12, 31), date(2028, 1, 5)),
    ],
)
def test_by_when_over_the_turn_of_a_year(message: str, today: date, day: date) -> None:
    found = wanted_by(plain(message), today)
    assert found is not None and found[0] == day


def test_brands_are_wanted_and_refused() -> None:
    assert says("Osmund shoes only").values("brand") == {"osmund"}
    assert says("除了Osmund其他牌子都行", "zh").values("brand", unwanted=True) == {"osmund"}


def test_what_goes_beside_the_goods_is_not_asked_for() -> None:
    talk = says("shoes to go with my black coat")
    assert talk.values("category") == {"shoes"}
    assert not talk.values("colour")


def test_several_wishes_in_one_long_message() -> None:
    talk = says(
        "Good morning! We live near Bordeaux, and my husband, who hates wool, needs a coat: hooded, navy or green, size L, "
        "not more than three hundred and fifty euros."
    )
    assert talk.values("category") == {"clothing/coats"}
    assert talk.values("audience") == {"men"}
    assert talk.values("material", unwanted=True) == {"wool"}
    assert talk.values("colour") == {"navy", "forest-green"}
    assert talk.values("size") == {"l"}
    assert talk.one("price").high == 35000
    assert talk.need.country == "FR"


def test_two_languages_in_one_message() -> None:
    talk = says("想要Osmund的trainers，白色，42码，budget 100欧", "zh")
    assert talk.values("brand") == {"osmund"}
    assert talk.values("feature", name="kind") == {"sneaker"}
    assert talk.values("size") == {"42"}
    assert talk.one("price").high == 10000


def test_a_greeting_wishes_nothing() -> None:
    assert says("Hello there, how are you?").need.wishes == ()


@pytest.mark.parametrize(
    ("message", "lang", "name"),
    [
        ("a jumper, she is allergic to lanolin", "en", "lanolin"),
        ("a jumper for somebody with a sesame allergy", "en", "sesame"),
        ("毛衣，她对猕猴桃过敏", "zh", "猕猴桃"),
    ],
)
def test_what_somebody_cannot_bear_is_heard_though_nobody_knows_the_word(message: str, lang: Lang, name: str) -> None:
    assert says(message, lang).one("feature", unwanted=True, name=f"allergen:{name}").label.text(lang).endswith(name)


def test_an_allergy_to_a_known_material_is_that_material() -> None:
    talk = says("a jumper, she is allergic to wool")
    assert talk.values("material", unwanted=True) == {"wool"}
    assert not [one for one in talk.need.wishes if one.name.startswith("allergen:")]


def test_a_shop_that_asks_for_yen_alone_means_yen_without_decimals() -> None:
    bag = product("bag", variant("bag", price=20_000, currency="JPY"), title="Tote")
    heard = hear("a bag under 30000", Need(), [], KnownGoods(schema=schema_of([bag])), lang="en", turn=0, today=TODAY)
    (limit,) = [wish for wish in heard.need.wishes if wish.kind == "price"]
    assert (limit.high, limit.currency) == (Decimal(30_000), "JPY")


@pytest.mark.parametrize(("message", "lang"), [("a phone with at least 200 GB", "en"), ("手机，至少200GB", "zh")])
def test_an_amount_of_storage_at_least_is_every_size_that_holds_it(message: str, lang: Lang) -> None:
    assert says(message, lang).values("size") == {"256-gb"}
