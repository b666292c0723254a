#!/usr/bin/env bash
# Times the command `naqi` as a whole, from the page cache to /dev/null, beside sed, uconv and Python
# doing the nearest thing: deleting vowel marks and tatweel. All run in turn, in the same run, and
# the least time of several rounds counts. Tools that are not there are left out.
#
#   benches/command.sh              texts of 256 MiB, made from benches/texts
#   benches/command.sh my.txt       a text of yours
#   SIZE=4096 benches/command.sh    size in MiB; also shows that memory stays bounded
#   ROUNDS=9 benches/command.sh     more rounds
set -euo pipefail
cd "$(dirname "$0")/.."
export LC_ALL=C.UTF-8
size=${SIZE:-256}
rounds=${ROUNDS:-5}
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT

cargo build --release --quiet -p naqi-cli
naqi="${CARGO_TARGET_DIR:-target}/release/naqi"
text="$folder/text.txt"
lines="$folder/lines.jsonl"

if [ $# -gt 0 ]; then
    cp -- "$1" "$text"
else
    # The sample again and again, until it is large enough.
    sample="$folder/sample"
    for _ in $(seq 200); do cat benches/texts/news.txt; done >"$sample"
    while [ "$(stat -c %s "$text" 2>/dev/null || echo 0)" -lt $((size << 20)) ]; do
        cat "$sample" >>"$text"
    done
fi
# One record a line, as corpora have them. Quotation marks and backslashes need an escape.
sed -e 's/[\\"]/\\&/g' -e 's/\r//g; s/\t/ /g' -e 's/.*/{"id": "doc-000001", "url": "https:\/\/example.org\/page", "text": "&", "lang": "ar"}/' \
    "$text" >"$lines"

# best COMMAND...: the least seconds of all rounds.
best() {
    local least=
    for _ in $(seq "$rounds"); do
        local start=$EPOCHREALTIME
        "$@" >/dev/null
        local end=$EPOCHREALTIME
        local took=$((${end/./} - ${start/./}))
        if [ -z "$least" ] || [ "$took" -lt "$least" ]; then least=$took; fi
    done
    echo "$least"
}

# row NAME FILE COMMAND...
row() {
    local name=$1 file=$2
    shift 2
    local took
    took=$(best "$@")
    awk -v name="$name" -v took="$took" -v size="$(stat -c %s "$file")" \
        'BEGIN { printf "%-44s %8.3f s %8.2f GB/s\n", name, took / 1e6, size / took / 1e3 }'
}

"$naqi" --version --verbose
nproc --all | sed 's/$/ processors/'
# Into the page cache, and whatever else is there once.
cat "$text" "$lines" >/dev/null
echo
for preset in light search tidy; do
    for threads in 1 2; do
        row "naqi --preset $preset --threads $threads" "$text" \
            "$naqi" normalize --preset "$preset" --threads "$threads" "$text"
    done
done
for threads in 1 2; do
    row "naqi --jsonl --preset light --threads $threads" "$lines" \
        "$naqi" normalize --jsonl --field text --preset light --threads "$threads" "$lines"
done
row "naqi check --preset light --threads 1" "$text" \
    sh -c '"$1" check --max 0 --preset light --threads 1 "$2" || true' sh "$naqi" "$text"
marks=$'s/[\u064b-\u0652\u0640]//g'
row "sed" "$text" sed "$marks" "$text"
row "sed, as bytes (LC_ALL=C)" "$text" env LC_ALL=C sed -E \
    $'s/\xd9[\x8b-\x92\x80]//g' "$text"
if command -v uconv >/dev/null; then
    row "uconv" "$text" uconv -f utf-8 -t utf-8 -x '[\u064b-\u0652\u0640] > ;' "$text"
fi
if command -v python3 >/dev/null; then
    row "Python, re.sub a line" "$text" python3 -c '
import re, sys
marks = re.compile("[\u064b-\u0652\u0640]+")
out = sys.stdout
for line in open(sys.argv[1], encoding="utf-8"):
    out.write(marks.sub("", line))
' "$text"
    row "Python, JSON and re.sub" "$lines" python3 -c '
import json, re, sys
marks = re.compile("[\u064b-\u0652\u0640]+")
out = sys.stdout
for line in open(sys.argv[1], encoding="utf-8"):
    record = json.loads(line)
    record["text"] = marks.sub("", record["text"])
    out.write(json.dumps(record, ensure_ascii=False) + "\n")
' "$lines"
fi
echo
: >"$folder/empty"
printf 'start to end, an empty file: %d microseconds\n' \
    "$(best "$naqi" normalize "$folder/empty")"
if [ -x /usr/bin/time ]; then
    for threads in 1 2; do
        /usr/bin/time -f "most memory with $threads threads, $(($(stat -c %s "$text") >> 20)) MiB of text: %M KiB" \
            "$naqi" normalize --preset tidy --threads "$threads" "$text" 2>&1 >/dev/null
    done
fi
