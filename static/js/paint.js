/**
 * Painting the input of a layer along two axes: a grid of its cells, a brush, strokes of the pointer and of the keys.
 * It is the text of the field that changes, as with every edit; one stroke is undone as one.
 */

import { numbersOf, replaced } from "./numbers.js";

/** More cells than this are not painted one by one. */
const MOST = 4096;

/** Up to so many columns there is room for the numbers. */
const MOST_WITH_NUMBERS = 9;

/** @typedef {{ channels: number, rows: number, columns: number }} Shape */
/** @typedef {{ row: number, column: number }} Place */

/**
 * The cells on the straight line from one to another, the first left out: a quick stroke has no gaps.
 * @param {Place} from
 * @param {Place} to
 * @returns {Place[]}
 */
export function between(from, to) {
  const steps = Math.max(Math.abs(to.row - from.row), Math.abs(to.column - from.column));
  return Array.from({ length: steps }, (_, step) => ({
    row: Math.round(from.row + ((to.row - from.row) * (step + 1)) / steps),
    column: Math.round(from.column + ((to.column - from.column) * (step + 1)) / steps),
  }));
}

/**
 * Where a key leads from a cell.
 * @param {string} key
 * @param {Place} place
 * @param {Shape} shape
 * @returns {Place | null}
 */
export function moved(key, { row, column }, { rows, columns }) {
  const to = {
    ArrowUp: { row: row - 1, column }, ArrowDown: { row: row + 1, column },
    ArrowLeft: { row, column: column - 1 }, ArrowRight: { row, column: column + 1 },
    Home: { row, column: 0 }, End: { row, column: columns - 1 },
  }[key];
  if (!to || to.row < 0 || to.column < 0 || to.row >= rows || to.column >= columns) return null;
  return to;
}

/**
 * What a stroke paints: the brush, or 0 where the stroke begins on a cell that has the number of the brush already.
 * @param {string} brush
 * @param {string} under
 */
export function colourOf(brush, under) {
  return Number(under.replace(/[−–]/g, "-")) === Number(brush.replace(/[−–]/g, "-")) ? "0" : brush;
}

export class Painting {
  /**
   * @param {HTMLFormElement} form
   * @param {HTMLElement} panel
   * @param {() => void} begin what follows is an edit of its own, to be undone by itself
   */
  constructor(form, panel, begin) {
    this.field = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem("input"));
    this.panel = panel;
    this.begin = begin;
    this.canvas = /** @type {HTMLElement} */ (panel.querySelector("[data-canvas]"));
    this.brush = /** @type {HTMLInputElement} */ (panel.querySelector("[data-brush]"));
    this.channel = /** @type {HTMLSelectElement} */ (panel.querySelector("[data-channel]"));
    /** @type {Shape} */
    this.shape = { channels: 0, rows: 0, columns: 0 };
    /** @type {HTMLElement[]} */
    this.cells = [];
    /** @type {Place} */
    this.place = { row: 0, column: 0 };
    /** @type {string | null} what the stroke under way paints */
    this.colour = null;
    /** What was written as the brush: the fields are set anew when the history is gone through. */
    this.written = this.brush.value;
    this.listen();
  }

  listen() {
    const { canvas } = this;
    canvas.addEventListener("pointerdown", (event) => {
      const place = event.button === 0 ? this.placeAt(event) : null;
      if (!place) return;
      event.preventDefault();
      canvas.setPointerCapture(event.pointerId);
      this.start(place);
    });
    canvas.addEventListener("pointermove", (event) => {
      const place = this.colour === null ? null : this.placeAt(event);
      if (place) this.paint(between(this.place, place));
    });
    for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => { this.colour = null; });
    canvas.addEventListener("keydown", (event) => this.onKey(event));
    canvas.addEventListener("keyup", ({ key }) => { if (key === "Shift") this.colour = null; });
    this.channel.addEventListener("change", () => this.show());
    this.brush.addEventListener("input", () => { this.written = this.brush.value; });
    this.field.addEventListener("input", () => { if (this.colour === null) this.show(); });
  }

  /** Draw the cells as the field has them now; until the server has said what shape they have, the last stay. */
  show() {
    const shape = shapeOf();
    const fits = shape !== null && numbersOf(this.field.value).length === shape.channels * shape.rows * shape.columns;
    if (!shape || !fits) return;
    this.brush.value = this.written;
    const many = shape.rows * shape.columns > MOST;
    /** @type {HTMLElement} */ (this.panel.querySelector("[data-too-many]")).hidden = !many;
    if (many) shape.rows = 0; // nothing is painted
    if (this.isOther(shape)) this.build(shape);
    this.fill();
  }

  /**
   * Whether the cells that are there are not those of a shape.
   * @param {Shape} shape
   */
  isOther(shape) {
    return `${Object.values(shape)}` !== `${Object.values(this.shape)}` || !this.cells[0]?.isConnected;
  }

  /** @param {Shape} shape */
  build(shape) {
    this.shape = shape;
    this.place = { row: 0, column: 0 };
    const { channels, rows, columns } = shape;
    this.cells = Array.from({ length: rows * columns }, (_, index) => {
      const cell = part("gridcell");
      cell.tabIndex = index ? -1 : 0;
      return cell;
    });
    this.canvas.setAttribute("role", "grid");
    this.canvas.style.setProperty("--columns", String(columns));
    this.canvas.replaceChildren(...Array.from({ length: rows }, (_, row) => {
      const line = part("row");
      line.append(...this.cells.slice(row * columns, (row + 1) * columns));
      return line;
    }));
    if (this.channel.length !== channels) this.channel.replaceChildren(...Array.from({ length: channels }, (_, channel) => new Option(String(channel))));
    /** @type {HTMLElement} */ (this.channel.closest("label")).hidden = channels === 1;
  }

  /** The flat index of the first cell of the channel that is painted. */
  get first() {
    return Math.max(this.channel.selectedIndex, 0) * this.cells.length;
  }

  /** Numbers and shades into the cells. */
  fill() {
    const texts = numbersOf(this.field.value).map(({ text }) => text).slice(this.first, this.first + this.cells.length);
    const values = texts.map((text) => Number(text.replace(/[−–]/g, "-")));
    const low = Math.min(...values), range = Math.max(...values) - low || 1;
    this.cells.forEach((cell, index) => {
      const row = Math.floor(index / this.shape.columns), column = index % this.shape.columns;
      const written = texts[index].replace("-", "−");
      cell.setAttribute("aria-label", `row ${row}, column ${column}: ${written}`);
      cell.style.setProperty("--shade", `${Math.round((100 * (values[index] - low)) / range)}%`);
      cell.textContent = this.shape.columns <= MOST_WITH_NUMBERS ? written : "";
    });
    this.canvas.classList.toggle("shaded", this.shape.columns > MOST_WITH_NUMBERS);
  }

  /**
   * The cell under the pointer, or the nearest one: a stroke may run over the edge.
   * @param {PointerEvent} event
   * @returns {Place | null}
   */
  placeAt({ clientX, clientY }) {
    const { rows, columns } = this.shape;
    if (!this.cells.length) return null;
    const box = this.canvas.getBoundingClientRect();
    return {
      row: within((clientY - box.top) / box.height, rows),
      column: within((clientX - box.left) / box.width, columns),
    };
  }

  /** @param {Place} place */
  indexOf({ row, column }) {
    return row * this.shape.columns + column;
  }

  /**
   * Begin a stroke.
   * @param {Place} place
   */
  start(place) {
    this.focus(place);
    this.begin();
    const brush = this.brush.value.trim();
    const valid = numbersOf(brush).length === 1 && Number.isFinite(Number(brush.replace(/[−–]/g, "-")));
    this.brush.setAttribute("aria-invalid", String(!valid));
    if (!valid) return;
    this.colour = colourOf(brush, numbersOf(this.field.value)[this.first + this.indexOf(place)].text);
    this.paint([place]);
  }

  /**
   * Paint cells, and go on from the last.
   * @param {Place[]} places
   */
  paint(places) {
    if (this.colour === null || !places.length) return;
    let text = this.field.value;
    for (const place of places) text = replaced(text, this.first + this.indexOf(place), this.colour);
    this.place = places[places.length - 1];
    if (text === this.field.value) return;
    this.field.value = text;
    this.fill();
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /**
   * One cell is the stop of the Tab key, the one that was used last.
   * @param {Place} place
   */
  focus(place) {
    this.cells[this.indexOf(this.place)].tabIndex = -1;
    this.place = place;
    const cell = this.cells[this.indexOf(place)];
    cell.tabIndex = 0;
    cell.focus({ preventScroll: true });
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.cells.length) return;
    const to = moved(event.key, this.place, this.shape);
    if (to) {
      if (event.shiftKey && this.colour === null) this.start(this.place);
      this.focus(to);
      if (event.shiftKey) this.paint([to]);
    } else if (event.key === " " || event.key === "Enter") {
      this.start(this.place);
      this.colour = null;
    } else if (!event.key.startsWith("Arrow")) {
      return;
    }
    event.preventDefault();
  }
}

/**
 * Which of so many places a share of the way is in, the nearest one for what lies outside.
 * @param {number} share
 * @param {number} count
 */
function within(share, count) {
  return Math.min(Math.max(Math.floor(share * count), 0), count - 1);
}

/** @param {string} role */
function part(role) {
  const element = document.createElement("div");
  element.setAttribute("role", role);
  return element;
}

/**
 * Show the panel where the input has two axes, and its cells where it is open.
 * @param {HTMLFormElement} form
 * @param {() => void} begin
 */
export function listenForPainting(form, begin) {
  const panel = /** @type {HTMLDetailsElement} */ (form.querySelector("[data-painting]"));
  const painting = new Painting(form, panel, begin);
  const show = () => { if (panel.open) painting.show(); };
  panel.addEventListener("toggle", show);
  form.addEventListener("shown", show);
  show();
}

/**
 * The shape of the input, as the server has it.
 * @returns {Shape | null}
 */
function shapeOf() {
  const written = document.querySelector('[data-part="defaults"]')?.getAttribute("data-plane");
  if (!written) return null;
  const [channels, rows, columns] = written.split(" ").map(Number);
  return { channels, rows, columns };
}
