"""Answers taken in a second over OpenRosa, at four connections: simple, with repeats, with a photo.

A real server (granian, as `selaras serve` starts it) on the database of `DATABASE_URL` (emptied),
else SQLite. Each answer is kept with its XML, JSON, a row per repeat entry, a ledger entry, and a
queued re-check. Nothing is left out to be faster.

Beside it, ODK Central's backend on the same machine: getodk/central, `docker compose up`, create a
project and this form (`python bench/submissions.py --form` prints it), then send the same bodies
with `--url https://localhost/v1/key/TOKEN/projects/1/submission`.
"""

import argparse
import http.client
import io
import os
import secrets
import ssl
import subprocess
import sys
import threading
import time
from urllib.parse import urlsplit

import world
from django.db import connection
from PIL import Image

from selaras.questionnaires.actions import create_device, publish_form
from selaras.questionnaires.models import Submission

FORM = """
| survey | | | |
| | type | name | label::Bahasa Indonesia (id) |
| | text | nama | Nama |
| | integer | jumlah | Jumlah |
| | begin_repeat | sistem | Sistem |
| | text | nama_sistem | Nama sistem |
| | text | guna | Kegunaan |
| | end_repeat | | |
| | image | foto | Foto |
| settings | | | |
| | form_title | form_id | version |
| | Uji kecepatan | uji_kecepatan | 1 |
"""
PORT, CONNECTIONS, EACH = 8791, 4, 75
EDGE = "selaras-bench"


def photo() -> bytes:
    """About 100 KB of noise as JPEG."""
    image = Image.frombytes("RGB", (256, 256), secrets.token_bytes(256 * 256 * 3))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=88)
    return out.getvalue()


def body(entries: int, picture: bytes) -> bytes:
    """A submission as Collect sends it: multipart, the XML first."""
    rows = "".join(
        f"<sistem><nama_sistem>Sistem {n}</nama_sistem><guna>Pendaftaran</guna></sistem>"
        for n in range(entries)
    )
    xml = (
        '<?xml version="1.0"?><data id="uji_kecepatan" version="1"><nama>Dinkes</nama>'
        f"<jumlah>7</jumlah>{rows}<foto>{'foto.jpg' if picture else ''}</foto>"
        f"<meta><instanceID>uuid:{secrets.token_hex(16)}</instanceID></meta></data>"
    )
    parts = [("xml_submission_file", "submission.xml", "text/xml", xml.encode())]
    if picture:
        parts.append(("foto.jpg", "foto.jpg", "image/jpeg", picture))
    made = b""
    for name, file, kind, data in parts:
        head = f'Content-Disposition: form-data; name="{name}"; filename="{file}"'
        made += f"--{EDGE}\r\n{head}\r\nContent-Type: {kind}\r\n\r\n".encode() + data + b"\r\n"
    return made + f"--{EDGE}--\r\n".encode()


def connect(url: str) -> http.client.HTTPConnection:
    parts = urlsplit(url)
    if parts.scheme == "https":
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # a test server
        return http.client.HTTPSConnection(parts.netloc, context=context)
    return http.client.HTTPConnection(parts.netloc)


def send(url: str, bodies: list[bytes]) -> None:
    client = connect(url)
    for data in bodies:
        headers = {
            "Content-Type": f"multipart/form-data; boundary={EDGE}",
            "X-OpenRosa-Version": "1.0",
        }
        client.request("POST", urlsplit(url).path, data, headers)
        answer = client.getresponse()
        answer.read()
        assert answer.status == 201, answer.status


def measure(url: str, label: str, entries: int, *, with_photo: bool) -> None:
    batches = [
        [body(entries, photo() if with_photo else b"") for _n in range(EACH)]
        for _c in range(CONNECTIONS)
    ]
    send(url, [body(entries, b"")])  # warm
    threads = [threading.Thread(target=send, args=(url, batch)) for batch in batches]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    count = CONNECTIONS * EACH
    print(f"  {label:<44}{count:>5} answers {took:7.2f} s {count / took:8.1f} a second")


def serve() -> subprocess.Popen[bytes]:
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(PORT),
        "--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning",
        "selaras.wsgi:application",
    ]  # fmt: skip
    server = subprocess.Popen(command, env=os.environ.copy())
    for _try in range(100):
        try:
            http.client.HTTPConnection("127.0.0.1", PORT).request("GET", "/sehat/")
        except OSError:
            time.sleep(0.2)
        else:
            return server
    raise SystemExit("The server did not start.")


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--url", default="", help="where to send instead, e.g. ODK Central")
    options.add_argument("--form", action="store_true", help="print the form and stop")
    given = options.parse_args()
    if given.form:
        print(FORM)
        return
    url, server = given.url, None
    if not url:
        world.start()
        planner = world.people()
        publish_form(by=planner, name="uji.md", data=FORM.encode())
        _key, secret = create_device(by=planner, name="bench")
        connection.close()
        server = serve()
        url = f"http://127.0.0.1:{PORT}/openrosa/k/{secret}/submission"
    try:
        measure(url, "simple form", 0, with_photo=False)
        measure(url, "with 10 repeat entries", 10, with_photo=False)
        measure(url, "with an image of 100 KB", 0, with_photo=True)
    finally:
        if server:
            server.terminate()
            server.wait()
            print(f"  kept: {Submission.objects.count()}")


if __name__ == "__main__":
    main()
