// swift-tools-version: 6.2
import PackageDescription

// Arrows point down this list only: a target depends on targets above it (see docs/architecture.md).
// In CI a warning is an error.
let warnings: [SwiftSetting] = Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)]
let settings: [SwiftSetting] =
    [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
    ] + warnings

let package = Package(
    name: "Pyrite",
    products: [
        .library(name: "Pyrite", targets: ["Pyrite"]),
        .library(name: "pyrite", type: .dynamic, targets: ["PyriteC"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0")
    ],
    targets: [
        .target(name: "CPyrite"),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(name: "CSnappy", providers: [.apt(["libsnappy-dev"])]),
        .systemLibrary(name: "CLZ4", pkgConfig: "liblz4", providers: [.apt(["liblz4-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CBrotli", pkgConfig: "libbrotlidec", providers: [.apt(["libbrotli-dev"])]),
        .systemLibrary(name: "CBzip2", providers: [.apt(["libbz2-dev"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
        .target(name: "Columnar", dependencies: ["CPyrite"], swiftSettings: settings),
        .target(
            name: "Functions", dependencies: ["Columnar", "CPCRE2", "CCrypto", "CZlib"], swiftSettings: settings
        ),
        .target(name: "Plans", dependencies: ["Columnar", "Functions"], swiftSettings: settings),
        .target(name: "SQL", dependencies: ["Plans"], swiftSettings: settings),
        .target(
            name: "Formats",
            dependencies: ["Columnar", "Functions", "CZstd", "CSnappy", "CLZ4", "CZlib", "CBrotli", "CBzip2"],
            swiftSettings: settings
        ),
        .target(
            name: "Execution", dependencies: ["Columnar", "Functions", "Plans", "Formats"], swiftSettings: settings
        ),
        .target(
            name: "ConnectProtocol",
            dependencies: [.product(name: "SwiftProtobuf", package: "swift-protobuf")],
            exclude: ["protos"],
            swiftSettings: settings
        ),
        .target(name: "Connect", dependencies: ["ConnectProtocol", "Plans", "SQL"], swiftSettings: settings),
        .target(
            name: "Pyrite",
            dependencies: ["Columnar", "Functions", "Plans", "SQL", "Formats", "Execution", "Connect"],
            swiftSettings: settings
        ),
        .target(
            name: "PyriteC",
            dependencies: [
                "CPyrite", "Columnar", "Functions", "Plans", "SQL", "Execution", "ConnectProtocol", "Connect", "Pyrite",
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "RevenueExample", dependencies: ["Pyrite"], path: "examples/swift", swiftSettings: settings
        ),
        .testTarget(name: "ColumnarTests", dependencies: ["Columnar", "CPyrite"], swiftSettings: settings),
        .testTarget(
            name: "FunctionsTests", dependencies: ["Functions"], exclude: ["function_examples.jsonl"],
            swiftSettings: settings
        ),
        .testTarget(name: "PlansTests", dependencies: ["Plans"], swiftSettings: settings),
        .testTarget(name: "SQLTests", dependencies: ["SQL"], swiftSettings: settings),
        .testTarget(name: "FormatsTests", dependencies: ["Formats"], swiftSettings: settings),
        .testTarget(name: "ExecutionTests", dependencies: ["Execution"], swiftSettings: settings),
        .testTarget(name: "ConnectTests", dependencies: ["Connect"], swiftSettings: settings),
        .testTarget(
            name: "PyriteCTests",
            dependencies: [
                "CPyrite", "Columnar", "Plans", "SQL", "ConnectProtocol", "Connect", "PyriteC",
            ],
            swiftSettings: settings
        ),
        .testTarget(name: "PyriteTests", dependencies: ["Pyrite"], swiftSettings: settings),
    ]
)
