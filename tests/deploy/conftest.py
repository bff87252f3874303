"""A real nginx with the file the guide gives, over TLS by an authority made for the test."""

from __future__ import annotations

import datetime
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tests.ports import free_port

ROOT = Path(__file__).parents[2]
CONFIG = ROOT / "deploy" / "nginx" / "mercery.conf"
HOST = "shop.example"
NGINX = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")


@dataclass(frozen=True)
class Proxied:
    """nginx as it runs, and the ports it stands between."""

    http: int
    https: int
    upstream: int
    authority: Path
    log: Path

    @property
    def base(self) -> str:
        return f"https://{HOST}:{self.https}"


def certificates(folder: Path) -> tuple[Path, Path, Path]:
    """An authority, and a certificate of it for the host: authority, chain, key."""
    authority_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Authority of a test")])
    begin = datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=1)
    end = begin + datetime.timedelta(days=1)
    authority = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(authority_key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(begin).not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(authority_key.public_key()), critical=False)
        .add_extension(
            x509.KeyUsage(
                digital_signature=False, content_commitment=False, key_encipherment=False, data_encipherment=False,
                key_agreement=False, key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False,
            ), critical=True,
        )
        .sign(authority_key, hashes.SHA256())
    )  # fmt: skip
    names = x509.SubjectAlternativeName([x509.DNSName(HOST), x509.IPAddress(ip_address("127.0.0.1"))])
    own = (
        x509.CertificateBuilder().subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])).issuer_name(name)
        .public_key(key.public_key()).serial_number(x509.random_serial_number()).not_valid_before(begin).not_valid_after(end)
        .add_extension(names, critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()), critical=False)
        .sign(authority_key, hashes.SHA256())
    )  # fmt: skip
    places = (folder / "authority.pem", folder / "fullchain.pem", folder / "privkey.pem")
    places[0].write_bytes(authority.public_bytes(serialization.Encoding.PEM))
    places[1].write_bytes(own.public_bytes(serialization.Encoding.PEM))
    places[2].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return places


def here(text: str, folder: Path, http: int, https: int, upstream: int) -> str:
    """The guide's file with nothing changed but ports and places of this machine."""
    for before, after in (
        ("server 127.0.0.1:8000;", f"server 127.0.0.1:{upstream};"),
        ("listen 80;", f"listen 127.0.0.1:{http};"),
        ("listen [::]:80;", ""),
        ("listen 443 ssl http2;", f"listen 127.0.0.1:{https} ssl http2;"),
        ("listen [::]:443 ssl http2;", ""),
        ("/etc/letsencrypt/live/shop.example/", f"{folder}/"),
        ("/var/cache/nginx/mercery", str(folder / "cache")),
    ):
        assert before in text, before
        text = text.replace(before, after)
    return text


@pytest.fixture(scope="module")
def proxied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxied]:
    """nginx between a client and a port on which Mercery may or may not listen."""
    if NGINX is None:
        pytest.skip("no nginx on this machine (apt install nginx)")
    folder = tmp_path_factory.mktemp("nginx")
    authority, _, _ = certificates(folder)
    http, https, upstream = free_port(), free_port(), free_port()
    site = folder / "mercery.conf"
    site.write_text(here(CONFIG.read_text(encoding="utf-8"), folder, http, https, upstream), encoding="utf-8")
    user = "user root;" if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user} daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log warn; worker_processes 1;\n"
        f"events {{ worker_connections 512; }}\n"
        f"http {{ default_type application/octet-stream; access_log off;"
        f" client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f;"
        f" uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s; include {site}; }}\n",
        encoding="utf-8",
    )
    said = subprocess.run(
        [NGINX, "-t", "-c", folder / "nginx.conf", "-p", folder], capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stderr
    assert not re.search(r"\[(warn|error)\]", said.stderr), said.stderr
    running = subprocess.Popen([NGINX, "-c", folder / "nginx.conf", "-p", folder])
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", https)) == 0:
                break
        time.sleep(0.05)
    yield Proxied(http=http, https=https, upstream=upstream, authority=authority, log=folder / "error.log")
    running.send_signal(signal.SIGQUIT)
    running.wait(10)
