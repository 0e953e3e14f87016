"""`convolens figure`: pictures from the command line, the same as by their address."""

import doctest
import shlex
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from app import cli, draw
from app.convolution import ConvolutionError, Layer
from app.figures import Figure
from app.main import create_app
from app.settings import Settings
from app.state import STATE_KEYS
from tests.asking import ask

ROOT = Path(__file__).parents[1]
QUESTION = ["--input", "1,2,3,4", "--weight", "5,6,7"]


LAYER = "input=1,2,3,4&weight=5,6,7"


@pytest.mark.parametrize(
    ("arguments", "address"),
    [
        (["network", *QUESTION], f"network.svg?{LAYER}"),
        (["network", "--input", "-1,2,3", "--weight", "-1,0"], "network.svg?input=-1,2,3&weight=-1,0"),
        (
            ["matrix", *QUESTION, "--padding-mode", "circular", "--padding", "1"],
            f"matrix.svg?{LAYER}&padding=1&padding_mode=circular",
        ),
        (["network,matrix", *QUESTION, "--step", "1"], f"network.svg?{LAYER}&step=1&view=network,matrix"),
        (["gradients", *QUESTION, "--learning_rate=0.5"], f"gradients.svg?{LAYER}&learning_rate=0.5&view=gradients"),
        (["sliding", *QUESTION, "--animate", "1"], f"sliding.svg?{LAYER}&animate=1"),
    ],
)
def test_the_command_draws_what_the_address_shows(arguments, address, capsys):
    """Each key is an option, with a minus or a low line; values may begin with a minus sign."""
    cli.main(["figure", *arguments])
    assert capsys.readouterr().out == ask(create_app(Settings()), "GET", f"/figure/{address}").text + "\n"


def test_every_field_of_a_state_is_an_option():
    """The schema is the one of the address; only what a frame or a page has is left out."""
    assert {*STATE_KEYS} - {*draw.KEYS} == {"view", "controls", "v"}


@pytest.mark.parametrize("form", ["svg", "png", "gif"])
def test_the_end_of_the_name_says_the_format(form, tmp_path):
    """Of `--output`."""
    path = tmp_path / f"network.{form}"
    cli.main(["figure", "network", *QUESTION, "-o", str(path), "--width", "300"])
    if form == "svg":
        assert path.read_text().startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    else:
        picture = Image.open(BytesIO(path.read_bytes()))
        assert (picture.format, picture.width) == (form.upper(), 300)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["matrix", "--input", "1,2", "--weight", "5,6,7"], "weight: A kernel that spans 3 does not fit"),
        (["matrix", "--input", "1,x"], "input: 'x' is not a number"),
        (["matrix", "--step", "9"], "step: There is no output 9: the last is output 1."),
        (["heatmap"], "There is no figure 'heatmap': the figures are sliding, network"),
        (["matrix", "-o", "matrix.jpg"], "pictures are drawn as svg, png, gif, not as jpg"),
        (["matrix", "-o", "/nowhere/at/all.svg"], "/nowhere/at/all.svg"),
        (["matrix", "--theme", "pink"], "theme: "),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_a_sentence_and_status_two(arguments, said, capsys):
    """Nothing is drawn, and nothing of the inside is shown."""
    with pytest.raises(SystemExit) as ended:
        cli.main(["figure", *arguments])
    out, err = capsys.readouterr()
    assert (ended.value.code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


def test_a_notebook_shows_the_same():
    """`_repr_svg_` is what Jupyter asks for."""
    figure = Figure.of("network", Layer([5, 6, 7]), [1, 2, 3, 4])
    assert figure._repr_svg_() == figure.svg()
    assert figure.svg() == ask(create_app(Settings()), "GET", "/figure/network.svg?input=1,2,3,4&weight=5,6,7").text
    assert Image.open(BytesIO(figure.png())).format == "PNG"


@pytest.mark.parametrize(
    ("names", "options", "said"),
    [
        ("heatmap", {}, "there is no 'heatmap'"),
        ("network", {"stride": 2}, "there is no 'stride'"),
        ("network", {"step": 2}, "there is no output 2: the last is 1"),
    ],
)
def test_what_does_not_fit_is_said_in_python_too(names, options, said):
    """By the core's own error."""
    with pytest.raises(ConvolutionError, match=said):
        Figure.of(names, Layer([5, 6, 7]), [1, 2, 3, 4], **options)


def test_the_examples_of_the_documentation_are_true(tmp_path, monkeypatch):
    """They run in an empty folder, since one of them writes a file."""
    monkeypatch.chdir(tmp_path)
    found = doctest.testfile(str(ROOT / "docs" / "pictures.md"), module_relative=False, encoding="utf-8")
    assert (found.failed, found.attempted > 2) == (0, True)
    assert (tmp_path / "network.png").exists()


def test_the_commands_of_the_documentation_work(tmp_path, monkeypatch):
    """Every line that begins with `convolens figure`."""
    monkeypatch.chdir(tmp_path)
    lines = (ROOT / "docs" / "pictures.md").read_text(encoding="utf-8").splitlines()
    commands = [line for line in lines if line.startswith("convolens figure ")]
    assert len(commands) >= 3
    for line in commands:
        arguments = shlex.split(line)[1:]
        cli.main(arguments)
        assert (tmp_path / arguments[arguments.index("-o") + 1]).stat().st_size > 1000
