#!/usr/bin/env python3
"""Runs a WASI program: wasm-run.py PROGRAM [ARGUMENT]...

A runner for cargo (CARGO_TARGET_WASM32_WASIP1_RUNNER). The environment and the current folder are
passed through, as are standard output and error; the exit code is the program's. Whatever the
program imports that WASI does not define is a trap, so it fails only when it is called: the linker
leaves such imports for parts of the standard library that have no use here (--allow-undefined).
"""

import os
import sys

from wasmtime import Config, Engine, ExitTrap, Linker, Module, Store, Trap, WasiConfig


def main() -> int:
    if len(sys.argv) < 2:
        sys.exit(__doc__.splitlines()[0])
    config = Config()
    config.wasm_simd = True
    config.wasm_relaxed_simd = False
    engine = Engine(config)
    module = Module.from_file(engine, sys.argv[1])

    wasi = WasiConfig()
    wasi.argv = sys.argv[1:]
    wasi.env = list(os.environ.items())
    wasi.inherit_stdout()
    wasi.inherit_stderr()
    # Paths are given as the compiler saw them (CARGO_MANIFEST_DIR), from the root.
    wasi.preopen_dir("/", "/")

    store = Store(engine)
    store.set_wasi(wasi)
    linker = Linker(engine)
    linker.define_wasi()
    linker.define_unknown_imports_as_traps(module)
    instance = linker.instantiate(store, module)
    try:
        instance.exports(store)["_start"](store)
    except ExitTrap as exit:
        return exit.code
    except Trap as trap:
        print(trap, file=sys.stderr)
        return 134
    return 0


if __name__ == "__main__":
    sys.exit(main())
