/** Taking over a page of the server: its parts, what stands in the fields, and what is wrong with them. */

import { showUndoing } from "./entries.js";
import { fold, form, isFolded, main, stage, startPlayer } from "./page.js";
import { watchParts } from "./parts.js";
import { patch } from "./patch.js";
import { hold, rewrite } from "./texts.js";

/**
 * Take over a page, or the parts that were asked for. A state that does not fit brings only its errors: the last
 * figures stay.
 * @param {Document} page
 * @param {boolean} fields whether the fields follow
 * @param {string} outline the name of what the answer is apart from what it says, if it has one
 */
export function show(page, fields, outline) {
  const open = openDetails();
  if (fields) showFields(page);
  else showErrors(page);
  announceErrors();
  if (page.querySelector("[data-stage]")) {
    if (!main.querySelector("[data-stage]")) complete(page);
    document.documentElement.dataset.theme = page.documentElement.dataset.theme;
    hold(outline, showParts(page));
    startPlayer();
  } else {
    hold("", []);
  }
  tell();
  reopenDetails(open);
  layOut();
}

/**
 * Take over what is said in an answer that is otherwise as the last one.
 * @param {import("./texts.js").Said} said
 */
export function showSaid(said) {
  stage.player?.revise(rewrite(said));
  tell();
  layOut();
}

/** Lay the page out now: the next frame is some milliseconds away, and has the less to do. */
function layOut() {
  main.getBoundingClientRect();
}

/**
 * Take over the parts that were not seen; the step and the weight that are shown are shown in them too.
 * @param {Document} page
 */
export function showRest(page) {
  const open = openDetails();
  showParts(page);
  stage.player?.renew(main);
  tell();
  reopenDetails(open);
}

/** Tell whoever shows the input in another way; it is painted only where it has two axes. */
function tell() {
  const plane = document.querySelector('[data-part="defaults"]')?.getAttribute("data-plane");
  form.querySelector("[data-painting]")?.toggleAttribute("hidden", !plane);
  form.dispatchEvent(new Event("shown"));
}

/**
 * @param {Document} page
 * @returns {string[]} the names of its parts
 */
function showParts(page) {
  const parts = [...page.querySelectorAll("[data-part]")], names = parts.map((part) => part.getAttribute("data-part") ?? "");
  parts.forEach((fresh, index) => {
    const part = document.querySelector(`[data-part="${names[index]}"]`);
    if (part && !part.querySelector("dialog[open]")) patch(part, fresh); // what is being read stays
  });
  return names;
}

/**
 * Give a page that had only errors to show everything that a state brings.
 * @param {Document} page
 */
function complete(page) {
  for (const place of [".bar nav", ".view"]) {
    const fresh = page.querySelector(place);
    if (fresh) document.querySelector(place)?.replaceWith(document.adoptNode(fresh));
  }
  main.append(...[...page.querySelectorAll(".desk ~ *")].map((node) => document.adoptNode(node)));
  form.querySelector(".bare")?.classList.remove("bare");
  form.querySelector("details.further[hidden]")?.removeAttribute("hidden");
  watchParts();
}

/**
 * The sentence beside each field that does not fit; the others are cleared.
 * @param {Document} page
 */
function showErrors(page) {
  const some = "[data-error]:not(:empty)";
  if (!page.querySelector(some) && !form.querySelector(some)) return;
  for (const place of form.querySelectorAll("[data-error]")) {
    const name = place.getAttribute("data-error") ?? "";
    const said = page.querySelector(`[data-error="${name}"]`)?.textContent ?? "";
    place.textContent = said;
    /** @type {HTMLElement} */ (place).hidden = said === "";
    place.closest(".field")?.classList.toggle("wrong", said !== "");
    const field = form.elements.namedItem(name);
    if (!(field instanceof HTMLElement)) continue;
    if (said) {
      field.setAttribute("aria-invalid", "true");
      field.setAttribute("aria-describedby", `${name}-error`);
      field.closest("details")?.setAttribute("open", "");
    } else {
      field.removeAttribute("aria-invalid");
      field.removeAttribute("aria-describedby");
    }
  }
}

/** Say the first error to who does not see it appear. */
function announceErrors() {
  const said = form.querySelector("[data-error]:not([hidden])")?.textContent;
  const status = document.querySelector("[data-announce]");
  if (said && status) status.textContent = said;
}

/**
 * Put what the page says into the fields: a link was followed, or the history.
 * The grid of a state that fits stays when the new one brings none.
 * @param {Document} page
 */
function showFields(page) {
  const fresh = page.querySelector("[data-form]");
  if (!fresh) return;
  const grid = form.querySelector('[data-part="grid"]'), empty = fresh.querySelector('[data-part="grid"]:empty');
  if (grid && empty) {
    empty.replaceWith(grid);
    grid.parentElement?.classList.remove("bare");
  }
  const wasFolded = isFolded();
  patch(form, fresh);
  form.reset();
  showUndoing();
  if (wasFolded) fold();
}

/** Which details are open, by their summary, so that a new part does not close them; an answer is not given away. */
function openDetails() {
  const summaries = document.querySelectorAll("[data-part] details[open] > summary, [data-form] details[open] > summary");
  return [...summaries].filter((summary) => !summary.closest(".hint")).map((summary) => summary.textContent);
}

/** @param {(string | null)[]} open */
function reopenDetails(open) {
  for (const summary of document.querySelectorAll("details > summary")) {
    if (open.includes(summary.textContent)) summary.parentElement?.setAttribute("open", "");
  }
}
