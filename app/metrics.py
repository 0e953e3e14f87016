"""What the service counts, at `/metrics` in the form that Prometheus reads (docs/decisions/0006)."""

from collections.abc import Iterator

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.responses import Response

from app.middleware.observing import Observation
from app.work import Slots

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
"""Seconds: from a small answer to one that waited behind a full queue."""


class Metrics:
    """The numbers of one worker, in a registry of their own."""

    def __init__(self, slots: Slots, picture_slots: Slots) -> None:
        self.registry = CollectorRegistry()
        self.registry.register(SlotsCollector("convolens", "computations and drawings", slots))
        self.registry.register(SlotsCollector("convolens_picture", "pictures in pixels", picture_slots))
        self.requests = Counter(
            "convolens_requests", "Requests that are over.", ("route", "method", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "convolens_request_seconds",
            "Seconds from a request to the end of its answer.",
            ("route",),
            buckets=BUCKETS,
            registry=self.registry,
        )

    def record(self, observation: Observation) -> None:
        """Count a request that is over."""
        self.requests.labels(observation.route, observation.method, str(observation.status)).inc()
        self.seconds.labels(observation.route).observe(observation.seconds)

    def page(self) -> Response:
        """All numbers as text."""
        text = generate_latest(self.registry)
        return Response(text, headers={"Content-Type": CONTENT_TYPE_LATEST, "Cache-Control": "no-store"})


class SlotsCollector(Collector):
    """The numbers of some slots, looked at when they are asked for."""

    def __init__(self, prefix: str, work: str, slots: Slots) -> None:
        self.prefix = prefix
        self.work = work
        self.slots = slots

    def collect(self) -> Iterator[Metric]:
        """One number each."""
        slots, prefix, work = self.slots, self.prefix, self.work
        yield GaugeMetricFamily(f"{prefix}_slots", f"Threads for {work}.", slots.running)
        yield GaugeMetricFamily(f"{prefix}_slots_busy", f"Threads for {work} that are at work now.", slots.busy)
        yield GaugeMetricFamily(f"{prefix}_queued", f"Of {work}, how many wait for a thread.", slots.queued)
        yield CounterMetricFamily(f"{prefix}_refusals", f"Of {work}, refused since the queue was full.", slots.refused)


def create_metrics(metrics: Metrics) -> APIRouter:
    """A router with `/metrics`."""
    router = APIRouter(include_in_schema=False)

    @router.get("/metrics")
    async def show() -> Response:
        return metrics.page()

    return router
