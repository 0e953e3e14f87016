import assert from "node:assert/strict";
import test from "node:test";

import { numberAt, numbersOf, replaced, stepped } from "../../static/js/numbers.js";

test("numbers are found however their rows are written", () => {
  for (const text of ["1, -2.5; 3e-4, .5", "[[1, -2.5], [3e-4, .5]]", "1\t−2.5\n3e-4 .5"]) {
    assert.deepEqual(numbersOf(text).map((place) => place.text.replace("−", "-")), ["1", "-2.5", "3e-4", ".5"]);
  }
});

test("the caret is at the number it stands in, or before", () => {
  assert.equal(numberAt("10, 20", 0), 0);
  assert.equal(numberAt("10, 20", 2), 0);
  assert.equal(numberAt("10, 20", 3), 1);
  assert.equal(numberAt("10, 20 ", 7), -1);
});

test("one number is changed and everything else is left as it stands", () => {
  assert.equal(replaced("1, 2;  3, 4", 2, "-7"), "1, 2;  -7, 4");
  assert.equal(replaced("1, 2", 5, "9"), "1, 2");
});

test("a step keeps the decimals, without the noise of adding", () => {
  assert.equal(stepped("0.1", 0.2), "0.3");
  assert.equal(stepped("1.25", 1), "2.25");
  assert.equal(stepped("1", -1), "0");
  assert.equal(stepped("−3", 1), "-2");
  assert.equal(stepped("5", 0.1), "5.1");
  assert.equal(stepped("1e-3", 0.1), "0.101");
});
