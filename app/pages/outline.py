"""What an answer says, apart from how it is built: most edits change texts and nothing else."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

SAYING = ("aria-label", "data-address", "data-piece", "data-texts", "data-total", "data-words", "href")
"""The attributes that follow from the numbers and that no script reads but when it needs them."""

HEIGHTS = 'data-heights="" d'
"""How the path of bars begins, which have the heights of their numbers; it is called `d`."""

ATTRIBUTE = re.compile(rf' ({"|".join(SAYING)}|{HEIGHTS})="([^"]+)"')
TEXT = re.compile(r">(\s*[^<\s][^<]*)")


@dataclass(frozen=True)
class Outlined:
    """Markup taken apart: a name of its outline, and what is said in it, kind by kind, in the order of the page."""

    name: str
    said: Mapping[str, list[str]]


def outlined(markup: str) -> Outlined:
    """A page without what its body says, and that: texts that are not blank, some attributes, and heights of bars.

    >>> one, other = outlined('<body><a href="/a">5 &lt; 6</a>'), outlined('<body><a href="/b">7</a>')
    >>> one.name == other.name, one.said["text"], other.said["href"]
    (True, ['5 < 6'], ['/b'])
    """
    head, body = markup.split("<body", 1)
    between = ATTRIBUTE.split(body)  # markup, name, value, markup, name, value, …, markup
    runs = TEXT.split(" =".join(between[::3]))
    said: dict[str, list[str]] = {name: [] for name in ("text", *SAYING, HEIGHTS)}
    said["text"] = list(map(html.unescape, runs[1::2]))
    for name, value in zip(between[1::3], between[2::3], strict=True):
        said[name].append(html.unescape(value))
    said["d"] = said.pop(HEIGHTS)
    outline = "\0".join([head, *runs[::2], *between[1::3]])
    return Outlined(sha256(outline.encode()).hexdigest()[:16], said)
