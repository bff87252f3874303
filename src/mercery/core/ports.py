"""Whether a port can be listened on, and who has it when not."""

from __future__ import annotations

import errno
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import psutil

from mercery.core.errors import MerceryError

RUN_ADDRESS: Final = "run.address"
"""File of the home folder with port and address where `mercery run` serves, or last served."""
_NEXT_PORTS = 50
_MARK = "mercery:"


class PortTaken(MerceryError):
    """The web server cannot listen on the port."""

    code = "port_taken"
    status = 500


@contextmanager
def reserved_port(host: str, port: int) -> Iterator[None]:
    """Keep the port for this process until the web server listens there, so that a second start cannot slip in between.

    PortTaken, with who has it and a free one beside it, when nothing can listen there.
    """
    with socket.socket(socket.AF_UNIX) as mark:
        if sys.platform == "linux":
            try:
                # A name that the kernel keeps beside the ports, and frees with the process however it ends.
                mark.bind(f"\0{_MARK}{host}:{port}")
            except OSError as error:
                raise _taken(host, port, OSError(errno.EADDRINUSE, "Address already in use")) from error
        problem = _problem(host, port)
        if problem is not None:
            raise _taken(host, port, problem)
        yield


def _taken(host: str, port: int, problem: OSError) -> PortTaken:
    message = f"Port {port} on {host} cannot be used: {problem.strerror}."
    if problem.errno == errno.EADDRNOTAVAIL:
        return PortTaken(message, remedy="Set MERCERY_HOST to an address of this machine, such as 127.0.0.1.")
    other = _free_beside(host, port)
    choose = f"choose another: MERCERY_PORT={other} make run" if other else "choose another with MERCERY_PORT"
    if problem.errno == errno.EACCES:
        return PortTaken(message, remedy=f"Ports below 1024 are for root; {choose}")
    who = _user_of(host, port)
    stop = "Stop it there with Ctrl+C or `make stop`" if who and "Mercery" in who else "Stop the program that uses it"
    return PortTaken(f"{message} {who or ''}".strip(), remedy=f"{stop}, or {choose}")


def _problem(host: str, port: int) -> OSError | None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except socket.gaierror:
            return OSError(errno.EADDRNOTAVAIL, "no such address")
        except OSError as error:
            return error
    return None


def _free_beside(host: str, port: int) -> int | None:
    after = range(max(port, 1024) + 1, min(max(port, 1024) + _NEXT_PORTS, 65536))
    return next((number for number in after if _problem(host, number) is None), None)


def _user_of(host: str, port: int) -> str | None:
    """The program that has the port, as far as this user may know."""
    try:
        process = psutil.Process(next(_pids_at(host, port)))
        command, folder = process.cmdline(), process.cwd()
    except (psutil.Error, StopIteration, OSError):
        return None
    if any("mercery" in part for part in command[:4]):
        return f"Another Mercery uses it, started in {folder} (process {process.pid})."
    return f"{process.name()} uses it (process {process.pid})."


def _pids_at(host: str, port: int) -> Iterator[int]:
    for one in psutil.net_connections("all"):
        listens = one.status == psutil.CONN_LISTEN and getattr(one.laddr, "port", None) == port
        if one.pid and (listens or str(one.laddr) == f"@{_MARK}{host}:{port}"):
            yield one.pid
