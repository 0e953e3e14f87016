"""Every number of a state as a table and as a file."""

import csv
import io
import json

import numpy as np
import pytest

from tests.pages.states import QUESTION

WIDE = "input=" + ",".join(str(n % 7) for n in range(60)) + "&weight=1,2,3"

# the array, what it holds for the question's example
FILES = [
    ("input", [1, 2, 3, 4]),
    ("weight", [5, 6, 7]),
    ("matrix", [[5, 6, 7, 0], [0, 5, 6, 7]]),
    ("pre-activation", [38, 56]),
    ("activation", [38, 56]),
    ("upstream", [1, 1]),
    ("delta", [1, 1]),
    ("weight-gradient", [3, 5, 7]),
    ("input-gradient", [5, 11, 13, 7]),
]


@pytest.mark.parametrize(("name", "values"), FILES)
def test_every_array_is_read_back_from_every_file(get, name, values):
    """NumPy reads the .npy, the standard library the JSON and the CSV, and all say the same."""
    npy = get(f"/array/{name}.npy?{QUESTION}")
    array = np.load(io.BytesIO(npy.content), allow_pickle=False)
    assert array.dtype == np.float64
    assert array.tolist() == values
    assert json.loads(get(f"/array/{name}.json?{QUESTION}").text) == values
    rows = list(csv.reader(io.StringIO(get(f"/array/{name}.csv?{QUESTION}").text)))
    assert [[float(cell) for cell in row] for row in rows] == np.atleast_2d(values).tolist()


def test_files_keep_every_digit(get):
    """1/3 has seventeen digits in a file, whatever the figures show of it."""
    third = repr(1 / 3)
    assert json.loads(get(f"/array/input.json?input={third},1&weight=1").text) == [1 / 3, 1]
    assert get(f"/array/input.csv?input={third},1&weight=1").text == f"{third},1\r\n"


def test_a_file_says_what_it_is(get):
    """Its type, and a name to keep it by."""
    answer = get(f"/array/weight-gradient.csv?{QUESTION}")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="weight-gradient.csv"'


@pytest.mark.parametrize("path", ["/array/bread.csv", "/array/input.xls", "/array/input"])
def test_what_is_no_array_is_not_found(get, path):
    """With the names that there are."""
    assert get(f"{path}?{QUESTION}").status_code == 404


def test_an_array_of_a_state_that_does_not_fit_is_a_problem(get):
    """422 with the sentence of the field."""
    answer = get("/array/input.csv?input=1&weight=5,6,7")
    assert answer.status_code == 422
    assert "does not fit" in answer.text


def test_large_tables_stand_on_a_page_of_their_own(page):
    """58 × 60 cells of T would make every edit slow; the explorer links to them, row for row."""
    small = {table.get("id") for table in page(f"/?{WIDE}").all("table")}
    assert {"table-weights", "table-outputs", "table-inputs"} <= small
    assert "table-matrix" not in small
    link = next(link for link in page(f"/?{WIDE}").all("a") if "#table-matrix" in (link.get("href") or ""))
    table = page(link.get("href").split("#")[0]).one("table", id="table-matrix")
    rows = [row for row in table.walk() if row.tag == "tr"]
    assert len(rows) == 1 + 58
    assert [cell.text for cell in rows[3].walk() if cell.tag == "td"][:7] == ["", "", "1", "2", "3", "", ""]


def test_the_page_of_tables_links_to_every_file(page, get):
    """Nine arrays in three formats, all of which answer."""
    links = [link.get("href") for link in page(f"/tables?{QUESTION}").all("a") if "download" in link.attributes]
    assert len(links) == 9 * 3
    assert all(get(link).status_code == 200 for link in links)


def test_the_page_of_tables_says_what_does_not_fit(page):
    """As the frame does, with the field named."""
    assert "does not fit" in page("/tables?input=1&weight=5,6,7", status=422).text
