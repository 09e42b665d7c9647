"""Sheet "Sistem informasi" of a survey workbook becomes the register of systems."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from selaras.core.registry import Consumed, Submission
from selaras.lib.sheets import CellError, Column, Row, Sheet
from selaras.needs.actions import locate
from selaras.needs.types import Answer, Origin, code_number, plain_title, title_key
from selaras.strategy.models import Round
from selaras.systems.actions import take_in_systems
from selaras.systems.models import System
from selaras.systems.types import SystemRow

PREFIX = "S"
# Choice fields of the model that are columns with a list.
CHOICES: dict[str, Any] = {
    "function": System.Function,
    "status": System.Status,
    "users": System.Users,
    "platform": System.Platform,
    "builder": System.Builder,
    "license_type": System.LicenseType,
    "hosting": System.Hosting,
    "risk": System.Risk,
}
TEXTS = (
    "name",
    "description",
    "data_held",
    "shares_with",
    "problem",
    "purpose",
    "services",
    "output",
    "data_input",
    "data_supplier",
    "data_output",
    "server",
    "programming_language",
    "framework",
    "database",
    "developer_unit",
    "operator_unit",
    "address",
    "contract",
)
NUMBERS = ("year", "user_count", "cost_yearly", "maintainers")
DATES = ("contract_until",)
YES_NO = ("has_backup",)
FIRST_YEAR = 1980
# Names and values of the questionnaire "Sistem informasi" that differ from the register's.
ASKED_AS = {
    "services": "services_supported",
    "cost_yearly": "cost_per_year",
    "contract_until": "contract_end",
    "hosting": "host",
}
ANSWERED_AS = {
    "android": "mobile",
    "unit_computer": "unit",
    "unit_server": "unit",
    "province": "owner",
    "rented": "cloud",
}


def labels(field: str) -> dict[str, str]:
    """Label → value of a choice field, in the language in use."""
    return {str(label): value for value, label in CHOICES[field].choices}


def _whole(text: str) -> int | None:
    """A whole number as form engines write it: “12”, “5390000000.0”, “5.39E9”."""
    try:
        return int(Decimal(text))
    except (InvalidOperation, ValueError, OverflowError):
        return None


class SystemConsumer:
    def sheet(self, _round_id: int) -> Sheet:
        return Sheet(
            "systems",
            _("Information systems"),
            (*_columns(), *_official_columns()),
            intro=_("One row per application, website or database that the unit uses or plans."),
        )

    def prefill(self, round_id: int, agency_id: int) -> Sequence[Mapping[str, object]]:
        return [_row_of(system) for system in _records(round_id, agency_id)]

    def check(self, _round_id: int, _rows: Sequence[Row]) -> list[CellError]:
        """Lists and limits of the columns say it all."""
        return []

    def from_codes(self, _round_id: int, values: Mapping[str, str]) -> dict[str, object]:
        given = {**values, **{ours: values.get(asked, "") for ours, asked in ASKED_AS.items()}}
        made: dict[str, object] = {"code": "", **{field: given.get(field, "") for field in TEXTS}}
        for field in NUMBERS:
            made[field] = _whole(given.get(field, ""))
        for field in DATES:
            made[field] = date.fromisoformat(given[field]) if given.get(field) else None
        for field in YES_NO:
            made[field] = ""
        for field, choices in CHOICES.items():
            value = ANSWERED_AS.get(given.get(field, ""), given.get(field, ""))
            made[field] = str(choices(value).label) if value in choices.values else ""
        return made

    def apply(
        self, submission: Submission, rows: Sequence[Row], *, force: bool = False
    ) -> Consumed:
        records = _records(submission.round_id, submission.agency_id)
        known = {plain_title(system.name): system.pk for system in records}
        return take_in_systems(
            by=submission.by,
            round=Round.objects.get(pk=submission.round_id),
            origin=Origin(
                kind="survey",
                label=submission.label,
                url=submission.url,
                file_id=submission.file_id,
                object_type="organisations.agency",
                object_id=str(submission.agency_id),
                demo=submission.demo,
            ),
            rows=[_system_row(submission, Answer(row), known) for row in rows],
            force=force,
        )


def _columns() -> tuple[Column, ...]:
    """What every unit knows of its systems."""
    this_year = timezone.localdate().year
    return (
        Column("code", _("Row code"), locked=True, unique=True, width=12, help=_("Do not change.")),
        Column(
            "name",
            _("Name of the system"),
            required=True,
            unique=True,
            width=36,
            max_length=200,
        ),
        Column("description", _("What it is for"), "long", width=46, max_length=4000),
        _choice("function", _("Function")),
        _choice("status", _("State")),
        Column(
            "year",
            _("In use since (year)"),
            "integer",
            minimum=FIRST_YEAR,
            maximum=this_year + 10,
            width=14,
        ),
        _choice("users", _("Users")),
        Column("user_count", _("Number of users"), "integer", minimum=0, maximum=10**9, width=14),
        _choice("platform", _("Form of the system"), aliases=_old_forms()),
        _choice("builder", _("Origin")),
        Column("data_held", _("Data held"), "long", width=36, max_length=4000),
        Column("shares_with", _("Shares data with"), "long", width=30, max_length=4000),
        Column("problem", _("Problem"), "long", width=40, max_length=4000),
    )


def _official_columns() -> tuple[Column, ...]:
    """Further attributes of the register that a unit can answer; older workbooks lack them."""
    return (
        _long("purpose", _("Function in words"), 40),
        _long("services", _("Services it supports"), 34),
        _long("output", _("Output"), 30),
        _long("data_input", _("Data typed in"), 34),
        _long("data_supplier", _("Gets data from"), 30),
        _long("data_output", _("Data handed on"), 30),
        _text("server", _("Server"), 200),
        _choice("hosting", _("Where it runs"), optional=True),
        _choice("license_type", _("Type of licence"), optional=True),
        _text("programming_language", _("Programming language"), 150),
        _text("framework", _("Framework"), 150),
        _text("database", _("Database"), 150),
        _text("developer_unit", _("Developed by"), 200),
        _text("operator_unit", _("Technology run by"), 200),
        _text("address", _("Address on the web"), 300),
        Column(
            "cost_yearly", _("Cost per year (rupiah)"), "money", minimum=0, width=18, optional=True
        ),
        _text("contract", _("Contract"), 200),
        Column("contract_until", _("Contract until"), "date", width=16, optional=True),
        Column(
            "maintainers",
            _("People who can maintain it"),
            "integer",
            minimum=0,
            maximum=1000,
            width=14,
            optional=True,
        ),
        Column("has_backup", _("Is backed up"), "yes_no", width=12, optional=True),
        _choice("risk", _("Risk if it fails"), optional=True),
    )


def _old_forms() -> tuple[tuple[str, str], ...]:
    """What workbooks called a form before it got the regulation's name."""
    return (("Android", str(System.Platform.MOBILE.label)),)


def _choice(
    field: str,
    title: str,
    *,
    optional: bool = False,
    aliases: tuple[tuple[str, str], ...] = (),
) -> Column:
    return Column(
        field,
        title,
        "choice",
        choices=tuple(labels(field)),
        width=22,
        help=_("Choose from the list."),
        optional=optional,
        aliases=aliases,
    )


def _long(key: str, title: str, width: int) -> Column:
    return Column(key, title, "long", width=width, max_length=4000, optional=True)


def _text(key: str, title: str, limit: int) -> Column:
    return Column(key, title, width=24, max_length=limit, optional=True)


def _records(round_id: int, agency_id: int) -> list[System]:
    return list(System.objects.filter(round_id=round_id, agency_id=agency_id).order_by("pk"))


def _row_of(system: System) -> dict[str, object]:
    row: dict[str, object] = {"code": f"{PREFIX}{system.pk}"}
    plain = (*TEXTS, *NUMBERS, *DATES, *YES_NO)
    row.update({name: getattr(system, name) for name in plain})
    for field, choices in CHOICES.items():
        value = getattr(system, field)
        row[field] = str(choices(value).label) if value else ""
    return row


def _system_row(submission: Submission, row: Answer, known: Mapping[str, int]) -> SystemRow:
    name = row.text("name")
    return SystemRow(
        source_key=f"survey/{submission.agency_id}/{title_key(name)}",
        agency_id=submission.agency_id,
        values=_values(row),
        system_id=code_number(row.text("code"), PREFIX) or known.get(plain_title(name)),
        locator=locate(
            submission.sheet_title, row.cell("name"), from_answer=submission.from_answer
        ),
        quote=row.text("problem") or row.text("description") or name,
    )


def _values(row: Answer) -> dict[str, Any]:
    """What the row says; of a column that the workbook lacks it says nothing."""
    there = row.row.values
    values: dict[str, Any] = {field: row.text(field) for field in TEXTS if field in there}
    values |= {field: row.whole(field) for field in NUMBERS if field in there}
    values |= {field: there[field] for field in (*DATES, *YES_NO) if field in there}
    values |= {field: labels(field).get(row.text(field), "") for field in CHOICES if field in there}
    values["status"] = values.get("status") or System.Status.IN_USE
    return values
