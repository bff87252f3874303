"""Nouns for goods in both languages. They lead from what a customer calls a thing to what shops print on it.

A key is a noun as it stands in product titles; beside it what else people say for it, in English and in Chinese. One
word may lead to several nouns (`camera`, 水壶): which one is meant is settled by what the customer has bought.
"""

from __future__ import annotations

from functools import cache
from typing import Final

GOODS: Final[dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "t-shirt": (("tee", "tee shirt", "tshirt", "shirt", "top"), ("衣服", "上衣", "T恤", "t恤", "T恤衫", "短袖")), "shirt": ((), ("衬衫", "衬衣")), "blouse": ((), ("女衬衫",)),
    "sweater": (("jumper", "pullover"), ("毛衣", "针织衫")), "knitwear": (("sweater", "jumper", "pullover", "knit"), ("毛衣", "针织衫")), "crew neck": (("sweater", "jumper", "pullover", "knit"), ("毛衣", "针织衫", "圆领衫")), "cardigan": ((), ("开衫",)), "hoodie": ((), ("卫衣", "连帽衫")),
    "jacket": ((), ("夹克", "外套")), "fleece jacket": (("fleece", "coat"), ("衣服", "外套", "抓绒外套", "抓绒衣", "抓绒夹克", "摇粒绒外套", "抓绒")), "coat": ((), ("大衣", "外套")),
    "rain coat": (("raincoat", "rain jacket"), ("雨衣",)), "parka": ((), ("派克大衣",)), "down jacket": ((), ("羽绒服",)), "vest": ((), ("背心", "马甲")), "suit": ((), ("西装", "套装")), "blazer": ((), ("西装外套",)),
    "dress": ((), ("连衣裙", "裙子")), "skirt": ((), ("半身裙", "裙子")), "trousers": (("pants",), ("裤子", "长裤")), "jeans": ((), ("牛仔裤",)),
    "shorts": ((), ("短裤",)), "leggings": ((), ("打底裤", "紧身裤")), "socks": ((), ("袜子",)), "scarf": (("shawl",), ("围巾", "丝巾", "披肩", "方巾")), "stole": (("scarf", "shawl", "wrap"), ("披肩", "围巾")), "gloves": ((), ("手套",)),
    "hat": ((), ("帽子",)), "cap": ((), ("帽子", "鸭舌帽")), "belt": ((), ("皮带", "腰带")), "tie": ((), ("领带",)), "pyjamas": (("pajamas",), ("睡衣",)),
    "swimsuit": ((), ("泳衣",)), "shoes": ((), ("鞋", "鞋子")), "running shoes": (("runners", "running shoe"), ("跑鞋", "跑步鞋")),
    "sneakers": (("trainers", "sneaker", "shoes", "kicks", "tennis shoes"), ("鞋", "鞋子", "运动鞋", "球鞋", "板鞋", "休闲鞋")), "boots": (("boot",), ("靴子", "靴")), "hiking boots": (("hikers", "shoes"), ("鞋", "鞋子", "靴子", "靴", "登山靴", "登山鞋", "徒步靴", "徒步鞋")),
    "sandals": ((), ("凉鞋",)), "slippers": ((), ("拖鞋",)), "heels": ((), ("高跟鞋",)), "loafers": (("shoes",), ("乐福鞋", "鞋", "鞋子")),
    "bag": ((), ("包", "包包")), "handbag": ((), ("手提包",)), "tote": ((), ("托特包",)), "backpack": (("rucksack", "knapsack", "bag", "pack"), ("包", "包包", "背包", "双肩包", "书包")),
    "wallet": ((), ("钱包",)), "purse": ((), ("钱包", "手袋")), "luggage": (("suitcase", "suitcases", "cases", "bags"), ("箱子", "皮箱", "行李箱", "行李", "旅行箱", "拉杆箱", "箱包套装", "行李箱套装")),
    "umbrella": (("brolly",), ("雨伞", "伞")), "patio umbrella": (("parasol",), ("遮阳伞", "庭院伞", "露台伞", "户外伞")),
    "sunglasses": (("sunnies",), ("太阳镜", "墨镜", "太阳眼镜")), "glasses": ((), ("眼镜",)),
    "watch": ((), ("手表", "表", "腕表")), "wristwatch": (("wrist watch", "watch"), ("表", "腕表", "手表")), "smart watch": (("smartwatch",), ("智能手表", "智能表")),
    "necklace": ((), ("项链",)), "bracelet": ((), ("手链", "手镯")), "ring": ((), ("戒指",)), "earrings": ((), ("耳环", "耳钉")),
    "laptop": (("notebook computer",), ("笔记本电脑", "笔记本", "笔电", "手提电脑", "电脑")), "notebook": (("journal", "notepad"), ("笔记簿", "笔记本", "记事本", "本子")),
    "desktop": ((), ("台式机",)), "computer": ((), ("电脑",)), "monitor": ((), ("显示器",)), "tablet": ((), ("平板电脑", "平板")),
    "smartphone": (("phone", "cell phone", "mobile", "mobile phone", "cellphone", "smart phone"), ("智能手机", "手机")), "e-reader": (("ereader", "e reader", "ebook reader", "kindle", "reader", "ebook"), ("电纸书", "电子书阅读器", "电子阅读器", "电子书", "阅读器")),
    "keyboard": ((), ("键盘",)), "mechanical keyboard": ((), ("机械键盘",)), "mouse": ((), ("鼠标",)), "gaming mouse": ((), ("游戏鼠标", "电竞鼠标")), "printer": ((), ("打印机",)),
    "headphones": (("headphone", "headset"), ("耳机", "头戴耳机", "头戴式耳机")), "earbuds": (("ear buds", "buds", "earphones"), ("耳塞", "耳机", "无线耳机", "蓝牙耳机")),
    "speaker": (("speakers",), ("喇叭", "音箱", "音响", "扬声器")), "bluetooth speaker": ((), ("蓝牙音箱", "蓝牙音响")), "camera": (("cam",), ("相机", "照相机")),
    "action camera": (("action cam",), ("运动相机",)), "digital camera": ((), ("数码相机",)), "security camera": (("security cam", "surveillance camera"), ("监控摄像头", "安防摄像头", "摄像头", "监控")),
    "portable charger": (("power bank", "powerbank", "battery pack"), ("充电宝", "移动电源", "便携充电器")), "charger": ((), ("充电器",)), "cable": ((), ("数据线", "线缆")), "television": (("tv",), ("电视", "电视机")),
    "thermostat": ((), ("调温器", "温控器", "恒温器", "智能温控器", "智能恒温器", "温控")), "light bulb": (("bulb", "lightbulb"), ("灯泡", "LED灯泡", "led灯泡")), "lamp": ((), ("灯", "灯具")), "desk lamp": (("table lamp", "lamp", "light"), ("台灯", "桌灯")),
    "wall clock": ((), ("挂钟", "时钟", "壁钟")), "clock": ((), ("钟", "时钟")), "vacuum cleaner": (("vacuum", "hoover", "vac", "cleaner"), ("吸尘机", "吸尘器", "扫地机", "扫地机器人")), "air purifier": (("purifier",), ("空气净化器", "净化器")),
    "fan": ((), ("风扇",)), "heater": ((), ("取暖器",)), "humidifier": ((), ("加湿器",)), "iron": ((), ("熨斗",)), "kettle": ((), ("水壶", "烧水壶", "壶")),
    "electric kettle": ((), ("电热水壶", "电水壶", "电热壶")), "tea kettle": (("teakettle", "teapot"), ("茶壶", "烧水壶", "泡茶壶", "开水壶")), "coffee maker": (("coffee machine", "coffeemaker", "brewer"), ("咖啡机", "咖啡壶")), "espresso machine": (("espresso maker",), ("意式咖啡机", "浓缩咖啡机", "咖啡机")),
    "toaster": ((), ("烤面包机",)), "blender": ((), ("搅拌机",)), "oven": ((), ("烤箱",)), "grill": (("bbq", "barbecue", "barbeque"), ("烤架", "烧烤架", "烧烤炉", "烤炉")), "pan": ((), ("平底锅",)), "pot": ((), ("锅",)), "knife": ((), ("刀",)),
    "mug": ((), ("马克杯", "杯子")), "cup": ((), ("杯子",)), "water bottle": (("bottle", "flask"), ("杯子", "瓶子", "水壶杯", "水瓶", "水杯", "水壶", "保温杯", "水樽")), "plate": ((), ("盘子",)), "bowl": ((), ("碗",)),
    "chair": ((), ("椅子", "椅")), "office chair": (("desk chair",), ("办公椅", "电脑椅", "转椅")), "desk": ((), ("书桌", "桌子")), "table": ((), ("桌子",)), "sofa": (("couch",), ("沙发",)), "bookshelf": (("bookcase", "bookshelves", "book shelf", "shelf", "shelves"), ("书架", "书柜", "架子")),
    "bed": ((), ("床",)), "pet bed": (("dog bed", "cat bed"), ("宠物床", "宠物窝", "狗窝", "猫窝", "狗床", "猫床")), "mattress": ((), ("床垫",)), "pillow": ((), ("枕头",)), "blanket": ((), ("毯子",)), "towel": ((), ("毛巾",)), "rug": (("carpet",), ("地毯",)), "curtain": ((), ("窗帘",)), "candle": ((), ("蜡烛", "香薰蜡烛")), "vase": ((), ("花瓶",)),
    "garden hose": (("hose", "hosepipe"), ("花园水管", "水管", "浇水管", "软管", "园艺水管", "花园软管")), "bicycle": (("bike", "cycle"), ("车", "车子", "自行车", "单车", "脚踏车")), "cycling helmet": (("bike helmet", "bicycle helmet", "helmet"), ("骑行头盔", "自行车头盔", "头盔")), "skateboard": (("board", "deck", "skate"), ("滑板",)),
    "yoga mat": (("mat",), ("瑜伽垫", "垫子")), "dumbbell": (("weights", "dumbbells"), ("哑铃", "哑铃套装", "哑铃组")), "tent": ((), ("帐篷",)), "ball": ((), ("球",)), "racket": ((), ("球拍",)),
    "jigsaw puzzle": (("puzzle", "jigsaw"), ("拼图",)), "toy": ((), ("玩具",)), "game": ((), ("游戏",)), "book": ((), ("书",)), "pen": ((), ("笔",)),
    "toothbrush": (("brush",), ("牙刷",)), "electric toothbrush": ((), ("电动牙刷",)), "perfume": (("fragrance", "scent", "cologne", "eau de parfum"), ("香水",)), "makeup kit": (("kit", "makeup", "make up", "make-up", "cosmetics kit", "make up kit"), ("化妆品套装", "彩妆套装", "化妆套装", "化妆品", "彩妆盒", "彩妆", "化妆盒", "化妆包")),
    "lipstick": ((), ("口红", "唇膏")), "cream": ((), ("面霜", "乳霜")), "serum": ((), ("精华",)), "shampoo": ((), ("洗发水",)), "soap": ((), ("香皂",)), "razor": ((), ("剃须刀",)), "hair dryer": (("hairdryer",), ("吹风机",)),
}  # fmt: skip

NOT_HEADS: Final = frozenset(("set", "kit", "pack", "pair", "bundle", "collection", "edition", "box"))
"""Words that end a title without saying what the thing is."""


@cache
def chinese_goods() -> dict[str, tuple[str, ...]]:
    """Chinese word to the nouns it may mean."""
    found: dict[str, tuple[str, ...]] = {}
    for noun, (_, names) in GOODS.items():
        for name in names:
            found[name] = (*found.get(name, ()), noun)
    return found


@cache
def english_goods() -> dict[str, tuple[str, ...]]:
    """Whatever people say in English, each word and by-word to the nouns it may mean."""
    found: dict[str, tuple[str, ...]] = {}
    for noun, (others, _) in GOODS.items():
        for name in (noun, *others):
            found[name] = (*found.get(name, ()), noun)
    return found
