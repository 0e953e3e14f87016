"""The paragraph that says what a state shows, and the code that prints its numbers."""

import pytest

from tests.pages.states import QUESTION

SAID = [
    (
        "",
        "A cross-correlation: 1 filter of 3 taps on 4 inputs. "
        "Along the input: nothing is padded; 4 − 3 + 1 = 2 outputs. "
        "As a matrix, T is 2 × 4 and Toeplitz. Of its 8 cells 6 are connections, tied to 3 weights; "
        "the other 2 are structural zeros, where there is nothing to learn.",
    ),
    ("&padding=full", "2 before and 2 after are zeros; 4 + 4 − 3 + 1 = 6 outputs."),
    ("&operation=convolution", "A convolution, which reads the kernel reversed: 1 filter"),
    ("&stride=2&padding=[[0,1]]", "(4 + 1 − 3) / 2 + 1 = 2 outputs."),
    (
        "&padding=same&padding_mode=circular",
        "1 before and 1 after are copies from the other end; 4 + 2 − 3 + 1 = 4 outputs.",
    ),
    ("&activation=leaky_relu", "The non-linearity leaky relu then acts on each output by itself."),
    ("&padding=2&stride=2", "(4 + 4 − 3) / 2, rounded down, + 1 = 3 outputs."),
]


@pytest.mark.parametrize(("fields", "said"), SAID)
def test_the_paragraph_says_structure_counts_sizes_and_padding(page, fields, said):
    """The lesson of a state for who does not see the figures."""
    assert said in page(f"/?{QUESTION}{fields}").one("p", class_="paragraph").text.replace("\u00a0", " ")


def test_the_matrix_of_several_filters_is_in_blocks(page):
    """Each filter has a block, and each block a structure."""
    text = page("/?input=1,2,3,4&weight=5,6,7;1,0,-1").one("p", class_="paragraph").text
    assert "T is 4 × 4, in Toeplitz blocks." in text.replace("\u00a0", " ")


def test_variables_in_sentences_are_set_as_such(page):
    """T and not T: in the paragraph and beside the figures."""
    shown = page("/?input=1,2,3,4;5,6,7,8&weight=1,2;3,4")
    letters = {letter.text for letter in shown.all("i", class_="letter")}
    assert "T" in letters
    assert "T is 3 × 8" in shown.one("p", class_="of-multiply").text.replace("\u00a0", " ")


def test_unread_inputs_are_said(page):
    """A stride that does not divide."""
    text = page("/?input=1,2,3,4,5,6&weight=5,6,7&stride=2").one("p", class_="paragraph").text
    assert "(6 − 3) / 2, rounded down, + 1 = 2" in text
    assert "and no window reaches 1" in text


def listed(page, query):
    """The texts that can be copied."""
    return [code.text for code in page(f"/?{query}").all("code") if (code.get("id") or "").startswith("code-")]


def test_the_code_of_six_frameworks_and_the_equation_stand_in_the_page(page):
    """Each as it is made by the core, ready to copy."""
    codes = listed(page, QUESTION)
    assert len(codes) == 7
    assert 'z = np.correlate(x, w, mode="valid")' in codes[0]
    assert "torch" in codes[2]


def test_the_equation_can_be_copied_as_latex(page):
    """With braces and sizes, each formula between its own signs; the numbers worked by hand."""
    latex = listed(page, f"{QUESTION}&bias=-45&activation=relu")[-1]
    assert latex.startswith("\\[\n\\underbrace{\\begin{bmatrix} -7 \\\\ 11 \\end{bmatrix}}_{z")
    assert "5 & 6 & 7 & \\cdot \\\\ \\cdot & 5 & 6 & 7" in latex
    assert latex.count("\\[") == latex.count("\\]") == 2
    assert "\\operatorname{ReLU}" in latex.split("\\]")[1]


def test_code_of_long_arrays_stands_on_a_page_of_its_own(page):
    """An edit of 200 values does not wait for six listings of them."""
    query = "input=" + ",".join(["1"] * 200) + "&weight=1,2"
    link = next(link for link in page(f"/?{query}").all("a") if "#code" in (link.get("href") or ""))
    assert page(link.get("href").split("#")[0]).all("code", id="code-1")
