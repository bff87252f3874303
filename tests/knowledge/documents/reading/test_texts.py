"""Web pages, Markdown, CSV and plain text."""

from pathlib import Path

import pytest
from tests.knowledge.documents.files import of, opened, read

from mercery.knowledge.documents.limits import Refused

PAGE = """<!doctype html><html><head><title>Help – Orme</title><script>track()</script></head><body>
<nav><a href="/">Home</a></nav><header><p>Free delivery today</p></header>
<main><h1>Help</h1><p>We <b>answer</b> within two&nbsp;days.</p>
<h2>Orders</h2>
<details><summary>Can I cancel?</summary><p>Yes, until it is packed.</p></details>
<p>This stands after the fold.</p>
<dl><dt>How long may I keep it?</dt><dd>30 days.</dd><dt>Who pays?</dt><dd>We do.</dd></dl>
<ul><li>One<ul><li>Inner</li></ul></li><li><p>Two</p></li></ul>
<table><tr><th>Zone</th><th>Fee</th></tr><tr><td rowspan="2">EU</td><td>5</td></tr><tr><td>6</td></tr></table>
<p><strong>可以取消订单吗？</strong></p><p>打包前可以取消。</p>
<div hidden>Secret</div><div style="display:none">Secret</div></main>
<footer>All rights reserved</footer></body></html>"""


def test_a_web_page_without_what_surrounds_it(tmp_path: Path) -> None:
    (tmp_path / "help.html").write_text(PAGE, "utf-8")
    one, passages = opened(tmp_path / "help.html")
    assert one.title == "Help – Orme"
    text = " ".join(passage.text for passage in passages)
    for outside in ("Home", "Free delivery", "track", "Secret", "All rights"):
        assert outside not in text
    assert of(passages, "We answer").text == "We answer within two days."
    assert of(passages, "Yes, until").anchor.headings == ("Help", "Orders", "Can I cancel?")
    assert of(passages, "This stands after").anchor.headings == ("Help", "Orders")
    assert of(passages, "30 days").anchor.headings == ("Help", "Orders", "How long may I keep it?")
    assert [(one.text, one.level) for one in passages if one.kind == "item"] == [("One", 1), ("Inner", 2), ("Two", 1)]
    assert [one.cells for one in passages if one.kind == "row"] == [
        (("Zone", "EU"), ("Fee", "5")),
        (("Zone", "EU"), ("Fee", "6")),
    ]
    assert of(passages, "打包前").anchor.headings[-1] == "可以取消订单吗？"


@pytest.mark.parametrize("declared", ["<meta charset=gb2312>", ""])
def test_a_web_page_in_an_old_encoding(tmp_path: Path, declared: str) -> None:
    page = f"<html><head>{declared}</head><body><p>未使用的商品可在签收后三十天内退回，欧盟境内退货免费。</p></body></html>"
    (tmp_path / "a.html").write_bytes(page.encode("gb18030"))
    assert read(tmp_path / "a.html")[0].text == "未使用的商品可在签收后三十天内退回，欧盟境内退货免费。"


MARKDOWN = """---
title: Care
---
# Care guide

Leather is **soft**.
Keep it dry.

- one
  - inner

| Zone | Fee |
|---|---|
| EU | 5 |

**Can I wash it?**

No.
"""


def test_markdown_with_the_line_of_each_passage(tmp_path: Path) -> None:
    (tmp_path / "care.md").write_text(MARKDOWN)
    one, passages = opened(tmp_path / "care.md")
    assert one.title == "Care"
    assert [(p.kind, p.text, p.anchor.line, p.anchor.headings) for p in passages] == [
        ("heading", "Care guide", 4, ()),
        ("paragraph", "Leather is soft. Keep it dry.", 6, ("Care guide",)),
        ("item", "one", 9, ("Care guide",)),
        ("item", "inner", 10, ("Care guide",)),
        ("row", "EU | 5", 14, ("Care guide",)),
        ("heading", "Can I wash it?", 16, ("Care guide",)),
        ("paragraph", "No.", 18, ("Care guide", "Can I wash it?")),
    ]
    lines = MARKDOWN.splitlines()
    assert lines[13] == "| EU | 5 |" and lines[17] == "No."


def test_csv_of_any_delimiter_and_encoding_with_line_and_cells(tmp_path: Path) -> None:
    (tmp_path / "rates.csv").write_bytes('国家;运费\n德国;5,00\n\n法国;"7\n欧元"\n'.encode("gb18030"))
    germany, france = read(tmp_path / "rates.csv")
    assert germany.cells == (("国家", "德国"), ("运费", "5,00")) and germany.anchor.line == 2
    assert france.cells == (("国家", "法国"), ("运费", "7 欧元"))
    assert (france.anchor.line, france.anchor.cell) == (4, "A4:B4")


def test_plain_text_headings_paragraphs_and_items(tmp_path: Path) -> None:
    text = (
        "RETURNS POLICY\n\n1. Scope\n\nThis text is wrapped at some seventy signs, so that its line is broken where\n"
        "it is full, and goes on here.\n- first\n- second\n\n第三条 退货\n\n商品可在三十天内退回。\n"
    )
    (tmp_path / "policy.txt").write_text(text)
    passages = read(tmp_path / "policy.txt")
    assert [(one.kind, one.anchor.line) for one in passages] == [
        ("heading", 1), ("heading", 3), ("paragraph", 5), ("item", 7), ("item", 8), ("heading", 10), ("paragraph", 12),
    ]  # fmt: skip
    assert passages[2].text.endswith("broken where it is full, and goes on here.")
    assert passages[2].anchor.headings == ("RETURNS POLICY", "1. Scope")


def test_text_that_is_none_is_refused_with_its_place(tmp_path: Path) -> None:
    good = "Nice and plain, all of it.\n" * 20
    (tmp_path / "mixed.txt").write_bytes(
        (good + "café\n").encode("utf-8") + "café crème brûlée\n".encode("latin-1") + good.encode()
    )
    with pytest.raises(Refused) as refused:
        read(tmp_path / "mixed.txt")
    assert refused.value.refusal == "corrupt" and "line 22" in refused.value.place


def test_menus_among_the_text_are_left_out_and_unknown_tags_run_along(tmp_path: Path) -> None:
    menu = "".join(f"<li><a href='/{n}'>Language {n}</a></li>" for n in range(6))
    page = (
        f"<body><h1>Care</h1><ul>{menu}</ul><p>Wait <ix:days>14</ix:days> days, <x-note>at least</x-note>.</p></body>"
    )
    (tmp_path / "a.html").write_text(f"<html>{page}</html>")
    assert [one.text for one in read(tmp_path / "a.html")] == ["Care", "Wait 14 days, at least."]
