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
 * The distance of a point from the nearest of many straight lines, each given by its two ends.
 * @param {number} px
 * @param {number} py
 * @param {ArrayLike<number>} lines `x0 y0 x1 y1` of each line
 */
export function nearest(px, py, lines) {
  let least = Infinity;
  for (let i = 0; i < lines.length; i += 4) {
    const x0 = lines[i], y0 = lines[i + 1], dx = lines[i + 2] - x0, dy = lines[i + 3] - y0;
    const along = Math.min(1, Math.max(0, ((px - x0) * dx + (py - y0) * dy) / (dx * dx + dy * dy || 1)));
    const x = px - x0 - along * dx, y = py - y0 - along * dy;
    least = Math.min(least, x * x + y * y);
  }
  return Math.sqrt(least);
}
