#!/usr/bin/env bash
# Runs a program on a processor with AVX-512 VBMI2, whatever the processor here:
#
#     avx512-emulated.sh PROGRAM [ARGUMENT]...
#     avx512-emulated.sh --prepare
#
# The second form only installs what the first needs.
#
# The program must be linked statically (-Ctarget-feature=+crt-static). It becomes the only program
# of a small Linux in Bochs, which emulates an Ice Lake; qemu knows no AVX-512. What it writes comes
# out on standard output, and its exit code is returned: 125 if the machine did not get to the end.
# Variables named NAQI_*, PROPTEST_* and RUST_* are passed on, and so are files named in
# EMULATED_FILES, under the same path. EMULATED_TIMEOUT is in seconds, 900 unless set.
#
# Needs, and installs when run by root: a Debian kernel (only unpacked), a compiler, and tools to
# make an image to start from. Bochs is built from Debian's source, which takes some two minutes
# once, for two reasons: it is three times as fast as Debian's program, which is built for
# debugging; and its VPCOMPRESSB writes nothing when all 64 bytes are kept, which is mended here.
# What can be kept for the next run is kept in EMULATED_CACHE. It starts in about ten seconds and
# then runs some 100 to 200 million instructions a second on an idle core.
set -euo pipefail

[ $# -gt 0 ] || {
    sed -n '4,5p' "$0" >&2
    exit 125
}
here=$(cd "$(dirname "$0")" && pwd)
prepare_only=
if [ "$1" = --prepare ]; then
    prepare_only=yes
else
    program=$(realpath "$1")
    shift
fi
started=$SECONDS
cache=${EMULATED_CACHE:-${CARGO_TARGET_DIR:-$here/../target}/avx512-emulated}
mkdir -p "$cache"
cache=$(realpath "$cache")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

complain() {
    printf 'avx512-emulated.sh: %s\n' "$*" >&2
    exit 125
}

if [ -z "$prepare_only" ] && LC_ALL=C readelf -l "$program" | grep -q INTERP; then
    complain "$program is not linked statically"
fi

# --- what is needed ---

quietly() {
    "$@" >"$work/log" 2>&1 || {
        tail -n 20 "$work/log" >&2
        complain "failed: $*"
    }
}

missing=()
for needed in g++:g++ make:make xz:xz-utils cpio:cpio grub-mkrescue:grub-common xorriso:xorriso \
    /usr/lib/grub/i386-pc:grub-pc-bin /usr/share/bochs/BIOS-bochs-latest:bochsbios \
    /usr/share/vgabios/vgabios.bin:vgabios; do
    command -v "${needed%:*}" >/dev/null || [ -e "${needed%:*}" ] || missing+=("${needed#*:}")
done
if [ ${#missing[@]} -gt 0 ]; then
    [ "$(id -u)" = 0 ] || complain "install ${missing[*]}"
    quietly timeout 300 apt-get update
    DEBIAN_FRONTEND=noninteractive quietly timeout 600 \
        apt-get install -y --no-install-recommends "${missing[@]}"
fi
if [ ! -e "$cache/vmlinuz" ]; then
    package=$(apt-cache depends linux-image-cloud-amd64 |
        sed -n 's/^ *Depends: \(linux-image-[0-9].*\)$/\1/p' | head -n 1)
    [ -n "$package" ] || complain "no package linux-image-cloud-amd64"
    mkdir "$work/kernel"
    (cd "$work" && quietly timeout 300 apt-get -o APT::Sandbox::User=root download "$package")
    dpkg-deb -x "$work/$package"_*.deb "$work/kernel"
    cp "$work"/kernel/boot/vmlinuz-* "$cache/vmlinuz.new"
    mv "$cache/vmlinuz.new" "$cache/vmlinuz"
fi
if [ ! -x "$cache/bochs" ]; then
    site=$(apt-get indextargets --format '$(SITE)' 'Label: Debian' | sort -u | head -n 1)
    [ -n "$site" ] || complain "apt knows no Debian archive"
    cat >"$work/sources.sources" <<END
Types: deb-src
URIs: $site
Suites: trixie
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
END
    mkdir -p "$work/lists/partial"
    sources=(-o "Dir::Etc::sourcelist=$work/sources.sources" -o Dir::Etc::sourceparts=/dev/null
        -o "Dir::State::lists=$work/lists" -o APT::Sandbox::User=root)
    quietly timeout 300 apt-get "${sources[@]}" update
    (cd "$work" && quietly timeout 300 apt-get "${sources[@]}" source --tar-only bochs)
    tar -C "$work" -xf "$work"/bochs_*.orig.tar.xz
    (
        cd "$work"/bochs-[0-9]*/
        # With all 64 bytes kept, 1 << 64 is undefined, and the mask is 0 where this is compiled.
        mask='(BX_CONST64(1) << k) - 1'
        [ "$(grep -cF "writemask = $mask;" cpu/avx/avx512.cc)" = 1 ] ||
            complain "VPCOMPRESSB in this Bochs is not as expected"
        sed -i "s/writemask = $mask;/writemask = k < 64 ? $mask : ~BX_CONST64(0);/" \
            cpu/avx/avx512.cc
        quietly ./configure --with-nogui --enable-cpu-level=6 --enable-x86-64 --enable-avx \
            --enable-evex --enable-all-optimizations --enable-repeat-speedups \
            --enable-fast-function-calls --enable-handlers-chaining --enable-trace-linking \
            --disable-docbook CXXFLAGS=-O2 CFLAGS=-O2
        quietly timeout 1200 make -j"$(nproc)" bochs
        cp bochs "$cache/bochs.new"
        mv "$cache/bochs.new" "$cache/bochs"
    )
fi
quietly cc -O2 -static -o "$work/init" "$here/avx512/init.c"
[ -z "$prepare_only" ] || exit 0

# --- the image ---

root=$work/root
mkdir -p "$root"/{dev,proc,tmp} "$work/image/boot/grub"
mv "$work/init" "$root/init"
# Debug information would double the time to start.
strip -o "$root/program" "$program"
: >"$root/arguments" >"$root/environment"
[ $# -eq 0 ] || printf '%s\0' "$@" >"$root/arguments"
env -0 | grep -z '^\(NAQI\|PROPTEST\|RUST\)_' >"$root/environment" || true
printf 'PATH=/\0' >>"$root/environment"
for file in ${EMULATED_FILES:-}; do
    mkdir -p "$root$(dirname "$(realpath "$file")")"
    cp -r "$file" "$root$(realpath "$file")"
done
(cd "$root" && find . | cpio -o -H newc --quiet | gzip -1) >"$work/image/boot/initrd.gz"
cp "$cache/vmlinuz" "$work/image/boot/vmlinuz"

# A second is 20 million instructions there (ips and tsc_early_khz), so that what the kernel waits
# for comes soon. Bit 580 is fsrm: Bochs says that it has fast short moves but that fast strings are
# switched off, and Linux 6.1 then copies without end.
cat >"$work/image/boot/grub/grub.cfg" <<'END'
set timeout=0
linux /boot/vmlinuz console=ttyS0,115200 quiet panic=-1 nokaslr mitigations=off \
    tsc=reliable tsc_early_khz=20000 clearcpuid=580
initrd /boot/initrd.gz
boot
END
quietly grub-mkrescue -o "$work/image.iso" "$work/image"

cat >"$work/bochsrc" <<END
config_interface: textconfig
display_library: nogui
memory: guest=1024, host=1024
romimage: file=/usr/share/bochs/BIOS-bochs-latest
vgaromimage: file=/usr/share/vgabios/vgabios.bin
cpu: model=corei7_icelake_u, count=1, ips=20000000, reset_on_triple_fault=0
clock: sync=none, time0=utc
ata0: enabled=1, ioaddr1=0x1f0, ioaddr2=0x3f0, irq=14
ata0-master: type=cdrom, path=$work/image.iso, status=inserted
boot: cdrom
com1: enabled=1, mode=file, dev=$work/serial
port_e9_hack: enabled=1, all_rings=0
log: $work/bochs.log
panic: action=fatal
error: action=report
info: action=ignore
END

# --- the run ---

printf 'Emulating AVX-512: %s\n' "$(basename "$program") $*"
prepared=$SECONDS
# Bochs' own words come before the program's first and after its last line.
timeout "${EMULATED_TIMEOUT:-900}" "$cache/bochs" -q -f "$work/bochsrc" \
    </dev/null 2>"$work/errors" | tee "$work/output" |
    stdbuf -oL sed -n '/^BEGIN$/,/^EXIT-CODE/{/^BEGIN$/d;/^EXIT-CODE/d;p}' || true
code=$(sed -n 's/^EXIT-CODE \([0-9]*\)$/\1/p' "$work/output" | tail -n 1)
printf 'Emulated for %d s, after %d s of preparation: ' \
    $((SECONDS - prepared)) $((prepared - started))
if [ -z "$code" ]; then
    printf 'it did not get to the end.\n'
    tail -n 20 "$work/errors" "$work/bochs.log" "$work/serial" >&2 || true
    exit 125
fi
printf 'exit code %d\n' "$code"
exit "$code"
