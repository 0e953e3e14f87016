/** The parts of the page, and which of them are seen: these are asked for first. */

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

/** The names of all parts, in their order on the page. */
export function partNames() {
  return [...document.querySelectorAll("[data-part]")].map(nameOf);
}

/** The names of those that are seen and may change: the guide does when the state of a question is left. */
export function partsInView() {
  return partNames().filter((name) => !away.has(name) && (name !== "guide" || questionOf(document) !== ""));
}

/** @param {Element} part */
function nameOf(part) {
  return part.getAttribute("data-part") ?? "";
}

watchParts();
