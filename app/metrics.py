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

    def __init__(self, slots: Slots) -> None:
        self.registry = CollectorRegistry()
        self.registry.register(SlotsCollector(slots))
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
    """The numbers of the slots, looked at when they are asked for."""

    def __init__(self, slots: Slots) -> None:
        self.slots = slots

    def collect(self) -> Iterator[Metric]:
        """One number each."""
        slots = self.slots
        yield GaugeMetricFamily("convolens_slots", "Threads for computations and drawings.", slots.running)
        yield GaugeMetricFamily("convolens_slots_busy", "Threads that compute or draw now.", slots.busy)
        yield GaugeMetricFamily("convolens_queued", "Computations and drawings that wait for a thread.", slots.queued)
        yield CounterMetricFamily("convolens_refusals", "Requests refused since the queue was full.", slots.refused)


def create_metrics(metrics: Metrics) -> APIRouter:
    """A router with `/metrics`."""
    router = APIRouter(include_in_schema=False)

    @router.get("/metrics")
    async def show() -> Response:
        return metrics.page()

    return router
