from tests.pages.states import QUESTION


def texts(elements):
    """What each element says."""
    return [element.text for element in elements]


def figure(page, name):
    """One figure of a page."""
    return page.one("svg", data_figure=name)


def test_the_page_shows_all_six_rows_of_the_table(page):
    """The six answers of the question are the control."""
    cells = page("/").one("table", class_="answers")
    numbers = [[child.text for child in link.walk() if child.tag == "span"] for link in cells.walk() if link.tag == "a"]
    assert [" ".join(row) for row in numbers] == [
        "7 20 38 56 39 20",
        "5 16 34 52 45 28",
        "20 38 56 39",
        "16 34 52 45",
        "38 56",
        "34 52",
    ]


def test_the_six_answers_link_to_states_that_give_them(page):
    """Each of the six is where it leads: its numbers are the outputs of its own page."""
    for link in page("/").one("table", class_="answers").walk():
        if link.tag != "a":
            continue
        numbers = [child.text for child in link.walk() if child.tag == "span"]
        shown = page(link.get("href"))
        frame = figure(shown, "sliding")
        assert [text for text in texts(frame.walk()) if text in numbers]
        outputs = next(table for table in shown.all("table") if table.text.startswith("Outputs"))
        rows = [row for row in outputs.walk() if row.tag == "tr"][1:]
        assert [next(cell.text for cell in row.walk() if cell.tag == "td") for row in rows] == numbers


def test_the_switch_counts_the_weights_of_the_three_layers(page):
    """8, 6 and 3; with full padding 24, 12 and 3."""
    for url, counts in (("/", ["8", "6", "3"]), ("/?padding=full", ["24", "12", "3"])):
        choices = page(url).all("a", data_compare=None)
        assert [next(part.text for part in choice.walk() if part.tag == "b") for choice in choices] == counts
        assert [choice.get("aria-current") for choice in choices] == [None, None, "true"]


def test_the_first_step_is_written_out(page):
    """z₀ = 1·5 + 2·6 + 3·7 = 38."""
    said = page("/").one(data_arithmetic=None).text
    assert "".join(said.split()) == "z0=1·5+2·6+3·7=38"


def test_stepping_needs_no_script(page):
    """Next is a link, and leads to 2·5 + 3·6 + 4·7 = 56."""
    following = page("/").one("a", aria_label="Next")
    said = page(following.get("href")).one(data_arithmetic=None).text
    assert "".join(said.split()) == "z1=2·5+3·6+4·7=56"


def test_the_words_of_every_step_are_there_for_a_script(page):
    """It shows them as they are and computes nothing."""
    steps = page("/?padding=full").one("template", data_words=None)
    each = [step for step in steps.walk() if step.get("data-total") is not None]
    assert [step.get("data-total") for step in each] == ["7", "20", "38", "56", "39", "20"]
    assert [step.get("data-texts") for step in each][:2] == ["0 0 7", "0 6 14"]
    assert [step.get("data-off") for step in each] == ["110", "100", "000", "000", "001", "011"]


def test_backward_shows_the_gradients_and_one_learning_step(page):
    """3 5 7, 5 11 13 7, and 5 − 0.1·3 = 4.7."""
    backward = next(link for link in page("/").all("a") if link.text == "Backward")
    drawn = figure(page(backward.get("href")), "gradients")
    shown = [element.text for element in drawn.walk() if element.tag == "text"]
    for sum_ in ("1 + 2 = 3", "2 + 3 = 5", "3 + 4 = 7", "5 − 0.1·3 = 4.7", "6 − 0.1·5 = 5.5", "7 − 0.1·7 = 6.3"):
        assert sum_ in shown
    start = shown.index("11")
    assert shown[start - 1 : start + 3] == ["5", "11", "13", "7"]
    for title in ("Dense: zeros fill", "Local: copies drift", "Conv: copies stay equal"):
        assert title in shown


def test_the_tables_are_the_accessible_twin(page):
    """All numbers as text: weights with their gradients, outputs, inputs with theirs, and T with empty cells."""
    shown = page("/")
    rows = {
        table.get("id"): [
            [cell.text for cell in row.walk() if cell.tag == "td"] for row in table.walk() if row.tag == "tr"
        ][1:]
        for table in shown.all("table")
        if any(child.tag == "caption" for child in table.walk())
    }
    assert rows["table-weights"] == [["5", "2", "3"], ["6", "2", "5"], ["7", "2", "7"]]
    assert rows["table-outputs"] == [["38", "38", "1"], ["56", "56", "1"]]
    assert rows["table-inputs"] == [["1", "5"], ["2", "11"], ["3", "13"], ["4", "7"]]
    assert rows["table-matrix"] == [["5", "6", "7", ""], ["", "5", "6", "7"]]


def test_the_fields_hold_the_state(page):
    """What is shown is what stands in the form."""
    shown = page(f"/?{QUESTION}&bias=-45&activation=relu&stride=1&padding=[[1,2]]")
    assert shown.one("textarea", name="input").text == "1, 2, 3, 4"
    assert shown.one("textarea", name="weight").text == "5, 6, 7"
    assert shown.one("textarea", name="bias").text == "-45"
    assert [
        option.get("value")
        for option in shown.one("select", name="activation").walk()
        if "selected" in option.attributes
    ] == ["relu"]
    assert shown.one("form", "controls").get("method") == "get"


def test_a_field_that_does_not_fit_keeps_what_was_typed(page):
    """The sentence stands beside the field and belongs to it."""
    shown = page("/?input=1,2&weight=5,6,7&bias=3", status=422)
    field = shown.one("textarea", name="weight")
    assert field.text == "5,6,7"
    assert field.get("aria-invalid") == "true"
    said = next(element for element in shown.walk() if element.get("id") == field.get("aria-describedby"))
    assert said.text.startswith("A kernel that spans 3 does not fit in an input of 2")
    assert "hidden" not in said.attributes
    assert shown.one("textarea", name="input").text == "1,2"
    assert shown.one("textarea", name="bias").text == "3"


def test_long_states_say_what_is_left_out(page):
    """200 measured values and nine taps: counted where they are not shown."""
    column = "%0A".join(f"{n % 13 / 7:.3f}" for n in range(200))
    shown = page(f"/?input={column}&weight=" + ",".join(["0.111"] * 9))
    notes = [
        "".join(line.text for line in group.walk() if line.tag == "text") for group in shown.all("g", data_notes="")
    ]
    assert any("of 200 columns at a time" in text for text in notes)
    assert any("All 38,400 cells to scale" in text for text in notes)
    assert any("the view follows the step" in text for text in notes)
    assert "1,728 connections" in shown.one(data_part="lesson").text.replace("\u00a0", " ")


def test_a_dark_state_is_dark(page):
    """The theme of a link holds for who opens it."""
    assert page("/?theme=dark").one("html").get("data-theme") == "dark"
    assert page("/").one("html").get("data-theme") == "auto"


def test_many_patches_are_a_picture_of_their_own(page):
    """512 inputs under 31 taps are 14,942 cells: not drawn with every edit, but a link away."""
    large = page("/?input=" + ",".join(str(n % 7) for n in range(512)) + "&weight=" + ",".join(["1"] * 31))
    assert not large.all("svg", data_figure="im2col")
    link = next(a for a in large.all("a") if a.text == "The patches as a picture")
    assert link.get("href").startswith("/figure/im2col.svg?input=0,1,2")
    assert page("/").all("svg", data_figure="im2col")
