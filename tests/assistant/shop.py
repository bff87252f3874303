"""A small shop for the questions: near names, names with materials they are not made of, sales, gaps and dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from mercery.assistant.decide import Ground, PolicyNote, decide
from mercery.assistant.gathering import narrows
from mercery.assistant.goods import Goods, goods
from mercery.assistant.normalise import normalise
from mercery.assistant.pipeline import Clock, finish
from mercery.assistant.turns import GOODS, Material, Outcome, TurnContext
from mercery.assistant.understand.kinds import Kinds
from mercery.assistant.understand.names import Entry, ProductNames
from mercery.assistant.understand.products_meant import find_products
from mercery.assistant.understand.reading import understand
from mercery.catalog.facts import product_facts
from mercery.catalog.product import Attribute, Option, PriceRow, Product, Variant
from mercery.claims.values import Dimensions, Flag, MaterialPart, Materials, Quantity, Stock, Text, Unit, Value
from mercery.claims.wording import Voice
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.book import AnswerBook, book
from mercery.policies.facts import facts as policy_facts
from mercery.policies.policy import Policy, Topic
from mercery.promotions.facts import price_facts
from mercery.promotions.price import VariantPrice, prices_of

NOW = datetime(2026, 11, 22, 19, 26, tzinfo=UTC)
COLOURS = {
    "black": "黑色", "tan": "棕褐色", "ivory": "象牙白", "olive": "橄榄绿", "navy": "海军蓝", "sand": "沙色", "blue": "蓝色", "green": "绿色",
    "burgundy": "酒红色", "natural": "自然色", "red": "红色", "grey": "灰色", "gold": "金色", "tortoiseshell": "玳瑁色", "oatmeal": "燕麦色",
}  # fmt: skip
LABELS = {
    "material": ("Material", "材质"), "dimensions": ("Dimensions", "尺寸"), "weight": ("Weight", "重量"), "care": ("Care", "保养"),
    "origin": ("Origin", "产地"), "warranty": ("Warranty", "质保"), "closure": ("Closure", "开合方式"), "volume": ("Volume", "容量"),
    "water_resistance": ("Water resistance", "防水"), "movement": ("Movement", "机芯"), "case_diameter": ("Case diameter", "表径"),
    "power_reserve": ("Power reserve", "动力储存"), "polarised": ("Polarised", "偏光"), "height": ("Height", "高度"),
    "dishwasher_safe": ("Dishwasher safe", "可用洗碗机"), "scent": ("Scent", "香调"),
}  # fmt: skip


def q(low: str, unit: Unit) -> Quantity:
    return Quantity(Decimal(low), unit)


def made_of(**parts: tuple[str, str] | list[tuple[str, str, str]]) -> Materials:
    """`main=("calf leather", "小牛皮")`, or shares: `main=[("modal", "莫代尔", "85"), …]`."""
    rows = []
    for part, value in parts.items():
        if isinstance(value, tuple):
            rows.append(MaterialPart(part, Words(*value)))
        else:
            rows += [MaterialPart(part, Words(en, zh), Decimal(share)) for en, zh, share in value]
    return Materials(tuple(rows))


def text(en: str, zh: str) -> Text:
    return Text(Words(en, zh))


def piece(
    key: str,
    title: tuple[str, str],
    category: tuple[str, str],
    price: str,
    stock: dict[str, str],
    description: tuple[str, str] = ("", ""),
    *,
    was: str | None = None,
    until: datetime | None = None,
    currency: str = "EUR",
    **attributes: Value,
) -> Product:
    """`stock`: `{"black": "4", "tan/38": "0 2026-12-10", "50 ml": "3 @98"}` with pieces, return date, own price."""
    variants = tuple(_variant(key, choice, stocked, price, was, until, currency) for choice, stocked in stock.items())
    names = [name for name in ("colour", "size") if any(name in variant.options for variant in variants)]
    return Product(
        key=key,
        handle=key,
        id=f"prd_{key}",
        title=Words(*title),
        description=Words(*description),
        brand="Verain",
        category=(Words(*category),),
        attributes=tuple(
            Attribute(name=name, label=Words(*LABELS[name]), value=value) for name, value in attributes.items()
        ),
        options=tuple(
            Option(
                name=name,
                label=Words(name),
                values=tuple(dict.fromkeys(one.options[name] for one in variants if name in one.options)),
            )
            for name in names
        ),
        variants=variants,
    )


def _variant(
    key: str, choice: str, stocked: str, price: str, was: str | None, until: datetime | None, currency: str
) -> Variant:
    options = {}
    for value in choice.split("/") if choice != "-" else []:
        name = "colour" if value in COLOURS else "size"
        options[name] = Words(value, COLOURS.get(value, value.replace("ml", "毫升")))
    words = stocked.split()
    own = next((word[1:] for word in words if word.startswith("@")), price)
    day = next((date.fromisoformat(word) for word in words[1:] if "-" in word), None)
    row = PriceRow(
        amount=Money.from_major(own, currency), was=Money.from_major(was, currency) if was else None, valid_to=until
    )
    after = PriceRow(amount=Money.from_major(was, currency), valid_from=until) if was and until else None
    return Variant(
        sku=f"{key}-{choice}".upper(),
        id=f"var_{key}_{choice}",
        options=options,
        prices=(row, after) if after else (row,),
        stock=Stock(None if words[0] == "?" else int(words[0]), day),
    )


def catalogue() -> list[Product]:
    bags, watches, scarves = ("Bags", "包袋"), ("Watches", "腕表"), ("Scarves", "丝巾与披肩")
    return [
        piece("harbour-tote", ("Harbour Tote", "港湾托特包"), bags, "1250", {"black": "4", "tan": "0 2026-12-10"},
              ("An everyday tote with two inside pockets. A 13-inch laptop fits.", "日常托特包，内有两个口袋。可放 13 英寸笔记本电脑。"),
              material=made_of(main=("grained calf leather", "粒面小牛皮"), lining=("cotton", "棉")), dimensions=Dimensions((Decimal(34), Decimal(28), Decimal(14)), "cm"),
              weight=q("780", "g"), closure=text("magnetic", "磁扣"), origin=text("Italy", "意大利"), warranty=q("24", "month"),
              care=text("Wipe with a dry soft cloth; keep away from rain and heat.", "用干软布擦拭，避免淋雨和受热。")),
        piece("harbour-soft-tote", ("Harbour Soft Tote", "港湾软托特包"), bags, "1480", {"black": "2", "ivory": "1"},
              ("Lighter than the Harbour Tote. A 13-inch laptop does not fit.", "比港湾托特包更轻。放不下 13 英寸笔记本电脑。"),
              material=made_of(main=("lambskin", "羊皮"), lining=("suede", "麂皮")), weight=q("640", "g"), origin=text("Spain", "西班牙")),
        piece("silk-road-weekender", ("Silk Road Weekender", "丝路旅行包"), bags, "560", {"olive": "5", "black": "2"},
              ("A holdall for two or three nights with a shoe compartment.", "两三晚短途旅行包，带鞋仓。"), was="700",
              material=made_of(main=("waxed cotton", "打蜡棉"), handles=("bridle leather", "马具革")), volume=q("37", "l"), weight=q("1350", "g"), origin=text("Portugal", "葡萄牙")),
        piece("ivory-lane-shopper", ("Ivory Lane Shopper", "象牙巷购物袋"), bags, "420", {"navy": "6", "sand": "9"},
              material=made_of(main=("coated canvas", "涂层帆布"), trim=("calf leather", "小牛皮")), dimensions=Dimensions((Decimal(40), Decimal(30), Decimal(16)), "cm")),
        piece("dawn-36", ("Dawn 36", "Dawn 36 腕表"), watches, "2150", {"-": "3"},
              ("A hand-wound dress watch. It takes splashes, not swimming.", "手动上链正装腕表。可防溅水，不可游泳佩戴。"),
              material=made_of(case=("stainless steel", "精钢"), strap=("calf leather", "小牛皮"), glass=("sapphire crystal", "蓝宝石玻璃")),
              water_resistance=q("30", "m"), case_diameter=q("36", "mm"), power_reserve=q("42", "h"), movement=text("hand-wound", "手动上链"), warranty=q("60", "month")),
        piece("deep-200", ("Deep 200", "深海 200 腕表"), watches, "3100", {"blue": "0 2027-02-01", "black": "1"},
              material=made_of(case=("titanium", "钛金属"), strap=("rubber", "橡胶")), water_resistance=q("200", "m"), case_diameter=q("42", "mm"), origin=text("Switzerland", "瑞士")),
        piece("golden-evening", ("Golden Evening Watch", "金色傍晚腕表"), watches, "760", {"red": "3"},
              material=made_of(case=("stainless steel", "精钢"), strap=("calf leather", "小牛皮")), care=text("Keep away from water.", "避免接触水。")),
        piece("jardin-silk-scarf", ("Jardin Silk Scarf", "花园真丝方巾"), scarves, "260", {"green": "5", "blue": "2"},
              material=made_of(main=[("silk", "真丝", "100")]), dimensions=Dimensions((Decimal(90), Decimal(90)), "cm"), care=text("Dry clean only.", "仅可干洗。"), origin=text("France", "法国")),
        piece("jardin-stole", ("Jardin Stole", "花园披肩"), scarves, "310", {"green": "0", "grey": "4"},
              material=made_of(main=[("modal", "莫代尔", "85"), ("cashmere", "羊绒", "15")]), care=text("Hand wash cold.", "冷水手洗。")),
        piece("lido-women", ("Lido Loafers for Women", "Lido 女士乐福鞋"), ("Shoes", "鞋履"), "415",
              {"black/36": "1", "black/37": "4", "black/38": "0 2026-12-05", "burgundy/37": "2"},
              ("They run small: take one size up.", "偏小，建议选大一码。"), material=made_of(upper=("calf leather", "小牛皮"), sole=("rubber", "橡胶"))),
        piece("lido-men", ("Lido Loafers for Men", "Lido 男士乐福鞋"), ("Shoes", "鞋履"), "395", {"black/41": "0", "black/42": "6"},
              material=made_of(upper=("suede", "麂皮"), sole=("leather", "皮革"))),
        piece("corda", ("Corda Espadrilles", "Corda 草编鞋"), ("Shoes", "鞋履"), "105", {"natural/37": "8", "natural/38": "6"}, was="150",
              until=datetime(2026, 11, 30, 23, tzinfo=UTC), material=made_of(upper=("linen", "亚麻"), sole=("jute", "黄麻"))),
        piece("fig-parfum", ("Fig Eau de Parfum", "无花果香水"), ("Fragrance", "香氛"), "98", {"50 ml": "11", "100 ml": "7 @145"},
              scent=text("fig leaf, sea salt, cedarwood", "无花果叶、海盐、雪松")),
        piece("ruby-street", ("Ruby Street Bracelet", "红宝石街手链"), ("Jewellery", "珠宝"), "240", {"-": "0"},
              material=made_of(main=("gold vermeil", "镀金银"), stone=("garnet", "石榴石")), warranty=q("24", "month")),
        piece("costa", ("Costa Sunglasses", "Costa 太阳镜"), ("Eyewear", "眼镜"), "230", {"tortoiseshell": "4", "black": "?"},
              material=made_of(frame=("acetate", "板材")), polarised=Flag(True), weight=q("31", "g")),
        piece("altiplano", ("Altiplano Blanket", "高原羊驼毯"), ("Home", "家居"), "2580", {"oatmeal": "6"}, currency="CNY",
              material=made_of(main=[("baby alpaca", "幼羊驼毛", "100")]), dimensions=Dimensions((Decimal(130), Decimal(180)), "cm")),
        piece("stone-vase", ("Stone Vase", "石纹花瓶"), ("Home", "家居"), "85", {"-": "12"},
              material=made_of(main=("stoneware", "炻器")), height=q("24", "cm"), dishwasher_safe=Flag(False)),
    ]  # fmt: skip


def policies() -> list[Policy]:
    rows: list[tuple[str, Topic, tuple[str, str], tuple[str, str], tuple[str, ...]]] = [
        ("delivery_fr", "delivery", ("Delivery in France", "法国配送"), ("Delivery in France takes 2 to 3 business days.", "法国境内配送需 2 至 3 个工作日。"), ("FR",)),
        ("delivery_eu", "delivery", ("Delivery in the EU", "欧盟配送"), ("Delivery to other EU countries takes 3 to 5 business days.", "欧盟其他国家配送需 3 至 5 个工作日。"), ("EU",)),
        ("delivery_cn", "delivery", ("Delivery in mainland China", "中国大陆配送"), ("Orders in CNY reach mainland China in 2 to 4 business days.", "人民币订单 2 至 4 个工作日送达中国大陆。"), ("CN",)),
        ("delivery_cost", "delivery", ("Delivery cost", "运费"), ("Delivery is free from €150; below that it costs €9.50.", "满 150 欧元免运费，未满收取 9.5 欧元。"), ()),
        ("express", "delivery", ("Express delivery", "特快配送"), ("Express delivery within France costs €18.", "法国境内特快配送收费 18 欧元。"), ("FR",)),
        ("returns", "returns", ("Returns", "退货"), ("You may return an unused piece within 30 days of delivery.", "未使用的商品可在签收后 30 天内退回。"), ()),
        ("returns_sale", "returns", ("Returns of sale items", "特价商品退货"), ("Sale items may be returned within 14 days.", "特价商品可在 14 天内退回。"), ()),
        ("refund", "returns", ("Refunds", "退款"), ("We refund within 10 days of receiving the parcel.", "收到退件后 10 天内退款。"), ()),
        ("exchange", "returns", ("Exchanges", "换货"), ("One exchange for another size is free within 30 days.", "30 天内可免费换一次尺码。"), ()),
        ("warranty", "warranty", ("Warranty", "质保"), ("The warranty covers manufacturing faults from the day of delivery.", "质保自签收日起涵盖制造瑕疵。"), ()),
        ("repairs", "repair", ("Repairs", "维修"), ("Our workshop repairs bags and shoes from €35.", "工坊维修包袋与鞋履，35 欧元起。"), ()),
        ("payment", "payment", ("Payment", "支付"), ("We take Visa, Mastercard and PayPal; Alipay for orders in CNY.", "接受 Visa、Mastercard、PayPal；人民币订单接受支付宝。"), ()),
        ("gift", "gift", ("Gift wrapping", "礼品包装"), ("Gift wrapping costs €6.", "礼品包装收费 6 欧元。"), ()),
        ("authenticity", "authenticity", ("Authenticity", "正品保证"), ("Every piece comes with a numbered card.", "每件商品附编号卡。"), ()),
        ("privacy", "privacy", ("Privacy", "隐私"), ("We sell no data and delete yours within 30 days on request.", "我们不出售数据，应要求 30 天内删除。"), ()),
    ]  # fmt: skip
    return [
        Policy(
            id=key, key=key, topic=topic, title=Words(*title), statement=Words(*said), values={}, regions=regions,
            valid_from=datetime(2026, 1, 1, tzinfo=UTC), valid_to=None, version=1, recorded_at=NOW, recorded_by="test", reason="",
        )
        for key, topic, title, said, regions in rows
    ]  # fmt: skip


def answers() -> list[ApprovedAnswer]:
    rows = [
        ("dust-bag", ("Does a bag come with a dust bag?", "包有防尘袋吗？"), ("Every bag comes with a cotton dust bag.", "每只包都附棉质防尘袋。"),
         ["is there a dust bag", "do you include a dust bag", "dust bag included?", "do I get a bag to store it in"], ["带防尘袋吗", "有没有防尘袋", "送防尘袋吗", "收纳袋有吗"]),
        ("appointment", ("Can I book an appointment?", "可以预约到店吗？"), ("Yes, appointments can be booked for the Lyon boutique.", "可以预约里昂门店。"),
         ["book a visit", "make an appointment in the boutique", "can I visit you", "reserve a time in store"], ["预约到店", "能预约吗", "想到店看看", "怎么预约门店"]),
        ("student", ("Is there a student discount?", "有学生优惠吗？"), ("There is no student discount.", "没有学生优惠。"),
         ["student discount", "discount for students", "I'm a student, cheaper price?", "do students pay less"], ["学生折扣", "学生能打折吗", "学生证优惠", "学生党有优惠吗"]),
        ("late-return", ("What if I am late with a return?", "超过退货期怎么办？"), ("After 60 days we no longer take it back.", "超过 60 天不再接受退货。"),
         ["too late to return", "missed the return deadline", "return after the period", "my return is late"], ["过了退货期", "退货超时了", "超过期限还能退吗", "晚了还能退吗"]),
    ]  # fmt: skip
    made = [
        ApprovedAnswer(
            key=key, question=Words(*asked), answer=Words(*said), phrasings={"en": tuple(en), "zh": tuple(zh)}, recorded_at=NOW
        )
        for key, asked, said, en, zh in rows
    ]  # fmt: skip
    return [replace(one, links=("returns",)) if one.key == "late-return" else one for one in made]


class TestShop:
    """The shop in memory, asked without a database."""

    __test__ = False

    def __init__(
        self,
        products: Sequence[Product] | None = None,
        held: Sequence[Policy] | None = None,
        answered: Sequence[ApprovedAnswer] | None = None,
        *,
        now: datetime = NOW,
    ) -> None:
        self.now = now
        self.shelf = {product.id: self._goods(product) for product in products or catalogue()}
        entries = [
            Entry(product_id=one.id, title=one.product.title, kinds=one.product.category) for one in self.shelf.values()
        ]
        self.names, self.kinds = ProductNames(entries), Kinds(entries)
        held = held or policies()
        self.notes = [
            PolicyNote(fact=fact, topic=policy.topic, regions=policy.regions)
            for policy, fact in zip(held, policy_facts(held), strict=True)
        ]
        self.book: AnswerBook = book(answered or answers(), {policy.key: policy.statement for policy in held})

    def _goods(self, product: Product) -> Goods:
        prices: dict[str, VariantPrice] = {}
        for currency in ("CNY", "EUR"):
            prices |= prices_of([product], currency=currency, at=self.now, tax_included=True, lists=("default",))
        return goods(product, [*product_facts(product), *price_facts([product], prices)])

    def ask(
        self, said: str, *, page: str | None = None, before: Outcome | None = None, materials: Sequence[Material] = ()
    ) -> Outcome:
        """One message, on a product's page, after another turn, or with texts of others beside it."""
        talked = before.decision.shown or before.understanding.product_ids if before else ()
        commands = before.understanding.commands if before else ()
        context = TurnContext(
            product_id=f"prd_{page}" if page else None,
            talked_about=talked,
            not_understood_before=bool(before) and not (before and before.decision.understood),
            colours=tuple(one for asked in commands for one in asked.colours),
            sizes=tuple(one for asked in commands for one in asked.sizes),
            topic=commands[0].topic if commands and commands[0].topic in GOODS else None,
            materials=tuple(materials),
        )
        message = normalise(said)
        found = find_products(message, self.names, context)
        voice = Voice(lang=message.lang, now=self.now, timezone="Europe/Paris")
        kind = self.kinds.named(message.text, 200)
        wide = not found.product_ids and not kind and narrows(message.text)
        ground = Ground(
            voice=voice,
            shelf=self.shelf,
            policies=self.notes,
            answers=self.book,
            of_kind=kind,
            everything=tuple(self.shelf) if wide else (),
            offered_before=context.not_understood_before,
            materials=context.materials,
        )
        understanding = understand(message, found, ground.shelf)
        return finish(message, understanding, decide(understanding, ground), ground.voice, Clock())
