"""Bring in the third-party browser files of vendor.toml, checked by hash.

vendor.py            fetch from the registry that the user's npm client is set to
vendor.py --check    verify the committed files against vendor.lock.json, offline
"""

import base64
import hashlib
import io
import json
import re
import subprocess
import sys
import tarfile
import tomllib
import urllib.request
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
STATIC = "src/selaras/web/static/vendor"
LOCK = HERE / "vendor.lock.json"
ICONS = ROOT / "src/selaras/web/icons"


def packages() -> list[dict]:
    return tomllib.loads((HERE / "vendor.toml").read_text())["package"]


def target_of(package: dict) -> Path:
    return ROOT / package.get("target", f"{STATIC}/{package['name'].split('/')[-1]}")


def archive_of(package: dict, lock: dict) -> bytes:
    registry = subprocess.run(
        ["npm", "config", "get", "registry"], capture_output=True, text=True, check=True
    ).stdout.strip()
    address = f"{registry.rstrip('/')}/{package['name'].replace('/', '%2f')}/{package['version']}"
    with urllib.request.urlopen(address) as answer:
        about = json.load(answer)["dist"]
    key = f"{package['name']}@{package['version']}"
    lock["packages"].setdefault(key, about["integrity"])  # pinned at first sight
    with urllib.request.urlopen(about["tarball"]) as answer:
        data = answer.read()
    algorithm, _, expected = lock["packages"][key].partition("-")
    if base64.b64encode(hashlib.new(algorithm, data).digest()).decode() != expected:
        sys.exit(f"{key}: hash mismatch")
    return data


def fetch() -> None:
    lock = json.loads(LOCK.read_text()) if LOCK.exists() else {"packages": {}}
    lock["files"] = {}
    for package in packages():
        target = target_of(package)
        target.mkdir(parents=True, exist_ok=True)
        with tarfile.open(fileobj=io.BytesIO(archive_of(package, lock))) as archive:
            for wanted in package["files"]:
                content = archive.extractfile(f"package/{wanted}").read()
                # Manifest storage fails on source maps that are not shipped.
                content = re.sub(rb"(/\*|//)# sourceMappingURL=\S+?( ?\*/)?\s*$", b"", content)
                file = target / Path(wanted).name
                file.write_bytes(content)
                lock["files"][str(file.relative_to(ROOT))] = hashlib.sha256(content).hexdigest()
    for icon in sorted(ICONS.glob("*")):
        lock["files"][str(icon.relative_to(ROOT))] = hashlib.sha256(icon.read_bytes()).hexdigest()
    LOCK.write_text(json.dumps(lock, indent=2, sort_keys=True) + "\n")
    (ROOT / "THIRD_PARTY.md").write_text(notice())


def notice() -> str:
    lines = ["# Third-party files", "", "Shipped with Selaras, unchanged:", ""]
    for package in packages():
        where = target_of(package).relative_to(ROOT)
        lines.append(
            f"- {package['name']} {package['version']}: {package['license']} ({where}/LICENSE)"
        )
    lines.append("- Tabler Icons (outline, the icons used): MIT (src/selaras/web/icons/LICENSE)")
    lines.append("- Inter for documents: OFL-1.1 (src/selaras/lib/fonts/LICENSE)")
    return "\n".join([*lines, ""])


def check() -> None:
    wrong = [
        name
        for name, expected in json.loads(LOCK.read_text())["files"].items()
        if not (ROOT / name).is_file()
        or hashlib.sha256((ROOT / name).read_bytes()).hexdigest() != expected
    ]
    if wrong or (ROOT / "THIRD_PARTY.md").read_text() != notice():
        sys.exit(
            "vendored files differ from vendor.lock.json: " + ", ".join(wrong or ["THIRD_PARTY.md"])
        )
    print("Vendored files are unchanged.")


if __name__ == "__main__":
    check() if "--check" in sys.argv else fetch()
