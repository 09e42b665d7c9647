#!/bin/sh
# Make sure that a Chromium is there for the browser tests: Debian's package where apt is, else Playwright's own.
# $1 is the folder of the environment's commands. Never fails: the tests say clearly why they are skipped.
bin="$1"
for name in chromium chromium-browser google-chrome; do
  command -v "$name" >/dev/null 2>&1 && exit 0
done
"$bin/python" - <<'PY' && exit 0
import pathlib, sys
from playwright.sync_api import sync_playwright
with sync_playwright() as p:
    sys.exit(0 if pathlib.Path(p.chromium.executable_path).exists() else 1)
PY
echo "Installing Chromium for the browser tests (once) …"
if command -v apt-get >/dev/null 2>&1; then
  run=""
  [ "$(id -u)" = 0 ] || run="sudo -n"
  $run apt-get -qq update >/dev/null 2>&1
  DEBIAN_FRONTEND=noninteractive $run apt-get -qq install -y chromium >/dev/null 2>&1 && exit 0
fi
"$bin/python" -m playwright install chromium >/dev/null 2>&1 || echo "No Chromium could be had: the browser tests will be skipped."
exit 0
