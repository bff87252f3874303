from mercery.storefront.swatch import swatch


def test_colours_are_known_in_both_languages_and_unknown_ones_stay_words() -> None:
    assert swatch("Bordeaux") == swatch("", "酒红色") == "#7E2733"
    assert swatch("bottle green") == "#2C5A48"
    assert swatch("Moonlight whisper") == ""
