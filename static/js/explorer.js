/**
 * The explorer. The stage plays at once; what a change of the state needs is fetched at the first touch, so that the
 * first page is small.
 */

import { arrive, beginEdit, entry, flush, redo, rewrite, showUndoing, undo } from "./entries.js";
import { NO_CONNECTION, fold, form, main, say, startPlayer } from "./page.js";

/** @typedef {typeof import("./visits.js")} Visits */

/** @type {Visits | null} */
let fetched = null;
/** @type {((visits: Visits) => void) | null} what could not be done for want of a connection */
let unsent = null;
/** @type {Promise<void> | null} */
let editing = null;

/**
 * Do what another state is shown with: at once where that is here, so that no older answer comes in between.
 * @param {(visits: Visits) => void} action
 */
async function visiting(action) {
  fetched ??= await import("./visits.js").catch(() => null);
  unsent = fetched ? null : action;
  if (fetched) action(fetched);
  else say(NO_CONNECTION);
}

window.addEventListener("online", () => { if (unsent) visiting(unsent); });

document.addEventListener("click", (event) => {
  const link = /** @type {Element} */ (event.target).closest("a[data-state], a[data-theme-choice]");
  if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  const theme = link.getAttribute("data-theme-choice");
  if (theme) document.documentElement.dataset.theme = theme;
  closeMenu(link.closest("details.menu"));
  beginEdit();
  visiting((visits) => visits.follow(link));
});

form.addEventListener("input", ({ target }) => {
  const { name } = /** @type {HTMLInputElement} */ (target);
  if (name) visiting((visits) => visits.typed(name)); // what has no name is a tool, and no field of the layer
});

form.addEventListener("focusin", ({ target }) => {
  const { name } = /** @type {HTMLInputElement} */ (target);
  if (name && name !== entry.edited) beginEdit();
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  visiting((visits) => visits.submit());
});

form.addEventListener("click", ({ target }) => {
  if (!(target instanceof Element)) return;
  if (target.closest("[data-undo]")) undo();
  if (target.closest("[data-redo]")) redo();
  const button = target.closest("[data-add]");
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
  if (arrive()) visiting((visits) => visits.visit(entry.query, { keep: () => {} }));
});

/** The first touch fetches what editing in the figures and the fields needs. */
async function startEditing() {
  const [edit] = await Promise.all([import("./edit.js"), import("./visits.js")]).catch(() => [null]);
  edit?.listenForEdits(main, form, beginEdit);
  main.toggleAttribute("data-editable", edit !== null);
}

for (const touch of ["pointerover", "focusin"]) {
  main.addEventListener(touch, () => { editing ??= startEditing(); }, { once: true });
}

document.addEventListener("click", async (event) => {
  const button = /** @type {Element} */ (event.target).closest("[data-open-share], [data-copy]");
  if (!button) return;
  flush();
  const share = await import("./share.js").catch(() => null);
  if (share) share.press(button);
  else say(NO_CONNECTION);
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

/**
 * Close a menu; a focus that was in it goes to its button.
 * @param {Element | null} menu
 */
function closeMenu(menu) {
  if (menu?.contains(document.activeElement)) menu.querySelector("summary")?.focus();
  menu?.removeAttribute("open");
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeMenu(document.querySelector("details.menu[open]"));
});

if (window.matchMedia("(max-width: 699px)").matches) fold();
startPlayer({
  onStep: (output) => rewrite({ step: output === 0 ? "" : String(output) }),
  onPin: (weight) => rewrite({ highlight: weight ?? "" }),
  onFar: (output) => visiting((visits) => visits.visitStep(output)),
});
showUndoing();
// a state that was reached from a question does not say so itself: the entry of the history does
if (entry.question) import("./guide.js").then(({ showQuestion }) => showQuestion(entry.question, false));
