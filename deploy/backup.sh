#!/bin/sh
# backup.sh LEDGER FOLDER: copy a ledger while the hall runs, audit the copy, keep 60 of them.
set -eu
[ $# = 2 ] || {
    echo "usage: backup.sh LEDGER FOLDER" >&2
    exit 2
}
ledger=$1
folder=$2
bin=$(dirname "$0")/../.venv/bin
copy=$folder/ledger-$(date +%Y-%m-%d-%H%M%S).db

mkdir -p "$folder"
"$bin/python" - "$ledger" "$copy.part" <<'END'
import sqlite3
import sys

source = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
target = sqlite3.connect(sys.argv[2])
source.backup(target)
target.execute("PRAGMA journal_mode=DELETE")
target.close()
source.close()
END
"$bin/hall" audit "$copy.part"
mv "$copy.part" "$copy"
sync "$copy" "$folder"
echo "$copy"
find "$folder" -name 'ledger-*.db' | sort -r | tail -n +61 | while read -r old; do rm -f "$old"; done
