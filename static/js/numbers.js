/** Numbers in the text of a field: which there are, and the text with one of them changed. Nothing here knows the page. */

const NUMBER = /[+\-−–]?(?:\d+\.?\d*|\.\d+)(?:[eE][+\-−–]?\d+)?/g;

/**
 * A number in a text: what is written, and where.
 * @typedef {{ text: string, start: number, end: number }} Place
 */

/**
 * The numbers of a text, in their order: the flat index of an array, however its rows are written.
 * @param {string} text
 * @returns {Place[]}
 */
export function numbersOf(text) {
  return [...text.matchAll(NUMBER)].map((match) => ({
    text: match[0], start: match.index, end: match.index + match[0].length,
  }));
}

/**
 * The index of the number at a place in the text, or of the next one; −1 where there is none.
 * @param {string} text
 * @param {number} caret
 */
export function numberAt(text, caret) {
  return numbersOf(text).findIndex(({ end }) => caret <= end);
}

/**
 * The text with the number of this index written anew.
 * @param {string} text
 * @param {number} index
 * @param {string} written
 */
export function replaced(text, index, written) {
  const place = numbersOf(text)[index];
  return place ? text.slice(0, place.start) + written + text.slice(place.end) : text;
}

/**
 * A written number with something added, with as many decimals as either has.
 * @param {string} written
 * @param {number} added
 */
export function stepped(written, added) {
  const value = Number(written.replace(/[−–]/g, "-")) + added;
  const decimals = Math.min(Math.max(decimalsOf(written), decimalsOf(String(added))), 12);
  return value === 0 ? "0" : String(Number(value.toFixed(decimals)));
}

/** @param {string} written */
function decimalsOf(written) {
  const [mantissa, exponent = "0"] = written.toLowerCase().replace(/[−–]/g, "-").split("e");
  return Math.max((mantissa.split(".")[1] ?? "").length - Number(exponent), 0);
}
