"""Problems: every error in one shape, RFC 9457."""

import pytest

from app.problems import KINDS, Problem


@pytest.mark.parametrize("status", KINDS)
def test_a_problem_has_the_members_of_the_standard(status: int) -> None:
    """RFC 9457, section 3.1."""
    members = Problem(status, "A sentence.").as_dict(instance="/api/v1/meta")
    assert members == {
        "type": f"/problems/{KINDS[status].name}",
        "title": KINDS[status].title,
        "status": status,
        "detail": "A sentence.",
        "instance": "/api/v1/meta",
    }


def test_a_status_without_a_kind_of_its_own_is_still_a_problem() -> None:
    """The framework may raise any status; RFC 9457, section 4.2.1."""
    members = Problem(418, "Short and stout.").as_dict()
    assert (members["type"], members["title"]) == ("about:blank", "I'm a Teapot")


def test_errors_are_listed_when_there_are_some() -> None:
    """An extension member, as RFC 9457 allows."""
    error = {"pointer": "/weight", "code": "shape", "message": "A sentence."}
    assert Problem(422, "A sentence.", errors=[error]).as_dict()["errors"] == [error]
