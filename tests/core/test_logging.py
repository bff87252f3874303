"""Log lines: one format, and nothing in them that is secret or personal."""

import json

import pytest
import structlog

from mercery.core.config import Settings
from mercery.core.logging import configure_logging, get_logger, without_secrets


def test_a_line_is_one_json_object_with_the_fields_of_its_request(capfd: pytest.CaptureFixture[str]) -> None:
    configure_logging(Settings(log_format="json"))
    with structlog.contextvars.bound_contextvars(request="req_1"):
        get_logger("test").warning("import_refused", problems=3)
    said = json.loads(capfd.readouterr().err)
    assert (said["event"], said["problems"], said["request"], said["level"]) == (
        "import_refused",
        3,
        "req_1",
        "warning",
    )
    assert said["timestamp"].endswith("Z")


def test_the_level_of_the_settings_decides(capfd: pytest.CaptureFixture[str]) -> None:
    configure_logging(Settings(log_format="json", log_level="error"))
    get_logger("test.level").warning("not_shown")
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    "name", ["password", "new_password", "csrf_token", "secret", "api_key", "email", "customer_email", "phone"]
)
def test_what_is_secret_or_personal_is_hidden(name: str) -> None:
    assert without_secrets(None, "info", {"event": "x", name: "value"}) == {"event": "x", name: "…"}


def test_an_invitation_in_an_address_is_hidden() -> None:
    said = without_secrets(None, "info", {"event": "request", "path": "/console/join/aGVsbG8"})
    assert said["path"] == "/console/join/…"
