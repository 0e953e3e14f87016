/** The share dialog, with the link and the frame of what is shown at this moment; and every button that copies. */

/**
 * Do what a button that opens the dialog, or copies something, is there for.
 * @param {Element} button
 */
export function press(button) {
  const copied = button.getAttribute("data-copy");
  if (copied) {
    copy(copied);
  } else {
    refresh();
    dialog()?.showModal();
  }
}

/** @returns {HTMLDialogElement | null} */
function dialog() {
  return document.querySelector("[data-share]");
}

/** Put the address of this very moment into the snippets, made absolute for whoever pastes them elsewhere. */
function refresh() {
  const query = location.search.slice(1) || new URL(link()?.dataset.address ?? "/", location.href).search.slice(1);
  const given = link()?.value ?? "";
  const site = /^https?:/.test(given) ? given.replace(/\/\?.*$/s, "") : location.origin;
  const field = link();
  if (field) field.value = `${site}/?${query}`;
  const frame = /** @type {HTMLTextAreaElement | null} */ (document.querySelector("#share-frame"));
  if (frame) frame.value = frame.value.replace(/src="[^"]*"/, `src="${site}/embed?${query.replaceAll("&", "&amp;")}"`);
}

/** @returns {HTMLInputElement | null} */
function link() {
  return document.querySelector("#share-link");
}

/**
 * Copy a field or a listing; without the clipboard it is selected, and said.
 * @param {string} id
 */
async function copy(id) {
  const source = document.getElementById(id);
  if (!source) return;
  const field = source instanceof HTMLInputElement || source instanceof HTMLTextAreaElement ? source : null;
  const status = source.closest("dialog, section")?.querySelector("[data-copied]");
  if (field) field.select();
  else window.getSelection()?.selectAllChildren(source);
  try {
    await navigator.clipboard.writeText(field?.value ?? source.textContent ?? "");
    if (status) status.textContent = "Copied.";
  } catch {
    if (status) status.textContent = "Selected: copy it with the keyboard.";
  }
}
