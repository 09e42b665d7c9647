"""`selaras serve`: the web server and the worker, until stopped."""

import argparse
import os
import signal
import subprocess
import sys
import time

from selaras.portal.commands.setup import fail


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=8000, help="port (default: 8000)")
    parser.add_argument(
        "--no-worker", action="store_true", help="leave the worker to another process"
    )


def run(options: argparse.Namespace) -> int:
    from selaras.portal.commands import setup

    setup.start()
    setup.prepare()
    setup.collect_static()
    return serve(options.host, options.port, worker=not options.no_worker)


def serve(host: str, port: int, *, worker: bool = True) -> int:
    """Run the processes; when one ends or a signal comes, stop all."""
    if _taken(host, port):
        return fail(f"Port {port} is in use. Choose another one with --port.")
    web = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning",
        "selaras.wsgi:application",
    ]  # fmt: skip
    commands = [web]
    if worker:
        commands.append([sys.executable, "-m", "selaras", "worker"])
    processes = [subprocess.Popen(command, env=os.environ.copy()) for command in commands]
    stopping = False

    def stop(*_args: object) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while not stopping and all(process.poll() is None for process in processes):
        time.sleep(0.2)
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
    return 0 if stopping else fail("A process ended by itself; see the lines above.")


def _taken(host: str, port: int) -> bool:
    import socket

    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False
