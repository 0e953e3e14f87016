"""Pictures that stand alone: one figure of a scene or several, with ground, margin, theme and size."""

from dataclasses import dataclass
from functools import cached_property
from xml.etree.ElementTree import Element

from app.figures.arrangement import Place, Size, extent, places
from app.figures.layout import MARGIN, framed
from app.figures.look import Look, paint, style_sheet
from app.figures.svg import tag, translate
from app.figures.tree import below, parse, write

SPOKEN = ("title", "desc")
"""The elements that say what a drawing shows."""


@dataclass(frozen=True)
class Sheet:
    """Figures by name, each as it stands in a page."""

    figures: dict[str, Element]

    @cached_property
    def sizes(self) -> dict[str, Size]:
        """The size of each figure."""
        return {
            name: Size(int(each.get("width", 0)), int(each.get("height", 0))) for name, each in self.figures.items()
        }

    @cached_property
    def places(self) -> dict[str, Place]:
        """Where each figure stands."""
        return places(self.sizes)

    @cached_property
    def size(self) -> Size:
        """The natural size of the picture, its margin included."""
        width, height = extent(self.places, self.sizes)
        return Size(width + 2 * MARGIN, height + 2 * MARGIN)

    def said(self, name: str, joint: str) -> str:
        """The titles or the descriptions of all figures."""
        return joint.join(each.findtext(name, "") for each in self.figures.values())

    def content(self) -> list[Element]:
        """What is drawn, each figure in its place."""
        drawn = []
        for name, figure in self.figures.items():
            group = Element("g", {"data-figure": name, "transform": translate(*self.places[name])})
            group.extend(child for child in figure if child.tag not in SPOKEN)
            drawn.append(group)
        return drawn


def lay_out(drawings: dict[str, str]) -> Sheet:
    """The sheet of some figures, from what `draw` gives for each."""
    return Sheet({name: bare(parse(markup)) for name, markup in drawings.items()})


def bare(drawing: Element) -> Element:
    """A drawing without what only scripts read; which weight a path belongs to stays."""
    for element in below(drawing):
        for name in [name for name in element.attrib if name.startswith("data-") and name != "data-weight"]:
            del element.attrib[name]
    return drawing


def picture(sheet: Sheet, look: Look, style: str = "") -> str:
    """The sheet as SVG text that needs nothing from elsewhere; with more `style` where it moves."""
    return write(tree(sheet, look, style))


def tree(sheet: Sheet, look: Look, style: str = "") -> Element:
    """The same as a tree."""
    box = view_box(sheet.size, look)
    x, y, width, height = box
    ground = tag("rect", x=x, y=y, width=width, height=height, fill="#fbfaf7", class_="f-page")
    frame = framed(
        ",".join(sheet.figures),
        look.size(sheet.size),
        box,
        sheet.said("title", "; "),
        sheet.said("desc", " "),
        tag("style", style_sheet(look.theme) + style),
        ground if look.ground == "page" else "",
    )
    root = parse(frame)
    root.extend(sheet.content())
    paint(root, look.theme)
    root.attrib = {"xmlns": "http://www.w3.org/2000/svg", **root.attrib}
    return root


def view_box(natural: Size, look: Look) -> tuple[float, float, float, float]:
    """The part of the plane that a picture shows: its sheet, and what a chosen shape adds on two sides.

    >>> view_box(Size(300, 200), Look(width=600, height=600))
    (-16.0, -66.0, 300.0, 300.0)
    """
    size = look.size(natural)
    scale = min(size.width / natural.width, size.height / natural.height)
    width, height = size.width / scale, size.height / scale
    return (natural.width - width) / 2 - MARGIN, (natural.height - height) / 2 - MARGIN, width, height
