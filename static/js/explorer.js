/**
 * The explorer: a change asks the server for the page of the new state and takes over its parts.
 * One request is in flight; the latest change wins. The state is the address.
 */

import { changed, formQuery } from "./address.js";
import { isAnswered, questionOf, showQuestion } from "./guide.js";
import { patch } from "./patch.js";
import { Player } from "./player.js";

/** How long typing waits for the answer to what was typed before, in milliseconds; then it is given up. */
const PATIENCE = 150;

/** How long a step rests before it is written into the address, in milliseconds; browsers refuse a flood of writes. */
const RESTING = 150;

const NO_CONNECTION = "The service cannot be reached. What you typed is kept, and sent again once there is a connection.";
const NO_ANSWER = "The service cannot answer this now. What you typed is kept: change it to try again.";

const main = /** @type {HTMLElement} */ (document.querySelector("main"));
const form = /** @type {HTMLFormElement} */ (document.querySelector("[data-form]"));

/** @type {Player | null} */
let player = null;
/** @type {AbortController | null} */
let request = null;
let typing = 0;
let sent = 0;
/** @type {(() => void) | null} what was typed while an answer was under way */
let waiting = null;
/** @type {Record<string, string>} */
let pending = {};
let resting = 0;
/** The query of the state that is shown or asked for. */
let current = location.search.slice(1);
/** The field whose typing made the newest entry of the history: typing on in it makes no further one. */
let edited = "";
/** The question of the guide that was reached last, kept with each entry of the history. */
let question = questionOf(document) || (history.state?.question ?? "");
/** How many entries of the history before this one are ours, and how many there are in all. */
let depth = Number(history.state?.depth ?? 0), newest = depth;
/** @type {Promise<void> | null} */
let editing = null;
/** @type {(() => void) | null} what could not be asked for while there was no connection */
let missed = null;

/** Take hold of the stage that is on the page. */
function startPlayer() {
  const speed = player?.speed;
  player?.end();
  player = main.querySelector("[data-stage]") ? new Player(main, { onStep: keepStep, onPin: keepWeight, onFar: visitStep }) : null;
  if (speed) player?.setSpeed(speed);
}

/**
 * Write the step into the address without a new entry in the history.
 * @param {number} output
 */
function keepStep(output) {
  rewrite({ step: output === 0 ? "" : String(output) });
}

/**
 * Show a step that the page does not hold: of a large layer it has only those round the step it was asked for.
 * @param {number} output
 */
async function visitStep(output) {
  const playing = player?.playing;
  await visit(changed(location.search.slice(1), { ...pending, step: String(output) }), { keep: replaceAddress, fields: false });
  if (playing) player?.play();
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
  if (Object.keys(pending).length) replaceAddress(changed(location.search.slice(1) || (canonical(document) ?? ""), pending));
  pending = {};
}

/** @param {string} query */
function address(query) {
  return query ? `/?${query}` : "/";
}

/** @param {string} query */
function replaceAddress(query) {
  current = query;
  history.replaceState({ question, depth }, "", address(query));
}

/** @param {string} query */
function pushAddress(query) {
  current = query;
  depth += 1;
  newest = depth;
  history.pushState({ question, depth }, "", address(query));
  showUndoing();
}

/** Undo and redo are Back and Forward, but never leave the page. */
function showUndoing() {
  form.querySelector("[data-undo]")?.toggleAttribute("disabled", depth === 0);
  form.querySelector("[data-redo]")?.toggleAttribute("disabled", depth >= newest);
}

function undo() {
  if (depth > 0) history.back();
}

function redo() {
  if (depth < newest) history.forward();
}

/**
 * Show the page of a query; an older request that is still under way is given up.
 * @param {string} query
 * @param {{ keep?: (query: string) => void, fields?: boolean, before?: () => Promise<void>, after?: () => void }} [how]
 *   how the address follows, whether the fields do, and what happens before and after the new page is shown
 */
async function visit(query, how = {}) {
  const { keep = pushAddress, fields = true } = how;
  clearTimeout(typing);
  waiting = null;
  flush();
  request?.abort();
  request = new AbortController();
  sent = performance.now();
  const { signal } = request;
  main.setAttribute("aria-busy", "true");
  const page = await ask(query, signal);
  if (page && !signal.aborted) await how.before?.();
  if (signal.aborted) return;
  request = null;
  main.removeAttribute("aria-busy");
  missed = page ? null : () => visit(query, how);
  if (!page) {
    say(NO_CONNECTION);
  } else if (!page.querySelector("[data-form]")) {
    say(page.querySelector(".fault main p")?.textContent ?? NO_ANSWER);
  } else {
    const written = canonical(page) ?? query, answered = isAnswered() && !leads(page);
    question = questionOf(page) || question;
    if (written !== location.search.slice(1)) keep(written);
    show(page, fields);
    showQuestion(question, answered);
    say("");
    how.after?.();
  }
  sendWaiting();
}

/**
 * Whether a page leads to another question than the one that is shown.
 * @param {Document} page
 */
function leads(page) {
  return !["", question].includes(questionOf(page));
}

/** Send what was typed in the meantime. */
function sendWaiting() {
  waiting?.();
}

/**
 * The page of a query, or nothing when the request was given up or there is no connection.
 * @param {string} query
 * @param {AbortSignal} signal
 */
async function ask(query, signal) {
  try {
    const response = await fetch(address(query), { signal, headers: { Accept: "text/html" } });
    return new DOMParser().parseFromString(await response.text(), "text/html");
  } catch {
    return null;
  }
}

/**
 * The query of a page as the server writes it; a state that does not fit has none.
 * @param {Document} page
 */
function canonical(page) {
  return page.querySelector("[data-address]")?.getAttribute("data-address")?.replace(/^[^?]*\?/, "") ?? null;
}

/**
 * Take over the parts of a page. A state that does not fit brings only its errors: the last figures stay.
 * @param {Document} page
 * @param {boolean} fields
 */
function show(page, fields) {
  const open = openDetails();
  if (fields) showFields(page);
  else showErrors(page);
  announceErrors();
  if (page.querySelector("[data-stage]")) {
    if (!main.querySelector("[data-stage]")) complete(page);
    showParts(page);
  }
  reopenDetails(open);
}

/** @param {Document} page */
function showParts(page) {
  document.documentElement.dataset.theme = page.documentElement.dataset.theme;
  for (const part of document.querySelectorAll("[data-part]")) {
    const fresh = page.querySelector(`[data-part="${part.getAttribute("data-part")}"]`);
    if (fresh) patch(part, fresh);
  }
  startPlayer();
showQuestion(question, false);
showUndoing();
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

function isFolded() {
  return form.querySelector("details.fold:not([open])") !== null;
}

/** Fold the fields, but never over an error. */
function fold() {
  if (!form.querySelector("[aria-invalid]")) form.querySelector("details.fold")?.removeAttribute("open");
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

/** The query of what stands in the fields now, at the step and with the weight that are shown. */
function typedQuery() {
  return withPlace(formQuery(new FormData(form)));
}

/**
 * A query with the step and the weight that are shown.
 * @param {string} query
 */
function withPlace(query) {
  if (!player) return query;
  return changed(query, { step: player.output ? String(player.output) : "", highlight: player.pinned ?? "" });
}

document.addEventListener("click", (event) => {
  const link = /** @type {Element} */ (event.target).closest("a[data-state], a[data-theme-choice]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  const theme = link.getAttribute("data-theme-choice");
  if (theme) document.documentElement.dataset.theme = theme;
  link.closest("details.menu")?.removeAttribute("open");
  edited = "";
  follow(/** @type {HTMLAnchorElement} */ (link));
});

/**
 * Show the state of a link; between the three layers it is a movement.
 * @param {HTMLAnchorElement} link
 */
async function follow(link) {
  const to = link.getAttribute("data-compare"), stage = player?.stage;
  const switching = to && stage ? await import("./switching.js").catch(() => null) : null;
  const movement = to && stage ? switching?.movement(stage, to) : null;
  visit(linkQuery(link), movement ?? {});
}

/**
 * The query of a link; one that keeps the layer keeps the step that is shown too.
 * @param {HTMLAnchorElement} link
 */
function linkQuery(link) {
  const query = new URL(link.href).search.slice(1);
  return link.closest(".switch") || link.hasAttribute("data-theme-choice") ? withPlace(query) : query;
}

form.addEventListener("input", (event) => {
  const { name } = /** @type {HTMLInputElement} */ (event.target);
  if (!request) return sendTyped(name);
  clearTimeout(typing);
  waiting = () => sendTyped(name);
  typing = window.setTimeout(waiting, sent + PATIENCE - performance.now());
});

/** @param {string} name of the field that was typed into */
function sendTyped(name) {
  visit(typedQuery(), { keep: (query) => keepTyped(name, query), fields: false });
}

/**
 * One entry in the history for all that is typed into a field, so that Back leads to what stood there before.
 * @param {string} name
 * @param {string} query
 */
function keepTyped(name, query) {
  if (name === edited) replaceAddress(query);
  else pushAddress(query);
  edited = name;
}

form.addEventListener("focusin", (event) => {
  if (/** @type {HTMLInputElement} */ (event.target).name !== edited) edited = "";
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

window.addEventListener("popstate", () => {
  if (location.search.slice(1) === current) return; // only the fragment is another
  clearTimeout(resting);
  pending = {}; // the step belongs to the entry that was left
  edited = "";
  current = location.search.slice(1);
  question = history.state?.question ?? "";
  depth = Number(history.state?.depth ?? 0);
  showUndoing();
  visit(current, { keep: () => {} });
});

window.addEventListener("online", () => missed?.());

/** The first touch fetches what editing in the figures and the fields needs. */
async function startEditing() {
  const edit = await import("./edit.js").catch(() => null);
  edit?.listenForEdits(main, form, () => { edited = ""; });
  main.toggleAttribute("data-editable", edit !== null);
}

for (const touch of ["pointerover", "focusin"]) {
  main.addEventListener(touch, () => { editing ??= startEditing(); }, { once: true });
}

// what only some need is fetched when it is first asked for: the first page is small
document.addEventListener("click", async (event) => {
  const button = /** @type {Element} */ (event.target).closest("[data-open-share], [data-copy]");
  if (!button) return;
  flush();
  const share = await import("./share.js").catch(() => null);
  if (share) share.press(button);
  else say(NO_CONNECTION);
});

form.addEventListener("click", ({ target }) => {
  if (!(target instanceof Element)) return;
  if (target.closest("[data-undo]")) undo();
  if (target.closest("[data-redo]")) redo();
});

main.addEventListener("keydown", (event) => {
  const target = /** @type {Element} */ (event.target);
  const key = event.key.toLowerCase();
  if (!(event.ctrlKey || event.metaKey) || event.altKey || !["z", "y"].includes(key)) return;
  if (target.matches("input:not([type=range]), textarea")) return; // a field undoes its own typing
  event.preventDefault();
  if (key === "y" || event.shiftKey) redo();
  else undo();
});

document.addEventListener("click", ({ target }) => {
  if (target instanceof Element && target.closest("[data-open-help]")) showHelp();
});

// the matrix of the tables is one stop of the Tab key as soon as they are opened
const tables = document.querySelector("[data-part=tables]");
tables?.addEventListener("toggle", async () => (await import("./grid.js").catch(() => null))?.makeGrids(tables), { capture: true, once: true });

// keys act only within the figures and the player, this one as well
main.addEventListener("keydown", (event) => {
  const target = /** @type {Element} */ (event.target);
  if (event.key !== "?" || !target.closest("[data-stage], [data-player]")) return;
  event.preventDefault();
  showHelp();
});

function showHelp() {
  /** @type {HTMLDialogElement | null} */ (document.querySelector("[data-help]"))?.showModal();
}

window.addEventListener("beforeprint", () => {
  const address = document.querySelector("[data-own-address]");
  if (address) address.textContent = location.href;
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.querySelector("details.menu[open]")?.removeAttribute("open");
});

if (window.matchMedia("(max-width: 699px)").matches) fold();
startPlayer();
showQuestion(question, false);
showUndoing();
