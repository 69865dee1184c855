#!/usr/bin/env bash
# Regenerates Sources/ConnectProtocol/Generated from the .proto files beside it.
#
# Needs Swift, and protoc: $PROTOC, or a protoc on the path, or else the one of PyPI's grpcio-tools, which the Python
# named by $PYTHON (default: python3) must have. protoc-gen-swift is built from the swift-protobuf that the package uses,
# so that the generated code fits the library.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ -n "${PROTOC:-}" ]; then
    protoc=("$PROTOC")
elif command -v protoc > /dev/null; then
    protoc=(protoc)
else
    protoc=("${PYTHON:-python3}" -m grpc_tools.protoc)
fi

swift build --product protoc-gen-swift
plugin="$(swift build --show-bin-path)/protoc-gen-swift"

protos=Sources/ConnectProtocol/protos
generated=Sources/ConnectProtocol/Generated
mkdir -p "$generated"
rm -f "$generated"/*.pb.swift
(
    cd "$protos"
    find . -name '*.proto' | sed 's|^\./||' | sort
) | xargs "${protoc[@]}" -I "$protos" --plugin="protoc-gen-swift=$plugin" \
    --swift_out="$generated" --swift_opt=Visibility=Package --swift_opt=FileNaming=DropPath
