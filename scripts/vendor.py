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
# Manifest storage fails on source maps that are not shipped.
SOURCE_MAP = re.compile(rb"(/\*|//)# sourceMappingURL=\S+?( ?\*/)?\s*$")
STYLES = re.compile(r"createTextNode\('((?:[^'\\]|\\.)*)'\)")
FONT_FACE = re.compile(r"@font-face\{[^}]*\}")


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
                # Not every web server knows what kind of file .mjs is, and browsers insist.
                name = Path(wanted).name.removesuffix(".mjs")
                (target / (name if name == Path(wanted).name else f"{name}.js")).write_bytes(
                    SOURCE_MAP.sub(b"", content)
                )
            if "styles_of" in package:
                script = archive.extractfile(f"package/{package['styles_of']}").read().decode()
                (target / "styles.css").write_text(styles_of(script))
        for file in sorted(target.iterdir()):
            digest = hashlib.sha256(file.read_bytes()).hexdigest()
            lock["files"][str(file.relative_to(ROOT))] = digest
    for icon in sorted(ICONS.glob("*")):
        lock["files"][str(icon.relative_to(ROOT))] = hashlib.sha256(icon.read_bytes()).hexdigest()
    LOCK.write_text(json.dumps(lock, indent=2, sort_keys=True) + "\n")
    (ROOT / "THIRD_PARTY.md").write_text(notice())


def styles_of(script: str) -> str:
    """The style sheet that a script would put into the page, without the fonts inside it."""
    quoted = STYLES.search(script)
    if quoted is None:
        sys.exit("no style sheet found in the script")
    text = re.sub(r"\\(.)", r"\1", quoted[1])
    return FONT_FACE.sub("", text) + "\n"


def notice() -> str:
    lines = ["# Third-party files", "", "Shipped with Selaras, unchanged but for source maps:", ""]
    for package in packages():
        where = target_of(package).relative_to(ROOT)
        lines.append(
            f"- {package['name']} {package['version']}: {package['license']}"
            f" ({where}/{package.get('terms', 'LICENSE')})"
        )
        if "about" in package:
            lines.append(f"  {package['about']}")
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
