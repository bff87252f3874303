"""Words for options and their values, Chinese to English, and units. Colours and materials come from the shared vocabulary."""

from __future__ import annotations

from functools import cache
from typing import Final

from mercery.claims.vocabulary import COLOURS, MATERIALS

VALUES: Final[dict[str, str]] = {
    # sizes
    "特小号": "xs", "加小": "xs", "小号": "size small", "小码": "size small", "中号": "size medium", "中码": "size medium", "大号": "size large", "大码": "size large", "加大号": "xl", "加大码": "size xl", "特大号": "xl", "加大": "xl", "超大": "xl", "最小号": "small", "最大号": "large",
    "全尺寸": "full size", "全键盘": "full size", "便携式": "portable", "便携": "portable", "小型": "small", "中型": "medium", "大型": "large", "迷你": "mini", "均码": "one size", "小房间": "small", "大房间": "large", "中房间": "medium", "中等房间": "medium", "小的": "small", "大的": "large", "中的": "medium",
    "高亮度": "high", "低亮度": "low", "中亮度": "medium", "高档": "high", "低档": "low", "中档": "medium", "高亮": "high", "低亮": "low", "中等": "medium", "高通风": "high", "低通风": "low", "中通风": "medium", "高的": "high", "低的": "low", "高速": "high", "低速": "low",
    # clothes
    "圆领": "crew neck", "V领": "v-neck", "v领": "v-neck", "V字领": "v-neck", "翻领": "collar", "高领": "turtleneck", "全拉链": "full zipper", "全开拉链": "full zipper", "整拉链": "full zipper", "通拉链": "full zipper", "半拉链": "half zipper", "半开拉链": "half zipper", "拉链": "zipper", "长袖": "long sleeve", "短袖款": "short sleeve",
    "合成材料": "synthetic", "合成革": "synthetic", "合成": "synthetic", "人造材料": "synthetic", "网布": "mesh", "网面": "mesh", "网眼": "mesh", "织物": "fabric", "布艺": "fabric", "布料": "fabric", "布面": "fabric", "抓绒面料": "fleece", "绒": "fleece", "羊羔绒": "fleece", "记忆棉": "memory foam", "记忆海绵": "memory foam", "涤纶": "polyester", "聚酯": "polyester",
    "橡胶底": "rubber sole", "EVA底": "eva sole", "鞋底": "sole", "帆布鞋面": "canvas",
    # electronics
    "英特尔": "intel", "固态硬盘": "ssd", "固态": "ssd", "内存": "ram", "运存": "ram", "运行内存": "ram", "存储": "storage", "硬盘": "storage", "容量": "capacity", "屏幕": "screen", "屏": "screen", "尺寸": "size", "处理器": "processor", "颜色": "color", "材质": "material", "材料": "material",
    "有线": "wired", "无线": "wireless", "蓝牙": "bluetooth", "以太网": "ethernet", "网线": "ethernet", "无线网": "wi-fi", "WIFI": "wi-fi", "WiFi": "wi-fi", "蜂窝网络": "cellular", "蜂窝": "cellular", "蜂窝版": "cellular", "4G": "cellular", "线性": "linear", "线性轴": "linear", "红轴": "linear", "段落": "tactile", "段落轴": "tactile", "茶轴": "tactile", "触感": "tactile", "青轴": "clicky", "咔嗒": "clicky", "点击轴": "clicky", "点击": "clicky", "背光": "backlight", "白光": "white", "白色背光": "white backlight", "轴": "switch", "轴体": "switch", "键轴": "switch",
    "光学": "optical", "激光": "laser", "入耳式": "in-ear", "入耳": "in-ear", "贴耳式": "on-ear", "压耳式": "on-ear", "贴耳": "on-ear", "头戴式": "over-ear", "包耳式": "over-ear", "罩耳式": "over-ear", "包耳": "over-ear", "罩耳": "over-ear", "连接方式": "connectivity", "连接": "connectivity", "传感器": "sensor", "分辨率": "resolution", "变焦": "zoom", "SD卡": "sd card", "CF卡": "cf card", "sd卡": "sd card", "cf卡": "cf card", "视角": "field of view", "视场角": "field of view", "输出": "output", "续航": "battery life", "电池续航": "battery life", "充电式": "rechargeable", "可充电": "rechargeable", "充电的": "rechargeable", "充电款": "rechargeable", "AA电池": "aa battery", "五号电池": "aa battery", "5号电池": "aa battery", "干电池": "aa battery", "电池供电": "battery", "电池款": "battery", "电池": "battery", "USB供电": "usb", "插电": "ac adapter", "电源适配器": "ac adapter", "交流电": "ac adapter", "适配器": "ac adapter", "电源": "power source", "亮度": "brightness", "色温": "color temperature", "日光": "daylight", "冷白": "daylight", "暖白": "warm white", "暖光": "warm white", "暖白光": "warm white", "兼容": "compatibility", "谷歌助手": "google assistant", "谷歌": "google", "苹果": "apple", "亚马逊": "amazon", "显示屏": "display", "表带": "strap band", "表盘": "dial",
    "防水": "waterproof", "抗水": "waterproof", "防泼": "waterproof", "防溅": "waterproof",
    # home
    "不锈钢": "stainless steel", "玻璃": "glass", "陶瓷": "ceramic", "塑料": "plastic", "木质": "wood", "木头": "wood", "木制": "wood", "实木": "wood", "木": "wood", "木纹": "wood", "金属": "metal", "铁": "iron", "铸铁": "iron", "聚氨酯": "urethane", "天然橡胶": "natural rubber", "橡胶": "rubber", "乳胶": "latex", "乙烯基": "vinyl", "乙烯": "vinyl", "硬壳": "hardshell", "软壳": "softshell", "硬箱": "hardshell", "软箱": "softshell", "硬质": "hardshell", "软质": "softshell", "硬面": "hard cover", "硬皮": "hard cover", "精装": "hard cover", "硬封面": "hard cover", "软面": "soft cover", "软皮": "soft cover", "软封面": "soft cover", "封面": "cover", "竹": "bamboo", "竹制": "bamboo", "竹子": "bamboo", "枫木": "maple",
    "电磁炉": "induction", "电磁": "induction", "燃气": "gas", "煤气": "gas", "天然气": "gas", "电陶炉": "electric", "电炉": "electric", "电动": "electric", "电热": "electric", "电的": "electric", "木炭": "charcoal", "炭火": "charcoal", "炭烤": "charcoal", "碳烤": "charcoal", "旋转烤架": "rotisserie", "旋转烤叉": "rotisserie", "旋转烤": "rotisserie", "烤叉": "rotisserie", "侧炉": "side burner", "侧灶": "side burner", "侧边炉": "side burner", "侧炉头": "side burner",
    "滴滤": "drip", "滴漏": "drip", "意式浓缩": "espresso", "浓缩": "espresso", "意式": "espresso", "法压": "french press", "法压壶": "french press", "法式压滤": "french press", "定时": "timer", "定时器": "timer", "自动关机": "auto shutoff", "自动断电": "auto shutoff", "内置研磨": "built-in grinder", "内置磨豆机": "built-in grinder", "磨豆": "built-in grinder", "研磨器": "built-in grinder", "胶囊": "capsule", "胶囊式": "capsule", "全自动": "automatic", "自动": "automatic", "手动": "manual", "自动倾斜": "auto tilt", "手动倾斜": "manual tilt", "压力": "pressure",
    "机器人": "robotic", "扫地机器人款": "robotic", "机器人款": "robotic", "立式": "upright", "直立式": "upright", "直立": "upright", "卧式": "canister", "罐式": "canister", "桶式": "canister", "筒式": "canister", "无尘袋": "bagless", "无袋": "bagless", "免尘袋": "bagless", "不带尘袋": "bagless", "有尘袋": "bagged", "带尘袋": "bagged", "集尘袋": "bagged", "有袋": "bagged", "尘袋": "bagged", "无绳": "cordless", "无线款": "wireless cordless", "宠物毛发": "pet hair removal", "宠物毛": "pet hair removal", "除毛": "pet hair removal", "滤网": "filter", "过滤": "filter", "活性炭": "carbon", "碳滤": "carbon", "炭滤": "carbon", "碳": "carbon", "负离子": "ionic", "离子": "ionic", "夜间模式": "night mode", "夜间": "night mode", "静音": "quiet operation", "安静": "quiet operation", "智能传感": "smart sensors", "智能传感器": "smart sensors", "智能感应": "smart sensors", "高背": "high-back", "高靠背": "high-back", "标准背": "standard", "标准": "standard", "扶手": "armrest", "靠背": "backrest", "可调节": "adjustable", "可调": "adjustable", "调节": "adjustable", "固定": "fixed", "指针": "analog", "模拟": "analog", "指针式": "analog", "数字": "digital", "数字式": "digital", "电子": "digital", "数显": "digital", "直径": "diameter", "高度": "height", "厚度": "thickness", "长度": "length", "房间": "room", "功能": "feature", "附加功能": "feature", "额外功能": "feature", "特殊功能": "feature", "联网": "connectivity", "背光灯": "backlight", "类型": "type", "款式": "style", "炉灶": "stovetop", "炉具": "stovetop",
    # leisure and beauty
    "山地": "mountain", "山地车": "mountain", "公路": "road", "公路车": "road", "车架": "frame", "镜框": "frame", "镜架": "frame", "框": "frame", "镜片": "lens", "非偏光": "non-polarized", "不偏光": "non-polarized", "偏光": "polarized", "偏振": "polarized", "板面": "deck", "图案": "graphic", "图案款": "graphic", "印花": "graphic", "纯色": "plain", "素色": "plain", "素面": "plain", "素": "plain", "定制": "custom", "设计": "design", "水袋": "hydration", "饮水": "hydration", "相机隔层": "camera compartment", "电脑隔层": "laptop compartment", "笔记本隔层": "laptop compartment", "电脑仓": "laptop compartment", "水袋隔层": "hydration compartment", "隔层": "compartment", "动物": "animals", "艺术": "art", "奇幻": "fantasy", "幻想": "fantasy", "风景": "landscape", "山水": "landscape", "主题": "theme", "新手": "beginner", "初级": "beginner", "入门": "beginner", "初学者": "beginner", "简单": "beginner", "中级": "intermediate", "高级": "expert", "专家": "expert", "专家级": "expert", "难度": "difficulty", "专业": "professional", "专业版": "professional", "专业款": "professional", "基础": "basic", "基础版": "basic", "基础款": "basic", "基本": "basic", "浅肤色": "light", "深肤色": "dark", "中等肤色": "medium", "浅色": "light", "深色": "dark", "浅": "light", "肤色": "skin tone", "品牌": "brand", "木质香": "woody", "木香": "woody", "木质调": "woody", "东方": "oriental", "东方调": "oriental", "东方香": "oriental", "清新": "fresh", "清新调": "fresh", "男士": "men", "男款": "men", "男用": "men", "女士": "women", "女款": "women", "女用": "women", "中性": "unisex", "男女通用": "unisex", "香调": "scent", "性别": "gender", "通风": "ventilation",
}  # fmt: skip
"""Chinese word to what English catalogues print. Longest words are read first."""

UNITS: Final[dict[str, tuple[str, ...]]] = {
    "inch": ("inch", "inches", "in", "\"", "''", "英寸", "寸", "吋"), "ft": ("ft", "feet", "foot", "'", "英尺", "尺"), "cm": ("cm", "厘米", "公分"), "mm": ("mm", "毫米"), "m": ("meter", "meters", "metre", "metres", "米"),
    "gb": ("gb", "g", "gig", "gigs", "gigabytes", "GB"), "tb": ("tb", "t", "terabyte"), "ml": ("ml", "毫升"), "l": ("l", "liter", "liters", "litre", "litres", "ltr", "升"), "hour": ("hour", "hours", "hr", "hrs", "h", "小时", "个小时"),
    "cup": ("cup", "cups", "杯"), "mah": ("mah", "毫安", "毫安时"), "mp": ("mp", "megapixel", "megapixels", "百万像素"), "x": ("x", "times", "倍"), "bar": ("bar", "bars", "巴"), "degree": ("degree", "degrees", "deg", "°", "度"),
    "lb": ("lb", "lbs", "pound", "pounds", "磅"), "kg": ("kg", "公斤", "千克"), "w": ("w", "watt", "watts", "瓦"), "%": ("%", "percent"), "k": ("k",), "p": ("p",), "piece": ("piece", "pieces", "pcs", "pc", "pce", "片", "块", "件套", "件", "片装"), "oz": ("oz", "ounce", "ounces", "盎司"), "code": ("码", "号"),
}  # fmt: skip
"""Unit to how it is written. `piece` and `code` add nothing to the number."""
EMPTY_UNITS: Final = frozenset(("piece", "code"))

SAME: Final[dict[str, tuple[str, ...]]] = {
    "grey": ("gray", "grey"), "small": ("s", "small"), "medium": ("m", "medium"), "large": ("l", "large"), "xl": ("xl", "extra large", "xlarge", "x-large"), "xxl": ("xxl", "2xl"), "xs": ("xs", "extra small", "xsmall"),
    "waterproof": ("waterproof", "waterproofing", "water proofing", "water proof", "water resistant", "water resistance", "water-resistant"), "auto": ("auto", "automatic"), "wifi": ("wifi", "wi-fi", "wi fi"), "robotic": ("robotic", "robot"), "wood": ("wood", "wooden"), "women": ("women", "woman", "womens", "female", "ladies"), "men": ("men", "man", "mens", "male"),
    "hardshell": ("hardshell", "hard shell", "hard-shell"), "softshell": ("softshell", "soft shell", "soft-shell"), "beginner": ("beginner", "easy", "beginners"), "animals": ("animals", "animal"), "strap": ("strap", "band"), "color": ("color", "colour"), "full size": ("full size", "full-size", "fullsize", "full sized", "full-sized"), "inear": ("in-ear", "in ear", "inear"), "onear": ("on-ear", "on ear"), "overear": ("over-ear", "over ear", "around ear"), "rechargeable": ("rechargeable", "chargeable"), "linear": ("linear",), "clicky": ("clicky", "clicking"), "graphic": ("graphic", "graphics", "graphical"), "analog": ("analog", "analogue"), "polarized": ("polarized", "polarised"), "navy": ("navy", "navy blue"), "stainless steel": ("stainless steel", "stainless"), "space grey": ("space grey", "space gray"), "hepa": ("hepa",), "zipper": ("zipper", "zip"), "cordless": ("cordless",), "crew neck": ("crew neck", "crewneck", "round neck"), "v neck": ("v neck", "v-neck", "vneck"),
}  # fmt: skip
"""One form for words that mean the same on a label."""

_SKIP_COLOURS: Final = frozenset(("金", "银"))
_SHORT_COLOURS: Final = {"金": "gold", "银": "silver", "银灰": "silver", "深空灰": "space grey", "太空灰": "space grey", "玫瑰金": "rose gold", "藏青": "navy", "藏蓝": "navy", "深蓝": "navy", "米": "beige", "米色": "beige", "米黄": "beige", "紫": "purple", "紫色": "purple", "黄": "yellow", "黄色": "yellow", "棕": "brown", "咖啡色": "brown", "褐": "brown", "粉": "pink", "彩光": "rgb", "RGB": "rgb", "rgb": "rgb"}  # fmt: skip


@cache
def chinese_values() -> dict[str, str]:
    """Every Chinese word for an option or its value."""
    table = {zh: en for en, names in reversed(COLOURS.items()) for zh in names if zh not in _SKIP_COLOURS}
    table |= {zh: en for en, (_, names) in reversed(MATERIALS.items()) for zh in names if len(zh) > 1}
    return table | {"皮": "leather", "皮革": "leather", "真皮": "leather", "棉": "cotton"} | _SHORT_COLOURS | VALUES


@cache
def unit_names() -> dict[str, str]:
    """How a unit is written, to the unit."""
    return {name.lower(): unit for unit, names in UNITS.items() for name in names}


@cache
def same_forms() -> dict[str, str]:
    """Written form to the one form, all without spaces and hyphens."""
    return {
        form.replace(" ", "").replace("-", ""): one.replace(" ", "").replace("-", "")
        for one, forms in SAME.items()
        for form in forms
    }
