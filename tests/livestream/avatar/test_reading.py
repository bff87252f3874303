"""A designer's folder: what can be used is used, what cannot is said with its place and what to do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.livestream.avatar.drawn_host import LAYERS, RIG, drawing, host, mouth, parts

from mercery.core.errors import Problem
from mercery.livestream.avatar.avatar import Avatar
from mercery.livestream.avatar.reading import AvatarUnreadable, examined, load_avatar


def faults(folder: Path) -> list[Problem]:
    found = examined(folder)
    assert isinstance(found, list)
    return found


def only_fault(folder: Path) -> Problem:
    found = faults(folder)
    assert len(found) == 1, [problem.text() for problem in found]
    assert found[0].remedy
    return found[0]


def test_a_host_is_read_with_all_its_groups_and_shapes(tmp_path: Path) -> None:
    avatar = load_avatar(host(tmp_path))
    assert set(avatar.groups) == {"hair_back", "body", "arm", "head", "lock"}
    assert [part.name for part in avatar.features["mouth"].parts] == ["lips", "opening", "teeth"]
    assert avatar.rig.name.zh == "艾达"


def test_a_group_that_is_missing_is_named_with_the_groups_there_are(tmp_path: Path) -> None:
    fault = only_fault(host(tmp_path, without=["mouth_round"]))
    assert "no group mouth_round" in fault.message and fault.file == "avatar.svg"
    assert "hair_back" in fault.remedy


def test_a_name_that_is_given_twice_is_told(tmp_path: Path) -> None:
    found = faults(host(tmp_path, change={"more": mouth("open"), "lock2": '<g id="lock"/>'}))
    told = " ".join(problem.message for problem in found)
    assert "several groups named mouth_open" in told and "several groups named lock" in told


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    found = faults(host(tmp_path, without=["mouth_round", "eye_L_closed", "iris_R", "lock"]))
    assert len(found) == 4


def test_key_shapes_need_the_same_nodes(tmp_path: Path) -> None:
    more = mouth("open").replace("Q100 109", "L100 105 Q100 109")
    fault = only_fault(host(tmp_path, change={"mouth_open": more}))
    assert "mouth_open: opening has 4 nodes, in mouth_rest it has 3" in fault.message
    assert fault.line == 1 and fault.field == "mouth_open_opening"


def test_key_shapes_need_the_same_parts_in_the_same_order(tmp_path: Path) -> None:
    fault = only_fault(host(tmp_path, change={"mouth_wide": mouth("wide").replace("wide_teeth", "wide_tongue")}))
    assert "mouth_wide has the parts lips, opening, tongue; mouth_rest has lips, opening, teeth" in fault.message


def test_an_eye_without_an_opening_is_told_what_to_name_so(tmp_path: Path) -> None:
    change = {name: text.replace("_opening", "_white") for name, text in parts().items() if name.startswith("eye_L")}
    assert "no part named opening" in only_fault(host(tmp_path, change=change)).message


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        ("<script>alert(1)</script>", "a script"),
        ('<g onclick="go()"/>', "runs a program (onclick)"),
        ('<image href="data:image/png;base64,AAAA"/>', "an embedded picture"),
        ('<use href="https://example.com/a.svg#x"/>', "refers to something outside"),
        ('<use xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="other.svg#x"/>', "refers to something outside"),
        ('<rect width="9" height="9" fill="url(https://example.com/a)"/>', "fill refers to something outside"),
        ('<rect width="9" height="9" style="fill:url(&quot;file:///etc/passwd&quot;)"/>', "fill refers to something outside"),
        ("<style>@import url(https://example.com/a.css);</style>", "imports something"),
        ("<text>Hello</text>", "Turn text to outlines"),
        ('<foreignObject><b xmlns="http://www.w3.org/1999/xhtml">x</b></foreignObject>', "foreign content"),
        ('<rect width="9" height="9"><animate attributeName="x"/></rect>', "an animation"),
        ('<filter id="b"><feGaussianBlur stdDeviation="400"/></filter>', "A blur of 400 units"),
        ('<filter id="b"><feImage href="#a"/></filter>', "<feImage>"),
        ('<g id="a"><use href="#a"/></g>', "grow too large, or hold themselves"),
    ],
)  # fmt: skip
def test_a_drawing_that_is_more_than_a_picture_is_refused(tmp_path: Path, bad: str, told: str) -> None:
    fault = only_fault(host(tmp_path, svg=drawing(parts(), before=bad)))
    assert told in fault.text()


def test_symbols_that_double_each_other_are_refused_without_being_drawn(tmp_path: Path) -> None:
    bomb = '<g id="a0"><rect width="1" height="1"/></g>' + "".join(
        f'<g id="a{n}"><use href="#a{n - 1}"/><use href="#a{n - 1}"/></g>' for n in range(1, 39)
    )
    assert "grow too large" in only_fault(host(tmp_path, svg=drawing(parts(), before=bomb))).message


def test_entities_are_refused(tmp_path: Path) -> None:
    lol = '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    assert "declares entities" in only_fault(host(tmp_path, svg=lol + drawing(parts()))).message


def test_a_plain_document_type_as_illustrator_writes_it_does_no_harm(tmp_path: Path) -> None:
    kind = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    assert isinstance(examined(host(tmp_path, svg=kind + drawing(parts()))), Avatar)


def test_a_file_that_is_too_large_or_broken_is_refused(tmp_path: Path) -> None:
    assert "more than 2000 kB" in only_fault(host(tmp_path, svg="<svg>" + " " * 2_000_001)).message
    assert "no drawing that can be read" in only_fault(host(tmp_path, svg="<svg><g></svg>")).message
    many = drawing(parts(), before='<rect width="1" height="1"/>' * 6_001)
    assert "more than 6000 elements" in only_fault(host(tmp_path, svg=many)).message


def test_names_and_styles_are_understood_as_three_programs_write_them(tmp_path: Path) -> None:
    drawn = parts()
    drawn["body"] = drawn["body"].replace(
        'id="body"', 'id="layer3" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" inkscape:label="body"'
    )
    drawn["iris_L"] = drawn["iris_L"].replace("iris_L", "iris_x5F_L")
    drawn["mouth_open"] = (
        drawn["mouth_open"].replace("mouth_open_teeth", "teeth_2").replace('fill="#411"', 'class="dark"')
    )
    style = "<style>.dark, .unused { fill: #411; }</style>"
    avatar = load_avatar(host(tmp_path, svg=drawing(drawn, before=style)))
    assert b'fill="#EDE5D6"' in avatar.groups["body"]
    assert "rest" not in avatar.features["mouth"].keys and "open" in avatar.features["mouth"].keys


def test_what_illustrator_wraps_around_a_drawing_does_no_harm(tmp_path: Path) -> None:
    wrapped = (
        '<metadata><i:pgf xmlns:i="http://ns.adobe.com/AdobeIllustrator/10.0/"><x/></i:pgf></metadata>'
        '<style type="text/css">.st0{fill:#FF0000;}</style>'
        '<switch><foreignThing xmlns="http://ns.adobe.com/x"/><g id="hat"><rect class="st0" width="9" height="9"/></g></switch>'
    )
    svg = drawing(
        parts(), before=wrapped, root='x="0px" style="enable-background:new 0 0 200 240;" xml:space="preserve"'
    )
    avatar = load_avatar(host(tmp_path, svg=svg, rig={"layers": [*LAYERS, {"group": "hat", "on": "head"}]}))
    assert b'fill="#FF0000"' in avatar.groups["hat"]


def test_the_rig_says_where_a_key_is_wrong(tmp_path: Path) -> None:
    layers = [*LAYERS[:3], {"group": "head", "pivot": [100]}, {"group": "face"}, {"group": "lock", "swings": 1}]
    places = {problem.field for problem in faults(host(tmp_path, rig={"layers": layers}))}
    assert places == {"layers[3].pivot[1]", "layers[5].swings"}


def test_numbers_that_are_none_are_refused(tmp_path: Path) -> None:
    host(tmp_path)
    text = (tmp_path / "rig.json").read_text(encoding="utf-8").replace('"counter": 210', '"counter": NaN')
    (tmp_path / "rig.json").write_text(text, encoding="utf-8")
    assert only_fault(tmp_path).field == "stand.counter"


def test_json_that_is_none_is_told_with_its_line(tmp_path: Path) -> None:
    host(tmp_path)
    (tmp_path / "rig.json").write_text('{\n  "format": 1,\n  "name" {}\n}', encoding="utf-8")
    fault = only_fault(tmp_path)
    assert fault.line == 3 and fault.file == "rig.json"


@pytest.mark.parametrize(
    ("rig", "told"),
    [
        ({"layers": LAYERS[:3] + LAYERS[4:]}, "layers has no head"),
        ({"layers": [*LAYERS, {"group": "hat"}]}, "avatar.svg has no group hat"),
        ({"layers": [*LAYERS, {"group": "mouth_open"}]}, "is a key shape"),
        ({"layers": [*LAYERS, {"group": "lock"}]}, "stands in layers twice"),
        ({"layers": [*LAYERS[:3], {"group": "head"}, *LAYERS[4:]]}, "head has no pivot"),
        ({"layers": [{**LAYERS[0], "on": "lock"}, *LAYERS[1:3], {**LAYERS[3], "on": "hair_back"}, *LAYERS[4:]]}, "goes round in a circle"),
        ({"gestures": {"card": {"layers": {"wing": {"angle": 3}}}}}, "moves wing, which is no layer"),
        ({"gestures": {"card": {"layers": {"body": {"angle": 3}}}}}, "turns body, which has no pivot"),
        ({"stand": {"counter": 20, "centre": 100, "top": 30}}, "counter is not below stand.top"),
    ],
)  # fmt: skip
def test_a_rig_that_does_not_fit_its_drawing_is_told_why(tmp_path: Path, rig: dict[str, object], told: str) -> None:
    found = faults(host(tmp_path, rig=rig))
    assert any(told in problem.message for problem in found), [problem.text() for problem in found]


def test_the_smallest_rig_of_the_guide_needs_no_more_than_it_shows(tmp_path: Path) -> None:
    smallest = {key: RIG[key] for key in ("format", "name", "stand")}
    layers = [
        {"group": "hair_back", "on": "head"},
        {"group": "body", "breath": 3},
        {"group": "head", "pivot": [100, 120]},
        {"group": "face"},
        {"group": "lock", "on": "head"},
    ]
    host(tmp_path)
    (tmp_path / "rig.json").write_text(json.dumps({**smallest, "layers": layers}), encoding="utf-8")
    assert load_avatar(tmp_path).rig.layers[1].stands_on == ""


def test_loading_what_is_not_well_raises_with_every_fault(tmp_path: Path) -> None:
    with pytest.raises(AvatarUnreadable) as raised:
        load_avatar(tmp_path)
    assert {problem.file for problem in raised.value.problems} == {"avatar.svg", "rig.json"}


def test_a_link_in_place_of_a_file_is_not_followed(tmp_path: Path) -> None:
    host(tmp_path / "one")
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / "rig.json").write_bytes((tmp_path / "one" / "rig.json").read_bytes())
    (tmp_path / "two" / "avatar.svg").symlink_to(tmp_path / "one" / "avatar.svg")
    assert "There is no avatar.svg" in only_fault(tmp_path / "two").message
