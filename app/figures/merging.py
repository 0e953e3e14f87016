"""Drawings of one thing at several moments as one drawing that changes: what they share stands in it once.

The moments are numbered; the drawing changes by CSS, and rests at one of them. Whatever reads no CSS shows that one:
what belongs to other moments is hidden by an attribute.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from app.figures.tree import write

GLIDE = 0.25
"""The part of a step in which what moves is on its way to the place of the next."""

GROUPS = ("g", "svg")

SHIFT = re.compile(r"translate\((-?[\d.]+)[ ,](-?[\d.]+)\)")

Moments = tuple[int, ...]


@dataclass
class Merging:
    """How drawings at `moments` moments become one that rests at the moment `rest`.

    The first `run` of them are shown one after the other. `rules` gathers the style rules, by the class that each has.
    """

    moments: int
    run: int
    rest: int
    seconds: float
    rules: dict[str, str] = field(default_factory=dict)
    classes: dict[str, str] = field(default_factory=dict)

    def merge(self, versions: Sequence[Element]) -> list[Element]:
        """One element that is each of the versions at its moment, or several of which one is seen."""
        if len({write(version) for version in versions}) == 1:
            return [versions[0]]
        if not alike(versions):
            return self.alternatives(versions)
        merged = Element(versions[0].tag, versions[self.rest].attrib)
        if len({version.get("transform") for version in versions}) > 1:
            moving = self.named("m", self.moves([version.get("transform", "") for version in versions]))
            merged.set("class", " ".join(filter(None, (merged.get("class"), moving))))
        for children in zip(*versions, strict=True):
            merged.extend(self.merge(children))
        return [joined(merged)]

    def alternatives(self, versions: Sequence[Element]) -> list[Element]:
        """Each version in a group that is seen at its moments only."""
        found: dict[str, list[int]] = {}
        for moment, version in enumerate(versions):
            if version.get("display") != "none":
                found.setdefault(write(version), []).append(moment)
        return [self.at(tuple(moments), versions[moments[0]]) for moments in found.values()]

    def at(self, moments: Moments, *elements: Element) -> Element:
        """A group that is seen at some moments only."""
        group = Element("g", {"class": self.named("k", self.shows(moments))})
        if self.rest not in moments:
            group.set("visibility", "hidden")
        group.extend(elements)
        return group

    def named(self, kind: str, frames: str) -> str:
        """The class of an animation; equal ones share it."""
        if frames not in self.classes:
            name = f"{kind}{len(self.classes)}"
            self.classes[frames] = name
            timing = "step-end" if kind == "k" else "linear"
            self.rules[name] = f"@keyframes {name}{{{frames}}}.{name}{{animation:{name} {self.seconds:g}s {timing}}}"
        return self.classes[frames]

    def shows(self, moments: Moments) -> str:
        """The key frames of what is seen at some moments of the run only."""
        seen = ["visible" if moment in moments else "hidden" for moment in range(self.run)]
        changes = [moment for moment in range(self.run) if moment == 0 or seen[moment] != seen[moment - 1]]
        return "".join(f"{self.percent(moment)}{{visibility:{seen[moment]}}}" for moment in changes)

    def moves(self, transforms: Sequence[str]) -> str:
        """The key frames of what stands in one place after the other; it rests in each, then glides to the next."""
        places = ["translate({}px,{}px)".format(*shift(transform)) for transform in transforms[: self.run]]
        starts = [moment for moment in range(self.run) if moment == 0 or places[moment] != places[moment - 1]]
        ends = [*(start - GLIDE for start in starts[1:]), self.run]
        return "".join(
            f"{self.percent(start)},{self.percent(end)}{{transform:{places[start]}}}"
            for start, end in zip(starts, ends, strict=True)
        )

    def percent(self, moment: float) -> str:
        """How far the run is when a moment begins."""
        return f"{100 * moment / self.run:.4g}%"

    def style(self) -> str:
        """The style rules: nothing moves for those who asked for that."""
        rules = "".join(self.rules.values())
        return f"@media (prefers-reduced-motion:no-preference){{{rules}}}" if rules else ""


def alike(versions: Sequence[Element]) -> bool:
    """Whether versions differ in their places and in what is in them only, so that they are one group that changes."""
    first = versions[0]
    places = {version.get("transform", "") for version in versions}
    return (
        first.tag in GROUPS
        and (len(places) == 1 or all(map(SHIFT.fullmatch, places)))
        and len({(version.tag, len(version), repr(unmoved(version)), version.text) for version in versions}) == 1
        and "display" not in first.attrib
    )


def unmoved(element: Element) -> list[tuple[str, str]]:
    """The attributes of an element but for its place."""
    return [pair for pair in element.attrib.items() if pair[0] != "transform"]


def shift(transform: str) -> tuple[str, str]:
    """The two numbers of a `translate`."""
    found = SHIFT.fullmatch(transform)
    return (found[1], found[2]) if found else ("0", "0")


def joined(parent: Element) -> Element:
    """The same with one group for neighbours that are seen at the same moments."""
    kept: list[Element] = []
    for child in list(parent):
        before = kept[-1] if kept else None
        if before is not None and is_alternative(child) and is_alternative(before) and before.attrib == child.attrib:
            before.extend(child)
        else:
            kept.append(child)
    parent[:] = kept
    return parent


def is_alternative(element: Element) -> bool:
    """Whether an element is a group that is seen at some moments only."""
    return element.tag == "g" and bool(re.fullmatch(r"k\d+", element.get("class", "")))


def name_apart(versions: Sequence[Element]) -> None:
    """Give what is not the same at all moments a name for each of its forms, where others refer to it."""
    while forms := differing(versions):
        for version in versions:
            names = {
                name: f"{name}-{forms[name].index(write(element))}" for name, element in named(version) if name in forms
            }
            rename(version, lambda name, names=names: names.get(name, name))  # type: ignore[misc]  # the default binds it


def named(version: Element) -> Iterator[tuple[str, Element]]:
    """The elements of a drawing that have a name."""
    return ((element.attrib["id"], element) for element in version.iter() if "id" in element.attrib)


def differing(versions: Sequence[Element]) -> dict[str, list[str]]:
    """The names that stand for more than one form, each with its forms."""
    forms: dict[str, list[str]] = {}
    for version in versions:
        for name, element in named(version):
            markup = write(element)
            if markup not in forms.setdefault(name, []):
                forms[name].append(markup)
    return {name: found for name, found in forms.items() if len(found) > 1}


def rename(version: Element, change: Callable[[str], str]) -> None:
    """Change the names in a drawing, and what refers to them."""
    for element in version.iter():
        if "id" in element.attrib:
            element.set("id", change(element.attrib["id"]))
        if element.get("href", "").startswith("#"):
            element.set("href", "#" + change(element.attrib["href"][1:]))


def once(drawing: Element) -> None:
    """Take a name from all but the first that has it: they are the same form, in the groups of other moments."""
    seen: set[str] = set()
    for name, element in named(drawing):
        if name in seen:
            del element.attrib["id"]
        seen.add(name)
