#!/bin/sh
# Writes the installation's secrets into /run/mercery (or $1) where they are missing, and changes none that is there.
# They are read by the database's user and by Mercery's (10001).
set -eu
place=${1:-/run/mercery}
umask 027

random() {
    head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n'
}

if [ ! -s "$place/postgres_password" ]; then
    random > "$place/postgres_password.new"
    mv "$place/postgres_password.new" "$place/postgres_password"
fi
if [ ! -s "$place/secret_key" ]; then
    random > "$place/secret_key.new"
    mv "$place/secret_key.new" "$place/secret_key"
fi
host=${MERCERY_POSTGRES_HOST:-postgres}
printf 'postgresql://mercery:%s@%s:5432/mercery' "$(cat "$place/postgres_password")" "$host" > "$place/database_url.new"
mv "$place/database_url.new" "$place/database_url"

if [ "$(id -u)" = 0 ]; then
    chown 10001:10001 "$place/secret_key" "$place/database_url"
    chmod 400 "$place/secret_key" "$place/database_url"
    # The server's first start reads it as root, before it becomes postgres.
    chown root:root "$place/postgres_password"
    chmod 400 "$place/postgres_password"
fi
