"""Log lines: one format, and nothing in them that is secret or personal."""

import json
import logging
import sys
from typing import Literal

import pytest
import structlog

from mercery.core.config import Settings
from mercery.core.logging import configure_logging, get_logger, without_people, without_secrets


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
    said = without_people(None, "info", {"event": "request", "path": "/console/join/aGVsbG8gaGVsbG8"})
    assert said["path"] == "/console/join/…"


LEADS_TO_SOMEBODY = ["mira@example.com", "+33 6 12 34 56 78", "13812345678", "4111 1111 1111 1111", "DE89370400440532013000", "11010519491231002X"]  # fmt: skip


@pytest.mark.parametrize("form", ["json", "console"])
@pytest.mark.parametrize("value", LEADS_TO_SOMEBODY)
def test_no_line_says_how_to_reach_anybody(capfd: pytest.CaptureFixture[str], form: Literal["json", "console"], value: str) -> None:  # fmt: skip
    configure_logging(Settings(log_format=form))
    log = get_logger("test.people")
    log.warning(
        "failed", text=f"said {value} here", deep={"list": [{"one": (value,)}], value: 1}, error=ValueError(value)
    )
    try:
        raise RuntimeError(f"no mailbox for {value}")
    except RuntimeError:
        log.exception("crashed")
    said = capfd.readouterr().err
    assert value not in said and "here" in said and "no mailbox for [" in said


def test_lines_of_libraries_are_cleaned_alike(capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    before, root.handlers = root.handlers, []
    try:
        configure_logging(Settings())
        root.handlers[0].setStream(sys.stderr)  # type: ignore[attr-defined]
        logging.getLogger("procrastinate").error("job failed for %s", "mira@example.com")
    finally:
        root.handlers = before
    said = capsys.readouterr().err
    assert "job failed for [e-mail]" in said


def test_numbers_times_and_ids_stay(capfd: pytest.CaptureFixture[str]) -> None:
    configure_logging(Settings(log_format="json"))
    get_logger("test.ids").warning("done", ms=13812345678, order="W13812345678", id="cnv_01jdk3v0138123456780000000")
    said = json.loads(capfd.readouterr().err)
    assert (said["ms"], said["order"], said["id"]) == (13812345678, "W13812345678", "cnv_01jdk3v0138123456780000000")
    assert said["timestamp"].endswith("Z") and "[" not in said["timestamp"]
