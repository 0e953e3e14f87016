import assert from "node:assert/strict";
import test from "node:test";

import { arrayText } from "../../static/js/paste.js";

const PASTED = [
  ["a spreadsheet's rows", "1\t2\t3\n4\t5\t6\n", "1,2,3;4,5,6"],
  ["rows of blanks, as MATLAB shows a matrix", "     1     2\n     3     4", "1,2;3,4"],
  ["NumPy's matrix", "[[1. 2.]\n [3. 4.]]", "[[1,2],[3,4]]"],
  ["NumPy's repr", "array([[ 1. , -2.5],\n       [ 3. ,  4. ]])", "[[1,-2.5],[3,4]]"],
  ["NumPy's repr with a type", "array([1., 2.], dtype=float32)", "1,2"],
  ["NumPy's vector over two lines", "[1. 2. 3.\n 4. 5.]", "1,2,3,4,5"],
  ["a tensor", "tensor([[[1., 2.]], [[3., 4.]]])", "[[[1,2]],[[3,4]]]"],
  ["MATLAB's rows", "[1 2; 3 4]", "1,2;3,4"],
  ["MATLAB's statement", "A = [1, 2; 3, 4];", "1,2;3,4"],
  ["a statement in Python", "x = np.array([5, 6, 7])", "5,6,7"],
  ["a true minus", "1\t−2\n3\t4", "1,-2;3,4"],
  ["a column", "1\n2\n3", null],
  ["a row", "1, 2, 3", null],
  ["words", "one\ttwo\nthree\tfour", null],
  ["ragged rows", "1\t2\n3", null],
];

for (const [name, pasted, text] of PASTED) {
  test(`${name} is read`, () => assert.equal(arrayText(pasted), text));
}
