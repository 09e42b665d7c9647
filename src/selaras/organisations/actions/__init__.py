"""Writes of the organisations room."""

from selaras.organisations.actions.agencies import create_agency, end_agency, update_agency
from selaras.organisations.actions.areas import load_areas, place_areas
from selaras.organisations.actions.imports import (
    Imported,
    agency_template,
    area_template,
    import_agencies,
    import_areas,
)
from selaras.organisations.actions.people import (
    create_person,
    end_role,
    forget_second_factor,
    grant_role,
    invite,
    set_active,
    update_person,
)

__all__ = [
    "Imported",
    "agency_template",
    "area_template",
    "create_agency",
    "create_person",
    "end_agency",
    "end_role",
    "forget_second_factor",
    "grant_role",
    "import_agencies",
    "import_areas",
    "invite",
    "load_areas",
    "place_areas",
    "set_active",
    "update_agency",
    "update_person",
]
