/**
 * Most edits change what is said and nothing else. The page names the outline of the answer that it shows; where the
 * outline of the new one is the same, that is only what it says: texts and some attributes, in the order of the page.
 */

/** The attributes that follow from the numbers; the same as in app/pages/outline.py, but for the address of the answer. */
const SAYING = ["aria-label", "data-piece", "data-texts", "data-total", "data-words", "href"];

/** Elements with one of these, or with bars. */
const SAYS = [...SAYING.map((name) => `[${name}]`), "[data-heights]"].join();

/**
 * What is said in each place, kind by kind.
 * @typedef {Record<string, string[]>} Said
 */

/**
 * A place: its node, what the server said there last, and whether it was on the page, and not in a template.
 * @typedef {{ node: Text | Element, value: string, shown: boolean }} Place
 */

/** @type {{ outline: string, names: string, places: Record<string, Place[]> } | null} */
let held = null;

/**
 * Remember where everything stands that an answer says, before a script changes anything in it.
 * @param {string} outline the name of its outline; none for an answer that has no name
 * @param {string[]} names the parts that came with it
 */
export function hold(outline, names) {
  held = outline ? { outline, names: names.join(), places: placesOf(names) } : null;
}

/**
 * The outline of these parts, or nothing when it is not known.
 * @param {string[]} names
 */
export function outlineHeld(names) {
  return held?.names === names.join() ? held.outline : "";
}

/**
 * Whether what an answer says belongs into the places that are held: another answer may have come meanwhile.
 * @param {Said} said
 * @param {string} outline of the answer that it was to be like
 */
export function fits(said, outline) {
  return held?.outline === outline && Object.entries(held.places).every(([kind, places]) => said[kind]?.length === places.length);
}

/**
 * Write what is new where it belongs.
 * @param {Said} said
 * @returns {boolean} whether some of that is not on the page, because the words of a step or a weight were put there
 */
export function rewrite(said) {
  const changes = Object.entries(held?.places ?? {}).flatMap(([kind, places]) => places.map((place, index) => change(place, kind, said[kind][index])));
  return changes.includes(false);
}

/**
 * @param {Place} place
 * @param {string} kind
 * @param {string} value
 * @returns {boolean} false where what is new cannot be seen
 */
function change(place, kind, value) {
  const { node, shown } = place;
  const was = node instanceof Text ? node.data : place.value; // a number that is dragged is written as it is dragged
  place.value = value;
  if (was === value) return true;
  if (node instanceof Text) node.data = value;
  else node.setAttribute(kind, value);
  return node.isConnected || !shown;
}

/**
 * The places of some parts, in the order of the page.
 * @param {string[]} names
 */
function placesOf(names) {
  /** @type {Record<string, Place[]>} */
  const places = Object.fromEntries(["text", "d", ...SAYING].map((kind) => [kind, []]));
  for (const name of names) {
    const part = document.querySelector(`[data-part="${name}"]`);
    if (part) collect(part, places, true);
  }
  return places;
}

/**
 * @param {Node} root
 * @param {Record<string, Place[]>} places
 * @param {boolean} shown
 */
function collect(root, places, shown) {
  if (root instanceof Text) {
    if (root.data.trim()) places.text.push({ node: root, value: root.data, shown });
    return;
  }
  if (root instanceof Element && root.matches(SAYS)) {
    const kinds = root.hasAttribute("data-heights") ? [...SAYING, "d"] : SAYING;
    for (const kind of kinds) {
      const value = root.getAttribute(kind);
      if (value) places[kind].push({ node: root, value, shown });
    }
  }
  if (root instanceof HTMLTemplateElement) collect(root.content, places, false);
  for (let child = root.firstChild; child; child = child.nextSibling) collect(child, places, shown);
}
