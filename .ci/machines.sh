# The engine on processors that this machine is not, each really executed under an emulator. Sourced
# by run, whose `section`, `run`, `quietly` and `skipped` it uses; no part of it runs on its own.
#
# Every machine runs the same test targets, with NAQI_EXPECT_TIER naming the tier that the engine
# must choose there; `tiers` prints and asserts it, and holds every available tier to the
# specification. A machine that cannot be had is skipped, and a test that fails fails everything.

native_target=${CARGO_TARGET_DIR:-$PWD/target}
export EMULATED_CACHE=$native_target/machines/avx512

# What runs everywhere. The exhaustive tests are natively done: emulated they take ten times as long
# and say nothing about a tier that `tiers` does not.
# Nor do the strings of `exhaustion`. Of `tiers` all pairs at every offset are left out where that would take minutes.
# Endless runs take minutes, and all characters of Unicode.
slow_tests=(--skip at_every_offset --skip exhaustion --skip for_neighbours
    --skip every_pair_in_every_place --skip every_cut_of_short_texts --skip endless_runs
    --skip what_stays_elsewhere --skip marks_behind_quiet_blocks --skip enclosing_marks
    --skip every_character_beside_others --skip mending_in_every --skip spans_in_long_ascii --skip hamza_above --skip units_of_other_scripts)
# And the pages around text and room, which this machine has tried on each of its tiers, of which an emulated
# x86-64 has some.
native_tests=(--skip outside_the)
# What is asked for, and what peers do, is the same on all of them.
machine_tests=(--lib --test cases)
machine_tests_found() {
    if [ -f tests/tiers.rs ]; then
        machine_tests+=(--test tiers)
    else
        skipped "the choice of tier on each machine: no tests/tiers.rs"
    fi
}

# Emulators are slow: fewer random texts, and no time for debug information that no one reads.
# Builds are kept apart, as most are by Debian's Rust.
machine_environment() {
    export PROPTEST_CASES=${MACHINE_PROPTEST_CASES:-8}
    export CARGO_TARGET_DIR=$native_target/machines
    export CARGO_PROFILE_TEST_DEBUG=0 CARGO_PROFILE_DEV_DEBUG=0
    unset RUSTFLAGS NAQI_CORPUS
}

# packages NAME...: installs Debian packages, or fails.
packages() {
    command -v apt-get >/dev/null || return 1
    [ "$(id -u)" = 0 ] || return 1
    if [ -z "${machine_packages_listed:-}" ]; then
        quietly timeout 300 apt-get update || return 1
        machine_packages_listed=yes
    fi
    DEBIAN_FRONTEND=noninteractive \
        quietly timeout 600 apt-get install -y --no-install-recommends "$@"
}

# machine NAME FUNCTION: a section for one machine, in a subshell of its own, with its time.
# The function is called outside of any condition, so that `set -e` holds in it.
machine() {
    local name=$1 started=$SECONDS
    shift
    section "$name"
    (
        machine_environment
        "$@"
    )
    printf '%s took %d s\n' "$name" $((SECONDS - started))
}

# --- x86-64 under qemu -------------------------------------------------------------------------

# test_programs_in TARGET...: from cargo's messages, the paths of the test programs of the library's
# targets, one a line.
test_programs_in() {
    python3 -c '
import json, sys
for line in sys.stdin:
    message = json.loads(line)
    if not message.get("executable") or not message["profile"]["test"]:
        continue
    kind, name = message["target"]["kind"], message["target"]["name"]
    wanted = "--lib" if kind == ["lib"] and name == "naqi" else name if kind == ["test"] else None
    if wanted in sys.argv[1:]:
        print(message["executable"])
' "$@"
}

# Where they stand once they are built.
programs_list=$(mktemp)

# Those that the tests of the workspace built, one a line: found once, since cargo lets no two look at the same time.
list_programs() {
    native_programs=$(cargo test --workspace --all-features --no-run --message-format=json |
        test_programs_in "${machine_tests[@]}")
    [ -n "$native_programs" ]
    printf '%s\n' "$native_programs" >"$programs_list.new"
    mv "$programs_list.new" "$programs_list"
}

# Waits for them. What should build them ends this as well if it fails.
await_programs() {
    until [ -s "$programs_list" ]; do
        sleep 2
    done
    native_programs=$(<"$programs_list")
}

# programs_of TARGET...: those of them that are of these targets.
programs_of() {
    local program name
    for program in $native_programs; do
        name=$(basename "${program%-*}")
        case " $* " in
        *" --test $name "*) echo "$program" ;;
        *" --lib "*) [ "$name" != naqi ] || echo "$program" ;;
        esac
    done
}

# x86_64_qemu TIER MODEL: runs the native test programs on a processor without newer instructions.
# No -L here: programs of the host find their loader at its usual place, and with -L threads hang.
x86_64_qemu() {
    local tier=$1 model=$2 program
    qemu-x86_64-static --version | head -n 1
    for program in $native_programs; do
        # qemu names each feature of the model that it lacks, for each program.
        NAQI_EXPECT_TIER=$tier run timeout 900 qemu-x86_64-static -cpu "$model" "$program" \
            "${slow_tests[@]}" "${native_tests[@]}" 2> >(grep -v "TCG doesn't support requested feature" >&2)
    done
}

# x86_64_native TIER: the same on the processor that is there.
x86_64_native() {
    local tier=$1 program
    for program in $native_programs; do
        NAQI_EXPECT_TIER=$tier run timeout 600 "$program"
    done
}

# --- x86-64 with AVX-512 under Bochs -----------------------------------------------------------

# Bochs takes half a minute for what takes a second here, so only what tests vectors runs there,
# without the longest of it.
avx512_bochs() {
    export RUSTFLAGS=-Ctarget-feature=+crt-static
    export PROPTEST_CASES=8
    export EMULATED_FILES=$PWD/tests/data EMULATED_TIMEOUT=480
    local tests=(--test cases) program programs
    [ ! -f tests/tiers.rs ] || tests+=(--lib --test tiers)
    programs=$(run cargo test -p naqi --all-features \
        --config .ci/machines.toml --target x86_64-unknown-linux-gnu "${tests[@]}" \
        --no-run --message-format=json |
        test_programs_in "${tests[@]}")
    [ -n "$programs" ]
    for program in $programs; do
        case $(basename "$program") in
        # The vectors, and the engine beside its specification.
        naqi-*)
            set -- avx512 engine_equals_specification --skip for_neighbours --skip on_a_corpus
            set -- "$@" --skip invisible_characters_go ;;
        tiers-*) set -- "${slow_tests[@]}" --skip every_length --skip every_cut ;;
        *) set -- ;;
        esac
        NAQI_EXPECT_TIER=avx512 run .ci/avx512-emulated.sh "$program" --test-threads=1 "$@"
    done
}

# --- aarch64 under qemu ------------------------------------------------------------------------

debian_rust() {
    export PATH=/usr/bin:/bin
    run rustc --version --verbose
    run cargo --version
}

aarch64_qemu() {
    debian_rust
    qemu-aarch64-static --version | head -n 1
    export CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_LINKER=aarch64-linux-gnu-gcc
    export CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_RUNNER="qemu-aarch64-static -cpu cortex-a72"
    NAQI_EXPECT_TIER=neon run timeout 900 cargo test -p naqi --all-features \
        --config .ci/machines.toml --target aarch64-unknown-linux-gnu "${machine_tests[@]}" \
        -- "${slow_tests[@]}"
}

# --- wasm under wasmtime -----------------------------------------------------------------------

# Puts a Python with wasmtime into wasm_python, or fails.
wasm_runner() {
    local folder=$native_target/machines/wasmtime
    wasm_python=$folder/bin/python
    "$wasm_python" -c 'import wasmtime' 2>/dev/null && return
    if ! quietly python3 -m venv "$folder"; then
        packages python3-venv && quietly python3 -m venv "$folder" || return 1
    fi
    quietly timeout 300 "$wasm_python" -m pip install wasmtime
}

# wasm TIER [FEATURE]
wasm() {
    local tier=$1 feature=${2:-}
    debian_rust
    "$wasm_python" -m pip list 2>/dev/null | grep wasmtime
    export RUSTC_BOOTSTRAP=1
    export RUSTFLAGS="${feature:+-Ctarget-feature=$feature} -Clinker=/usr/bin/wasm-ld \
-Lnative=/usr/lib/wasm32-wasi -Clink-arg=--allow-undefined"
    export CARGO_TARGET_WASM32_WASIP1_RUNNER="$wasm_python $PWD/.ci/wasm-run.py"
    NAQI_EXPECT_TIER=$tier run timeout 900 cargo test -p naqi --all-features \
        --config .ci/machines.toml -Zbuild-std=std,panic_abort,test --target wasm32-wasip1 \
        "${machine_tests[@]}" -- "${slow_tests[@]}"
}

# Plain wasm has the scalar tier, which all else has too: what the whole of it gives is enough.
wasm_plain() {
    machine_tests=(--test cases --test tiers)
    wasm scalar
}

# --- big-endian s390x under qemu ----------------------------------------------------------------

# No SIMD there: the scalar engine, with the bytes of a word the other way round.
s390x_qemu() {
    debian_rust
    qemu-s390x-static --version | head -n 1
    export RUSTC_BOOTSTRAP=1
    export CARGO_TARGET_S390X_UNKNOWN_LINUX_GNU_LINKER=s390x-linux-gnu-gcc
    export CARGO_TARGET_S390X_UNKNOWN_LINUX_GNU_RUNNER="qemu-s390x-static -L /usr/s390x-linux-gnu"
    NAQI_EXPECT_TIER=scalar run timeout 900 cargo test -p naqi --all-features \
        --config .ci/machines.toml -Zbuild-std=std,panic_abort,test \
        --target s390x-unknown-linux-gnu "${machine_tests[@]}" -- "${slow_tests[@]}"
}

# --- no operating system ------------------------------------------------------------------------

# Only a build: `core` and `alloc` are all there is to link to, so a use of `std` fails here.
no_std_build() {
    debian_rust
    export RUSTC_BOOTSTRAP=1
    local target
    for target in x86_64-unknown-none thumbv7em-none-eabi; do
        run timeout 600 cargo build -p naqi --lib --no-default-features \
            -Zbuild-std=core,alloc --target "$target"
    done
}

# --- all of them --------------------------------------------------------------------------------

# Installs what the machines need and says what cannot be had: in `has_...`, `yes` or nothing. Everything that installs
# runs here.
prepare_machines() {
    section "What other machines need"
    has_qemu= has_bochs= has_rust= has_aarch64= has_wasm= has_s390x=
    if command -v qemu-x86_64-static >/dev/null || packages qemu-user-static; then
        has_qemu=yes
    else
        skipped "x86-64 with AVX2, SSSE3 and neither: no qemu-user-static"
    fi
    if ! grep -q avx512_vbmi2 /proc/cpuinfo; then
        if run .ci/avx512-emulated.sh --prepare; then
            has_bochs=yes
        else
            skipped "x86-64 with AVX-512 VBMI2: this processor has none, and there is no Bochs"
        fi
    fi
    if ! packages rustc-web cargo-web rust-web-src qemu-user-static; then
        skipped "aarch64, wasm, big-endian s390x, no_std builds: no Rust from Debian"
        return 0
    fi
    has_rust=yes
    if dpkg --add-architecture arm64 && machine_packages_listed= &&
        packages libstd-rust-web-dev:arm64 gcc-aarch64-linux-gnu libc6-dev-arm64-cross; then
        has_aarch64=yes
    else
        skipped "aarch64: no cross toolchain from Debian"
    fi
    if packages wasi-libc lld && wasm_runner; then
        has_wasm=yes
    else
        skipped "wasm: no wasi-libc or lld from Debian, or no wasmtime from PyPI"
    fi
    if packages gcc-s390x-linux-gnu libc6-dev-s390x-cross; then
        has_s390x=yes
    else
        skipped "big-endian s390x: no cross toolchain from Debian"
    fi
}

# Those first that build their own programs, while the tests of this machine are built and run beside them.
machines() {
    local started=$SECONDS
    prepare_machines
    if [ -n "$has_aarch64" ]; then
        machine "aarch64, emulated" aarch64_qemu
    fi
    if [ -n "$has_wasm" ]; then
        machine "wasm with simd128" wasm simd128 +simd128
        machine "wasm without simd128" wasm_plain
    fi
    if [ -n "$has_s390x" ]; then
        machine "s390x, big-endian, emulated" s390x_qemu
    fi
    if [ -n "$has_rust" ]; then
        machine "Builds without an operating system" no_std_build
    fi
    await_programs
    if [ -n "$has_qemu" ]; then
        machine "x86-64 with AVX2, emulated" x86_64_qemu avx2 Haswell
        machine "x86-64 with SSSE3, emulated" x86_64_qemu ssse3 Conroe
        machine "x86-64 without SSSE3, emulated" x86_64_qemu scalar qemu64
    fi
    if grep -q avx512_vbmi2 /proc/cpuinfo; then
        machine "x86-64 with AVX-512 VBMI2, this machine" x86_64_native avx512
    elif [ -n "$has_bochs" ]; then
        machine "x86-64 with AVX-512 VBMI2, emulated" avx512_bochs
    fi
    printf '\nAll machines took %d s\n' $((SECONDS - started))
}
