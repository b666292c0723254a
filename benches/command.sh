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

TIMEFORMAT='%R %U %S'

# best COMMAND...: the seconds that passed and those of the processor, each the least of all rounds.
best() {
    for _ in $(seq "$rounds"); do
        { time "$@" >/dev/null 2>&1; } 2>&1
    done | awk '{ cpu = $2 + $3
                  if (NR == 1 || $1 < least) least = $1
                  if (NR == 1 || cpu < used) used = cpu }
                END { print least, used }'
}

# row NAME FILE COMMAND...
row() {
    local name=$1 file=$2
    shift 2
    best "$@" | awk -v name="$name" -v size="$(stat -c %s "$file")" '
        function rate(seconds) { return seconds > 0 ? size / seconds / 1e9 : 0 }
        { printf "%-42s %7.3f s %6.2f GB/s   processor %7.3f s %6.2f GB/s\n",
            name, $1, rate($1), $2, rate($2) }'
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
marks=$'s/[\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0640]//g'
row "sed" "$text" sed "$marks" "$text"
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
printf 'start to end, an empty file: %s s\n' "$(best "$naqi" normalize "$folder/empty")"
if [ -x /usr/bin/time ]; then
    for threads in 1 2; do
        /usr/bin/time -f "most memory with $threads threads, $(($(stat -c %s "$text") >> 20)) MiB of text: %M KiB" \
            "$naqi" normalize --preset tidy --threads "$threads" "$text" 2>&1 >/dev/null
    done
fi
