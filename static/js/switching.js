/**
 * The switch between dense, locally connected and convolutional, as a movement: the zeros go, then the hue floods in
 * and threads tie what is equal; and back. Places stay as they are. Who wants less motion sees the new state at once.
 */

/** How long the zeros take to go or come, the hue to flood in or drain, the threads to show, in milliseconds. */
const ZEROS = 350, HUE = 500, THREADS = 1400;

/** Above this many coloured parts nothing moves: it would stutter. */
const MOST = 600;

/** @typedef {{ before: () => Promise<void>, after: () => void }} Movement */

/**
 * The movement from what a stage shows to another of the three layers; nothing under reduced motion.
 * @param {HTMLElement} stage
 * @param {string} to
 * @returns {Movement | null}
 */
export function movement(stage, to) {
  if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) return null;
  const coloured = paints(stage);
  if (coloured.size > MOST) return null;
  return {
    before: () => (to === "dense" ? Promise.resolve() : leave(absent(stage))),
    after: () => {
      const delay = flood(stage, coloured) && to === "dense" ? HUE : 0;
      if (to === "dense") enter(absent(stage), delay);
      if (to === "convolutional") tie(stage);
    },
  };
}

/**
 * The connections that only a dense layer has.
 * @param {HTMLElement} stage
 */
function absent(stage) {
  return [...stage.querySelectorAll("[data-absent], [data-step-weight=none]")];
}

/**
 * What every coloured part is painted with, by what it is.
 * @param {HTMLElement} stage
 * @returns {Map<string, { element: Element, fill: string, stroke: string }>}
 */
function paints(stage) {
  const found = new Map();
  const parts = "[data-weight]:is(path, rect), [data-weight] > :is(path, rect), [data-step-weight], [data-base] use";
  for (const element of stage.querySelectorAll(parts)) {
    const { fill, stroke } = getComputedStyle(element);
    const name = element.id || element.getAttribute("href") || element.getAttribute("data-step-weight")
      || element.parentElement?.id;
    let key = `${element.closest("[data-figure]")?.getAttribute("data-figure")} ${element.localName} ${name}`;
    while (found.has(key)) key += "+"; // a casing and its hue use the same path, one after the other
    found.set(key, { element, fill, stroke });
  }
  return found;
}

/**
 * The zeros go.
 * @param {Element[]} elements
 */
async function leave(elements) {
  const going = elements.map((element) => element.animate({ opacity: [1, 0] }, { duration: ZEROS, fill: "forwards" }));
  await Promise.allSettled(going.map((each) => each.finished));
  for (const each of going) each.cancel();
}

/**
 * The zeros come.
 * @param {Element[]} elements
 * @param {number} delay
 */
function enter(elements, delay) {
  for (const element of elements) {
    element.animate({ opacity: [0, 1] }, { duration: ZEROS, delay, fill: "backwards" });
  }
}

/**
 * The hue floods in, or drains; says whether there is any that does.
 * @param {HTMLElement} stage
 * @param {Map<string, { fill: string, stroke: string }>} earlier
 */
function flood(stage, earlier) {
  let changes = 0;
  for (const [key, { element, fill, stroke }] of paints(stage)) {
    const old = earlier.get(key);
    if (!old || (old.fill === fill && old.stroke === stroke)) continue;
    element.animate({ fill: [old.fill, fill], stroke: [old.stroke, stroke] }, { duration: HUE, easing: "ease-in-out" });
    changes += 1;
  }
  return changes > 0;
}

/**
 * The threads through equal weights show in passing.
 * @param {HTMLElement} stage
 */
function tie(stage) {
  for (const group of stage.querySelectorAll('[data-figure^="matrix"] [data-kin][display="none"]')) {
    const thread = group.firstElementChild?.cloneNode();
    if (!(thread instanceof SVGElement) || group.childElementCount < 4) continue;
    thread.setAttribute("aria-hidden", "true");
    group.parentElement?.append(thread);
    const shown = thread.animate({ opacity: [0, 1, 1, 0] }, { duration: THREADS, delay: HUE / 2, fill: "both" });
    shown.finished.catch(() => {}).then(() => thread.remove());
  }
}
