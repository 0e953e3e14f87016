"""Assets: found in a checkout and in a wheel, and named by their content."""

from pathlib import Path

import pytest

from app.assets import Assets, find_assets
from app.main import create_app
from tests.asking import ask


def make_tree(root: Path, static: str, templates: str) -> Path:
    """A package directory in `root` with one file in each of the named directories; returns the package."""
    package = root / "app"
    for directory in (package, root / static, root / templates):
        directory.mkdir(parents=True, exist_ok=True)
    (root / static / "page.css").write_text("body {}")
    (root / templates / "page.html").write_text("<p></p>")
    (package / "code.py").write_text("")
    return package


def test_a_checkout_keeps_them_beside_the_package(tmp_path: Path) -> None:
    """`static/` and `templates/` stand at the root of the repository."""
    assert find_assets(make_tree(tmp_path, "static", "templates")).static == tmp_path / "static"


def test_a_wheel_carries_them_inside_the_package(tmp_path: Path) -> None:
    """An installed package has no repository around it."""
    found = find_assets(make_tree(tmp_path, "app/_static", "app/_templates"))
    assert found.templates == tmp_path / "app" / "_templates"


def test_missing_files_stop_the_start_and_say_where_they_were_looked_for(tmp_path: Path) -> None:
    """A wheel without its files would otherwise serve pages without styles."""
    with pytest.raises(FileNotFoundError, match=r"_static.*static"):
        find_assets(tmp_path / "app")


def test_the_version_follows_the_content(tmp_path: Path) -> None:
    """A byte more gives another address; the same bytes give the same one on every machine."""
    package = make_tree(tmp_path, "static", "templates")
    before = find_assets(package)
    assert find_assets(package) == before
    (tmp_path / "static" / "page.css").write_text("body { }")
    assert find_assets(package).version != before.version
    assert find_assets(package).build != before.build


@pytest.mark.parametrize("changed", ["app/code.py", "templates/page.html"])
def test_the_build_follows_the_code_and_the_templates(tmp_path: Path, changed: str) -> None:
    """They change the answers, though not the static files."""
    package = make_tree(tmp_path, "static", "templates")
    before = find_assets(package)
    (tmp_path / changed).write_text("# another")
    assert find_assets(package).version == before.version
    assert find_assets(package).build != before.build


@pytest.fixture(scope="module")
def assets() -> Assets:
    """The assets of this checkout."""
    return find_assets()


def test_the_present_version_may_be_kept_for_a_year(assets: Assets) -> None:
    """Its address changes with its content, so it never goes stale."""
    answer = ask(create_app(), "GET", assets.static_url("js/docs.js"))
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"


def test_another_version_is_served_and_not_kept() -> None:
    """A page from before an update keeps working."""
    answer = ask(create_app(), "GET", "/static/of-last-week/js/docs.js")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "/x",
        "/x/",
        "/x/none.js",
        "/x/js",
        "/x/../../app/main.py",
        "/x/%2e%2e/%2e%2e/app/main.py",
        "/x//etc/passwd",
        "/x/%00",
        "/x/" + "a" * 3000,
    ],
)
def test_what_is_no_static_file_is_not_found(path: str) -> None:
    """Nothing outside the two directories can be reached."""
    assert ask(create_app(), "GET", "/static" + path).status_code == 404
