/**
 * The explorer: a change asks the server for the page of the new state and takes over its parts.
 * One request is in flight; the latest change wins. The state is the address.
 */

import { changed, formQuery } from "./address.js";
import { Player } from "./player.js";
import { listenForSharing } from "./share.js";

/** How long typing rests before it is sent, in milliseconds. */
const TYPING = 60;

/** How long a step rests before it is written into the address, in milliseconds; browsers refuse a flood of writes. */
const RESTING = 150;

const main = /** @type {HTMLElement} */ (document.querySelector("main"));
const form = /** @type {HTMLFormElement} */ (document.querySelector("[data-form]"));

/** @type {Player | null} */
let player = null;
/** @type {AbortController | null} */
let request = null;
let typing = 0;
/** @type {Record<string, string>} */
let pending = {};
let resting = 0;

/** Take hold of the stage that is on the page. */
function startPlayer() {
  player?.end();
  player = main.querySelector("[data-stage]") ? new Player(main, { onStep: keepStep, onPin: keepWeight }) : null;
}

/**
 * Write the step into the address without a new entry in the history.
 * @param {number} output
 */
function keepStep(output) {
  rewrite({ step: output === 0 ? "" : String(output) });
}

/** @param {string | null} weight */
function keepWeight(weight) {
  rewrite({ highlight: weight ?? "" });
}

/** @param {Record<string, string>} changes */
function rewrite(changes) {
  pending = { ...pending, ...changes };
  clearTimeout(resting);
  resting = window.setTimeout(flush, RESTING);
}

/** Write what waits into the address now. */
function flush() {
  clearTimeout(resting);
  const query = changed(location.search, pending);
  pending = {};
  history.replaceState(null, "", query ? `/?${query}` : "/");
}

/**
 * Ask for the page of a query and show it; an older request that is still under way is given up.
 * @param {string} query
 * @param {{ push?: boolean, fields?: boolean }} [how] whether it is a new place in the history, and whether the fields follow
 */
async function visit(query, { push = true, fields = true } = {}) {
  flush();
  request?.abort();
  request = new AbortController();
  const { signal } = request;
  main.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(query ? `/?${query}` : "/", { signal, headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (signal.aborted) return;
    if (push && query !== location.search.slice(1)) history.pushState(null, "", query ? `/?${query}` : "/");
    show(page, fields);
    say("");
  } catch (fault) {
    if (signal.aborted) return;
    say("The service cannot be reached. What you typed is kept; change it again to retry.");
  } finally {
    if (!signal.aborted) main.removeAttribute("aria-busy");
  }
}

/**
 * Take over the parts of a page. A state that does not fit brings only its errors: the last figures stay.
 * @param {Document} page
 * @param {boolean} fields
 */
function show(page, fields) {
  showErrors(page);
  if (!page.querySelector("[data-stage]")) return;
  if (!main.querySelector("[data-stage]")) return location.reload();
  const open = openDetails();
  const focused = focusedPlace();
  for (const part of document.querySelectorAll("[data-part]")) {
    const fresh = page.querySelector(`[data-part="${part.getAttribute("data-part")}"]`);
    if (fresh) part.replaceWith(document.adoptNode(fresh));
  }
  if (fields) showFields(page);
  reopenDetails(open);
  startPlayer();
  focused?.();
}

/**
 * The sentence beside each field that does not fit; the others are cleared.
 * @param {Document} page
 */
function showErrors(page) {
  for (const place of form.querySelectorAll("[data-error]")) {
    const name = place.getAttribute("data-error") ?? "";
    const said = page.querySelector(`[data-error="${name}"]`)?.textContent ?? "";
    place.textContent = said;
    /** @type {HTMLElement} */ (place).hidden = said === "";
    place.closest(".field")?.classList.toggle("wrong", said !== "");
    const field = form.elements.namedItem(name);
    if (!(field instanceof HTMLElement)) continue;
    if (said) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    if (said) field.setAttribute("aria-describedby", `${name}-error`);
    if (said) field.closest("details")?.setAttribute("open", "");
  }
}

/**
 * Put what the page says into the fields: a link was followed, or the history.
 * @param {Document} page
 */
function showFields(page) {
  const fresh = page.querySelector("[data-form]");
  if (fresh) form.replaceChildren(...[...fresh.childNodes].map((node) => document.adoptNode(node)));
}

/** Which details are open, by their summary, so that a new part does not close them. */
function openDetails() {
  return [...document.querySelectorAll("[data-part] details[open] > summary, [data-form] details[open] > summary")].map(
    (summary) => summary.textContent,
  );
}

/** @param {(string | null)[]} open */
function reopenDetails(open) {
  for (const summary of document.querySelectorAll("details > summary")) {
    if (open.includes(summary.textContent)) summary.parentElement?.setAttribute("open", "");
  }
}

/** How to find again what has the focus when its part is replaced. */
function focusedPlace() {
  const active = document.activeElement;
  const part = active?.closest("[data-part]");
  if (!active || !part) return null;
  const name = part.getAttribute("data-part");
  const place = [...part.querySelectorAll("a, button, input, select, summary, [tabindex]")].indexOf(active);
  return () => {
    const fresh = document.querySelector(`[data-part="${name}"]`);
    const found = [...(fresh?.querySelectorAll("a, button, input, select, summary, [tabindex]") ?? [])][place];
    /** @type {HTMLElement | undefined} */ (found)?.focus({ preventScroll: true });
  };
}

/**
 * A sentence about the connection, where notices stand.
 * @param {string} text
 */
function say(text) {
  const place = document.querySelector('[data-part="notices"]');
  if (!place || (!text && !place.querySelector("[data-connection]"))) return;
  place.querySelector("[data-connection]")?.remove();
  if (!text) return;
  const line = document.createElement("p");
  line.className = "notice";
  line.setAttribute("data-connection", "");
  line.setAttribute("role", "alert");
  line.textContent = text;
  place.append(line);
}

/** The query of what stands in the fields now, at the step that is shown. */
function typedQuery() {
  const query = formQuery(new FormData(form));
  return player && player.output > 0 ? changed(query, { step: String(player.output) }) : query;
}

document.addEventListener("click", (event) => {
  const link = /** @type {Element} */ (event.target).closest("a[data-state], a[data-theme-choice]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  const theme = link.getAttribute("data-theme-choice");
  if (theme) document.documentElement.dataset.theme = theme;
  link.closest("details.menu")?.removeAttribute("open");
  visit(linkQuery(/** @type {HTMLAnchorElement} */ (link)));
});

/**
 * The query of a link; one that keeps the layer keeps the step that is shown too.
 * @param {HTMLAnchorElement} link
 */
function linkQuery(link) {
  const query = new URL(link.href).search.slice(1);
  const keeps = link.closest(".switch, .menu") !== null;
  if (!keeps || !player) return query;
  return changed(query, { step: player.output ? String(player.output) : "", highlight: player.pinned ?? "" });
}

form.addEventListener("input", () => {
  clearTimeout(typing);
  typing = window.setTimeout(() => visit(typedQuery(), { fields: false }), TYPING);
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(typing);
  visit(typedQuery(), { fields: false });
});

form.addEventListener("click", (event) => {
  const button = /** @type {Element} */ (event.target).closest("[data-add]");
  const field = button?.parentElement?.querySelector("input");
  if (!button || !field) return;
  field.value = String(Math.max(1, (Number.parseInt(field.value, 10) || 1) + Number(button.getAttribute("data-add"))));
  field.dispatchEvent(new Event("input", { bubbles: true }));
});

form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || !(event.target instanceof HTMLTextAreaElement)) return;
  event.preventDefault();
  form.requestSubmit();
});

window.addEventListener("popstate", () => visit(location.search.slice(1), { push: false }));

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.querySelector("details.menu[open]")?.removeAttribute("open");
});

if (window.matchMedia("(max-width: 699px)").matches) form.querySelector("details.fold")?.removeAttribute("open");
listenForSharing(flush);
startPlayer();
