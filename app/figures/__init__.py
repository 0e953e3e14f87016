"""Pictures: SVG text drawn from the core's numbers. One drawing of each thing, wherever it is shown.

Each figure has a file of its own name, and the files that hold its parts:

- `sliding`: `strip` (what the parts share), `tape` (what stands still), `stencil` (what moves); over several channels
  `strips`; along two axes `planar` on a `plane`, with `planar_kernel` and `planar_sums`;
- `network`: `net` (where things stand), `connections`, `units`, `kinship` (what a highlight shows);
- `matrix` and `gradients`: `grid` (where cells lie), `board` (with vectors beside them), `cells`, `blocks` (of rows and
  channels), `band` (all of T at a glance), `trim` and `left_out` (`show=`); `gradients` also `sums` and `learning`;
- `feature_maps`, along two axes `planar_maps`, with `pooled`;
- `im2col` on an `unrolled` layer, and `counts`.

A picture that stands alone is a `Figure`: a `sheet` of one figure or several in their `arrangement`, with a `look`;
where it moves, an `animation` that is found by `merging` the still ones, or in pixels the `patches` in
which they differ (`bounds`, `boxes` and `subpaths` say where elements lie).

All of them draw a `scene`, or the `section` of it that has room, with the words of `svg`, `palette`, `numbers`,
`shading` and `layout`.
"""

from app.figures.catalogue import FIGURES
from app.figures.figure import Figure
from app.figures.look import Look
from app.figures.scene import Scene

__all__ = ["FIGURES", "Figure", "Look", "Scene"]
