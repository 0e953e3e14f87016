/** The share dialog, whose content the server writes for what is shown at this moment; and every button that copies. */

/** Gives the previews their heights, as it does on the pages of others. */
const HEIGHTS = "/embed.js";

/**
 * Do what a button that opens the dialog, or copies something, is there for.
 * @param {Element} button
 */
export function press(button) {
  const copied = button.getAttribute("data-copy");
  if (copied) copy(copied);
  else open();
}

/** Show the dialog, and in it what can be copied of this very moment. */
function open() {
  /** @type {HTMLDialogElement | null} */
  const dialog = document.querySelector("[data-share]");
  if (!dialog) return;
  dialog.addEventListener("click", follow); // once, however often it opens: the same listener is not added twice
  dialog.showModal();
  import(HEIGHTS).catch(() => null); // without it a preview scrolls
  fill(dialog, location.search || new URL(dialog.dataset.address ?? "/", location.href).search);
}

/**
 * Choose another moment or other figures, without leaving the dialog.
 * @param {Event} event
 */
function follow(event) {
  const link = event.target instanceof Element ? event.target.closest("a[data-share-state]") : null;
  const dialog = link?.closest("dialog");
  if (!(link instanceof HTMLAnchorElement) || !dialog) return;
  event.preventDefault();
  fill(dialog, link.search, link.textContent);
}

/**
 * @param {HTMLElement} dialog
 * @param {string} search the query of the state, with its question mark
 * @param {string | null} [chosen] the link that was followed, which keeps the focus
 */
async function fill(dialog, search, chosen) {
  const place = dialog.querySelector("[data-share-content]");
  const open = place?.querySelector("details[open] > summary")?.textContent;
  const fresh = await ask(`/share${search}`);
  if (!fresh) return place?.replaceChildren("The service cannot be reached. Close this, and try again.");
  place?.replaceChildren(fresh);
  name(fresh);
  for (const details of fresh.querySelectorAll("details")) {
    if (open) details.open = details.firstElementChild?.textContent === open;
  }
  if (chosen) [...fresh.querySelectorAll("a")].find((link) => link.textContent === chosen)?.focus();
}

/**
 * The snippets of a state; nothing where there is no connection.
 * @param {string} address
 */
async function ask(address) {
  try {
    const response = await fetch(address, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const found = page.querySelector("div[data-snippets]");
    return found && document.adoptNode(found);
  } catch {
    return null;
  }
}

/**
 * Where the server was not told its own address, put the one it was found at into the texts to copy.
 * @param {Element} part
 */
export function name(part) {
  const site = part.getAttribute("data-unknown-site");
  if (!site) return;
  for (const code of part.querySelectorAll("code")) {
    if (code.id.startsWith("share-") || code.id.startsWith("paste-")) {
      code.textContent = (code.textContent ?? "").replaceAll(site, location.origin);
    }
  }
}

/**
 * Copy a field or a listing; without the clipboard it is selected, and said.
 * @param {string} id
 */
async function copy(id) {
  const source = document.getElementById(id);
  if (!source) return;
  const status = source.closest("section, [data-snippets]")?.querySelector("[data-copied]");
  window.getSelection()?.selectAllChildren(source);
  try {
    await navigator.clipboard.writeText(source.textContent ?? "");
    if (status) status.textContent = "Copied.";
  } catch {
    if (status) status.textContent = "Selected: copy it with the keyboard.";
  }
}
