"""The other way that was weighed: the wall sent down an open stream (SSE) under WSGI.

One thread watches the revisions of the walls and wakes the streams; each stream holds a thread.
Served by `wall.py --sse` only; the product polls, see docs/adr/0009.
"""

import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from http.cookies import SimpleCookie
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection

product = get_wsgi_application()  # sets Django up, before any model is named

from selaras.meetings.models import Group
from selaras.meetings.queries import seat_of, visible_wall
from selaras.meetings.views.live import wall_html

LOOK = 0.25  # seconds between two looks at the revisions
news = threading.Condition()
revisions: dict[int, int] = {}


def watch() -> None:
    while True:
        found = dict(Group.objects.values_list("pk", "revision"))
        if found != revisions:
            with news:
                revisions.clear()
                revisions.update(found)
                news.notify_all()
        time.sleep(LOOK)


def stream(code: str, secret: str) -> Iterator[bytes]:
    seat, seen = seat_of(code, secret), -1
    while seat is not None:
        with news:
            news.wait_for(
                lambda wall=seat.group_id, last=seen: revisions.get(wall, -1) != last, timeout=15
            )
        seat = seat_of(code, secret)
        if seat is not None and seat.group.revision != seen:
            seen = seat.group.revision
            html = wall_html(seat.group, visible_wall(seat.group, seat.pk), seat.pk)
            yield f"data: {json.dumps({'revision': seen, 'html': html})}\n\n".encode()
        connection.close()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    parts = environ["PATH_INFO"].strip("/").split("/")
    if parts[-1] != "aliran":
        return product(environ, start_response)
    close_old_connections()
    cookies = SimpleCookie(environ.get("HTTP_COOKIE", ""))
    start_response("200 OK", [("Content-Type", "text/event-stream")])
    return stream(parts[1], cookies["ruang"].value)


threading.Thread(target=watch, daemon=True).start()
