"""What an import makes of a product the shop has: the file speaks for what it says, and for nothing else."""

from dataclasses import replace

from mercery.catalog.importing.diff import EVERYTHING, changes, merge
from mercery.catalog.product import Media, Option, PriceRow, Product, Variant
from mercery.core.i18n import Words
from mercery.core.money import Money

OURS = Product(
    id="prd_1",
    key="saddle",
    handle="saddle",
    title=Words("Saddle", "马鞍包"),
    category=(Words("Bags", "包袋"), Words("Handbags", "手袋")),
    options=(
        Option(name="colour", label=Words("Colour", "颜色"), values=(Words("black", "黑色"), Words("tan", "棕色"))),
    ),
    variants=(
        Variant(sku="s-1", options={"colour": Words("black", "黑色")}, prices=(PriceRow(amount=Money(9_000, "EUR")),)),
        Variant(sku="s-2", options={"colour": Words("tan", "棕色")}, prices=(PriceRow(amount=Money(9_000, "EUR")),)),
    ),
    media=(Media(source="https://x.example/1.jpg", alt=Words("In black", "黑色款"), variant_skus=("s-1",)),),
)
ENGLISH = replace(
    OURS,
    id="",
    title=Words("Saddle"),
    category=(Words("Handbags"),),
    options=(Option(name="colour", label=Words("Colour"), values=(Words("black"), Words("tan"))),),
    variants=tuple(
        replace(variant, options={"colour": Words(variant.options["colour"].en)}) for variant in OURS.variants
    ),
    media=(Media(source="https://x.example/1.jpg", alt=Words("In black")),),
)


def merged(draft: Product) -> Product:
    return merge(OURS, draft, EVERYTHING, remove_missing=False)


def test_a_file_in_one_language_changes_nothing_of_the_other() -> None:
    assert changes(OURS, merged(ENGLISH)) == []


def test_a_new_word_takes_the_place_of_the_old_one_with_its_translation() -> None:
    option = replace(ENGLISH.options[0], values=(Words("black"), Words("sand")))
    after = merged(replace(ENGLISH, options=(option,)))
    assert after.options[0].values == (Words("black", "黑色"), Words("sand"))


def test_a_kind_alone_leaves_the_path_to_it() -> None:
    assert merged(ENGLISH).category == OURS.category
    assert merged(replace(ENGLISH, category=(Words("Totes"),))).category == (Words("Totes"),)
    whole = merged(replace(ENGLISH, category=(Words("Bags"), Words("Totes")))).category
    assert whole == (Words("Bags", "包袋"), Words("Totes"))


def test_only_what_differs_is_a_change() -> None:
    dearer = replace(ENGLISH.variants[0], prices=(PriceRow(amount=Money(9_500, "EUR")),))
    found = changes(OURS, merged(replace(ENGLISH, variants=(dearer, ENGLISH.variants[1]))))
    assert [(change.field, change.sku) for change in found] == [("prices", "s-1")]
