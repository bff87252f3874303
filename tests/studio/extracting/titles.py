"""Titles of shoes made from parts, with what they say."""

from __future__ import annotations

import random

from mercery.studio.extracting.learner.examples import Example

BEGINS, ENDS = (
    ("Al", "Kest", "Non", "Pet", "Vic", "Har", "Or", "Clar", "Bram", "Tol"),
    ("do", "rel", "na", "by", "o", "land", "u", "is"),
)
SHADES = ("Red", "Night Blue", "Bone", "Forest", "Cocoa", "Slate Grey", "Honey")
KINDS = ("Loafer", "Ankle Boot", "Ballet Flat", "Derby", "Sandal")


def titles(many: int, seed: int) -> list[Example]:
    """Titles as marketplaces write them, by eighty makers, some without a colour."""
    dice = random.Random(seed)
    made = []
    for _ in range(many):
        maker = dice.choice(BEGINS) + dice.choice(ENDS)
        kind, shade = dice.choice(KINDS), dice.choice(SHADES)
        size = f"{dice.randint(5, 12)}{dice.choice(['', '.5'])} M US"
        coloured = dice.random() < 0.8
        text = f"{maker} {dice.choice(['Women', 'Men'])}'s {kind}" + (f", {shade}" if coloured else "") + f", {size}"
        values = {"Brand": (maker,), "Type": (kind,), "Size": (size,)} | ({"Colour": (shade,)} if coloured else {})
        made.append(Example(text=text, category="Shoes", values=values, complete=True))
    return made
