"""Each format's rules on files of an invented shop."""

from pathlib import Path

from tests.catalog.importing.reading import read_text, refusal

from mercery.claims.values import Stock
from mercery.core.i18n import Words

SHOPIFY = """Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price,Variant Compare At Price,Image Src,Image Alt Text,Variant Image,Status
lune-coat,Lune Coat,"<p>Wool, ""double"" faced.</p><ul><li>Two pockets</li></ul>",Orme,Coats,"wool, winter",true,Colour,Navy,Size,S,LC-N-S,shopify,3,deny,420.00,520.00,https://p.example/1.jpg,Front,https://p.example/n.jpg,active
lune-coat,,,,,,,,Navy,,M,LC-N-M,shopify,-2,deny,420.00,,https://p.example/2.jpg,,,
lune-coat,,,,,,,,,,,,,,,,,https://p.example/3.jpg,Back,,
soap,Olive Soap,,Orme,Home,,false,Title,Default Title,,,SOAP,,7,deny,9.5,,,,,draft
lune-coat,,,,,,,,Red,,S,LC-R-S,shopify,1,continue,430,,,,,
"""


def test_shopify(tmp_path: Path) -> None:
    read = read_text(tmp_path, SHOPIFY)
    coat, soap = read.products
    assert (read.format, read.counts) == ("shopify", (2, 4))
    assert read.prices == ["420.00 EUR", "420.00 EUR", "430.00 EUR", "9.50 EUR"]
    assert coat.variants[0].prices[0].was and coat.description.en == 'Wool, "double" faced.\nTwo pockets'
    assert [v.stock for v in coat.variants] == [Stock(3), Stock(0), Stock(None)]
    assert [m.source[-5:] for m in coat.media] == ["1.jpg", "2.jpg", "3.jpg", "n.jpg"]
    assert (soap.options, soap.status, soap.variants[0].stock) == ((), "draft", Stock(None))


def test_shopify_with_the_headings_since_2024(tmp_path: Path) -> None:
    read = read_text(
        tmp_path,
        "Title,URL handle,Description,Vendor,Product category,Type,Tags,Published on online store,Status,SKU,Option1 name,Option1 value,"
        "Price,Compare-at price,Inventory tracker,Inventory quantity,Continue selling when out of stock,Weight value (grams),Product image URL\n"
        "Brae Scarf,brae-scarf,Soft.,Orme,Apparel > Scarves,,,TRUE,Active,BS-1,Colour,Grey,80.00,,shopify,4,DENY,120,https://p.example/b.jpg\n"
        ",brae-scarf,,,,,,,,BS-2,,Red,85.00,100.00,shopify,0,DENY,120,\n",
    )
    scarf = read.products[0]
    assert (read.format, read.counts, scarf.status) == ("shopify", (1, 2), "active")
    assert [step.en for step in scarf.category] == ["Apparel", "Scarves"]
    assert scarf.variants[1].prices[0].was and scarf.variants[1].stock == Stock(0)


def test_shopify_refusals_name_their_lines(tmp_path: Path) -> None:
    head = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price\n"
    assert "line 3, column Variant Price: The price -5 is negative" in refusal(
        tmp_path, head + "a,A,Size,S,1,5\na,,,M,2,-5\n"
    )
    assert "line 2, column Variant Price: 'abc' is not a price" in refusal(tmp_path, head + "a,A,Size,S,1,abc\n")
    assert "line 3: The row has 5 columns" in refusal(tmp_path, head + "a,A,Size,S,1,5\na,,,M,2\n")
    assert "line 3" in refusal(tmp_path, head + "a,A,Size,S,1,5\na,,,S,2,5\n")
    assert "no title" in refusal(tmp_path, head + "a,,Size,S,1,5\n")
    assert "line 2, column Handle" in refusal(tmp_path, head + ",A,Size,S,1,5\n")
    assert "no price" in refusal(tmp_path, head + "a,A,Size,S,1,\n")
    assert "never closed" in refusal(tmp_path, head + 'a,A,Size,S,1,5\nb,"B,Size,S,3,5\n')
    assert "no value for 'Size'" in refusal(tmp_path, head + "a,A,Size,S,1,5\na,,,,2,5\n")


WOO = """ID,Type,SKU,Name,Published,Visibility in catalog,Short description,Description,In stock?,Stock,Weight (kg),Sale price,Regular price,Categories,Tags,Images,Parent,Attribute 1 name,Attribute 1 value(s),Attribute 1 visible,Attribute 1 global
5,variation,,Vela Shirt - Blue,1,visible,,,1,4,,,45,,,,id:9,Colour,Blue,,1
9,variable,VELA,Vela Shirt,1,visible,,Linen.,1,,0.3,,,"Clothing > Shirts, New",,"https://p.example/a.jpg, https://p.example/b.jpg",,Colour,"Blue, White",1,1
10,variation,VELA-W,Vela Shirt - White,1,visible,,,0,,,"39,50",45,,,,VELA,Colour,White,,1
11,"simple, virtual",CARD,Gift card,0,visible,,,1,,,,25,Gifts,,,,,,,
12,grouped,SET,Set,1,visible,,,1,,,,,,,,,,,,
13,external,EXT,Book,1,visible,,,1,,,,12.00,,,,,,,,
"""


def test_woocommerce(tmp_path: Path) -> None:
    read = read_text(tmp_path, WOO)
    shirt = next(product for product in read.products if product.key == "VELA")
    assert (read.format, read.counts) == ("woocommerce", (4, 4))
    assert sorted(read.skus) == ["CARD", "EXT", "VELA-5", "VELA-W"]
    assert [step.en for step in shirt.category] == ["Clothing", "Shirts"]
    white = shirt.variant("VELA-W")
    assert white and str(white.prices[0].amount.major) == "39.50" and white.stock == Stock(0)
    assert [p.status for p in read.products if p.key == "CARD"] == ["draft"]


def test_woocommerce_orphans_and_twins_are_refused(tmp_path: Path) -> None:
    assert "line 2, column Parent: The variation's parent is not in the file (it names 'id:9')" in refusal(
        tmp_path, "\n".join(WOO.splitlines()[:2])
    )
    twin = WOO + "14,simple,EXT,Other,1,visible,,,1,,,,12,,,,,,,,\n"
    assert "line 8, column SKU: The SKU 'EXT' appears twice (first on line 7)" in refusal(tmp_path, twin)
    other = read_text(tmp_path, WOO.replace("13,external", "13,lottery"))
    assert other.counts == (4, 4) and "line 7, column Type" in other.warnings[0]


VENDURE = """name:en,name:zh_Hans,slug,description:en,description:zh_Hans,assets,facets:en,facets:zh_Hans,optionGroups,optionValues:en,optionValues:zh_Hans,sku,price,taxCategory,stockOnHand,trackInventory,variantAssets,variantFacets
Kite,风筝,kite,A kite.,一只风筝。,k1.jpg|k2.jpg,category:Toys|brand:Orme,分类:玩具|品牌:欧姆,colour|size,red|large,红色|大,K1,20.00,standard,5,true,,
,,,,,,,,,blue|large,蓝色|大,K2,22.5,standard,0,false,,
"""


def test_vendure_in_two_languages(tmp_path: Path) -> None:
    read = read_text(tmp_path, VENDURE)
    kite = read.products[0]
    assert (read.format, read.counts) == ("vendure", (1, 2))
    assert (kite.title, kite.brand, kite.category) == (Words("Kite", "风筝"), "Orme", (Words("Toys", "玩具"),))
    assert kite.variants[1].options["colour"] == Words("blue", "蓝色")
    assert [v.stock for v in kite.variants] == [Stock(5), Stock(None)]
    assert "line 3" in refusal(tmp_path, VENDURE.replace("blue|large", "blue"))


MAGENTO = """sku,store_view_code,attribute_set_code,product_type,categories,name,description,price,special_price,qty,is_in_stock,product_online,visibility,url_key,base_image,additional_images,additional_attributes,configurable_variations,configurable_variation_labels,associated_skus
R-S,,Ring,simple,Default Category/Rings,Ring S,,90.0000,,2.0000,1,1,Not Visible Individually,ring-s,/r/s.jpg,,"ring_size=S,color=Gold",,,
R-M,,Ring,simple,Default Category/Rings,Ring M,,90.0000,80.0000,0,0,1,Not Visible Individually,ring-m,,,"ring_size=M,color=Gold",,,
R,,Ring,configurable,"Default Category/Rings,Default Category/Rings/Gold",Ring,<b>Gold</b> ring,,,0,1,1,"Catalog, Search",ring,/r/r.jpg,"/r/1.jpg,/r/2.jpg","material=Gold|Silver",sku=R-S,ring_size=S|sku=R-M,ring_size=M",ring_size=Ring size,
R,zh_Hans_CN,,,,戒指,,,,,,,,,,,,,,
BOX,,Default,simple,Default Category/Boxes,Box,,12.5,,9,1,2,"Catalog, Search",box,,,,,,
"""


def test_magento_export(tmp_path: Path) -> None:
    read = read_text(
        tmp_path,
        MAGENTO.replace('sku=R-S,ring_size=S|sku=R-M,ring_size=M",', '"sku=R-S,ring_size=S|sku=R-M,ring_size=M",'),
    )
    ring, box = read.products
    assert (read.format, read.counts) == ("magento", (2, 3))
    assert (ring.key, ring.title, ring.category[-1].en) == ("R", Words("Ring", "戒指"), "Gold")
    assert [dict(v.options) for v in ring.variants] == [{"ring_size": Words("S")}, {"ring_size": Words("M")}]
    assert ring.variants[1].prices[0].was and ring.variants[1].stock == Stock(0)
    assert box.status == "draft"


def test_magento_names_a_missing_variation(tmp_path: Path) -> None:
    text = 'sku,product_type,attribute_set_code,name,price,qty,configurable_variations\nC,configurable,Default,Coat,,,"sku=C-S,size=S|sku=C-M,size=M"\nC-S,simple,Default,Coat S,10,1,\n'
    assert "line 2, column configurable_variations: 'C' names the variation 'C-M'" in refusal(tmp_path, text)


def test_spree(tmp_path: Path) -> None:
    read = read_text(
        tmp_path,
        "product_id,sku,name,slug,status,vendor_name,brand_name,description,tags,price,compare_at_price,currency,width,height,depth,dimensions_unit,weight,weight_unit,track_inventory,inventory_count,inventory_backorderable,image1_src,option1_name,option1_value,option2_name,option2_value,category1\n"
        '1,MUG-B,Mug,mug,active,,Orme,Stoneware.,"home, new",18.00,22.00,EUR,9,10,9,cm,0.4,kg,true,12,false,https://p.example/m.jpg,Colour,Blue,,,Home -> Kitchen\n'
        "1,MUG-G,,mug,,,,,,19.00,,EUR,,,,,,,true,0,false,,Colour,Green,,,\n"
        "1,MUG-G,,mug,,,,,,21.00,,USD,,,,,,,true,0,false,,Colour,Green,,,\n"
        "2,CUP,Cup,cup,draft,,,,,8,,EUR,,,,,,,false,,true,,,,,,\n",
    )
    mug = read.products[0]
    assert (read.format, read.counts) == ("spree", (2, 3))
    assert [step.en for step in mug.category] == ["Home", "Kitchen"]
    assert [row.amount.currency for row in mug.variants[1].prices] == ["EUR", "USD"]
    assert read.products[1].variants[0].stock == Stock(None) and read.products[1].status == "draft"


def test_medusa_of_both_versions(tmp_path: Path) -> None:
    one = read_text(
        tmp_path,
        "Product Id,Product Handle,Product Title,Product Status,Product Tags,Variant Id,Variant Title,Variant SKU,Variant Inventory Quantity,Variant Allow Backorder,Variant Manage Inventory,Price EUR,Price france [EUR],Price USD,Option 1 Name,Option 1 Value,Image 1 Url\n"
        'p1,tee,Tee,published,"a,b",v1,S,TEE-S,10,false,true,19.5,18,22,Size,S,https://p.example/t.jpg\n'
        "p1,tee,,,,v2,M,TEE-M,0,false,true,20,,23,Size,M,\n",
    )
    two = read_text(
        tmp_path,
        "Product Id,Product Handle,Product Title,Product Status,Variant SKU,Variant Manage Inventory,Variant Price EUR,Variant Price USD,Variant Option 1 Name,Variant Option 1 Value,Product Image 1 Url\n"
        ",tee,Tee,draft,TEE-S,TRUE,19.5,22,Size,S,https://p.example/t.jpg\n,tee,Tee,draft,TEE-M,FALSE,20,23,Size,M,\n",
    )
    assert (one.format, one.counts, two.format, two.counts) == ("medusa", (1, 2), "medusa", (1, 2))
    assert one.prices == two.prices == ["19.50 EUR", "20.00 EUR"]
    assert [row.price_list for row in one.products[0].variants[0].prices] == ["default", "france", "default"]
    assert two.products[0].status == "draft"


FEED = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel><title>Orme</title>
<item><g:id>A1</g:id><title>Arda Bag black</title><g:description>Leather &amp; cotton</g:description><g:price>98.00 EUR</g:price><g:sale_price>78.00 EUR</g:sale_price><g:availability>in_stock</g:availability><g:item_group_id>ARDA</g:item_group_id><g:color>black</g:color><g:image_link>https://p.example/a.jpg</g:image_link><g:product_type>Bags &gt; Totes</g:product_type></item>
<item><g:id>A2</g:id><g:title>Arda Bag tan</g:title><g:price>EUR 98</g:price><g:availability>out of stock</g:availability><g:item_group_id>ARDA</g:item_group_id><g:color>tan</g:color></item>
<item><g:id>B1</g:id><g:title>Cup</g:title><g:price>8,50 EUR</g:price><g:availability>preorder</g:availability><g:availability_date>2026-12-24T10:00+01:00</g:availability_date></item>
</channel></rss>
"""


def test_google_feed_in_xml(tmp_path: Path) -> None:
    read = read_text(tmp_path, FEED, "feed.xml")
    bag = read.products[0]
    assert (read.format, read.counts) == ("google-merchant", (2, 3))
    assert (bag.key, bag.title.en, [s.en for s in bag.category]) == ("ARDA", "Arda Bag black", ["Bags", "Totes"])
    assert read.prices == ["78.00 EUR", "98.00 EUR", "8.50 EUR"]
    assert [v.stock.quantity for p in read.products for v in p.variants] == [None, 0, 0]


def test_google_feed_as_atom_and_text(tmp_path: Path) -> None:
    atom = read_text(
        tmp_path,
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0"><entry><g:id>1</g:id><title>Cup</title>'
        '<link href="https://s.example/cup"/><g:price>8 EUR</g:price></entry></feed>', "feed.xml",
    )  # fmt: skip
    text = read_text(
        tmp_path,
        "id\ttitle\tdescription\tlink\timage_link\tavailability\tprice\tbrand\n1\tCup\tA cup\thttps://s.example\thttps://p.example/c.jpg\tin_stock\t8.00 EUR\tOrme\n",
        "feed.tsv",
    )
    assert (atom.counts, atom.prices, text.format, text.prices) == (
        (1, 1),
        ["8.00 EUR"],
        "google-merchant",
        ["8.00 EUR"],
    )


def test_a_feed_with_entities_or_cut_off_is_refused(tmp_path: Path) -> None:
    bomb = '<?xml version="1.0"?>\n<!DOCTYPE lolz [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>\n<rss><channel><item><title>&b;</title></item></channel></rss>'
    assert "line 2: The XML declares entities" in refusal(tmp_path, bomb, "feed.xml")
    assert "line 4: The XML is malformed" in refusal(tmp_path, FEED[:-300], "feed.xml")
    assert "line 4, column price: The currency 'XQQ' is unknown" in refusal(
        tmp_path, FEED.replace("EUR 98", "XQQ 98"), "feed.xml"
    )


LINKED = """{"@context": "https://schema.org", "@graph": [
 {"@type": "ProductGroup", "productGroupID": "G1", "name": "Arda", "brand": {"@type": "Brand", "name": "Orme"}, "hasVariant": [
   {"@type": "Product", "sku": "A-B", "color": "black", "offers": {"@type": "Offer", "price": "98.00", "priceCurrency": "EUR", "availability": "https://schema.org/InStock"}},
   {"@type": "Product", "sku": "A-T", "color": "tan", "offers": {"@type": "Offer", "price": 99, "priceCurrency": "EUR", "availability": "OutOfStock"}}]},
 {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": {"@type": "Product", "sku": "CUP", "name": "Cup",
   "offers": {"@type": "AggregateOffer", "lowPrice": "8.00", "highPrice": "9.00", "priceCurrency": "EUR"}}}]}]}
"""


def test_schema_org_in_json_and_in_a_page(tmp_path: Path) -> None:
    read = read_text(tmp_path, LINKED, "shop.jsonld")
    page = read_text(
        tmp_path,
        f'<!doctype html><html><head><script type="application/ld+json">{LINKED}</script></head><body></body></html>',
        "page.html",
    )
    assert (read.format, read.counts, page.counts) == ("schema.org", (2, 3), (2, 3))
    assert read.prices == page.prices == ["98.00 EUR", "99.00 EUR", "8.00 EUR"]
    assert read.products[0].variants[1].stock == Stock(0)
    assert "line 2" in refusal(tmp_path, LINKED.replace('"G1",', '"G1"'), "shop.jsonld")


def test_saleor_csv_export(tmp_path: Path) -> None:
    read = read_text(
        tmp_path,
        "id,name,category,product weight,variant id,variant sku,colour (product attribute),size (variant attribute),default (channel price amount),default (channel variant currency code),main (warehouse quantity)\n"
        "P1,Tee,shirts,,V1,T-S,red,S,10.0,EUR,4\nP1,Tee,shirts,,V2,T-M,red,M,12.0,EUR,0\n",
    )
    assert (read.format, read.counts, read.prices) == ("saleor", (1, 2), ["10.00 EUR", "12.00 EUR"])
    assert read.products[0].variants[0].stock == Stock(4)
