#!/usr/bin/env bash
# Fuzzes the reader of a file format with libFuzzer and AddressSanitizer.
# usage: scripts/fuzz.sh parquet|csv|json [folder of seed files] [seconds]
# Findings stay in .build-fuzz/TARGET as crash-*: add them to the tests as regressions.
set -euo pipefail
cd "$(dirname "$0")/.."
target=${1:?usage: scripts/fuzz.sh parquet|csv|json [folder of seed files] [seconds]}
seeds=${2:-}
seconds=${3:-300}
case $target in
    parquet) format=ParquetFormat bytes=65536 ;;
    csv) format=CSVFormat bytes=4096 ;;
    json) format=JSONFormat bytes=4096 ;;
    *) echo "no such target: $target" >&2; exit 2 ;;
esac
package=.build-fuzz/package
corpus=.build-fuzz/$target/corpus
mkdir -p "$package/Sources/Fuzz" "$corpus"
for module in CPyrite CZstd CSnappy CLZ4 CZlib CBrotli CBzip2 CPCRE2 CCrypto Columnar Functions Formats; do
    ln -sfn "$PWD/Sources/$module" "$package/Sources/$module"
done

# The engine's modules below the format layer, and a target whose main is libFuzzer's.
sed -e '/swift-protobuf/d' "Package.swift" | python3 -c '
import re, sys
text = sys.stdin.read()
keep = {"CPyrite", "CZstd", "CSnappy", "CLZ4", "CZlib", "CBrotli", "CBzip2", "CPCRE2", "CCrypto", "Columnar", "Functions", "Formats"}
lines, skipping = [], False
targets = re.findall(r"\.(?:target|systemLibrary)\((?:[^()]|\([^()]*\))*\)", text)
names = [re.search(r"name: \"(\w+)\"", t) for t in targets]
chosen = [t for t, name in zip(targets, names) if name and name.group(1) in keep]
settings = re.search(r"let warnings.*?(?=\nlet package)", text, re.S).group(0)
print("// swift-tools-version: 6.2\nimport PackageDescription\n" + settings)
print("let package = Package(name: \"Pyrite\", targets: [")
print(",\n".join(chosen) + ",")
print(".executableTarget(name: \"Fuzz\", dependencies: [\"Formats\"], swiftSettings: settings"
      " + [.unsafeFlags([\"-parse-as-library\"])]),\n])")
' >"$package/Package.swift"

# The first byte of text chooses the options; Parquet needs none.
sed -e "s/FORMAT/$format/" -e "s/TARGET/$target/" >"$package/Sources/Fuzz/Fuzz.swift" <<'SWIFT'
import Columnar
import Formats
import Functions
import Glibc

let optionSets: [[String: String]] =
    "TARGET" == "parquet"
    ? [[:]]
    : [
        [:], ["header": "true", "inferSchema": "true"], ["multiLine": "true", "mode": "DROPMALFORMED"],
        ["sep": "||", "escape": "\"", "comment": "#", "ignoreLeadingWhiteSpace": "true", "nullValue": "x"],
        ["lineSep": ";", "quote": "'", "ignoreTrailingWhiteSpace": "true"],
        ["allowComments": "true", "allowUnquotedFieldNames": "true", "prefersDecimal": "true"],
        ["allowBackslashEscapingAnyCharacter": "true", "allowUnquotedControlChars": "true", "inferTimestamp": "true"],
    ]
let given = Schema([
    StructField("a", .integer), StructField("b", .timestamp), StructField("c", .decimal(precision: 20, scale: 2)),
    StructField("_corrupt_record", .string),
])

/// Reads the input as a file, every split and value; errors are fine, traps and bad memory accesses are not.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let choice = count > 0 ? Int(data[0]) % optionSets.count : 0
    let skipped = optionSets.count > 1 && count > 0 ? 1 : 0
    let path = "/tmp/pyrite-fuzz-\(getpid()).TARGET"
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    _ = write(descriptor, data + skipped, count - skipped)
    close(descriptor)
    let file = SourceFile(path: path, size: count - skipped)
    let format = FORMAT()
    let options = FormatOptions(optionSets[choice])
    let inferred = try? format.inferSchema(of: [file], options: options, context: EvaluationContext())
    for schema in [inferred, optionSets.count > 1 ? given : nil].compactMap({ $0 }) {
        do {
            _ = try format.statistics(of: [file], schema: schema)
            for split in try format.splits(of: [file], options: options, maxBytes: 64) {
                let request = ScanRequest(columns: schema, dataSchema: schema, options: options)
                let reader = try format.reader(for: split, request: request)
                var batches = 0
                while let batch = try reader.next(), batches < 16 {
                    for column in batch.columns { for row in 0..<min(batch.count, 64) { _ = column.value(at: row) } }
                    batches += 1
                }
            }
        } catch {
            continue
        }
    }
    return 0
}
SWIFT

[ -z "$seeds" ] || find "$seeds" -name "*.$target" -size -64k -exec cp -n {} "$corpus/" \;
cd "$package"
swift build -c release --sanitize fuzzer --sanitize address --product Fuzz
SWIFT_BACKTRACE=enable=no .build/release/Fuzz -max_total_time="$seconds" -max_len="$bytes" -rss_limit_mb=4096 \
    -artifact_prefix="../$target/" "../$target/corpus"
