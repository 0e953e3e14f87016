"""What a person sees of a stage, read off the rendered page and not from the attributes that scripts write."""

from typing import Any

from playwright.sync_api import Frame, Locator, Page, expect

Place = Page | Frame

STEP = """() => {
  const box = (element) => element.getBoundingClientRect();
  const inside = (inner, outer) => {
    const x = inner.x + inner.width / 2, y = inner.y + inner.height / 2;
    return x > outer.left && x < outer.right && y > outer.top && y < outer.bottom;
  };
  const shown = (element) => element.getClientRects().length > 0; // checkVisibility is wrong inside SVG
  const texts = (figure) => [...figure.querySelectorAll("text")].filter(shown);
  const name = (element) => element.textContent.trim();
  const isFrame = (shape) => {
    const stroke = shape.closest("[stroke-width]")?.getAttribute("stroke-width");
    return ["2.5", "3"].includes(stroke) && shape.closest("[data-moves]") && shape.closest(".s-ink") && shown(shape);
  };
  const frames = (figure) => [...figure.querySelectorAll("rect, path, circle")].filter(isFrame);
  const framed = (name_) => {
    const figure = [...document.querySelectorAll(`[data-stage] [data-figure=${name_}]`)].find(shown);
    if (!figure) return null;
    const within = frames(figure).map(box);
    return texts(figure).filter((text) => within.some((one) => inside(box(text), one))).map(name);
  };
  const lines = () => {
    const figure = document.querySelector("[data-figure=network]");
    if (!figure) return null;
    return [...figure.querySelectorAll("[data-step-weight][d]")].flatMap((path) => {
      const matrix = path.getScreenCTM();
      return [...path.getAttribute("d").matchAll(/M([^M]+)/g)].map(([d]) => {
        const [x, y, dx, dy] = d.match(/-?[\\d.]+/g).map(Number);
        const near = (point) => {
          const at = point.matrixTransform(matrix);
          const middle = ({ x, y, width, height }) => new DOMPoint(x + width / 2 - at.x, y + height / 2 - at.y);
          const away = (text) => { const { x, y } = middle(box(text)); return Math.hypot(x, y); };
          return name(texts(figure).reduce((best, text) => (away(text) < away(best) ? text : best)));
        };
        return `${near(new DOMPoint(x, y))}-${near(new DOMPoint(x + dx, y + dy))}`;
      });
    });
  };
  const said = (selector) => document.querySelector(selector)?.innerText.replaceAll(/\\s+/g, " ").trim() ?? "";
  return {
    sliding: framed("sliding"), matrix: framed("matrix"), narrow: framed("matrix-narrow"), network: lines(),
    sum: said("[data-arithmetic]"), place: said("[data-place]"), said: said("[data-said]"),
    scrubber: document.querySelector("[data-scrubber]")?.value,
  };
}"""

KIN = """() => {
  const shown = (element) => element.getClientRects().length > 0; // checkVisibility is wrong inside SVG
  const result = {};
  for (const figure of document.querySelectorAll("[data-figure]")) {
    if (!shown(figure) || !figure.querySelector("[data-kin]")) continue; // counts have no single weight
    const kin = [...figure.querySelectorAll("[data-kin]")].filter(shown).map((each) => each.getAttribute("data-kin"));
    const dim = [...figure.querySelectorAll("[data-base]")].map((each) => Number(getComputedStyle(each).opacity));
    result[figure.dataset.figure] = { kin: [...new Set(kin)].sort().join(" "), dim: Math.max(...dim) < 1 };
  }
  return result;
}"""


def step(place: Place) -> dict[str, Any]:
    """What is framed in each figure, which units the bold lines join, and what is written beside it."""
    return place.evaluate(STEP)


def kin(place: Place) -> dict[str, dict[str, Any]]:
    """The weights whose copies are lit in each figure that is seen, and whether the rest is dimmed."""
    return place.evaluate(KIN)


def lit(weight: str, *names: str) -> dict[str, dict[str, Any]]:
    """What `kin` gives when one weight is lit in each of these figures, and no other."""
    return {name: {"kin": weight, "dim": weight != ""} for name in names}


def wait_for_output(place: Place, number: int) -> None:
    """Wait until the player names this output, counted from one."""
    expect(place.locator("[data-place] b")).to_have_text(str(number))


def sum_of(place: Place) -> str:
    """The arithmetic of the step as it is read."""
    return step(place)["sum"].replace("⋅", "·").replace(" · ", "·")


def total(place: Place, number: str) -> None:
    """Wait until the step has this result."""
    expect(place.locator("[data-arithmetic] b")).to_have_text(number)


def field(page: Page, name: str) -> Locator:
    """A field of the form."""
    return page.locator(f"[data-form] [name={name}]")


def ready(page: Page) -> None:
    """Wait until the first touch has brought what editing needs."""
    page.locator("[data-stage]").hover()
    page.locator("main[data-editable]").wait_for()
