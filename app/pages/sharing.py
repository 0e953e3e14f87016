"""What a teacher pastes: one state as a link, a frame, a picture, and as the languages of course pages write these."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape
from operator import attrgetter
from typing import Any

from app.address import Encoder
from app.figures import Scene
from app.pages import words
from app.pages.framing import COLUMN, as_text, frame_height
from app.state import BACKWARD_VIEW, DEFAULT_VIEW, State

UNKNOWN_SITE = "https://your.host"
"""What stands for the address of the service where no setting says it; the page puts its own there."""

LONGEST = 2000
"""Longer addresses are cut by some programs."""

TITLE = "A convolutional layer, step by step"

NO_PICTURE: dict[str, Any] = {"animate": False, "width": None, "height": None, "ground": "page"}
"""What a page leaves out of its address: only pictures have it."""

PICTURED = {"sliding,network,matrix": "network", "sliding,network,gradients": "gradients"}
"""The figure that stands for a view of several: the one that says most by itself. Else it is the first."""

FIGURE_TITLES = {
    "sliding": "Slide",
    "network": "Network",
    "matrix": "Matrix",
    "gradients": "Gradients",
    "feature-maps": "Feature maps",
    "im2col": "Patches",
    "counts": "Counts",
}


@dataclass(frozen=True)
class Shared:
    """Every address of one state, absolute, and what is said of it: what a snippet is made from."""

    site: str
    query: str
    still: str
    moving: str
    figure: str
    title: str
    alt: str
    height: int

    @property
    def page(self) -> str:
        """The explorer."""
        return f"{self.site}/?{self.query}"

    @property
    def frame(self) -> str:
        """The frame."""
        return f"{self.site}/embed?{self.query}"

    @property
    def script(self) -> str:
        """The script of the custom element, at an address that stays."""
        return f"{self.site}/embed.js"

    def picture(self, form: str) -> str:
        """The still picture."""
        return f"{self.site}/figure/{self.figure}.{form}?{self.still}"

    def animation(self, form: str) -> str:
        """The animated picture, which plays once and then rests."""
        return f"{self.site}/figure/{self.figure}.{form}?{self.moving}"


@dataclass(frozen=True)
class Snippet:
    """A text to paste under a title, with a note; it becomes a link, a frame or a picture, found at `preview` here."""

    name: str
    title: str
    note: str
    text: str
    becomes: str
    preview: str


def addressed(state: State, scene: Scene, context: dict[str, Any], site: str, title: str = TITLE) -> Shared:
    """The addresses of a state; `context` is its stage.

    Each address says which version of their meaning it follows, so that it shows the same for ever.
    """
    address = Encoder(state)
    return Shared(
        site=site,
        query=f"{address(**NO_PICTURE)}&v=1",
        still=f"{address(animate=False)}&v=1",
        moving=f"{address(animate=True)}&v=1",
        figure=pictured(state),
        title=title,
        alt=as_text(words.lesson(scene)),
        height=frame_height(context),
    )


def pictured(state: State) -> str:
    """The name of the figure that stands for a state."""
    return PICTURED.get(",".join(state.view), state.view[0])


def iframe(of: Shared) -> str:
    """The frame as a course page has it."""
    return (
        f'<iframe src="{escape(of.frame)}" title="{escape(of.title)}" width="{COLUMN}" height="{of.height}" '
        'style="width:100%;border:0"></iframe>'
    )


def image(of: Shared, address: str) -> str:
    """A picture that leads to the explorer."""
    return (
        f'<a href="{escape(of.page)}"><img src="{escape(address)}" alt="{escape(of.alt)}" style="max-width:100%"></a>'
    )


def markdown(of: Shared, address: str) -> str:
    """A picture that leads to the explorer, in Markdown."""
    alt = of.alt.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    return f"[![{alt}]({address})]({of.page})"


def element(of: Shared) -> str:
    """Our own element: a picture with a link, which a script turns into the frame."""
    return (
        f'<script type="module" src="{escape(of.script)}"></script>\n'
        f'<convolens-figure height="{of.height}">\n'
        f"  {image(of, of.picture('png'))}\n"
        "</convolens-figure>"
    )


def myst(of: Shared) -> str:
    """A directive of MyST: the frame on the web, the picture in print.

    MyST's web theme makes a frame 60 % as high as it is wide, so it has the margin beside the text too: there a whole
    layer has room.
    """
    options = {"class": "col-page-right", "width": "100%", "title": of.title, "placeholder": of.picture("png")}
    lines = [f"```{{iframe}} {of.frame}", *(f":{key}: {value}" for key, value in options.items()), of.alt, "```"]
    return "\n".join(lines)


def quarto(of: Shared) -> str:
    """Blocks of Quarto: the frame on the web, the picture elsewhere."""
    return (
        '::: {.content-visible when-format="html"}\n'
        f"```{{=html}}\n{iframe(of)}\n```\n"
        ":::\n\n"
        '::: {.content-hidden when-format="html"}\n'
        f"{markdown(of, of.picture('png'))}\n"
        ":::"
    )


def jupyter(of: Shared) -> str:
    """A cell of a notebook."""
    return f'from IPython.display import IFrame\n\nIFrame({json.dumps(of.frame)}, width="100%", height={of.height})'


def latex(of: Shared) -> str:
    """A figure of LaTeX, with the line that fetches its picture: LaTeX reads no addresses."""
    file = f"convolens-{of.figure}.png"
    caption = "".join("\\" + letter if letter in "&%$#_{}" else letter for letter in of.alt)
    return (
        f"% curl -o {file} '{of.picture('png')}'\n"
        "\\begin{figure}\n"
        "  \\centering\n"
        f"  \\includegraphics[width=\\linewidth]{{{file}}}\n"
        f"  \\caption{{{caption}}}\n"
        f"  \\url{{{of.page}}} % needs hyperref or url\n"
        "\\end{figure}"
    )


@dataclass(frozen=True)
class Kind:
    """How a snippet is written, what it becomes, and where that is."""

    name: str
    title: str
    note: str
    becomes: str
    write: Callable[[Shared], str]
    seen: Callable[[Shared], str]


def still(form: str) -> Callable[[Shared], str]:
    """The address of the still picture in this format."""
    return lambda of: of.picture(form)


def moving(form: str) -> Callable[[Shared], str]:
    """The address of the animated picture in this format."""
    return lambda of: of.animation(form)


PAGE, FRAME = attrgetter("page"), attrgetter("frame")

KINDS = (
    Kind("link", "Link", "Opens the explorer in this state.", "link", PAGE, PAGE),
    Kind(
        "frame",
        "Frame for a course page",
        "For Moodle, Canvas, Brightspace and every page that takes HTML. It tells its height to pages that listen.",
        "frame",
        iframe,
        FRAME,
    ),
    Kind(
        "markdown",
        "Picture in Markdown",
        "For a README or a wiki. It follows the theme of who looks, and leads to the explorer.",
        "picture",
        lambda of: markdown(of, of.picture("svg")),
        still("svg"),
    ),
    Kind(
        "html",
        "Picture in HTML",
        "For pages that take no frames.",
        "picture",
        lambda of: image(of, of.picture("svg")),
        still("svg"),
    ),
    Kind(
        "animated",
        "Animated picture",
        "It plays once, in at most five seconds, and not for who asks for less motion.",
        "picture",
        lambda of: markdown(of, of.animation("svg")),
        moving("svg"),
    ),
    Kind(
        "gif",
        "Animated picture for slides",
        "Slides do not move SVG: download this GIF, or paste its address.",
        "picture",
        moving("gif"),
        moving("gif"),
    ),
    Kind(
        "element",
        "Custom element",
        "A picture with a link, which a script turns into a frame of the right height; without it the picture stays.",
        "frame",
        element,
        FRAME,
    ),
    Kind("myst", "MyST and Jupyter Book", "The frame on the web, its picture in a PDF.", "frame", myst, FRAME),
    Kind("quarto", "Quarto", "The frame on the web, its picture in every other format.", "frame", quarto, FRAME),
    Kind("jupyter", "Jupyter cell", "For a notebook, JupyterLite included.", "frame", jupyter, FRAME),
    Kind("latex", "LaTeX", "The first line fetches the picture.", "picture", latex, still("png")),
)
"""Every kind of snippet, in the order in which they are offered."""


def snippets(of: Shared) -> list[Snippet]:
    """Every snippet of a state, and its preview at an address without a host."""
    here = replace(of, site="")
    return [Snippet(k.name, k.title, k.note, k.write(of), k.becomes, k.seen(here)) for k in KINDS]


@dataclass(frozen=True)
class Choice:
    """A link to the snippets of a state beside this one."""

    title: str
    query: str
    is_current: bool


def moments(state: State) -> list[Choice]:
    """The state from its first output, and this very moment; nothing to choose where they are the same."""
    address = Encoder(state)
    start, now = address(step=0, highlight=None), address()
    if start == now:
        return []
    return [Choice("From the start", start, False), Choice(moment_title(state), now, True)]


def moment_title(state: State) -> str:
    """What is particular about this moment."""
    said = [f"output {state.step + 1}"] if state.step else []
    said += [] if state.highlight is None else [f"weight {state.highlight} lit"]
    return f"This very moment: {', '.join(said)}"


def selections(state: State) -> list[Choice]:
    """All figures of the stage, or one of them; a view of its own choosing comes first."""
    whole = BACKWARD_VIEW if state.backward else DEFAULT_VIEW
    singles = ("gradients", "feature-maps") if state.backward else tuple(n for n in FIGURE_TITLES if n != "gradients")
    views: list[tuple[str, tuple[str, ...]]] = [("All together", whole), *((FIGURE_TITLES[n], (n,)) for n in singles)]
    if state.view not in [view for _, view in views]:
        views.insert(0, ("As it is", state.view))
    address = Encoder(state)
    return [Choice(title, address(view=view), view == state.view) for title, view in views]
