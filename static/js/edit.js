/**
 * Editing in place. A number in a figure is dragged, or typed over after a double click; on a chip and in a field the
 * arrow keys change it. Whichever way, it is the text of the field that changes: there is one way for an edit to go.
 */

import { numberAt, numbersOf, replaced, stepped } from "./numbers.js";
import { arrayText } from "./paste.js";

/** How far a pointer moves before it drags, and how far for each step, in pixels. */
const SLACK = 4, STEP = 8;

/**
 * A number on the page: the field it stands in, its flat index there, and the element that shows it.
 * @typedef {{ field: HTMLTextAreaElement, index: number, element: Element }} Entry
 */

/**
 * @param {HTMLElement} main
 * @param {HTMLFormElement} form
 * @param {() => void} begin what follows is an edit of its own, to be undone by itself
 */
export function listenForEdits(main, form, begin) {
  /** @type {{ entry: Entry, x: number, written: string, moved: boolean } | null} */
  let drag = null;

  main.addEventListener("pointerdown", (event) => {
    const entry = event.button === 0 && !event.ctrlKey ? entryAt(event, form) : null;
    drag = entry && { entry, x: event.clientX, written: writtenOf(entry), moved: false };
  });

  main.addEventListener("pointermove", (event) => {
    if (!drag) return;
    const far = event.clientX - drag.x;
    if (!drag.moved && Math.abs(far) < SLACK) return;
    if (!drag.moved) {
      begin();
      main.setPointerCapture(event.pointerId);
      main.classList.add("dragging");
      drag.moved = true;
    }
    const steps = Math.round(far / STEP) * (event.shiftKey ? 10 : 1);
    write(drag.entry, stepped(drag.written, steps * unitOf(drag.written)));
  });

  for (const end of ["pointerup", "pointercancel"]) {
    main.addEventListener(end, () => {
      if (drag?.moved) swallowClick();
      main.classList.remove("dragging");
      drag = null;
    });
  }

  main.addEventListener("dblclick", (event) => {
    const entry = entryAt(event, form);
    if (!entry) return;
    event.preventDefault();
    begin();
    typeOver(entry);
  });

  main.addEventListener("keydown", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (target.matches("button.chip")) onChip(event, entryOf(target, form), begin);
    else if (target instanceof HTMLTextAreaElement && form.contains(target)) onField(event, target);
  });

  // a kind of pooling needs a size: the usual one, before the change is sent
  form.addEventListener("input", ({ target }) => {
    const size = form.elements.namedItem("pooling.size");
    if (!(target instanceof HTMLSelectElement) || target.name !== "pooling.kind" || !target.value) return;
    if (size instanceof HTMLInputElement && !size.value) size.value = "2";
  }, { capture: true });

  form.addEventListener("change", ({ target }) => {
    if (target instanceof HTMLInputElement && target.matches("[data-picture], [data-coloured]")) takePicture(form, begin);
  });

  form.addEventListener("paste", (event) => {
    const field = event.target;
    const text = field instanceof HTMLTextAreaElement ? arrayText(event.clipboardData?.getData("text/plain") ?? "") : null;
    if (text === null || !(field instanceof HTMLTextAreaElement)) return;
    event.preventDefault();
    field.select(); // an array of several rows takes the place of what stood there
    document.execCommand("insertText", false, text); // the one way that the field's own undo knows
  });
}

/**
 * Make the chosen picture the input; a kernel that cannot lie on it is replaced by one that finds upright edges.
 * @param {HTMLFormElement} form
 * @param {() => void} begin
 */
async function takePicture(form, begin) {
  const file = /** @type {HTMLInputElement} */ (form.querySelector("[data-picture]")).files?.[0];
  const coloured = /** @type {HTMLInputElement} */ (form.querySelector("[data-coloured]")).checked;
  const fault = /** @type {HTMLElement} */ (form.querySelector("[data-picture-error]"));
  if (!file) return;
  try {
    const { cellsOf, kernelFor } = await import("./picture.js");
    const cells = await cellsOf(file, coloured);
    begin();
    for (const name of ["bias", "upstream", "dims"]) set(form, name, "");
    set(form, "groups", "1");
    if (coloured || !isPlane(form)) set(form, "weight", kernelFor(cells.length));
    const plain = coloured || cells[0].length === 1; // one row needs brackets to be a row
    set(form, "input", plain ? JSON.stringify(coloured ? cells : cells[0]) : cells[0].map((row) => row.join(",")).join(";"));
    fault.hidden = true;
    form.querySelector("[name=input]")?.dispatchEvent(new Event("input", { bubbles: true }));
  } catch {
    fault.textContent = "This file cannot be read as a picture: choose a PNG, a JPEG or another that the browser shows.";
    fault.hidden = false;
  }
}

/**
 * Whether the kernel that stands in the form is one plane.
 * @param {HTMLFormElement} form
 */
function isPlane(form) {
  const weight = form.elements.namedItem("weight");
  return weight instanceof HTMLTextAreaElement && (weight.value.includes(";") || /^\[\[[^[]/.test(weight.value));
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {string} value
 */
function set(form, name, value) {
  const field = form.elements.namedItem(name);
  if (field && "value" in field) field.value = value;
}

/**
 * The number under the pointer. What is lit lies above the units of the network, so these are looked for through it.
 * @param {MouseEvent} event
 * @param {HTMLFormElement} form
 */
function entryAt(event, form) {
  if (!(event.target instanceof Element) || !event.target.closest("svg, .chip")) return null;
  const found = document.elementsFromPoint(event.clientX, event.clientY).map((element) => entryOf(element, form));
  return found.find((entry) => entry && entry.field.name !== "weight") ?? found.find(Boolean) ?? null;
}

/**
 * The number that an element of a figure, or a chip, stands for.
 * @param {EventTarget | null} target
 * @param {HTMLFormElement} form
 * @returns {Entry | null}
 */
function entryOf(target, form) {
  if (!(target instanceof Element)) return null;
  const marked = target.closest("[data-weight], [data-kin]");
  if (marked?.closest("svg, .chip")) {
    return entry(form, "weight", Number(marked.getAttribute("data-weight") ?? marked.getAttribute("data-kin")), marked);
  }
  const unit = target.closest('[id^="net-x"]');
  if (unit && !target.closest(".backward")) return entry(form, "input", Number(unit.id.slice(5)), unit);
  for (const [mark, name] of [["data-inputs", "input"], ["data-bias", "bias"], ["data-upstream", "upstream"]]) {
    const group = target.closest(`[${mark}]`);
    const text = target.closest("text");
    if (!group || !text) continue;
    const place = [...group.querySelectorAll("text")].indexOf(text);
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

/** @param {HTMLTextAreaElement} field */
function textOf(field) {
  return field.value.trim() ? field.value : field.dataset.default ?? "";
}

/** @param {Entry} entry */
function writtenOf({ field, index }) {
  return numbersOf(textOf(field))[index]?.text ?? "0";
}

/**
 * One in the last place of a written number: 0.01 for 0.25.
 * @param {string} written
 */
function unitOf(written) {
  const decimals = /\.(\d+)$/.exec(written)?.[1].length ?? 0;
  return 10 ** -decimals;
}

/**
 * Write a number into its field, and show it at once where it was taken hold of.
 * @param {Entry} entry
 * @param {string} written
 */
function write({ field, index, element }, written) {
  const text = replaced(textOf(field), index, written);
  if (text === field.value) return;
  field.value = text;
  const shown = element.matches("text, .chip") ? element : element.querySelector("text.n, text:only-of-type");
  if (shown) shown.textContent = written.replace("-", "−");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** The click that ends a drag is none. */
function swallowClick() {
  const swallow = (/** @type {Event} */ event) => event.stopPropagation();
  window.addEventListener("click", swallow, { capture: true, once: true });
  window.setTimeout(() => window.removeEventListener("click", swallow, { capture: true }));
}

/**
 * A field over the number, until Enter, Escape or a click elsewhere.
 * @param {Entry} entry
 */
function typeOver(entry) {
  const box = entry.element.getBoundingClientRect();
  const back = document.activeElement;
  const typed = document.createElement("input");
  typed.className = "in-place";
  typed.value = writtenOf(entry).replace(/[−–]/g, "-");
  typed.setAttribute("aria-label", `${entry.field.name} ${entry.index}`);
  typed.style.left = `${box.left + box.width / 2 + window.scrollX}px`;
  typed.style.top = `${box.top + box.height / 2 + window.scrollY}px`;
  const close = (/** @type {boolean} */ keep) => {
    typed.onblur = null;
    const written = typed.value.trim();
    typed.remove();
    if (keep && numbersOf(written).length === 1) write(entry, written);
    if (back instanceof HTMLElement) back.focus({ preventScroll: true });
  };
  typed.onblur = () => close(true);
  typed.onkeydown = (event) => {
    event.stopPropagation();
    if (event.key === "Enter") close(true);
    else if (event.key === "Escape") close(false);
    else if (isStep(event)) typed.value = changedBy(event, typed.value);
    else return;
    event.preventDefault();
  };
  document.body.append(typed);
  typed.select();
}

/**
 * Up and down change the weight of a chip that has the focus; F2 or a digit types over it.
 * @param {KeyboardEvent} event
 * @param {Entry | null} entry
 * @param {() => void} begin
 */
function onChip(event, entry, begin) {
  if (!entry || event.ctrlKey || event.metaKey) return;
  if (isStep(event)) {
    if (!event.repeat) begin();
    write(entry, changedBy(event, writtenOf(entry)));
  } else if (event.key === "F2" || /^[\d.-]$/.test(event.key)) {
    begin();
    typeOver(entry);
    if (event.key !== "F2") /** @type {HTMLInputElement} */ (document.activeElement).value = event.key;
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}

/**
 * Up and down change the number at the caret; where a field has several lines they need Alt.
 * @param {KeyboardEvent} event
 * @param {HTMLTextAreaElement} field
 */
function onField(event, field) {
  const lines = field.scrollHeight > 1.5 * Number.parseFloat(getComputedStyle(field).minHeight);
  if (!isStep(event) || (lines && !event.altKey)) return;
  if (!field.value.trim()) field.value = field.dataset.default ?? "";
  const index = numberAt(field.value, field.selectionStart);
  const place = numbersOf(field.value)[index];
  if (!place) return;
  event.preventDefault();
  const written = changedBy(event, place.text);
  field.value = replaced(field.value, index, written);
  field.setSelectionRange(place.start, place.start + written.length);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** @param {KeyboardEvent} event */
function isStep(event) {
  return event.key === "ArrowUp" || event.key === "ArrowDown";
}

/**
 * @param {KeyboardEvent} event
 * @param {string} written
 */
function changedBy(event, written) {
  const steps = (event.key === "ArrowUp" ? 1 : -1) * (event.shiftKey ? 10 : 1);
  return stepped(written, steps * unitOf(written));
}
