"""States as queries, which the tests of the pages share."""

QUESTION = "input=1,2,3,4&weight=5,6,7"

QUERIES = [
    "",
    QUESTION,
    f"{QUESTION}&padding=full&step=3",
    f"{QUESTION}&operation=convolution&padding=same&highlight=1",
    f"{QUESTION}&bias=-45&activation=relu",
    f"{QUESTION}&compare=dense",
    f"{QUESTION}&padding=2&padding_mode=replicate&compare=locally-connected",
    f"{QUESTION}&view=sliding,network,gradients&learning_rate=0.5&upstream=1,-1",
    f"{QUESTION}&view=feature-maps,matrix&theme=dark",
    f"{QUESTION}&view=gradients&through_activation=1&activation=tanh",
    "input=1,2,3,4,5,6,7,8&weight=1,0,-1&stride=3",
    "input=1,2,3,4,5,6,7&weight=1,-1&dilation=3&padding=[[2,1]]",
    "input=1,2,3,4&weight=5,6,7;1,0,-1&bias=1,2&step=3",
    "input=0.1,0.25,-3,1e-7&weight=1.5,-2.25",
    "input=3&weight=2",
    "input=" + ",".join(str(n % 7) for n in range(200)) + "&weight=" + ",".join(["0.1"] * 9) + "&step=120",
]
"""Canonical queries of many kinds; the first is the question's example without a word."""
