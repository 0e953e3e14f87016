"""How a picture stands alone: its colours, its ground and its size in pixels."""

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from app.figures.arrangement import Size
from app.figures.palette import ROLES, SERIF, THEMES, role_rules


@dataclass(frozen=True)
class Look:
    """How a picture looks, beside what it shows.

    `theme` is `light`, `dark`, or `auto` by the reader's preference; `ground` is `page` or `transparent`. With a
    width or a height the other follows; with both the drawing stands in the middle. `animate` runs through the steps.
    """

    theme: str = "auto"
    ground: str = "page"
    animate: bool = False
    width: int | None = None
    height: int | None = None

    @property
    def has_size(self) -> bool:
        """Whether the size was chosen."""
        return self.width is not None or self.height is not None

    def size(self, natural: Size) -> Size:
        """The size in pixels of a drawing with this natural size.

        >>> Look(width=600).size(Size(300, 200)), Look(width=600, height=600).size(Size(300, 200))
        (Size(width=600, height=400), Size(width=600, height=600))
        """
        width, height = self.width, self.height
        if width is None and height is None:
            return natural
        if width is None:
            width = max(1, round(natural.width * (height or 1) / natural.height))
        return Size(width, height or max(1, round(natural.height * width / natural.width)))


def style_sheet(theme: str) -> str:
    """What refines the literal attributes of a picture: a finer serif, and the reader's preference for `auto`."""
    preference = f"@media (prefers-color-scheme:dark){{{role_rules(1)}}}" if theme == "auto" else ""
    return f".v{{font-family:{SERIF}}}{preference}"


def paint(drawing: Element, theme: str) -> None:
    """Write the colours of a theme into a drawing as literal attributes.

    Converters read no media queries, and few read style rules; only `auto` leaves the roles to its style sheet.
    """
    if theme == "auto":
        return
    for element in drawing.iter():
        kept = []
        for name in element.get("class", "").split():
            what, _, role = name.partition("-")
            if what in PAINTED and role in ROLES:
                element.set(PAINTED[what], ROLES[role][THEMES.index(theme)])
            else:
                kept.append(name)
        if kept:
            element.set("class", " ".join(kept))
        else:
            element.attrib.pop("class", None)


PAINTED = {"f": "fill", "s": "stroke"}
"""The attributes that the classes of roles stand for."""
