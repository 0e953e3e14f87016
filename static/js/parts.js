/** The parts of the page, and in which order they are asked for: the figures that are seen come first. */

import { questionOf } from "./guide.js";

/** What comes with every answer: the stage, and what is said of it in a line. */
const ALWAYS = ["lesson", "notices", "stage", "player"];

/** How near to the window a part is taken for seen, in pixels. */
const NEAR = "100px";

/** @type {Set<string>} */
const away = new Set();

const watch = new IntersectionObserver((seen) => {
  for (const { target, isIntersecting } of seen) {
    const name = nameOf(target);
    if (isIntersecting || ALWAYS.includes(name)) away.delete(name);
    else away.add(name);
  }
}, { rootMargin: NEAR });

/** Watch the parts that are on the page; until it is known where they are, all count as seen. */
export function watchParts() {
  watch.disconnect();
  away.clear();
  for (const part of document.querySelectorAll("[data-part]")) watch.observe(part);
}

/**
 * The names of the parts by when an edit asks for them: what is drawn where it is seen, what else is seen, and the rest.
 * The guide changes only when the state of a question is left.
 */
export function partsByTurn() {
  const parts = [...document.querySelectorAll("[data-part]")], guided = questionOf(document) !== "";
  /** @param {Element} part */
  const turn = (part) => {
    const name = nameOf(part);
    if (away.has(name) || (name === "guide" && !guided)) return 2;
    return ALWAYS.includes(name) || part.querySelector("[data-figure]") ? 0 : 1;
  };
  return [0, 1, 2].map((now) => parts.filter((part) => turn(part) === now).map(nameOf));
}

/** @param {Element} part */
function nameOf(part) {
  return part.getAttribute("data-part") ?? "";
}

watchParts();
