/** The page of all numbers: its matrix is a grid, and its buttons copy. */

import { makeGrids } from "./grid.js";
import { press } from "./share.js";

makeGrids(document.body);

document.addEventListener("click", ({ target }) => {
  const button = target instanceof Element ? target.closest("[data-copy]") : null;
  if (button) press(button);
});
