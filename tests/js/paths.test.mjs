import assert from "node:assert/strict";
import { test } from "node:test";

import { ends, indices, nearest, subpaths } from "../../static/js/paths.js";

test("a path is cut at its starts, and each piece stands by itself", () => {
  assert.deepEqual(subpaths("M40 24l80 207m0 -207l80 207"), ["M40 24l80 207", "M120 24l80 207"]);
});

test("a relative start counts from where the line before it ended", () => {
  assert.deepEqual(subpaths("M200 24l-80 207m160 -207l-80 207m0.5 0.25l1 1"), [
    "M200 24l-80 207", "M280 24l-80 207", "M200.5 231.25l1 1",
  ]);
});

test("an absolute start counts from nothing", () => {
  assert.deepEqual(subpaths("M1 2l3 4M10 20l5 6"), ["M1 2l3 4", "M10 20l5 6"]);
});

test("adding leaves no noise in a coordinate", () => {
  assert.deepEqual(subpaths("M0.1 0l0.2 0m0 0l1 0"), ["M0.1 0l0.2 0", "M0.3 0l1 0"]);
});

test("an empty path has no pieces", () => {
  assert.deepEqual(subpaths(""), []);
});

test("folded ranges stand for all their indices, in their order", () => {
  assert.deepEqual(indices("0-2 5 7-8"), [0, 1, 2, 5, 7, 8]);
  assert.deepEqual(indices("4"), [4]);
  assert.deepEqual(indices(""), []);
});

test("the ends of a line are where it starts and where it arrives", () => {
  assert.deepEqual(ends("M200 24l-80 207"), [200, 24, 120, 231]);
  assert.deepEqual(ends("M1.5 -2l-.5 4"), [1.5, -2, 1, 2]);
});

test("a point beside a line is as far from it as it is beside it", () => {
  assert.equal(nearest(5, 3, [0, 0, 10, 0]), 3);
});

test("a point past an end is as far as that end", () => {
  assert.equal(nearest(13, 4, [0, 0, 10, 0]), 5);
  assert.equal(nearest(-3, -4, [0, 0, 10, 0]), 5);
});

test("the nearest of many lines counts", () => {
  assert.equal(nearest(5, 3, [0, 0, 10, 0, 0, 5, 10, 5]), 2);
});

test("a line without a length is a point, and no line at all is never near", () => {
  assert.equal(nearest(3, 4, [0, 0, 0, 0]), 5);
  assert.equal(nearest(3, 4, []), Infinity);
});
