from typing import Any

import pytest

from bot.metrics import Metrics


def test_events_deliveries_lag_and_closes_are_on_the_page() -> None:
    metrics = Metrics()
    metrics.handled("pressed", "done", 0.02)
    metrics.handled("pressed", "done", 0.03)
    metrics.delivered("sent", 3)
    metrics.waiting(7)
    metrics.ticked(-0.5)
    metrics.closed(0.4)
    page = metrics.page().decode()
    assert 'skolsteg_events_total{kind="pressed",outcome="done"} 2.0' in page
    assert 'skolsteg_deliveries_total{state="sent"} 3.0' in page
    assert "skolsteg_outbox_waiting 7.0" in page
    assert "skolsteg_tick_lag_seconds_sum 0.0" in page
    assert "skolsteg_close_seconds_count 1.0" in page


def test_a_label_cannot_name_a_person() -> None:
    metrics = Metrics()
    name: Any = "anna.oberg@skola.example"
    with pytest.raises(ValueError, match="allowed names") as caught:
        metrics.handled(name, "done", 0.1)
    with pytest.raises(ValueError, match="allowed names"):
        metrics.handled("pressed", name, 0.1)
    with pytest.raises(ValueError, match="allowed names"):
        metrics.delivered(name)
    assert name not in str(caught.value)
    assert name not in metrics.page().decode()


def test_two_processes_do_not_share_figures() -> None:
    first, second = Metrics(), Metrics()
    first.delivered("sent")
    assert 'state="sent"' not in second.page().decode()
