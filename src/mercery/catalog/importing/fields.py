"""What shops call the fields of a product, in the languages their systems speak. Data; `guess.py` compares it with headings.

The surest names stand first: the later a name, the less sure the guess.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from mercery.core.files.amounts import is_currency
from mercery.core.files.tabular import heading

NAMES: Final[dict[str, tuple[str, ...]]] = {
    "group": ("item group id", "group id", "variant group", "variant group id", "product group id", "parent code", "style number", "style no", "style code", "spu", "spu编码", "spu id", "款号", "款式编号", "matrix id", "base id", "product group", "model code", "itemgroup id", "item group"),
    "parent": ("parent sku", "parent id", "parent", "parent product", "parent product id", "parent reference", "parent handle", "parent unique id", "parent key", "parent asin", "configurable sku", "父sku", "父商品编码", "主商品编码", "übergeordnet", "übergeordnetes produkt", "superior", "principal", "genitore", "padre", "hoofd", "bovenliggend", "ascendente", "nadrzędny", "родительский", "父级", "父級", "親", "親商品", "vaterartikel", "artikel vater", "parent article"),
    "kind": ("row type", "record type", "item type", "field type", "product type", "type", "producttype", "тип", "tipo", "tipo de producto", "soort", "タイプ", "타입", "商品类型", "类型", "typ"),
    "key": ("product id", "product key", "id", "item id", "货号", "商品编号", "商品id", "宝贝id", "产品编号", "编号", "model number", "型号", "article number", "artikelnummer", "artikel nr", "商品编码", "商品代码", "商品番号", "商品管理番号", "상품번호", "상품코드", "id produit", "id producto", "identifiant", "internal id", "external id", "uuid", "unique id", "entity id", "model", "ref", "référence", "référence produit", "referencia", "riferimento", "código", "codigo", "codice", "kod", "kód", "артикул", "код товара", "код", "tuotenumero", "varenummer", "varenr", "artnr", "product code", "product number"),
    "handle": ("handle", "slug", "url key", "permalink", "url handle", "seo url", "seo keyword", "url rewritten", "friendly url", "page url", "product url", "url slug", "handle id", "url"),
    "title": ("title", "name", "product name", "product title", "productname", "product", "item name", "item title", "item", "title en", "name en", "商品名称", "名称", "商品名", "标题", "产品名称", "品名", "商品标题", "宝贝名称", "宝贝标题", "产品名", "物料名称", "bezeichnung", "produktname", "artikelname", "artikelbezeichnung", "produktbezeichnung", "produkttitel", "artikeltitel", "nom", "nom du produit", "nom produit", "désignation", "libellé", "titre", "nombre", "nombre del producto", "nombre producto", "título", "titulo", "nome", "nome prodotto", "nome do produto", "nome produto", "titolo", "titel", "naam", "productnaam", "nazwa", "nazwa produktu", "tytuł", "název", "název produktu", "názov", "naziv", "naziv proizvoda", "megnevezés", "termék neve", "terméknév", "denumire", "nume produs", "nume", "produktnamn", "namn", "benämning", "produktnavn", "navn", "varenavn", "tuotenimi", "nimi", "название", "наименование", "имя", "название товара", "наименование товара", "назва", "назва товару", "ürün adı", "ürün ismi", "urun adi", "başlık", "商品名稱", "品項名稱", "商品の名前", "製品名", "タイトル", "名前", "상품명", "제품명", "이름", "tên sản phẩm", "tên", "nama produk", "nama", "ชื่อสินค้า", "اسم المنتج", "الاسم", "英文名", "英文名称", "item description", "label", "goods name", "subject", "productname", "product name full", "product label", "display name", "variant title"),
    "title_zh": ("title zh", "name zh", "chinese name", "title cn", "name cn", "中文名", "中文名称", "中文标题"),
    "description": ("description", "body", "long description", "details", "description en", "body html", "product description", "full description", "description html", "content", "html description", "描述", "商品描述", "宝贝描述", "详情", "商品详情", "介绍", "简介", "商品介绍", "商品简介", "卖点", "商品卖点", "beschreibung", "langbeschreibung", "produktbeschreibung", "artikelbeschreibung", "description longue", "descriptif", "descripción", "descripcion", "descrição", "descricao", "descrizione", "beschrijving", "omschrijving", "opis", "opis produktu", "popis", "leírás", "descriere", "beskrivning", "beskrivelse", "kuvaus", "описание", "опис", "açıklama", "商品描述", "商品説明", "説明", "상품설명", "설명", "mô tả", "deskripsi", "short description", "kurzbeschreibung", "description courte", "summary", "excerpt"),
    "description_zh": ("description zh", "description cn", "中文描述", "中文介绍"),
    "brand": ("brand", "vendor", "manufacturer", "brand name", "manufacturer name", "vendor name", "品牌", "品牌名称", "商品品牌", "marke", "hersteller", "herstellername", "marque", "fabricant", "marca", "fabricante", "produttore", "merk", "fabrikant", "marka", "producent", "značka", "výrobce", "gyártó", "producator", "varumärke", "merke", "mærke", "бренд", "производитель", "виробник", "ブランド", "メーカー", "브랜드", "제조사", "thương hiệu", "maker", "designer"),
    "category": ("category", "categories", "product type", "type", "category path", "department", "类目", "分类", "类别", "商品分类", "商品类目", "宝贝类目", "品类", "所属分类", "kategorie", "kategorien", "warengruppe", "category name", "google product category", "product category", "product categories", "default category", "main category", "catégorie", "catégories", "categoría", "categorías", "categoria", "categorie", "kategoria", "kategorier", "kategori", "kategória", "категория", "категории", "категорія", "カテゴリ", "カテゴリー", "카테고리", "danh mục", "section", "collection name", "taxonomy", "categorytext", "category text"),
    "audience": ("gender", "for", "audience", "性别", "适用性别", "适用人群", "geschlecht", "genre", "género"),
    "sku": ("sku", "variant sku", "sku code", "item number", "item sku", "seller sku", "product sku", "product code", "product code sku", "internal reference", "default code", "reference", "code", "article", "sku编码", "sku编号", "商家编码", "规格编码", "sku码", "sku id", "商品条形码编码", "卖家编码", "规格商家编码", "item code", "part number", "mpn", "variant id", "variant code", "article no", "bestellnummer", "artikelcode", "produktnummer", "product number", "ordernumber", "varenr", "stock code", "stock keeping unit", "merchant sku", "custom label", "custom label sku", "品番", "sku コード", "variantid", "artikelnummer", "artikel nr", "ugs", "référence", "referencia", "riferimento", "código", "codigo", "codice", "cod", "kod", "kód", "kod produktu", "indeks", "артикул", "код товара", "货号", "商品编码", "商品番号", "商品コード", "상품코드", "tuotenumero", "varenummer", "artnr", "variant reference"),
    "price": ("price", "retail price", "selling price", "sales price", "sale price incl tax", "current price", "price gross", "gross price", "price incl tax", "price tax incl", "base price", "variant price", "product price", "default price", "amount", "price minor", "price cents", "price amount", "amount minor", "unit amount", "minor", "价格", "售价", "单价", "销售价", "销售价格", "现价", "零售价", "商品价格", "宝贝价格", "一口价", "本店价", "本店售价", "商品售价", "sku价格", "规格价格", "京东价", "店铺价", "价格 元", "售价 元", "价格 分", "preis", "verkaufspreis", "bruttopreis", "preis brutto", "vk", "vk preis", "vk brutto", "endpreis", "prix", "prix ttc", "prix de vente", "prix de vente ttc", "prix public", "precio", "precio venta", "precio de venta", "pvp", "preço", "preco", "preço de venda", "prezzo", "prezzo di vendita", "prijs", "verkoopprijs", "cena", "cena brutto", "cena sprzedaży", "cena s dph", "prodejní cena", "ár", "bruttó ár", "eladási ár", "pret", "preț", "pris", "pris inkl moms", "utpris", "salgspris", "hinta", "цена", "розничная цена", "цена продажи", "ціна", "fiyat", "satış fiyatı", "価格", "販売価格", "税込価格", "가격", "판매가", "giá", "giá bán", "harga", "ราคา", "السعر", "售價", "價格", "price eur", "price cny", "price usd", "price gbp", "our price", "price inc vat", "price netto", "nettopreis", "prix ht", "price net", "net price", "price excl tax", "price tax excl", "unit price", "start price", "buy it now price", "item price"),
    "sale": ("sale price", "special price", "促销价格", "tarif promo", "precio rebajado", "prezzo in offerta", "цена распродажи", "cena promocyjna", "セール価格", "promo price", "promotional price", "promotion price", "discount price", "discounted price", "offer price", "price sale", "促销价", "活动价", "优惠价", "特价", "折扣价", "团购价", "angebotspreis", "aktionspreis", "sonderpreis", "prix promo", "prix soldé", "prix promotionnel", "precio rebajado", "precio oferta", "precio de oferta", "precio promocional", "preço promocional", "prezzo scontato", "actieprijs", "aanbiedingsprijs", "cena promocyjna", "akční cena", "akciós ár", "pret promotional", "tilbudspris", "reapris", "kampanjpris", "акционная цена", "цена со скидкой", "セール価格", "特価", "할인가", "giá khuyến mãi"),
    "was": ("compare at", "regulärer preis", "tarif régulier", "precio normal", "prezzo di listino", "reguliere prijs", "normale prijs", "базовая цена", "обычная цена", "常规售价", "常规价格", "通常価格", "compare at price", "compare price", "compare to price", "compare at minor", "compare at cents", "list price", "was", "was price", "original price", "rrp", "msrp", "retail price rrp", "recommended retail price", "old price", "oldprice", "regular price", "normal price", "previous price", "strike price", "crossed out price", "was minor", "price before", "price before discount", "划线价", "原价", "市场价", "市场价格", "吊牌价", "专柜价", "uvp", "full price", "划线价 元", "原价 元", "streichpreis", "alter preis", "statt preis", "listenpreis", "pseudopreis", "pseudoprice", "prix barré", "ancien prix", "prix conseillé", "precio anterior", "precio normal", "precio antes", "precio comparativo", "preço antigo", "preço original", "prezzo pieno", "prezzo originale", "prezzo di listino", "adviesprijs", "oude prijs", "stara cena", "cena przed obniżką", "běžná cena", "původní cena", "eredeti ár", "pret vechi", "ordinarie pris", "førpris", "veilpris", "старая цена", "цена до скидки", "стара ціна", "eski fiyat", "piyasa fiyatı", "定価", "参考価格", "정가", "소비자가", "giá gốc", "原價"),
    "currency": ("currency", "currency code", "price currency", "currency iso", "currency id", "币种", "货币", "währung", "devise", "moneda", "moeda", "valuta", "waluta", "měna", "валюта", "通貨"),
    "stock": ("stock", "quantity", "qty", "inventory", "stock quantity", "inventory quantity", "inventory qty", "on hand", "stock on hand", "quantity on hand", "available quantity", "quantity available", "current stock", "in stock", "stock level", "stock status quantity", "available stock", "units", "库存", "数量", "宝贝数量", "库存数量", "商品库存", "sku库存", "规格库存", "总库存", "现货", "可售库存", "可用库存", "bestand", "lagerbestand", "lagermenge", "menge", "anzahl", "verfügbarer bestand", "quantité", "stock disponible", "qté", "cantidad", "existencias", "inventario", "quantidade", "estoque", "quantità", "giacenza", "disponibilità", "voorraad", "aantal", "ilość", "stan magazynowy", "množství", "počet kusů", "skladem", "készlet", "raktárkészlet", "mennyiség", "stoc", "cantitate", "antal", "lager", "lagersaldo", "lagerbeholdning", "varasto", "остаток", "количество", "наличие", "залишок", "кількість", "stok", "stok adedi", "miktar", "在庫", "在庫数", "재고", "재고수량", "số lượng", "tồn kho", "庫存", "available", "inventory level", "availability", "в наличии", "vorrätig", "en stock", "en existencias", "en inventario", "op voorraad", "em estoque", "na stanie", "有货", "stock amount"),
    "restock": ("restock date", "restock", "available from", "back in stock", "availability date", "expected", "expected date", "补货日期", "到货日期", "到货时间", "补货时间", "预计到货"),
    "image": ("image", "images", "image url", "image urls", "image link", "picture", "photo", "image src", "main image", "picture url", "thumbnail", "media", "product image", "product image url", "product images", "featured image", "hosted image urls", "image 1", "image1", "base image", "primary image", "图片", "主图", "商品图片", "宝贝图片", "商品主图", "图片链接", "图片地址", "新图片", "bild", "bilder", "bild url", "bildlink", "produktbild", "image produit", "imagen", "imágenes", "imagem", "imagens", "immagine", "immagini", "afbeelding", "afbeeldingen", "zdjęcie", "zdjęcia", "obrázek", "kép", "imagine", "изображение", "фото", "картинка", "görsel", "resim", "画像", "商品画像", "이미지", "hình ảnh", "photos", "pictures", "cover", "imgurl", "image file", "img"),
    "tags": ("tags", "labels", "keywords", "标签", "关键词", "schlagwörter", "stichwörter", "étiquettes", "mots clés", "etiquetas", "etichette", "search words"),
    "status": ("status", "published", "active", "state", "enabled", "visible", "is active", "product visible", "visibility", "is published", "online", "product online", "publish", "exibir na loja", "mostrar en tienda", "mostrar na loja", "状态", "已发布", "veröffentlicht", "publié", "pubblicato", "gepubliceerd", "opublikowano", "opublikowany", "опубликован", "公開済み", "上架", "是否上架", "上架状态", "商品状态", "是否在售", "aktiv", "sichtbar", "veröffentlicht", "actif", "publié", "en ligne", "activo", "publicado", "ativo", "attivo", "actief", "zichtbaar", "aktywny", "активен", "статус", "aktif", "公開"),
    "barcode": ("barcode", "ean", "gtin", "upc", "ean13", "ean code", "isbn", "条码", "条形码", "商品条码", "商品条形码", "strichcode", "code barres", "código de barras", "codice a barre", "streepjescode", "kod kreskowy", "čárový kód", "штрихкод", "штрих код", "barkod", "jan", "janコード", "바코드"),
    "variants": ("variants", "skus", "variations", "规格列表", "sku列表", "children", "models", "options list", "combinations", "product variants"),
    "options": ("options", "option values", "selected options", "规格", "规格值", "sku规格", "销售属性", "sku属性", "规格属性", "variant options", "variation", "variation attributes", "variant attributes", "option", "attribute combination"),
    "attributes": ("attributes", "properties", "specs", "specifications", "属性", "商品属性", "产品属性", "宝贝属性", "features", "params", "details", "product attributes", "custom fields"),
    "collections": ("collections", "collection", "collection handle"),
    "prices": ("prices", "price list", "price set", "pricing"),
    "durable": ("durable",),
    "replacement_days": ("replacement days",),
    "tax_included": ("tax included", "includes tax", "price includes tax", "含税"),
}  # fmt: skip

OPTIONS: Final = (
    "color", "colour", "size", "colours", "colors", "sizes", "shade", "variant", "variant name", "volume option", "option", "colour name", "color name", "size name",
    "shoe size", "clothing size", "颜色", "尺码", "尺寸码", "规格", "款式", "颜色分类", "码数", "鞋码", "色号", "规格名称", "规格型号", "尺寸规格", "净含量规格", "型号规格",
    "farbe", "größe", "ausführung", "variante", "couleur", "taille", "pointure", "talla", "tamaño", "colore", "taglia", "misura", "cor", "tamanho", "kleur", "maat", "kolor",
    "rozmiar", "barva", "velikost", "farba", "veľkosť", "szín", "méret", "culoare", "mărime", "färg", "storlek", "farge", "størrelse", "farve", "väri", "koko", "цвет", "размер",
    "колір", "розмір", "renk", "beden", "カラー", "サイズ", "色", "색상", "사이즈", "màu sắc", "kích thước", "顏色", "尺寸", "flavor", "flavour", "scent", "style option", "variation name", "variation",
)  # fmt: skip

COSTS: Final = frozenset(
    ["cost", "costs", "wholesale", "purchase", "purchasing", "buying", "supplier", "einkauf", "einkaufspreis", "ek", "achat", "coste", "costo", "custo", "inkoop", "inkoopprijs", "zakupu",
     "nakupni", "beszerzesi", "закупочная", "закупки", "maliyet", "仕入", "원가", "shipping", "delivery", "freight", "versand", "versandkosten", "livraison", "envio", "envío", "tax", "taxes",
     "vat", "discount", "rabatt", "remise", "descuento", "min", "max", "minimum", "maximum", "from", "to", "start", "end", "date", "dates", "margin", "profit", "commission",
     "deposit", "impact", "surcharge", "hide", "show", "rules", "rule", "group", "tier", "bulk", "type", "unit", "per", "measure", "measurement", "adjustment", "modifier", "class",
     "status", "ecotax", "grundpreis", "import", "effective", "unitprice", "customer", "linked", "history", "range", "alert", "standard"]
)  # fmt: skip
"""Words that make a column of amounts something else than what a buyer pays."""
CHINESE_COSTS: Final = (
    "成本",
    "进价",
    "批发",
    "运费",
    "邮费",
    "采购",
    "供货",
    "结算",
    "佣金",
    "利润",
    "最低",
    "最高",
    "会员",
    "税",
)

QUALIFIERS: Final = frozenset(
    ["product", "products", "item", "items", "variant", "variants", "article", "artikel", "produkt", "produit", "producto", "produto", "prodotto", "default", "base", "current", "the", "your",
     "my", "our", "en", "english", "us", "uk", "gb", "de", "fr", "incl", "including", "included", "inclusive", "inc", "inkl", "excl", "excluding", "excluded", "exclusive", "ex", "exkl",
     "tax", "taxes", "vat", "gst", "mwst", "mw", "st", "ust", "moms", "dph", "iva", "btw", "ht", "ttc", "brutto", "netto", "gross", "net", "with", "without", "of", "in", "w", "or", "and", "ou", "oder", "und", "et", "eur",
     "usd", "cny", "gbp", "rmb", "jpy", "chf", "cad", "aud", "sek", "nok", "dkk", "pln", "czk", "huf", "ron", "inr", "brl", "euro", "euros", "dollar", "dollars", "元", "s", "csv", "field",
     "required", "optional", "value", "text", "full", "main", "primary", "online", "store", "shop", "web", "html"]
)  # fmt: skip
"""Words that may stand beside a name without changing what it means."""
CURRENCIES: Final = frozenset(
    ["eur", "usd", "cny", "gbp", "jpy", "chf", "hkd", "cad", "aud", "nzd", "sek", "nok", "dkk", "pln", "czk", "huf", "ron", "bgn", "inr", "brl", "mxn", "sgd", "twd", "krw", "thb", "vnd", "idr",
     "myr", "php", "uah", "rub", "ils", "aed", "sar", "qar", "kwd", "zar", "isk", "clp", "cop", "rsd", "kzt", "ngn", "kes"]
)  # fmt: skip
"""Codes read from a heading in any case. The others (`ALL`, `TOP`, `TRY`) only in capitals: they are words, too."""
NET: Final = frozenset(["excl", "excluding", "excluded", "exclusive", "ex", "exkl", "net", "netto", "ht", "without"])
GROSS: Final = frozenset(
    ["incl", "including", "included", "inclusive", "inc", "inkl", "gross", "brutto", "ttc", "with"]
)


@lru_cache(maxsize=1)
def places() -> dict[str, dict[str, int]]:
    """Of each field, its names as headings are compared, each with its place in the list."""
    found: dict[str, dict[str, int]] = {}
    for field, words in NAMES.items():
        own: dict[str, int] = {}
        for place, word in enumerate(words):
            own.setdefault(heading(word), place)
        found[field] = own
    return found


@lru_cache(maxsize=1)
def _option_names() -> frozenset[str]:
    return frozenset(heading(word) for word in OPTIONS)


_NUMBERED: Final = re.compile(r"(variant |product |variation )?option ?\d( value)?")


def is_option(column: str) -> bool:
    """Whether the heading (as compared) is something a buyer chooses by."""
    bare = re.sub(
        r"^(product variation option|variation option|variant|product|item|attribute|attr|option) ", "", column
    )
    return column in _option_names() or bare in _option_names() or bool(_NUMBERED.fullmatch(column))


def currency_in(raw: str) -> str:
    """The currency a heading names: `Price (EUR)`, `price_usd`, `价格（元）`; empty when it names none."""
    capitals = raw != raw.upper()
    for word in re.findall(r"(?<![A-Za-z])[A-Za-z]{3}(?![A-Za-z])", raw):
        code = word.upper()
        if code == "RMB" or word.casefold() in CURRENCIES or (capitals and word == code and is_currency(code)):
            return "CNY" if code == "RMB" else code
    hit = re.search(r"[€£元₹]", raw)
    return {"€": "EUR", "£": "GBP", "元": "CNY", "₹": "INR"}[hit[0]] if hit else ""
