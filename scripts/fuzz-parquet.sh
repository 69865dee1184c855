#!/usr/bin/env bash
# Fuzzes the Parquet reader with libFuzzer and AddressSanitizer.
# usage: scripts/fuzz-parquet.sh [folder of seed files] [seconds]
# Findings stay in .build-fuzz/parquet as crash-*: add them to the tests as regressions.
set -euo pipefail
cd "$(dirname "$0")/.."
seeds=${1:-}
seconds=${2:-300}
work=.build-fuzz/parquet
mkdir -p "$work/package/Sources/FuzzParquet" "$work/corpus"
for module in CPyrite CZstd CSnappy CLZ4 CZlib CBrotli CBzip2 CPCRE2 Columnar Functions Formats; do
    ln -sfn "$PWD/Sources/$module" "$work/package/Sources/$module"
done

# The engine's modules below the format layer, and a target whose main is libFuzzer's.
sed -e '/swift-protobuf/d' "Package.swift" | python3 -c '
import re, sys
text = sys.stdin.read()
keep = {"CPyrite", "CZstd", "CSnappy", "CLZ4", "CZlib", "CBrotli", "CBzip2", "CPCRE2", "Columnar", "Functions", "Formats"}
lines, skipping = [], False
targets = re.findall(r"\.(?:target|systemLibrary)\((?:[^()]|\([^()]*\))*\)", text)
names = [re.search(r"name: \"(\w+)\"", t) for t in targets]
chosen = [t for t, name in zip(targets, names) if name and name.group(1) in keep]
settings = re.search(r"let warnings.*?(?=\nlet package)", text, re.S).group(0)
print("// swift-tools-version: 6.2\nimport PackageDescription\n" + settings)
print("let package = Package(name: \"Pyrite\", targets: [")
print(",\n".join(chosen) + ",")
print(".executableTarget(name: \"FuzzParquet\", dependencies: [\"Formats\"], swiftSettings: settings"
      " + [.unsafeFlags([\"-parse-as-library\"])]),\n])")
' >"$work/package/Package.swift"

cat >"$work/package/Sources/FuzzParquet/Fuzz.swift" <<'SWIFT'
import Columnar
import Formats
import Functions
import Glibc

/// Reads the input as a Parquet file, every split and value; errors are fine, traps and bad memory accesses are not.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let path = "/tmp/pyrite-fuzz-\(getpid()).parquet"
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    _ = write(descriptor, data, count)
    close(descriptor)
    let file = SourceFile(path: path, size: count)
    let format = ParquetFormat()
    do {
        let schema = try format.inferSchema(of: [file], options: FormatOptions(), context: EvaluationContext())
        _ = try format.statistics(of: [file], schema: schema)
        for split in try format.splits(of: [file], options: FormatOptions(), maxBytes: 64) {
            let reader = try format.reader(for: split, request: ScanRequest(columns: schema, dataSchema: schema))
            var batches = 0
            while let batch = try reader.next(), batches < 16 {
                for column in batch.columns { for row in 0..<min(batch.count, 64) { _ = column.value(at: row) } }
                batches += 1
            }
        }
    } catch {
        return 0
    }
    return 0
}
SWIFT

[ -z "$seeds" ] || find "$seeds" -name '*.parquet' -size -64k -exec cp -n {} "$work/corpus/" \;
cd "$work/package"
swift build -c release --sanitize fuzzer --sanitize address --product FuzzParquet
SWIFT_BACKTRACE=enable=no .build/release/FuzzParquet -max_total_time="$seconds" -max_len=65536 -rss_limit_mb=4096 \
    -artifact_prefix=../ ../corpus
