/** Which number of which field an element of a figure stands for, and how it is written there. */

import { setText } from "./figures.js";
import { numbersOf, replaced } from "./numbers.js";
import { changePiece } from "./pieces.js";

/**
 * A number on the page: the field it stands in, its flat index there, and the element that shows it.
 * @typedef {{ field: HTMLTextAreaElement, index: number, element: Element }} Entry
 */

/**
 * The number under the pointer. What is lit lies above the units of the network, so these are looked for through it.
 * @param {MouseEvent} event
 * @param {HTMLFormElement} form
 */
export function entryAt(event, form) {
  if (!(event.target instanceof Element) || !event.target.closest("svg, .chip, [data-bias]")) return null;
  const found = document.elementsFromPoint(event.clientX, event.clientY).map((element) => entryOf(element, form));
  return found.find((entry) => entry && entry.field.name !== "weight") ?? found.find(Boolean) ?? null;
}

/**
 * The number that an element of a figure, or a chip, stands for.
 * @param {EventTarget | null} target
 * @param {HTMLFormElement} form
 * @returns {Entry | null}
 */
export function entryOf(target, form) {
  if (!(target instanceof Element)) return null;
  const marked = target.closest("[data-weight], [data-kin]");
  if (marked?.closest("svg, .chip")) {
    return entry(form, "weight", Number(marked.getAttribute("data-weight") ?? marked.getAttribute("data-kin")), marked);
  }
  const unit = target.closest('[id^="net-x"]');
  if (unit && !target.closest(".backward")) return entry(form, "input", Number(unit.id.slice(5)), unit);
  for (const [mark, name] of [["data-inputs", "input"], ["data-upstream", "upstream"], ["data-bias", "bias"]]) {
    const group = target.closest(`[${mark}]`);
    /** @type {Element | null} */
    const text = target.closest("text") ?? target.closest("[data-bias]:not(g)"); // in the written sum it is no figure
    if (!group || !text) continue;
    const texts = /** @type {Element[]} */ ([...group.querySelectorAll("text")]);
    const place = Math.max(texts.indexOf(text), 0);
    return entry(form, name, Number(group.getAttribute(mark)) + place, text);
  }
  return null;
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {number} index
 * @param {Element} element
 * @returns {Entry | null}
 */
function entry(form, name, index, element) {
  const field = form.elements.namedItem(name);
  return field instanceof HTMLTextAreaElement ? { field, index, element } : null;
}

/**
 * What a field that is left empty stands for.
 * @param {string} name
 */
export function standsFor(name) {
  return document.querySelector('[data-part="defaults"]')?.getAttribute(`data-${name}`) ?? "";
}

/** @param {HTMLTextAreaElement} field */
function textOf(field) {
  return field.value.trim() ? field.value : standsFor(field.name);
}

/** @param {Entry} entry */
export function writtenOf({ field, index }) {
  return numbersOf(textOf(field))[index]?.text ?? "0";
}

/**
 * Write a number into its field, and show it at once where it was taken hold of.
 * @param {Entry} entry
 * @param {string} written
 */
export function write({ field, index, element }, written) {
  const text = replaced(textOf(field), index, written);
  if (text === field.value) return;
  field.value = text;
  const shown = element.matches("text, .chip, [data-bias]") ? element : element.querySelector("text.n, text:only-of-type");
  if (shown) {
    setText(shown, written.replace("-", "−"));
    changePiece(shown);
  }
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
