"""Pictures of one size as what is at the bottom of all of them, what they share above it, and where each is another.

A step changes a few numbers and the place of a frame: so most of a picture is drawn once for all steps.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from app.figures.bounds import GROUPS, Bounds, Inherited, offset, reach
from app.figures.boxes import EVERYWHERE, Box, few
from app.figures.tree import write
from app.raster import EDGE, Film, Patch

PRICE = 8000.0
"""The area that takes as long as a rectangle takes for itself: to read its markup and to begin a picture."""


def film(pictures: Sequence[Element], milliseconds: Sequence[int], zoom: float = 1) -> Film:
    """Pictures of one size as they are best drawn, for a `zoom` of so many pixels for each of theirs."""
    if len(pictures) == 1:
        return Film(write(pictures[0]))
    versions = [plain(picture) for picture in pictures]
    bottom, (ground, *above) = halves([shared(versions), *versions])
    bounds = Bounds()
    frames = [patches(ground, picture, bounds, zoom) for picture in above]
    return Film(write(bottom), write(ground), frames, milliseconds, sides(ground))


def sides(picture: Element) -> tuple[float, float]:
    """The width and the height of a picture."""
    return float(picture.attrib["width"]), float(picture.attrib["height"])


def plain(picture: Element) -> Element:
    """A drawing without names: what is shown a second time stands there again, what is not seen is an empty group."""
    return spelt_out(picture, {element.attrib["id"]: element for element in picture.iter() if "id" in element.attrib})


def spelt_out(element: Element, names: dict[str, Element]) -> Element:
    """An element with those that it refers to in their places."""
    if element.get("display") == "none" or element.tag in ("title", "desc", "defs"):
        return Element("g")
    made = copied(element, "g" if element.tag == "use" else element.tag)
    made.attrib.pop("id", None)
    shown = [names[made.attrib.pop("href").removeprefix("#")]] if element.tag == "use" else element
    made.extend(spelt_out(child, names) for child in shown)
    return made


def copied(element: Element, tag: str) -> Element:
    """An element without its children."""
    made = Element(tag, element.attrib)
    made.text, made.tail = element.text, element.tail
    return made


def shared(versions: Sequence[Element]) -> Element:
    """What groups that are alike have in common; it stands in all of them then, as one and the same object."""
    ground = copied(versions[0], versions[0].tag)
    for place, forms in enumerate(zip(*versions, strict=True)):
        first = forms[0]
        if all(equal(first, form) for form in forms):
            for version in versions:
                version[place] = first
            ground.append(first)
        elif first.tag in GROUPS and all(alike(first, form) for form in forms):
            ground.append(shared(forms))
        else:
            ground.append(most(forms))
    return ground


def halves(versions: Sequence[Element]) -> tuple[Element, list[Element]]:
    """A picture of some figures up to the first difference in each, and all of them from there on."""
    first = versions[0]
    bottom, above = copied(first, first.tag), [copied(version, version.tag) for version in versions]
    for forms in zip(*versions, strict=True):
        below, rest = cut_in_two(forms)
        bottom.append(below)
        for version, half in zip(above, rest, strict=True):
            version.append(half)
    return bottom, above


def cut_in_two(versions: Sequence[Element]) -> tuple[Element, list[Element]]:
    """An element up to the first difference between its versions, and each of them from there on."""
    first = versions[0]
    if all(version is first for version in versions):
        return first, [first if first.tag == "style" else Element("g") for _ in versions]
    if first.tag not in GROUPS or "opacity" in first.attrib or not all(alike(first, other) for other in versions):
        return Element("g"), list(versions)
    place = next(place for place, forms in enumerate(zip(*versions, strict=True)) if len(set(forms)) > 1)
    bottom, above = copied(first, first.tag), [copied(version, version.tag) for version in versions]
    below, rest = cut_in_two([version[place] for version in versions])
    bottom.extend([*first[:place], below])
    for version, half, whole in zip(above, rest, versions, strict=True):
        version.extend([half, *whole[place + 1 :]])
    return bottom, above


def most(forms: Sequence[Element]) -> Element:
    """What more than half of some forms are, or nothing."""
    written = [write(form) for form in forms]
    text, times = Counter(written).most_common(1)[0]
    return forms[written.index(text)] if 2 * times > len(forms) else Element("g")


def alike(one: Element, other: Element) -> bool:
    """Whether two elements are the same but for what their children are."""
    return (
        one.tag == other.tag
        and one.attrib == other.attrib
        and len(one) == len(other)
        and one.text == other.text
        and one.tail == other.tail
    )


def equal(one: Element, other: Element) -> bool:
    """Whether two elements are the same."""
    return one is other or (alike(one, other) and all(map(equal, one, other)))


def patches(ground: Element, picture: Element, bounds: Bounds, zoom: float) -> list[Patch]:
    """The rectangles in which a picture differs from its ground."""
    left, top, width, height = map(float, picture.attrib["viewBox"].split())
    wide, high = sides(picture)
    scale = min(wide / width, high / height)
    x, y, pixel = (wide - scale * width) / 2 - scale * left, (high - scale * height) / 2 - scale * top, 1 / scale / zoom
    view, own = Box(left, top, left + width, top + height), Inherited().by(picture)
    found = (box.within(view) for forms in zip(ground, picture, strict=True) for box in changes(*forms, own, bounds))
    return [
        Patch(x + scale * box.left, y + scale * box.top, x + scale * box.right, y + scale * box.bottom, markup)
        for box in few((box for box in found if box.area), PRICE * pixel**2)
        # it is drawn in whole pixels with an edge round them, which is a little more than the box
        for markup in [write(part(picture, box.grown((EDGE + 1) * pixel), bounds))]
    ]


def part(picture: Element, box: Box, bounds: Bounds) -> Element:
    """What of a picture meets a box, for a place in another picture, so that it is not cut off at its own sides."""
    made = copied(picture, "svg")
    made.attrib = {**picture.attrib, "overflow": "visible"}
    made.extend(cut_all(picture, box, Inherited().by(picture), bounds))
    return made


def changes(ground: Element, element: Element, inherited: Inherited, bounds: Bounds) -> Iterator[Box]:
    """The boxes of what an element does not share with its ground."""
    if equal(ground, element):
        return
    shift = offset(element)
    if element.tag in GROUPS and shift is not None and alike(ground, element):
        own = inherited.by(element)
        for forms in zip(ground, element, strict=True):
            for box in changes(*forms, own, bounds):
                yield box.moved(*shift)
    else:
        yield bounds.box(ground, inherited)
        yield bounds.box(element, inherited)


def cut_all(parent: Element, box: Box, own: Inherited, bounds: Bounds) -> Iterator[Element]:
    """What of the children of an element meets a box."""
    for child in parent:
        if child.tag in ("style", "tspan"):
            yield child
        elif bounds.box(child, own).meets(box):
            yield cut(child, box, own.by(child), bounds)


def cut(element: Element, box: Box, own: Inherited, bounds: Bounds) -> Element:
    """What of an element meets a box."""
    shift = offset(element)
    near = EVERYWHERE if shift is None else box.moved(-shift[0], -shift[1])
    made = copied(element, element.tag)
    if element.tag == "path":
        met = [each.path for each in bounds.subpaths(element) if each.box.grown(reach(own)).meets(near)]
        made.set("d", "".join(met))
    made.extend(cut_all(element, near, own, bounds))
    return made
