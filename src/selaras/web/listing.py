"""The one way to make a list page: search, filters, sort, paging, export, phone, htmx."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.core.validators import EMPTY_VALUES
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.choices import flatten_choices
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, FilterSet
from django_tables2 import RequestConfig

from selaras.lib.sheets import write_csv, write_table
from selaras.web.tables import Table

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


class SearchFilter(CharFilter):
    """A search box: every word must stand in one of the fields."""

    def __init__(self, *fields: str) -> None:
        super().__init__(label=_("Search"))
        self.fields = fields

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        for word in (value or "").split()[:8]:
            condition = Q()
            for field in self.fields:
                condition |= Q(**{f"{field}__icontains": word})
            qs = qs.filter(condition)
        return qs


def listing(
    request: HttpRequest,
    *,
    queryset: QuerySet[Any],
    table: type[Table],
    title: Any,
    name: str,
    filterset: type[FilterSet] | None = None,
    template: str = "web/list.html",
    per_page: int = 50,
    extra: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """A list page, its fragment for htmx, or its export (`?format=xlsx|csv`)."""
    filters = filterset(request.GET, queryset=queryset, request=request) if filterset else None
    rows = filters.qs if filters else queryset
    listed = table(rows, request=request)
    wanted = request.GET.get("format", "")
    if wanted in TYPES:
        RequestConfig(request, paginate=False).configure(listed)
        return export(listed.as_values(), title=str(title), name=name, format=wanted)
    RequestConfig(
        request, paginate={"per_page": per_page, "paginator_class": Paginator, "silent": True}
    ).configure(listed)
    context = {
        "title": title,
        "table": listed,
        "filters": filters,
        "active": _active(filters),
        "count": listed.paginator.count,
        **(extra or {}),
    }
    fragment = request.htmx and request.htmx.target == "list"
    response = render(request, "web/_list.html" if fragment else template, context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def _active(filters: FilterSet | None) -> list[tuple[str, Any, str]]:
    """Filters in use as (name, label, shown value)."""
    if filters is None or not filters.form.is_valid():
        return []
    return [
        (name, filters.form.fields[name].label, _shown(filters.form.fields[name], value))
        for name, value in filters.form.cleaned_data.items()
        if value not in EMPTY_VALUES and (not isinstance(value, QuerySet) or value)
    ]


def _shown(field: forms.Field, value: Any) -> str:
    """A filter's value in the words of its choices."""
    if isinstance(value, (list, tuple, QuerySet)):
        return ", ".join(_shown(field, each) for each in value)
    if isinstance(field, forms.ModelChoiceField):
        return str(field.label_from_instance(value))
    if isinstance(field, forms.ChoiceField):
        return next(
            (str(label) for key, label in flatten_choices(field.choices) if str(key) == str(value)),
            str(value),
        )
    return str(value)


def export(
    values: Iterable[Sequence[Any]],
    *,
    title: str,
    name: str,
    format: str,
    delimiter: str = ",",
) -> HttpResponse:
    """A whole listing as a file; `values` begins with the header row.

    A semicolon as the delimiter makes a CSV file for Excel set to Indonesian.
    """
    rows = [[_cell(value) for value in row] for row in values]
    headers, body = [str(cell) for cell in rows[0]], rows[1:]
    data = (
        write_table(title, headers, body)
        if format == "xlsx"
        else write_csv(headers, body, delimiter=delimiter)
    )
    response = HttpResponse(data, content_type=TYPES[format])
    response["Content-Disposition"] = f'attachment; filename="{slugify(name)}.{format}"'
    return response


def _cell(value: Any) -> Any:
    if value is None or value == "—":  # tables2's sign for nothing
        return ""
    if isinstance(value, (int, float, Decimal, date)):
        return value
    return unescape(strip_tags(value)).strip() if isinstance(value, SafeString) else str(value)
