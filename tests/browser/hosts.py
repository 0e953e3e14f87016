"""Pages of others, as far as they concern a frame: how each kind of host listens, and what WordPress leaves of a frame.

Written after what these programs do, seen in their sources; none of their code is here.
"""

import html
import re
from html.parser import HTMLParser

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from tests.pages.markup import parse

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>A course</title>
<link rel="icon" href="data:,"></head><body style="margin:0"><div id="column" style="width:700px">{body}</div>
<p>The next paragraph</p><script>{script}</script></body></html>"""

GENERIC = ""
"""Nobody listens: our own script does, where the page has it."""

H5P = """addEventListener("message", (event) => {
  if (event.data.context !== "h5p") return;
  const frame = [...document.querySelectorAll("iframe")].find((one) => one.contentWindow === event.source);
  const target = event.origin === "null" ? "*" : event.origin;
  const reply = (action) => event.source.postMessage({ context: "h5p", action }, target);
  if (event.data.action === "hello") { frame.style.width = "100%"; reply("hello"); }
  else if (event.data.action === "prepareResize") reply("resizePrepared");
  else if (event.data.action === "resize") frame.style.height = `${event.data.scrollHeight}px`;
});"""

CANVAS = """addEventListener("message", (event) => {
  const message = typeof event.data === "string" ? JSON.parse(event.data) : event.data;
  if (message.subject !== "lti.frameResize") return;
  const frame = [...document.querySelectorAll("iframe")].find((one) => one.contentWindow === event.source);
  frame.style.height = `${Number(message.height)}px`;
});"""

WORDPRESS = """addEventListener("message", (event) => {
  const { secret, message, value } = event.data;
  if (!(secret || message || value) || !secret || /[^a-zA-Z0-9]/.test(secret)) return;
  for (const quote of document.querySelectorAll(`blockquote[data-secret="${secret}"]`)) quote.style.display = "none";
  for (const frame of document.querySelectorAll(`iframe[data-secret="${secret}"]`)) {
    if (frame.contentWindow !== event.source) continue;
    frame.removeAttribute("style");
    if (message === "height") frame.height = Math.min(Math.max(parseInt(value, 10), 200), 1000);
  }
});
addEventListener("load", () => {
  for (const frame of document.querySelectorAll("iframe[data-secret]")) {
    frame.contentWindow.postMessage({ message: "ready", secret: frame.dataset.secret }, "*");
  }
});"""

SECRET = "Ab3dEf6hIj"  # noqa: S105, no password: it tells frames apart

KEPT = {
    "a": {"href"},
    "blockquote": {"data-secret"},
    "iframe": {
        "src",
        "width",
        "height",
        "frameborder",
        "marginwidth",
        "marginheight",
        "scrolling",
        "title",
        "data-secret",
    },
}


class Filter(HTMLParser):
    """Keeps the elements and attributes that WordPress keeps of an unknown provider's markup."""

    def __init__(self) -> None:
        super().__init__()
        self.kept = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element that may stay, with what of it may stay."""
        if tag in KEPT:
            kept = "".join(f' {name}="{html.escape(value or "")}"' for name, value in attrs if name in KEPT[tag])
            self.kept += f"<{tag}{kept}>"

    def handle_endtag(self, tag: str) -> None:
        """Its end."""
        self.kept += f"</{tag}>" if tag in KEPT else ""

    def handle_data(self, data: str) -> None:
        """Text stays."""
        self.kept += html.escape(data)


def kept_by_wordpress(markup: str) -> str:
    """The markup of an oEmbed answer as it stands in a post: a quote, and a hidden frame in a sandbox with a secret."""
    filtered = Filter()
    filtered.feed(markup)
    found = re.search(r"(<blockquote>.*?</blockquote>)?.*(<iframe.*?></iframe>)", filtered.kept, re.DOTALL)
    assert found, "WordPress shows nothing without a frame"
    quote, frame = (found.group(1) or ""), found.group(2)
    frame = re.sub(r' src="(.*?)"', rf' src="\1#?secret={SECRET}" data-secret="{SECRET}"', frame, count=1)
    quote = quote.replace("<blockquote", f'<blockquote class="wp-embedded-content" data-secret="{SECRET}"')
    hidden = ' style="position: absolute; clip: rect(1px, 1px, 1px, 1px);"' if quote else ""
    return quote + frame.replace(
        "<iframe", f'<iframe class="wp-embedded-content" sandbox="allow-scripts" security="restricted"{hidden}'
    )


QUERY = "input=1,2,3,4&weight=5,6,7"
NETWORK = f"{QUERY}&view=network&step=1"
ISOLATED = {"Cross-Origin-Embedder-Policy": "require-corp", "Cross-Origin-Opener-Policy": "same-origin"}

FITS = """() => {
  const frame = document.querySelector("iframe");
  return window.needed === frame.clientHeight;
}"""

NOTE_HEIGHT = """addEventListener("message", ({ data }) => {
  if (data.type === "convolens:resize") window.needed = data.height;
});"""

HOSTS = {
    "generic": (GENERIC, ""),
    "h5p": (H5P, ""),
    "h5p, sandboxed": (H5P, 'sandbox="allow-scripts"'),
    "canvas": (CANVAS, ""),
    "isolated": (CANVAS, ""),
    "isolated, sandboxed": (CANVAS, 'sandbox="allow-scripts"'),
}
"""Each host by its name: how it listens, and what it adds to a frame."""


def site_of(pages: dict[str, str]) -> Starlette:
    """Another site with these pages by their paths; an isolated one demands CORP and COEP of all that it shows."""

    async def show(request: Request) -> HTMLResponse:
        return HTMLResponse(pages[request.url.path], headers=ISOLATED if "isolated" in request.url.path else {})

    return Starlette(routes=[Route("/{path:path}", show)])


def written(body: str, script: str = "") -> str:
    """A page of a host, which also notes the height that it is told."""
    return PAGE.format(body=body, script=NOTE_HEIGHT + script)


def pasted(name: str, site: str) -> tuple[str, str]:
    """What a host has on its page, and its script; where nobody listens ours stands beside the frame."""
    script, more = HOSTS[name]
    ours = f'<script type="module" src="{site}/embed.js"></script>' if name == "generic" else ""
    return framed(site, more=more) + ours, script


def framed(site: str, query: str = QUERY, more: str = "") -> str:
    """A frame as it is pasted; `more` are attributes that the host adds."""
    source = html.escape(f"{site}/embed?{query}&v=1")
    return (
        f'<iframe src="{source}" title="A layer" width="700" height="300" style="width:100%;border:0" {more}></iframe>'
    )


def posted(site: str, query: str) -> str:
    """What stands in a post of WordPress that holds our address: found, asked and filtered as it does."""
    page = parse(httpx.get(f"{site}/?{query}").text)
    link = page.one("link", type="application/json+oembed").get("href") or ""
    asked = link.replace("url=/", f"url={site}/")  # as it stands with a public address
    return kept_by_wordpress(httpx.get(site + asked, params=None).json()["html"])
