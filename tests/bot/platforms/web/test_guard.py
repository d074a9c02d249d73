import pytest

from bot.platforms.web.guard import require_loopback


@pytest.mark.parametrize(
    ("host", "bound"), [("127.0.0.1", "127.0.0.1"), ("localhost", "127.0.0.1"), ("::1", "::1")]
)
def test_this_machine_is_a_place_to_listen(host: str, bound: str) -> None:
    assert require_loopback(host) == bound


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org", "", "127.0.0.1.example.org"])  # noqa: S104 - what must be refused
def test_anywhere_else_is_refused(host: str) -> None:
    with pytest.raises(ValueError, match=r"127\.0\.0\.1 or ::1 only"):
        require_loopback(host)
