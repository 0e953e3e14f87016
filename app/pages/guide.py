"""The asker's own questions, each a state with a sentence to predict and one to check."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Question:
    """A question as it is asked, the query of the state that answers it, and the way through it.

    `predict` is asked before looking, `answer` is given on demand, `check` says where it can be seen.
    In `asks` a word between `*` is a variable.
    """

    asks: str
    query: str
    predict: str
    answer: str
    check: str


EXAMPLE = "input=1,2,3,4&weight=5,6,7"

QUESTIONS = (
    Question(
        "Which weight meets which entry?",
        f"{EXAMPLE}&step=1",
        "Here the weight 6 meets the 3. Which weight met it one step back?",
        "The 7: at output 0 it met the 3, at output 1 the 6 does. The window moved, the weights did not.",
        "Go one step back: the window moves one place to the left, and the 7 stands under the 3.",
    ),
    Question(
        "Is *W* still a matrix?",
        f"{EXAMPLE}&highlight=1",
        "In how many cells of T will the one number 6 stand?",
        "In two, joined by the thread. T is a full matrix; its cells are tied along the diagonals and zero elsewhere.",
        "Point at the 5 or the 7 instead: each lights in as many cells as it has lines in the network.",
    ),
    Question(
        "Why 6 numbers, or 2?",
        f"{EXAMPLE}&padding=full",
        "How many windows touch the input when it is padded on both sides?",
        "Six: 4 + 3 − 1. Without padding only 4 − 3 + 1 = 2 windows lie wholly on the input.",
        "Count the windows: the first meets the input with its last tap only, the sixth with its first.",
    ),
    Question(
        "Must I trim?",
        f"{EXAMPLE}&padding=same",
        "Which of the six rows of the full matrix are left?",
        "The middle four. Same and valid are rows of the full result; nothing is computed and then cut off.",
        "Compare the three rows under “Which convolution?”: equal numbers stand under each other.",
    ),
    Question(
        "Is it flipped?",
        f"{EXAMPLE}&operation=convolution",
        "Which weight meets the 1 when the kernel is reversed?",
        "The 7: a convolution reads the kernel backwards. A learned kernel is simply learned the other way round.",
        "Type 7, 6, 5 as weights: flipped, they give 38 and 56, what 5, 6, 7 give unflipped.",
    ),
    Question(
        "What goes through *f*?",
        f"{EXAMPLE}&bias=-45&activation=relu",
        "Which of the two outputs will a bias of −45 and a ReLU leave standing?",
        "38 − 45 = −7 becomes 0, and 56 − 45 = 11 stays: f acts on each entry of the feature map by itself.",
        "Change the bias to −38: the first output is just 0 before f, and 0 after it.",
    ),
    Question(
        "How does it learn?",
        f"{EXAMPLE}&view=sliding,network,gradients",
        "The weight 6 has two copies. What gradient will it get?",
        "The sum over both, 2 + 3 = 5, so that its copies stay equal. A zero that is no connection gets nothing.",
        "Look at the three small matrices: after one step both copies of 6 are 5.5 where they are tied, "
        "and drift apart where they are not.",
    ),
)


def position(query: str) -> int | None:
    """The place of the question whose state this is."""
    return next((place for place, question in enumerate(QUESTIONS) if question.query == query), None)
