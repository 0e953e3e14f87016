/** A picture that was chosen, as the input of the layer. */

import { cellsOf, kernelFor } from "./picture.js";

/**
 * Make the chosen picture the input; a kernel that cannot lie on it is replaced by one that finds upright edges.
 * @param {HTMLFormElement} form
 * @param {() => void} begin
 */
export async function takePicture(form, begin) {
  const file = /** @type {HTMLInputElement} */ (form.querySelector("[data-picture]")).files?.[0];
  const coloured = /** @type {HTMLInputElement} */ (form.querySelector("[data-coloured]")).checked;
  const fault = /** @type {HTMLElement} */ (form.querySelector("[data-picture-error]"));
  if (!file) return;
  try {
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
