import assert from "node:assert/strict";
import test from "node:test";

import { between, colourOf, moved } from "../../static/js/paint.js";

const shape = { channels: 1, rows: 3, columns: 4 };

test("a quick stroke has no gaps, and ends where the pointer is", () => {
  assert.deepEqual(between({ row: 0, column: 0 }, { row: 0, column: 3 }).map(({ column }) => column), [1, 2, 3]);
  assert.deepEqual(between({ row: 2, column: 4 }, { row: 0, column: 0 }), [
    { row: 2, column: 3 }, { row: 1, column: 2 }, { row: 1, column: 1 }, { row: 0, column: 0 },
  ]);
  assert.deepEqual(between({ row: 1, column: 1 }, { row: 1, column: 1 }), []);
});

test("arrows move by one cell and stop at the edges", () => {
  assert.deepEqual(moved("ArrowRight", { row: 0, column: 0 }, shape), { row: 0, column: 1 });
  assert.equal(moved("ArrowUp", { row: 0, column: 0 }, shape), null);
  assert.equal(moved("ArrowDown", { row: 2, column: 0 }, shape), null);
  assert.deepEqual(moved("End", { row: 1, column: 0 }, shape), { row: 1, column: 3 });
  assert.equal(moved("x", { row: 1, column: 0 }, shape), null);
});

test("a stroke that begins on the number of the brush paints 0", () => {
  assert.equal(colourOf("9", "2"), "9");
  assert.equal(colourOf("9", "9.0"), "0");
  assert.equal(colourOf("-1", "−1"), "0");
});
