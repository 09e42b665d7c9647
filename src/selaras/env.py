"""Every environment variable Selaras reads, in one typed table.

A secret may also come from a file: SELARAS_SECRET_KEY_FILE names the file that holds
SELARAS_SECRET_KEY. The operator's reference page is generated from this table.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


def _flag(raw: str) -> bool:
    return raw.strip().lower() in {"1", "true", "yes", "ya", "on"}


def _words(raw: str) -> list[str]:
    return [word.strip() for word in raw.split(",") if word.strip()]


@dataclass(frozen=True)
class Variable:
    name: str
    read: Callable[[str], Any]
    default: str
    doc: str


VARIABLES = (
    Variable("SELARAS_DATA", Path, "data", "Folder of the database, files, ledger and keys."),
    Variable("DATABASE_URL", str, "", "PostgreSQL address; empty means SQLite in the data folder."),
    Variable(
        "SELARAS_SECRET_KEY", str, "", "Signing key; empty means one made in the data folder."
    ),
    Variable("SELARAS_DEBUG", _flag, "0", "Developer's error pages; never on a public server."),
    Variable("SELARAS_HOSTS", _words, "localhost,127.0.0.1,[::1]", "Host names served."),
    Variable("SELARAS_HTTPS", _flag, "0", "Set to 1 behind HTTPS: secure cookies and HSTS."),
    Variable("SELARAS_ORIGINS", _words, "", "Trusted origins, with scheme, behind a proxy."),
    Variable("SELARAS_EMAIL_HOST", str, "", "Mail server; empty writes mail to the data folder."),
    Variable("SELARAS_EMAIL_PORT", int, "587", "Port of the mail server."),
    Variable("SELARAS_EMAIL_USER", str, "", "Account on the mail server."),
    Variable("SELARAS_EMAIL_PASSWORD", str, "", "Its password."),
    Variable("SELARAS_EMAIL_FROM", str, "selaras@localhost", "Sender of notices."),
    Variable("SELARAS_ADMIN_PASSWORD", str, "", "Password of the first administrator, for `init`."),
    Variable("SELARAS_PROXIES", int, "0", "Trusted proxies in front, for log-in limits."),
)
_BY_NAME = {variable.name: variable for variable in VARIABLES}


def read(name: str) -> Any:
    """The value of a variable of the table, converted.

    Raises:
        SystemExit: the value cannot be read; the message names the variable.
    """
    variable = _BY_NAME[name]
    raw = os.environ.get(name)
    file = os.environ.get(f"{name}_FILE")
    if raw is None and file:
        raw = Path(file).read_text().strip()
    try:
        return variable.read(raw or variable.default)
    except ValueError as error:
        raise SystemExit(f"{name}: {error}. {variable.doc}") from error
