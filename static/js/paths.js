/**
 * Path data as the server writes it: the first subpath starts with `M`, the others with a relative `m`.
 * Nothing here knows the page.
 */

/**
 * The subpaths of a path, each with an absolute start, in their order.
 * @param {string} d
 * @returns {string[]}
 */
export function subpaths(d) {
  const found = [];
  let x = 0, y = 0;
  for (const [, move, startX, startY, rest] of d.matchAll(/([Mm])(-?[\d.]+) (-?[\d.]+)([^Mm]*)/g)) {
    x = Number(startX) + (move === "m" ? x : 0);
    y = Number(startY) + (move === "m" ? y : 0);
    found.push(`M${round(x)} ${round(y)}${rest}`);
    const line = /^l(-?[\d.]+) (-?[\d.]+)/.exec(rest);
    if (line) {
      x += Number(line[1]);
      y += Number(line[2]);
    }
  }
  return found;
}

/**
 * A coordinate without the noise of adding.
 * @param {number} value
 */
function round(value) {
  return Math.round(value * 100) / 100;
}

/**
 * The indices that folded ranges such as `0-2 5` stand for.
 * @param {string} text
 * @returns {number[]}
 */
export function indices(text) {
  return text.split(" ").filter(Boolean).flatMap((part) => {
    const [first, last = first] = part.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, place) => first + place);
  });
}

/**
 * The ends of a straight subpath: `M0 0l5 9` is `[0, 0, 5, 9]`.
 * @param {string} subpath
 * @returns {[number, number, number, number]}
 */
export function ends(subpath) {
  const [x, y, dx, dy] = subpath.match(/-?[\d.]+/g)?.map(Number) ?? [];
  return [x, y, x + dx, y + dy];
}

/**
 * The distance of a point from a straight line between two points.
 * @param {number} px
 * @param {number} py
 * @param {[number, number, number, number]} line
 */
export function distance(px, py, [x0, y0, x1, y1]) {
  const dx = x1 - x0, dy = y1 - y0;
  const along = Math.min(1, Math.max(0, ((px - x0) * dx + (py - y0) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(px - x0 - along * dx, py - y0 - along * dy);
}
