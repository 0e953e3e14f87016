"""States that teach, each with a sentence: a menu, in data."""

from dataclasses import dataclass
from functools import cache, cached_property
from urllib.parse import parse_qsl, quote

from app.pages.reading import read
from app.settings import Settings


@dataclass(frozen=True)
class Preset:
    """A state, `written` as a query for people, its name, and what it shows."""

    name: str
    written: str
    says: str

    @cached_property
    def query(self) -> str:
        """The canonical query."""
        return quote(self.written, safe="=&,;")


PRESETS = (
    Preset(
        "The question's example",
        "input=1,2,3,4&weight=5,6,7",
        "Valid cross-correlation, what deep learning calls convolution: 38 56.",
    ),
    Preset(
        "As the asker wrote it",
        "input=1,2,3,4&weight=5,6,7&operation=convolution&padding=full",
        "Full convolution, as signal processing has it: the kernel is reversed, and 4 + 3 − 1 = 6 numbers come out.",
    ),
    Preset(
        "A kernel as long as the input",
        "input=1,2,3,4&weight=5,6,7,8",
        "One window, one output: this is one dense unit, and every weight is used once.",
    ),
    Preset(
        "Moving average",
        "input=4,8,4,0,4,8,12,8&weight=0.25,0.25,0.25,0.25",
        "Four equal weights of a quarter: each output is the mean of its window.",
    ),
    Preset(
        "Difference",
        "input=1,1,1,5,5,2,2&weight=-1,1",
        "Minus one and one: zero where the signal is flat, the size of the step where it jumps.",
    ),
    Preset(
        "Matched filter",
        "input=0,1,0,1,3,-2,0,1,0&weight=1,3,-2&step=3",
        "The kernel is the pattern that is looked for: the output is largest, 14, where the input holds it.",
    ),
    Preset(
        "Causal",
        "input=1,2,3,4&weight=5,6,7&padding=[[2,0]]",
        "All padding stands before the input, so no output reads what comes after it: T is lower triangular.",
    ),
    Preset(
        "Dilated",
        "input=1,2,3,4,5,6&weight=5,6,7&dilation=2",
        "The taps lie two apart: three weights span five inputs, and each row of T has gaps that are no connections.",
    ),
    Preset(
        "A stride that does not divide",
        "input=1,2,3,4,5,6&weight=5,6,7&stride=2",
        "The window moves by two and never reaches the last input: that is allowed, and T has a column of dots.",
    ),
    Preset(
        "A bias of −45 and ReLU",
        "input=1,2,3,4&weight=5,6,7&bias=-45&activation=relu",
        "38 becomes −7 and then 0, 56 becomes 11 and stays: f acts on each output by itself.",
    ),
    Preset(
        "Circular shift",
        "input=1,2,3,4&weight=1,0,0&padding=same&padding_mode=circular",
        "One weight is 1, and what leaves on the right comes in on the left: T is circulant, a permutation.",
    ),
    Preset(
        "Blur",
        "input=0,0,0,0,0;0,0,0,0,0;0,0,10,0,0;0,0,0,0,0;0,0,0,0,0&weight=0.1,0.1,0.1;0.1,0.2,0.1;0.1,0.1,0.1",
        "One bright point becomes a hill: the weights add up to 1, and the output is the kernel, ten times as large.",
    ),
    Preset(
        "Sharpen",
        "input=2,2,2,2,2;2,2,2,2,2;2,2,4,4,4;2,2,4,4,4;2,2,4,4,4&weight=0,-1,0;-1,5,-1;0,-1,0",
        "Five times the middle less its neighbours: flat places stay, edges are driven apart.",
    ),
    Preset(
        "Sobel pair",
        "input=0,0,9,9,9;0,0,9,9,9;0,0,9,9,9;0,0,0,0,0;0,0,0,0,0"
        "&weight=[[[-1,0,1],[-2,0,2],[-1,0,1]],[[-1,-2,-1],[0,0,0],[1,2,1]]]&dims=2",
        "Two filters on one picture give two maps: one answers to upright edges, the other to level ones.",
    ),
    Preset(
        "Depthwise",
        "input=1,2,3,4;4,3,2,1&weight=[[[1,0,-1]],[[1,1,1]]]&groups=2",
        "Two groups: each channel has a filter of its own, and T falls into two blocks that share nothing.",
    ),
    Preset(
        "1 × 1",
        "input=[[[1,2],[3,4]],[[5,6],[7,8]]]&weight=[[[[1]],[[10]]]]",
        "Windows of one place: nothing slides, the channels are mixed, alike at every place.",
    ),
)


@cache
def drawn_presets(settings: Settings) -> tuple[Preset, ...]:
    """The presets whose figures are drawn under these settings."""
    return tuple(preset for preset in PRESETS if not read(parse_qsl(preset.query), settings).errors)


def preset_of(query: str) -> Preset | None:
    """The preset whose state this is."""
    return next((preset for preset in PRESETS if preset.query == query), None)
