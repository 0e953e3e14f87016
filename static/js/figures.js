/**
 * Lights a step and a weight in the figures of a stage. The server has drawn everything that can be lit and
 * says where it goes; here it is only moved, shown, or cut out of a path.
 */

import { ends, indices, nearest, subpaths } from "./paths.js";

/** How near to a connection, in pixels, the pointer picks it. */
const REACH = 12;

/** So many pixels at the edge of a drawing hold nothing: what is cut there need not be scrolled to. */
const PAPER = 8;

/** How far a drawing fades where it goes on; the same as in the style sheet. */
const FADE = 40;

/** What scrolls where it is wider than its place. */
export const SCROLLING = ".drawing, .formulas";

/** So far beyond the edge of its view a number of a strip may still reach into it, in pixels. */
const MARGIN = 64;

/** The opacity of what a highlight leaves behind; the same as in app/figures/palette.py. */
const DIMMED = "0.45";

/**
 * The connections of one weight in a network: subpaths by output, all their ends, and the line that is seen.
 * @typedef {{ weight: string, outputs: Map<number, string>, ends: Float64Array, line: Element | null }} Wire
 */

/**
 * What moves under a view that is narrower: the width of the view, and the numbers with the middle of each.
 * @typedef {{ element: Element, width: number, numbers: { text: Element, x: number }[] }} Strip
 */

export class Figures {
  /** @param {ParentNode} root */
  constructor(root) {
    this.root = root;
    this.first = Number(root.querySelector("[data-stage]")?.getAttribute("data-first") ?? 0);
    this.moving = [...root.querySelectorAll("[data-moves]")].map((element) => ({
      element,
      places: (element.getAttribute("data-moves") ?? "").split(" "),
    }));
    this.strips = stripsOf(root);
    this.strips.forEach(showNumbersInView);
    this.paths = [...root.querySelectorAll("[data-paths]")].map((element) => ({
      element,
      paths: (element.getAttribute("data-paths") ?? "").split(";"),
    }));
    this.digits = [...root.querySelectorAll("[data-outputs]:is(g)")].map((group) => ({
      entries: group.children,
      first: Number(group.getAttribute("data-outputs")),
      bold: group.querySelector('[font-weight="600"]'),
    }));
    this.slots = [...root.querySelectorAll("[data-slots]")].map((element) => ({
      element,
      places: [...element.querySelectorAll("[data-slot]")],
    }));
    this.strikes = [...root.querySelectorAll("[data-strikes]")];
    this.filtered = [...root.querySelectorAll("[data-filter]:is(g)")];
    this.base = [...root.querySelectorAll("[data-base]")];
    this.kin = kinOf(root);
    /** @type {string | null} */
    this.lit = root.querySelector("[data-stage]")?.getAttribute("data-highlight") || null;
    this.frame = 0;
    this.scrolls = [...root.querySelectorAll(SCROLLING)];
    this.sizes = new ResizeObserver((entries) => entries.forEach(({ target }) => {
      stopAtScrolling(target);
      showCuts(target);
    }));
    for (const region of this.scrolls) {
      this.sizes.observe(region);
      region.addEventListener("scroll", showCutsOf, { passive: true });
    }
    /** @type {Map<Element, Wire[]>} */
    this.wires = new Map();
    this.ended = false;
    // reading a large network takes a moment, better before the first step than in it
    const idle = window.requestIdleCallback ?? window.setTimeout;
    idle(() => { for (const figure of this.ended ? [] : this.networks) this.wiresOf(figure); });
  }

  /** Let go of the figures: they are about to be replaced. */
  end() {
    this.ended = true;
    this.sizes.disconnect();
    for (const region of this.scrolls) region.removeEventListener("scroll", showCutsOf);
    cancelAnimationFrame(this.frame);
  }

  get networks() {
    return this.root.querySelectorAll("[data-figure=network]");
  }

  /**
   * Show a step.
   * @param {number} output
   * @param {DOMStringMap} words what the server says of the step; before it has come, the places are empty
   */
  step(output, words) {
    for (const { element, places } of this.moving) {
      element.setAttribute("transform", `translate(${(places[output - this.first] ?? "0,0").replace(",", " ")})`);
    }
    this.strips.forEach(showNumbersInView);
    for (const { element, paths } of this.paths) setPath(element, paths[output - this.first] ?? "");
    for (const group of this.filtered) show(group, isOf(group, words.filter ?? ""));
    for (const digits of this.digits) embolden(digits, output);
    const texts = (words.texts ?? "").split(" ");
    for (const { places } of this.slots) write(places, texts);
    for (const group of this.strikes) {
      [...group.children].forEach((stroke, tap) => show(stroke, words.off?.[tap] === "1"));
    }
    for (const figure of this.networks) this.lightWires(figure, output);
    this.follow();
  }

  /** Scroll what is wider than its place to the step, in the next frame: there the layout is asked for anyway. */
  follow() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.scrolls.forEach(keepInView));
  }

  /**
   * Cut the connections of an output out of the paths of their weights.
   * @param {Element} figure
   * @param {number} output
   */
  lightWires(figure, output) {
    let casing = "";
    for (const { weight, outputs } of this.wiresOf(figure)) {
      const subpath = outputs.get(output) ?? "";
      casing += subpath;
      setPath(figure.querySelector(`[data-step-weight="${weight}"]`), subpath);
    }
    setPath(figure.querySelector("[data-step-casing]"), casing);
  }

  /**
   * The connections of each weight by output.
   * @param {Element} figure
   * @returns {Wire[]}
   */
  wiresOf(figure) {
    let wires = this.wires.get(figure);
    if (!wires) {
      wires = [...figure.querySelectorAll("[data-wire]")].map((path) => wireOf(figure, path));
      this.wires.set(figure, wires);
    }
    return wires;
  }

  /**
   * Light every copy of a weight and dim the rest, or nothing.
   * @param {string | null} weight
   */
  highlight(weight) {
    for (const group of this.base) {
      if (weight === null) group.removeAttribute("opacity");
      else group.setAttribute("opacity", DIMMED);
    }
    for (const group of this.kin.get(this.lit ?? "") ?? []) show(group, false);
    for (const group of this.kin.get(weight ?? "") ?? []) show(group, true);
    this.lit = weight;
    this.markChips();
  }

  /** Mark the chips of the weight that is lit, wherever on the page. */
  markChips() {
    for (const chip of document.querySelectorAll(".chip[data-weight]")) {
      chip.classList.toggle("lit", chip.getAttribute("data-weight") === this.lit);
    }
  }

  /**
   * The weight under the pointer: of a cell, a label, or the nearest connection.
   * @param {PointerEvent} event
   * @returns {string | null}
   */
  pick(event) {
    const target = /** @type {Element} */ (event.target);
    // what is lit lies above what was pointed at, and stands for the same weight
    const marked = target.closest("[data-weight], [data-kin]");
    if (marked) return marked.getAttribute("data-weight") ?? marked.getAttribute("data-kin");
    const figure = target.closest("[data-figure=network]");
    return figure ? this.nearestWire(figure, event) : null;
  }

  /**
   * The weight of the connection nearest to the pointer, among those of the filter that is shown.
   * @param {Element} figure
   * @param {PointerEvent} event
   */
  nearestWire(figure, event) {
    const strip = /** @type {SVGGraphicsElement | null} */ (figure.querySelector("svg svg > g"));
    const matrix = strip?.getScreenCTM();
    if (!strip || !matrix) return null;
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    let best = null, least = REACH;
    for (const { weight, ends, line } of this.wiresOf(figure)) {
      if (!isShown(line)) continue;
      const away = nearest(point.x, point.y, ends);
      if (away < least) [best, least] = [weight, away];
    }
    return best;
  }
}

/**
 * What was read of a path, for as long as it is drawn as it was: most edits change numbers and no connection.
 * @type {WeakMap<Element, { d: string, outputs: string, wire: Wire }>}
 */
const known = new WeakMap();

/**
 * The connections of a weight by output, read from its path.
 * @param {Element} figure
 * @param {Element} path
 * @returns {Wire}
 */
function wireOf(figure, path) {
  const d = path.getAttribute("d") ?? "", outputs = path.getAttribute("data-outputs") ?? "";
  const before = known.get(path);
  if (before?.d === d && before.outputs === outputs) return before.wire;
  const weight = path.getAttribute("data-wire") ?? "";
  const cut = subpaths(d);
  /** @type {Map<number, string>} */
  const byOutput = new Map();
  indices(outputs).forEach((output, place) => byOutput.set(output, (byOutput.get(output) ?? "") + cut[place]));
  const line = figure.querySelector(`use[href="#net-w${weight}"]`);
  const wire = { weight, outputs: byOutput, ends: Float64Array.from(cut.flatMap(ends)), line };
  known.set(path, { d, outputs, wire });
  return wire;
}

/**
 * The strips of some figures: what moves in a view that cuts it.
 * @param {ParentNode} root
 * @returns {Strip[]}
 */
function stripsOf(root) {
  return [...root.querySelectorAll("svg svg:not([overflow])")].flatMap((view) => {
    const element = view.querySelector("[data-moves]");
    if (!element) return [];
    const numbers = [...element.querySelectorAll("text[x]")].filter((text) => text.closest("[data-moves]") === element);
    const width = Number(view.getAttribute("width"));
    return { element, width, numbers: numbers.map((text) => ({ text, x: Number(text.getAttribute("x")) })) };
  });
}

/**
 * Lay out the numbers in view, where the strip stands now, and no others: of a hundred that an edit changes, most are
 * somewhere else.
 * @param {Strip} strip
 */
function showNumbersInView({ element, width, numbers }) {
  const left = -Number(/-?[\d.]+/.exec(element.getAttribute("transform") ?? "")?.[0] ?? 0);
  for (const { text, x } of numbers) text.toggleAttribute("data-away", x < left - MARGIN || x > left + width + MARGIN);
}

/**
 * Whether a part of a drawing belongs to a filter; some belong to several.
 * @param {Element} group
 * @param {string} filter
 */
function isOf(group, filter) {
  return (group.getAttribute("data-filter") ?? "").split(" ").includes(filter);
}

/**
 * What stands for each weight while it is highlighted.
 * @param {ParentNode} root
 */
function kinOf(root) {
  /** @type {Map<string, Element[]>} */
  const kin = new Map();
  for (const group of root.querySelectorAll("[data-kin]")) {
    const weight = group.getAttribute("data-kin") ?? "";
    kin.set(weight, [...(kin.get(weight) ?? []), group]);
  }
  return kin;
}

/**
 * Show or hide a part of a drawing.
 * @param {Element} element
 * @param {boolean} shown
 */
function show(element, shown) {
  if (shown) element.removeAttribute("display");
  else element.setAttribute("display", "none");
}

/**
 * Whether nothing round an element hides it.
 * @param {Element | null} element
 */
function isShown(element) {
  return element !== null && element.closest('[display="none"]') === null;
}

/**
 * The number of the step's output in bold.
 * @param {{ entries: HTMLCollection, first: number, bold: Element | null }} digits
 * @param {number} output
 */
function embolden(digits, output) {
  const entry = digits.entries[output - digits.first];
  digits.bold?.removeAttribute("font-weight");
  digits.bold = entry?.querySelector("text") ?? entry ?? null;
  digits.bold?.setAttribute("font-weight", "600");
}

/**
 * Texts into the places that wait for them.
 * @param {Element[]} places
 * @param {string[]} texts
 */
function write(places, texts) {
  places.forEach((place, index) => setText(place, texts[index % texts.length] ?? ""));
}

/**
 * Another text in the same node, where there is one: an edit brings texts and knows to which node each belongs.
 * @param {Element} element
 * @param {string} text
 */
export function setText(element, text) {
  const [node, ...more] = element.childNodes;
  if (node instanceof Text && !more.length) node.data = text;
  else element.textContent = text;
}

/**
 * @param {Element | null} path
 * @param {string} d
 */
function setPath(path, d) {
  if (d) path?.setAttribute("d", d);
  else path?.removeAttribute("d");
}

/**
 * A drawing is a stop for the Tab key only where it scrolls.
 * @param {Element} region
 */
function stopAtScrolling(region) {
  if (region.scrollWidth > region.clientWidth) set(region, "tabindex", "0");
  else if (region !== document.activeElement) set(region, "tabindex", "");
}

/** @param {Event} event */
function showCutsOf(event) {
  showCuts(/** @type {Element} */ (event.target));
}

/**
 * Say at which sides a drawing goes on beyond its region, where it fades, and hold its notes in view.
 * @param {Element} region
 */
function showCuts(region) {
  const left = region.scrollLeft, hidden = region.scrollWidth - region.clientWidth - left;
  const cuts = [left > PAPER ? "left" : "", hidden > PAPER ? "right" : ""].filter(Boolean).join(" ");
  set(region, "data-cut", cuts);
  for (const notes of region.querySelectorAll("[data-notes]")) set(notes, "transform", left ? `translate(${left} 0)` : "");
}

/**
 * Give an attribute its value, or take it away for none; one that has it is not touched, for that would be laid out anew.
 * @param {Element} element
 * @param {string} name
 * @param {string} value
 */
function set(element, name, value) {
  if ((element.getAttribute(name) ?? "") === value) return;
  if (value) element.setAttribute(name, value);
  else element.removeAttribute(name);
}

/**
 * Scroll a drawing that is wider than its place so that the frame of the step is seen.
 * @param {Element} region
 */
function keepInView(region) {
  if (region.scrollWidth <= region.clientWidth + PAPER) return;
  const frame = region.querySelector("[data-frame]");
  if (!frame) return;
  const box = frame.getBoundingClientRect(), room = region.getBoundingClientRect();
  if (box.left < room.left + FADE || box.right > room.right - FADE) {
    region.scrollLeft += box.left + box.width / 2 - room.left - room.width / 2;
  }
}
