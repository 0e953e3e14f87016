/**
 * The switch between dense, locally connected and convolutional, as a movement: the zeros go, then the hue floods in
 * and threads tie what is equal; and back. Places stay as they are. Who wants less motion sees the new state at once.
 */

/** How long the zeros take to go or come, the hue to flood in or drain, the threads to show, in milliseconds. */
const ZEROS = 350, HUE = 500, THREADS = 1400;

/** Above this many coloured parts whole figures fade into one another: part by part it would stutter. */
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
  if (coloured.size > MOST) return fading(stage);
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
 * The movement of a stage with very many parts: each figure as it was lies over the new one and fades. Places are the
 * same in both, so zeros go and hue floods in as they do part by part.
 * @param {HTMLElement} stage
 * @returns {Movement}
 */
function fading(stage) {
  const earlier = [...stage.querySelectorAll(".drawing")].filter((drawing) => drawing.getClientRects().length).map(copyOf);
  return {
    before: () => Promise.resolve(),
    after: () => {
      for (const copy of earlier) {
        document.body.append(copy);
        const gone = copy.animate({ opacity: [1, 0] }, { duration: HUE, easing: "ease-in-out", fill: "forwards" });
        gone.finished.catch(() => {}).then(() => copy.remove());
      }
    },
  };
}

/**
 * What is seen of a drawing, where it is seen. Its names stay with the drawing: the copy shows the same paths, which
 * are the same for all three layers, in the colours of the earlier one.
 * @param {Element} drawing
 */
function copyOf(drawing) {
  const copy = document.createElement("div"), box = drawing.getBoundingClientRect();
  copy.className = "earlier";
  copy.setAttribute("aria-hidden", "true");
  copy.inert = true;
  Object.assign(copy.style, {
    left: `${box.left + window.scrollX}px`,
    top: `${box.top + window.scrollY}px`,
    width: `${box.width}px`,
    height: `${box.height}px`,
  });
  const figure = drawing.querySelector("svg"), shown = figure?.cloneNode(true);
  if (!(shown instanceof SVGElement) || !figure) return copy;
  const at = figure.getBoundingClientRect();
  Object.assign(shown.style, { marginLeft: `${at.left - box.left}px`, marginTop: `${at.top - box.top}px`, maxWidth: "none" });
  shown.setAttribute("width", String(at.width));
  shown.setAttribute("height", String(at.height));
  for (const named of [shown, ...shown.querySelectorAll("[id]")]) named.removeAttribute("id");
  shown.removeAttribute("data-figure");
  copy.append(shown);
  return copy;
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
