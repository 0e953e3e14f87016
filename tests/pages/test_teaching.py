"""The page for teachers: the guide as frames, in its order and in its words, and how to host and cite."""

import html
from urllib.parse import parse_qsl, urlsplit

from app import __version__
from app.main import create_app
from app.pages.guide import QUESTIONS
from app.settings import Settings
from tests.asking import ask
from tests.pages.markup import parse

SITE = "https://lens.example"
ASKED = [question.asks.replace("*", "") for question in QUESTIONS]


def pasted(document, name):
    """A text as it is copied."""
    return document.one("code", id=name).text


def test_the_lesson_is_seven_frames_in_the_order_of_the_guide(page):
    """Each shows the state of its question, under its question."""
    shown = page("/teachers")
    frames = [dict(parse_qsl(urlsplit(frame.get("src")).query)) for frame in shown.all("iframe")]
    assert len(frames) == 7
    assert frames == [dict(parse_qsl(question.query)) | {"v": "1"} for question in QUESTIONS]
    assert [frame.get("title") for frame in shown.all("iframe")] == ASKED


def test_each_question_and_the_whole_lesson_can_be_pasted():
    """What to predict, one frame with the public address, and the answer on demand; the whole is all of them."""
    shown = parse(ask(create_app(Settings(public_url=SITE)), "GET", "/teachers").text)
    texts = [pasted(shown, f"paste-{place}") for place in range(1, 8)]
    for question, text in zip(QUESTIONS, texts, strict=True):
        block = parse(text)
        assert block.one("h3").text == question.asks.replace("*", "")
        assert html.unescape(block.one("iframe").get("src")) == f"{SITE}/embed?{question.query}&v=1"
        assert question.predict in block.text
        assert question.answer in block.one("details").text
    assert pasted(shown, "paste-whole") == "\n\n".join(texts)
    assert pasted(shown, "paste-script") == f'<script type="module" src="{SITE}/embed.js"></script>'
    assert f"version = {{{__version__}}}" in pasted(shown, "paste-citation")


def test_what_a_page_does_not_use_is_said_on_it(page):
    """An unknown parameter on each page of a state, and any parameter on the page for teachers, which has none."""
    for address in ("/share?strid=2", "/worksheet?strid=2", "/tables?strid=2"):
        assert "did you mean stride" in page(address).one("p", class_="notice").text
    assert "has no parameters" in page("/teachers?foo=1").one("p", class_="notice").text
    for address in ("/share", "/worksheet", "/tables", "/teachers", "/teachers?"):
        assert page(address).all("p", class_="notice") == []


def test_the_bar_leads_there(page):
    """From the explorer and from every other page."""
    for url in ("/", "/share", "/worksheet", "/tables", "/problems/busy"):
        links = [link for link in page(url).one("header", "bar").walk() if link.get("href") == "/teachers"]
        assert len(links) == 1, url
