"""A picture of a sentence, for where a figure cannot be drawn."""

from collections.abc import Sequence

from app.figures.layout import picture, wrapped
from app.figures.palette import draws, fills
from app.figures.svg import escape, group, label, tag

WIDTH = 560
INDENT = 16
TITLE_SIZE, TEXT_SIZE, LINE = 18, 15, 22


def draw(title: str, sentences: Sequence[str]) -> str:
    """The title and the sentences as a drawing."""
    lines = wrapped(sentences, WIDTH - INDENT, TEXT_SIZE)
    height = 48 + LINE * len(lines)
    texts = [label(INDENT, 46 + LINE * line, text, font_size=TEXT_SIZE) for line, text in enumerate(lines)]
    return picture(
        "notice",
        WIDTH,
        height,
        title,
        " ".join(sentences),
        tag("path", d=f"M1 0V{height}", paint=draws("ink", 3)),
        group(
            tag("text", escape(title), x=INDENT, y=16, dy=".355em", font_size=TITLE_SIZE, font_weight="600"),
            *texts,
            paint=fills("ink"),
            text_anchor="start",
        ),
    )
