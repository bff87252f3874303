"""Figures in the words of Prometheus. The library is imported at the first scrape."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from typing import TYPE_CHECKING

from mercery.core.telemetry.figures import Figures, Spread
from mercery.core.telemetry.instruments import INSTRUMENTS

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric


def exposition(figures: Figures, accept: str = "") -> tuple[bytes, str]:
    """The answer to a scrape and its content type, in the format the scraper's Accept header asks for."""
    from prometheus_client import CollectorRegistry
    from prometheus_client.exposition import choose_encoder
    from prometheus_client.registry import Collector

    class Told(Collector):
        def collect(self) -> Iterator[Metric]:
            yield from _families(figures)

    registry = CollectorRegistry(auto_describe=False)
    registry.register(Told())
    encode, kind = choose_encoder(accept)
    return encode(registry), kind


def _families(figures: Figures) -> Iterator[Metric]:
    from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily

    for one in INSTRUMENTS:
        rows = figures.get(one.name)
        if not rows:
            continue
        if one.kind == "histogram":
            spread = HistogramMetricFamily(one.name, one.help, labels=one.labels)
            for labels, value in sorted(rows.items()):
                if isinstance(value, Spread):
                    limits = [*(f"{limit:g}" for limit in one.buckets), "+Inf"]
                    buckets = list(zip(limits, accumulate(value.counts), strict=True))
                    spread.add_metric(labels, buckets, value.sum)
            yield spread
            continue
        family = (CounterMetricFamily if one.kind == "counter" else GaugeMetricFamily)(
            one.name, one.help, labels=one.labels
        )
        for labels, value in sorted(rows.items()):
            if not isinstance(value, Spread):
                family.add_metric(labels, value)
        yield family
