"""The plain question page works without script; the widget's script stands at a lasting address."""

from __future__ import annotations

import re
from typing import Any

import httpx

from mercery.conversations import service

Served = Any


async def ask(client: httpx.AsyncClient, lang: str, **fields: str) -> httpx.Response:
    """Fill in the form as a browser would."""
    page = await client.get(f"/{lang}/ask")
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text))
    return await client.post(f"/{lang}/ask", data={**hidden, **fields}, follow_redirects=True)


async def test_a_question_is_answered_with_its_evidence(served: Served) -> None:
    async with httpx.AsyncClient(base_url=served.base) as client:
        for lang, question, words, source in (
            ("en", "Is it leather?", "full-grain calfskin", "tannery certificate 118"),
            ("zh", "是真皮吗？", "头层小牛皮", "鞣制厂证书 118"),
        ):
            page = await ask(client, lang, text=question)
            assert page.status_code == 200 and question in page.text
            assert words in page.text and source in page.text


async def test_the_button_reaches_a_person_with_the_words(served: Served) -> None:
    async with httpx.AsyncClient(base_url=served.base) as client:
        page = await ask(client, "en", text="It broke.", person="1")
    assert "Handed to a person" in page.text
    async with served.database.session() as session:
        waiting = await service.inbox(session, served.shop.id, "waiting", "")
    assert waiting.conversations[0].subject == "It broke."


async def test_a_file_comes_with_a_question_by_plain_form(served: Served) -> None:
    async with httpx.AsyncClient(base_url=served.base) as client:
        first = await client.get("/en/ask")
        assert 'accept=".txt,.md,.csv,.json"' in first.text
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', first.text))
        sent = {"files": ("letter.txt", b"Is it leather? <b>Yes</b>")}
        page = await client.post("/en/ask", data={**hidden, "text": ""}, files=sent, follow_redirects=True)
        assert "Please read the file I attached." in page.text and "letter.txt" in page.text
        refused = await client.post(
            "/en/ask", data={**hidden, "client_key": "k2", "text": "And this?"}, files={"files": ("a.png", b"x")}
        )
    assert refused.status_code == 422 and "is no text file" in refused.text and "And this?" in refused.text


async def test_a_form_from_another_site_is_refused(served: Served) -> None:
    async with httpx.AsyncClient(base_url=served.base) as client:
        answer = await client.post("/en/ask", data={"text": "x"})
    assert answer.status_code == 403


async def test_the_script_is_one_small_file(served: Served) -> None:
    async with httpx.AsyncClient(base_url=served.base) as client:
        answer = await client.get("/widget.js", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.headers["content-encoding"] == "gzip" and answer.num_bytes_downloaded < 30_000
