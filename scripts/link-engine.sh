#!/usr/bin/env bash
# Links the compiled engine into one self-contained shared library.
#
# usage: scripts/link-engine.sh BUILD_FOLDER OUTPUT
#
# SwiftPM's own link of a dynamic product always takes the shared Swift runtime and the shared C libraries, and exports
# every public symbol. This link takes the same object files, puts the Swift runtime and the C libraries in, drops what
# is not reached, and exports pyrite_* only. Nothing but libc, libm and libgcc_s is left to find at load time.
set -euo pipefail
export LC_ALL=C

build=$1
output=$2
here=$(cd "$(dirname "$0")" && pwd)
objects="$build/pyrite.product/Objects.LinkFileList"
[ -f "$objects" ] || {
    echo "error: $objects is missing; run 'make build'" >&2
    exit 1
}

if [ -f "$output" ] && [ "$output" -nt "$here/link-engine.sh" ] && [ "$output" -nt "$here/exports.map" ] &&
    [ -z "$(find "$build/" -name '*.o' -newer "$output" -print -quit)" ]; then
    exit 0
fi

runtime=$(swiftc -print-target-info -static-stdlib | sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p')
toolchain=$(cd "$runtime/../../bin" && pwd)
machine=$(uname -m)
static=$build/static-libraries
mkdir -p "$static" "$(dirname "$output")"

# A folder of static libraries only, so that the linker cannot prefer a shared one.
for library in zstd snappy lz4 z brotlidec brotlienc brotlicommon pcre2-8 crypto stdc++; do
    path=$("$toolchain/clang" -print-file-name="lib$library.a")
    [ -f "$path" ] || {
        echo "error: the static library lib$library.a is missing; run 'make setup'" >&2
        exit 1
    }
    ln -sf "$path" "$static/"
done

# Debian's libbz2.a refers to stdin, stdout and stderr as a program would, which a shared library may not. The copy
# refers to hidden variables that hold the same streams.
if [ ! -f "$static/libbz2.a" ] || [ "$here/link-engine.sh" -nt "$static/libbz2.a" ]; then
    "$toolchain/clang" -O2 -fPIC -fvisibility=hidden -c "$here/bzip2-streams.c" -o "$static/bzip2-streams.o"
    cp "$("$toolchain/clang" -print-file-name=libbz2.a)" "$static/libbz2.a.new"
    "$toolchain/llvm-objcopy" --redefine-sym stdin=pyrite_bzip2_stdin --redefine-sym stdout=pyrite_bzip2_stdout \
        --redefine-sym stderr=pyrite_bzip2_stderr "$static/libbz2.a.new"
    "$toolchain/llvm-ar" r "$static/libbz2.a.new" "$static/bzip2-streams.o" 2>/dev/null
    mv "$static/libbz2.a.new" "$static/libbz2.a"
fi

# SwiftProtobuf needs FoundationEssentials only: naming no other part of Foundation keeps 40 MB out, and -z defs makes
# the link fail when a part that is left out comes into use.
"$toolchain/clang" -shared -fuse-ld=lld -o "$output.new" -L"$static" -L"$runtime/linux" \
    "$runtime/linux/$machine/swiftrt.o" @"$objects" \
    -Wl,--start-group \
    -lzstd -lsnappy -llz4 -lz -lbrotlidec -lbrotlienc -lbrotlicommon -lbz2 -lpcre2-8 -lcrypto \
    -lswiftCore -lswift_Concurrency -lswift_StringProcessing -lswift_RegexParser -lswiftSynchronization -lswiftGlibc \
    -lFoundationEssentials -l_FoundationCShims -l_FoundationCollections -lswiftDispatch -ldispatch -lBlocksRuntime \
    -lstdc++ \
    -Wl,--end-group -lm -lpthread -ldl \
    -Wl,-soname,libpyrite.so -Wl,--version-script="$here/exports.map" -Wl,--exclude-libs=ALL \
    -Wl,--gc-sections -Wl,--as-needed -Wl,-z,defs -Wl,-z,now -Wl,-z,relro -Wl,--build-id -Wl,-s
mv "$output.new" "$output"
