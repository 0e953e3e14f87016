"""What the service counts."""

from fastapi import FastAPI
from prometheus_client.parser import text_string_to_metric_families

from app.main import create_app
from app.settings import Settings
from tests.asking import ask

GOOD = "/api/v1/convolution?input=1,2,3,4&weight=5,6,7"


def numbers(app: FastAPI) -> dict[tuple[str, ...], float]:
    """Every number by its name and the values of its labels."""
    families = text_string_to_metric_families(ask(app, "GET", "/metrics").text)
    samples = [sample for family in families for sample in family.samples]
    labels = ("route", "method", "status")
    return {
        (sample.name, *(sample.labels[label] for label in labels if label in sample.labels)): sample.value
        for sample in samples
        if "le" not in sample.labels
    }


def test_there_are_none_unless_a_setting_asks() -> None:
    """What a service counts is not for everybody."""
    assert ask(create_app(Settings()), "GET", "/metrics").status_code == 404


def test_requests_are_counted_by_route_method_and_status() -> None:
    """With their times; what nobody serves shares one label."""
    app = create_app(Settings(metrics=True))
    for path in (GOOD, GOOD, "/api/v1/convolution?input=1&weight=1,2", "/wp-admin", "/nothing"):
        ask(app, "GET", path)
    ask(app, "HEAD", "/figure/sliding.svg")
    found = numbers(app)
    assert found["convolens_requests_total", "/api/v1/convolution", "GET", "200"] == 2
    assert found["convolens_requests_total", "/api/v1/convolution", "GET", "422"] == 1
    assert found["convolens_requests_total", "none", "GET", "404"] == 2
    assert found["convolens_requests_total", "/figure/{name}.svg", "HEAD", "200"] == 1
    assert found["convolens_request_seconds_count", "/api/v1/convolution"] == 3


def test_the_threads_and_the_queue_are_shown() -> None:
    """And how many requests found no place there."""
    app = create_app(Settings(metrics=True, max_concurrent_computations=3))
    app.state.slots.refused = 7
    found = numbers(app)
    assert found["convolens_slots",] == 3
    assert found["convolens_slots_busy",] == 0
    assert found["convolens_queued",] == 0
    assert found["convolens_refusals_total",] == 7


def test_the_slot_of_the_pictures_is_shown_as_the_others_are() -> None:
    """One thread, whatever the others have; it refuses by itself."""
    app = create_app(Settings(metrics=True, max_concurrent_computations=3))
    app.state.picture_slots.refused = 5
    found = numbers(app)
    assert found["convolens_picture_slots",] == 1
    assert found["convolens_picture_slots_busy",] == 0
    assert found["convolens_picture_queued",] == 0
    assert found["convolens_picture_refusals_total",] == 5
    assert found["convolens_refusals_total",] == 0


def test_each_application_counts_for_itself() -> None:
    """Nothing is kept in a registry that others share."""
    first, second = create_app(Settings(metrics=True)), create_app(Settings(metrics=True))
    ask(first, "GET", GOOD)
    assert ("convolens_requests_total", "/api/v1/convolution", "GET", "200") not in numbers(second)
