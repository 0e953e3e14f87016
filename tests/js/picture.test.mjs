import assert from "node:assert/strict";
import test from "node:test";

import { channels, kernelFor } from "../../static/js/picture.js";

// white, black; red, green
const pixels = { width: 2, height: 2, data: [255, 255, 255, 255, 0, 0, 0, 255, 255, 0, 0, 255, 0, 255, 0, 255] };

test("greys weigh the channels as the eye does", () => {
  assert.deepEqual(channels(pixels, false), [[[99, 0], [21, 71]]]);
});

test("colours are three channels", () => {
  assert.deepEqual(channels(pixels, true), [[[99, 0], [99, 0]], [[99, 0], [0, 99]], [[99, 0], [0, 0]]]);
});

test("a kernel has a plane for each channel", () => {
  assert.equal(kernelFor(1), "-1,0,1;-2,0,2;-1,0,1");
  assert.equal(JSON.parse(kernelFor(3))[0].length, 3);
});
