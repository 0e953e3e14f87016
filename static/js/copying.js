/** Pages with something to copy or to print: their buttons, and the address of this service where none was set. */

import { name, press } from "./share.js";

for (const part of document.querySelectorAll("[data-snippets]")) name(part);

document.addEventListener("click", ({ target }) => {
  const button = target instanceof Element ? target.closest("[data-copy]") : null;
  if (button) press(button);
});

for (const address of document.querySelectorAll("[data-own-address]")) {
  address.textContent = `${location.origin}/${location.search}`;
}
