"""HTML as a tree, by the standard library: strict about nesting, so that a page that parses is well-formed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Element:
    """One element: its children are elements and text, in order."""

    tag: str
    attributes: dict[str, str | None]
    children: list["Element | str"] = field(default_factory=list)

    def walk(self) -> Iterator["Element"]:
        """The element itself and all below it."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def get(self, name: str) -> str | None:
        """An attribute."""
        return self.attributes.get(name)

    def classes(self) -> set[str]:
        """The classes."""
        return set((self.get("class") or "").split())

    @property
    def text(self) -> str:
        """All text inside, with single blanks."""
        pieces = [child if isinstance(child, str) else child.text for child in self.children]
        return " ".join("".join(pieces).split()) if self.tag not in SPACED else "".join(pieces)


SPACED = {"b", "i", "sub", "span", "small", "button", "tspan", "text", "a", "code"}
"""What stands within a line, and whose blanks therefore count."""


@dataclass
class Document(Element):
    """A whole page."""

    def all(self, tag: str | None = None, class_: str | None = None, **attributes: str | None) -> list[Element]:
        """The elements of this tag, class and these attributes (None: only that it is there)."""
        wanted = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
        return [
            element
            for element in self.walk()
            if (tag is None or element.tag == tag)
            and (class_ is None or class_ in element.classes())
            and all(key in element.attributes and value in (None, element.get(key)) for key, value in wanted.items())
        ]

    def one(self, tag: str | None = None, class_: str | None = None, **attributes: str | None) -> Element:
        """The only such element."""
        found = self.all(tag, class_, **attributes)
        assert len(found) == 1, (tag, class_, attributes, len(found))
        return found[0]


class Builder(HTMLParser):
    """Builds the tree; an end tag that closes nothing, or something else, is a fault."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Document("", {})
        self.open: list[Element] = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element opens; one of HTML's void elements has no end."""
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice: {names}"
        element = Element(tag, dict(attrs))
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element of SVG that opens and closes at once."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        """The innermost open element closes."""
        assert self.open[-1].tag == tag, f"</{tag}> in <{self.open[-1].tag}>, line {self.getpos()[0]}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        """Text."""
        self.open[-1].children.append(data)


def parse(text: str) -> Document:
    """A page as a tree."""
    builder = Builder()
    builder.feed(text)
    builder.close()
    assert builder.open == [builder.root], f"<{builder.open[-1].tag}> is never closed"
    return builder.root
