"""Words shared by all rooms."""

from enum import StrEnum


class RoleKind(StrEnum):
    PLANNER = "planner"
    OFFICER = "agency_officer"
    HEAD = "agency_head"
    LEADERSHIP = "leadership"
    ASSESSOR = "assessor"
    INSPECTOR = "inspector"
    ADMINISTRATOR = "administrator"
    PARTNER = "partner"
    CITIZEN = "citizen"


# Roles that work in the office frame.
OFFICE = (
    RoleKind.PLANNER,
    RoleKind.OFFICER,
    RoleKind.HEAD,
    RoleKind.LEADERSHIP,
    RoleKind.ASSESSOR,
    RoleKind.INSPECTOR,
    RoleKind.ADMINISTRATOR,
)
