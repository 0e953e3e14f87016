/**
 * Arrays as other programs print them, as our fields take them: a spreadsheet's tabs and lines, NumPy's and MATLAB's
 * brackets. Nothing here knows the page.
 */

/** @typedef {number[] | Nested[]} Nested */

/**
 * The text for a field, or nothing where the field reads the pasted text just as well by itself.
 * @param {string} pasted
 * @returns {string | null}
 */
export function arrayText(pasted) {
  const text = stripped(pasted);
  if (text.includes("[")) return bracketText(text);
  const rows = text.split(/\r?\n/).map((line) => line.trim()).filter(Boolean).map(cells);
  const alike = rows.length > 1 && rows[0].length > 1 && rows.every((row) => row.length === rows[0].length);
  return alike && rows.flat().every(isNumber) ? rows.map((row) => row.join(",")).join(";") : null;
}

/**
 * A printout without the names and types round it: `array(…, dtype=float32)`, `ans =`, `tensor(…)`.
 * @param {string} text
 */
function stripped(text) {
  return text.trim()
    .replace(/^[\w.]+\s*=\s*/, "")
    .replace(/^(?:np\.|numpy\.|torch\.|jnp\.)?(?:array|tensor|Array|asarray)\s*\(([\s\S]*)\)\s*;?$/, "$1")
    .replace(/,\s*(?:dtype|device|requires_grad)\s*=[\s\S]*$/, "")
    .replace(/[−–]/g, "-")
    .replace(/;\s*$/, "");
}

/**
 * Brackets of NumPy (`[[1. 2.]\n [3. 4.]]`), Python (`[[1, 2], [3, 4]]`) and MATLAB (`[1 2; 3 4]`).
 * @param {string} text
 */
function bracketText(text) {
  const single = /^\[([^[\]]*)\]$/.exec(text);
  if (single) {
    const rows = single[1].split(/;|\r?\n/).map(cells).filter((row) => row.length);
    const matlab = single[1].includes(";");
    const values = matlab ? rows : [rows.flat()];
    if (!values.flat().every(isNumber) || values.some((row) => row.length !== values[0].length)) return null;
    return values.map((row) => row.map(plain).join(",")).join(";");
  }
  const nested = readNested(text);
  return nested && JSON.stringify(nested);
}

/**
 * Nested brackets as lists; numbers stand apart by commas, blanks or lines.
 * @param {string} text
 * @returns {Nested | null}
 */
function readNested(text) {
  const json = text
    .replace(/[^[\]\s,]+/g, (word) => (isNumber(word) ? plain(word) : "?"))
    .replace(/[\s,]+/g, ",").replace(/,?\[,?/g, ",[").replace(/,?\],?/g, "],").replace(/^,|,$/g, "").replace(/\[,/g, "[");
  try {
    return JSON.parse(json.replace(/,\]/g, "]"));
  } catch {
    return null;
  }
}

/** @param {string} line */
function cells(line) {
  return line.trim().split(/\s*[,\t]\s*|\s+/).filter(Boolean);
}

/** @param {string} word */
function isNumber(word) {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(word);
}

/** @param {string} word a number such as `1.` or `+3`, which JSON does not have */
function plain(word) {
  return String(Number(word));
}
