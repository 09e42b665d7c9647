"""Accounts of the demo: one per role, and officer and head for every unit. No real person."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from selaras.core.types import RoleKind
from selaras.organisations.models import Agency, Role, User

PASSWORD = "selaras-demo-2019"  # noqa: S105 - printed by `selaras demo`
DOMAIN = "demo.selaras.example"


@dataclass(frozen=True)
class Account:
    role: str
    email: str
    name: str
    position: str


ACCOUNTS = (
    Account(RoleKind.PLANNER, f"perencana@{DOMAIN}", "Perencana (contoh)", "Perencana Bappeda"),
    Account(RoleKind.LEADERSHIP, f"pimpinan@{DOMAIN}", "Pimpinan (contoh)", "Pimpinan daerah"),
    Account(RoleKind.ASSESSOR, f"penilai@{DOMAIN}", "Penilai (contoh)", "Tenaga ahli"),
    Account(RoleKind.INSPECTOR, f"pengawas@{DOMAIN}", "Pengawas (contoh)", "Auditor Inspektorat"),
    Account(
        RoleKind.ADMINISTRATOR, f"admin@{DOMAIN}", "Administrator (contoh)", "Pengelola sistem"
    ),
    Account(RoleKind.CITIZEN, f"warga@{DOMAIN}", "Warga (contoh)", ""),
)
# Shown by `selaras demo` as examples of the two roles that every unit has.
SAMPLE_UNIT = "dinkes"


def officer_email(slug: str) -> str:
    return f"petugas.{slug}@{DOMAIN}"


def head_email(slug: str) -> str:
    return f"kepala.{slug}@{DOMAIN}"


def make_people() -> dict[str, User]:
    """The accounts by e-mail; all share one password hash, so this is quick."""
    secret = make_password(PASSWORD)
    rows: list[tuple[Account, Agency | None]] = [(account, None) for account in ACCOUNTS]
    for agency in Agency.objects.current().government():
        officer = Account(
            RoleKind.OFFICER,
            officer_email(agency.slug),
            f"Petugas {agency.label} (contoh)",
            "Petugas",
        )
        title = "Camat" if agency.kind == Agency.Kind.KECAMATAN else f"Kepala {agency.name}"
        head = Account(
            RoleKind.HEAD, head_email(agency.slug), f"Kepala {agency.label} (contoh)", title
        )
        rows += [(officer, agency), (head, agency)]
    partner = Agency.objects.current().partners().first()
    if partner is not None:
        account = Account(RoleKind.PARTNER, f"mitra@{DOMAIN}", "Mitra (contoh)", "Wakil mitra")
        rows.append((account, partner))
    users = User.objects.bulk_create(
        User(email=a.email, name=a.name, position=a.position, password=secret, is_demo=True)
        for a, _agency in rows
    )
    Role.objects.bulk_create(
        Role(user=user, kind=account.role, agency=agency)
        for user, (account, agency) in zip(users, rows, strict=True)
    )
    return {user.email: user for user in users}
