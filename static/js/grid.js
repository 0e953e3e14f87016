/**
 * A matrix as one stop of the Tab key: the arrow keys go from cell to cell, and each says its value, its weight and its
 * kin, as the server has named it. Without scripts the same table is read as a table.
 */

/** How many rows and columns a key moves by; Home and End go to the ends of the row. */
const MOVES = new Map([
  ["ArrowLeft", [0, -1]], ["ArrowRight", [0, 1]], ["ArrowUp", [-1, 0]], ["ArrowDown", [1, 0]],
  ["Home", [0, -Infinity]], ["End", [0, Infinity]], ["PageUp", [-10, 0]], ["PageDown", [10, 0]],
]);

/**
 * Make every matrix under an element a grid, and keep it one while edits change it.
 * @param {Element} root
 */
export function makeGrids(root) {
  const make = () => root.querySelectorAll("table[data-grid]").forEach(makeGrid);
  make();
  new MutationObserver(make).observe(root, { childList: true, subtree: true, attributeFilter: ["role", "tabindex"] });
  root.addEventListener("keydown", (event) => onKey(/** @type {KeyboardEvent} */ (event)));
  root.addEventListener("click", ({ target }) => enter(cellOf(target)));
}

/**
 * One cell is the stop of the Tab key: that which has the focus, else the first.
 * @param {Element} table
 */
function makeGrid(table) {
  if (table.getAttribute("role") !== "grid") table.setAttribute("role", "grid");
  if (table.querySelector("td[tabindex='0']")) return;
  const stop = table.contains(document.activeElement) ? cellOf(document.activeElement) : table.querySelector("tbody td");
  stop?.setAttribute("tabindex", "0");
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const cell = cellOf(event.target), move = MOVES.get(event.key);
  if (!cell || !move || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  event.stopPropagation();
  enter(beside(cell, move));
}

/**
 * The cell so many rows and columns away, or the last on the way there.
 * @param {HTMLTableCellElement} cell
 * @param {number[]} move
 */
function beside(cell, [down, right]) {
  const row = /** @type {HTMLTableRowElement} */ (cell.parentElement);
  const rows = /** @type {HTMLTableSectionElement} */ (row.parentElement).rows;
  const { cells } = rows[within(row.sectionRowIndex + down, 0, rows.length - 1)];
  return cells[within(cell.cellIndex + right, 1, cells.length - 1)]; // the first names its row
}

/**
 * @param {number} value
 * @param {number} least
 * @param {number} most
 */
function within(value, least, most) {
  return Math.min(Math.max(value, least), most);
}

/**
 * Make a cell the one stop of its matrix, and go there.
 * @param {HTMLTableCellElement | null} cell
 */
function enter(cell) {
  if (!cell) return;
  cell.closest("table")?.querySelector("td[tabindex='0']")?.setAttribute("tabindex", "-1");
  cell.setAttribute("tabindex", "0");
  cell.focus();
}

/**
 * The cell of a matrix that something stands in.
 * @param {EventTarget | null} target
 * @returns {HTMLTableCellElement | null}
 */
function cellOf(target) {
  return target instanceof Element ? target.closest("[data-grid] tbody td") : null;
}
