/**
 * Editing in place. A number in a figure is dragged, or typed over after a double click; on a chip and in a field the
 * arrow keys change it. Whichever way, it is the text of the field that changes: there is one way for an edit to go.
 */

import { numberAt, numbersOf, replaced, stepped } from "./numbers.js";
import { arrayText } from "./paste.js";
import { entryAt, entryOf, standsFor, write, writtenOf } from "./places.js";

/** @typedef {import("./places.js").Entry} Entry */

/** How far a pointer moves before it drags, and how far for each step, in pixels. */
const SLACK = 4, STEP = 8;

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
    if (!(target instanceof HTMLInputElement) || !target.matches("[data-picture], [data-coloured]")) return;
    import("./chosen.js").then(({ takePicture }) => takePicture(form, begin), () => {});
  });

  const panel = form.querySelector("[data-painting]");
  const paint = async () => {
    const painting = await import("./paint.js").catch(() => null);
    painting?.listenForPainting(form, begin);
  };
  if (panel?.hasAttribute("open")) paint();
  else panel?.addEventListener("toggle", paint, { once: true });

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
 * One in the last place of a written number: 0.01 for 0.25.
 * @param {string} written
 */
function unitOf(written) {
  const decimals = /\.(\d+)$/.exec(written)?.[1].length ?? 0;
  return 10 ** -decimals;
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
  if (!field.value.trim()) field.value = standsFor(field.name);
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
