"""What the worked examples of the operations share; a test sends each and expects its answer."""

from typing import Any

QUESTION: dict[str, Any] = {"input": [1, 2, 3, 4], "weight": [5, 6, 7]}


def links(figure: str, view: str = "") -> dict[str, str]:
    """The links of an answer to the question's example, relative."""
    query = "input=1,2,3,4&weight=5,6,7"
    page = f"/?{query}{view}"
    return {"page": page, "embed": "/embed" + page[1:], "figure": f"/figure/{figure}.svg?{query}"}
