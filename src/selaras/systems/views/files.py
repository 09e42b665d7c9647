"""The register as files."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from selaras.core.access import allow
from selaras.lib.sheets import write_csv, write_table
from selaras.systems.access import can_list
from selaras.systems.queries import architecture, official_table, software_of
from selaras.systems.rules import archimate, publiccode
from selaras.systems.views.find import find_round, find_system
from selaras.web.listing import TYPES


@allow(can_list)
def export(_request: HttpRequest, round: str, form: str) -> HttpResponse:
    """The official list as XLSX or CSV, or the architecture as an ArchiMate exchange file."""
    round_ = find_round(round)
    if form == "archimate":
        data = archimate.write(architecture(round_))
        return _file(data, "application/xml", f"arsitektur-{round_.slug}.xml")
    if form not in TYPES:
        raise Http404
    header, rows = official_table(round_)
    made = (
        write_table(_("Applications"), header, rows) if form == "xlsx" else write_csv(header, rows)
    )
    return _file(made, TYPES[form], f"aplikasi-{round_.slug}.{form}")


@allow(can_list)
def publiccode_yml(_request: HttpRequest, pk: int) -> HttpResponse:
    """publiccode.yml of an open-source system; 404 while the standard's keys are missing."""
    system = find_system(pk)
    software = software_of(system)
    if system.license_type != system.LicenseType.OPEN_SOURCE or publiccode.missing(software):
        raise Http404
    data = publiccode.write(software).encode()
    return _file(data, "application/yaml; charset=utf-8", "publiccode.yml")


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    stem, _dot, end = name.rpartition(".")
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{slugify(stem)}.{end}"'
    return response
