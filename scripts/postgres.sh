#!/bin/sh
# Run a command with DATABASE_URL set: the one given, else a private server on a free port that ends with the command.
set -e
if [ -n "$DATABASE_URL" ]; then exec "$@"; fi
pg_bin() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1; }
if [ -z "$(pg_bin)" ] && command -v apt-get >/dev/null 2>&1; then
  run=""
  [ "$(id -u)" = 0 ] || run="sudo -n"
  echo "Installing PostgreSQL (once) …"
  $run apt-get -qq update >/dev/null 2>&1
  DEBIAN_FRONTEND=noninteractive $run apt-get -qq install -y postgresql >/dev/null 2>&1
fi
bin="$(pg_bin)"
[ -n "$bin" ] || { echo "No PostgreSQL here: give DATABASE_URL of a running server." >&2; exit 1; }
folder="$(mktemp -d)"
port="$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')"
as=""
if [ "$(id -u)" = 0 ]; then chown postgres "$folder"; as="runuser -u postgres --"; fi
cd "$folder"
$as "$bin/initdb" -D "$folder/db" -U selaras -A trust --encoding=UTF8 --locale=C.UTF-8 >/dev/null
$as "$bin/pg_ctl" -D "$folder/db" -l "$folder/log" -w -o "-p $port -k $folder -c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off -c full_page_writes=off" start >/dev/null
stop() { cd /; $as "$bin/pg_ctl" -D "$folder/db" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$folder"; }
trap stop EXIT INT TERM
cd "$OLDPWD"
DATABASE_URL="postgres://selaras@127.0.0.1:$port/postgres" "$@"
