/// The compression methods of file formats. Parquet compresses blocks of known size (``BlockCodec``), text formats whole
/// files (``StreamDecompressor``, ``StreamCompressor``).
package enum CompressionCodec: String, Hashable, Sendable, CaseIterable {
    case uncompressed
    case snappy
    case gzip
    case zstd
    /// LZ4 blocks, each behind its sizes as Hadoop's codec writes them.
    case lz4
    /// One bare LZ4 block.
    case lz4Raw = "lz4_raw"
    case brotli
    case bzip2
    /// A zlib stream without gzip's header.
    case deflate

    /// The codec that Spark's `compression` option calls so, case ignored; `nil` for an unknown name.
    package init?(optionName: String) {
        switch optionName.lowercased() {
        case "none", "uncompressed": self = .uncompressed
        case "snappy": self = .snappy
        case "gzip": self = .gzip
        case "zstd": self = .zstd
        case "lz4": self = .lz4
        case "lz4_raw", "lz4raw": self = .lz4Raw
        case "brotli": self = .brotli
        case "bzip2": self = .bzip2
        case "deflate": self = .deflate
        default: return nil
        }
    }

    /// The codec that a whole compressed file's name tells, `nil` when it tells of none that can be streamed.
    package init?(fileName: String) {
        let name = fileName.lowercased()
        if name.hasSuffix(".gz") || name.hasSuffix(".gzip") {
            self = .gzip
        } else if name.hasSuffix(".bz2") {
            self = .bzip2
        } else if name.hasSuffix(".zst") || name.hasSuffix(".zstd") {
            self = .zstd
        } else if name.hasSuffix(".deflate") {
            self = .deflate
        } else {
            return nil
        }
    }

    /// What Hadoop's codecs append to the name of a compressed text file; empty for none.
    package var fileSuffix: String {
        switch self {
        case .uncompressed: ""
        case .snappy: ".snappy"
        case .gzip: ".gz"
        case .zstd: ".zst"
        case .lz4, .lz4Raw: ".lz4"
        case .brotli: ".br"
        case .bzip2: ".bz2"
        case .deflate: ".deflate"
        }
    }
}

/// Compressed bytes that are damaged, or a codec that refused. The caller knows the file and makes the user's error.
package struct CompressionError: Error, Hashable, Sendable {
    package let message: String
    package init(_ message: String) { self.message = message }
}
