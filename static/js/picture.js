/** A picture as numbers: read in the browser, scaled to at most 32 × 32, and never sent as a file. */

/** The longest side, in cells. */
const SIDE = 32;

/** The greatest value of a cell: two digits keep the address short enough to share. */
const WHITE = 99;

/** How much each channel counts for a grey (ITU-R BT.709). */
const LUMA = [0.2126, 0.7152, 0.0722];

/**
 * The cells of a picture, channel by channel: one of greys, or red, green and blue.
 * @param {Blob} file
 * @param {boolean} coloured
 * @returns {Promise<number[][][]>}
 */
export async function cellsOf(file, coloured) {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
  const width = Math.max(1, Math.round(picture.width * scale)), height = Math.max(1, Math.round(picture.height * scale));
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  if (!context) throw new Error("this browser gives no canvas to read the picture with");
  context.imageSmoothingQuality = "high";
  context.fillStyle = "white"; // what shows through where the picture does not cover
  context.fillRect(0, 0, width, height);
  context.drawImage(picture, 0, 0, width, height);
  return channels(context.getImageData(0, 0, width, height), coloured);
}

/**
 * @param {{ data: ArrayLike<number>, width: number, height: number }} pixels red, green, blue and opacity, 0 to 255 each
 * @param {boolean} coloured
 */
export function channels({ data, width, height }, coloured) {
  const level = (/** @type {number} */ value) => Math.round((value / 255) * WHITE);
  const grey = (/** @type {number} */ at) => level(LUMA.reduce((sum, share, channel) => sum + share * data[at + channel], 0));
  const read = coloured ? [0, 1, 2].map((channel) => (/** @type {number} */ at) => level(data[at + channel])) : [grey];
  return read.map((cell) => Array.from({ length: height }, (_, row) => (
    Array.from({ length: width }, (__, column) => cell(4 * (row * width + column)))
  )));
}

/**
 * A kernel for as many channels: the given one where it is a plane already, else one that finds upright edges.
 * @param {number} count
 * @returns {string}
 */
export function kernelFor(count) {
  const plane = [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]];
  return count === 1 ? plane.map((row) => row.join(",")).join(";") : JSON.stringify([Array(count).fill(plane)]);
}
