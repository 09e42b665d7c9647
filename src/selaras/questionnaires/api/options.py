"""The query options of a request, read and checked."""

import base64
import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from selaras.lib.odata import BadRequest, Condition, parse_filter
from selaras.questionnaires.api.model import OWN, Entity, Group, Leaf
from selaras.questionnaires.api.values import Wishes
from selaras.questionnaires.models import Submission

PAGE = 5_000  # rows, unless the client asks for another number
KNOWN = {"$top", "$skip", "$skiptoken", "$count", "$filter", "$expand", "$select", "$format"}
FLAGGED = Q(check_state=Submission.Check.FLAGGED)


@dataclass(frozen=True)
class Wanted:
    """`size` is the size of a page, as ODK Central reads $top: more comes by the next link."""

    size: int
    skip: int
    after: int  # the key of the last row of the page before; 0 on the first
    count: bool
    conditions: tuple[Condition, ...]
    wishes: Wishes


def read(params: Mapping[str, str], entity: Entity) -> Wanted:
    """The options of a request for rows.

    Raises:
        BadRequest: an option is unknown, or its value cannot be read.
    """
    for name in params:
        if name.startswith("$") and name not in KNOWN:
            raise BadRequest(f"{name} is not supported", 501)
    if (form := params.get("$format", "json")) != "json" and "application/json" not in form:
        raise BadRequest("$format: only json is supported", 406)
    if (expand := params.get("$expand", "*")) != "*":
        raise BadRequest(f"$expand={expand} is not supported; write $expand=*", 501)
    return Wanted(
        size=_number(params, "$top", PAGE),
        skip=_number(params, "$skip", 0),
        after=_token(params.get("$skiptoken", "")),
        count=params.get("$count", "false").lower() == "true",
        conditions=tuple(parse_filter(params["$filter"])) if params.get("$filter") else (),
        wishes=Wishes(_selected(params.get("$select", ""), entity), "$expand" in params),
    )


def _number(params: Mapping[str, str], name: str, default: int) -> int:
    text = params.get(name, str(default))
    if not text.isdecimal() or len(text) > 9:
        raise BadRequest(f"{name}: write a whole number")
    return int(text)


def token_for(key: int) -> str:
    return base64.urlsafe_b64encode(f"after-{key}".encode()).decode()


def _token(text: str) -> int:
    if not text:
        return 0
    try:
        plain = base64.urlsafe_b64decode(text).decode().removeprefix("after-")
        return int(plain)
    except (binascii.Error, ValueError) as error:
        raise BadRequest("$skiptoken: not one of ours; begin again without it") from error


def _selected(text: str, entity: Entity) -> frozenset[str]:
    wanted = frozenset(part.strip() for part in text.split(",") if part.strip())
    if "*" in wanted:
        return frozenset()
    known = {*OWN, entity.parent_id, *_paths(entity.body, "")}
    for path in wanted:
        if path not in known and not path.startswith("__system/"):
            raise BadRequest(f"$select: there is no property “{path}”")
    return wanted


def _paths(group: Group, before: str) -> list[str]:
    found = []
    for member in group.members:
        found.append(f"{before}{member.name}")
        if isinstance(member, Group):
            found += _paths(member, f"{before}{member.name}/")
        elif isinstance(member, Leaf):
            continue
    return found


def as_query(conditions: tuple[Condition, ...]) -> Q:
    """The conditions for submissions.

    Raises:
        BadRequest: a field that cannot be filtered here, or a value that does not fit.
    """
    found = Q()
    for condition in conditions:
        name = condition.field.removeprefix("$root/Submissions/")
        if name not in FIELDS:
            raise BadRequest(f"$filter: “{condition.field}” cannot be filtered here", 501)
        found &= FIELDS[name](condition)
    return found


def _moment(condition: Condition) -> Q:
    raw = condition.value or ""
    try:
        day, moment = parse_date(raw), parse_datetime(raw)
    except ValueError:
        day = moment = None
    if moment is None and day is not None:
        moment = datetime.combine(day, time())
    if moment is None:
        raise BadRequest("$filter: write a time as 2026-11-26T08:00:00+07:00")
    aware = moment if moment.tzinfo else timezone.make_aware(moment)
    return _compare(condition, "created", aware)


def _words(field: str) -> Callable[[Condition], Q]:
    def compare(condition: Condition) -> Q:
        if condition.value is not None and not condition.quoted:
            raise BadRequest(f"$filter: write the value of {condition.field} in quotation marks")
        return _compare(condition, field, condition.value or "")

    return compare


def _compare(condition: Condition, field: str, value: Any) -> Q:
    lookup = {"eq": "exact", "ne": "exact", "gt": "gt", "ge": "gte", "lt": "lt", "le": "lte"}
    query = Q(**{f"{field}__{lookup[condition.operator]}": value})
    return ~query if condition.operator == "ne" else query


def _review(condition: Condition) -> Q:
    """ODK Central's word for a state, from what is known here."""
    edited = ~Q(deprecated_id="")
    known = {"hasIssues": FLAGGED, "edited": ~FLAGGED & edited, None: ~FLAGGED & ~edited}
    if condition.operator not in ("eq", "ne"):
        raise BadRequest("$filter: reviewState is compared by eq or ne")
    query = known.get(condition.value, Q(pk__in=[]))
    return ~query if condition.operator == "ne" else query


FIELDS: dict[str, Callable[[Condition], Q]] = {
    "__id": _words("instance_id"),
    "__system/submissionDate": _moment,
    "__system/checkState": _words("check_state"),
    "__system/reviewState": _review,
    "__system/formVersion": _words("version__version"),
}
