"""Serve a data folder on a free port and fetch its home page."""

import socket
import subprocess
import sys
import time
import urllib.request

with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    port = probe.getsockname()[1]
server = subprocess.Popen(["selaras", "serve", "--port", str(port), "--data", sys.argv[1]])
try:
    for _attempt in range(120):
        time.sleep(0.5)
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
                page = answer.read().decode()
                break
        except OSError:
            continue
    else:
        sys.exit("the home page did not answer")
    assert "Selaras" in page, page[:500]
    assert "Jombang" in page, page[:500]
    print(f"home page: {answer.status}, {len(page)} bytes")
finally:
    server.terminate()
    server.wait(timeout=20)
