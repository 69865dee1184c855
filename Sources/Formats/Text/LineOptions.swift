import Columnar
import Functions

/// How a text file is cut into records: shared by the text, CSV and JSON formats.
struct LineOptions: Sendable {
    /// `nil`: any of CR, LF and CRLF.
    var separator: [UInt8]?
    /// `nil` for UTF-8.
    var encoding: String?
    /// The file is one piece: a record may go over several lines.
    var isWhole: Bool

    init(separator: [UInt8]? = nil, encoding: String? = nil, isWhole: Bool = false) {
        self.separator = separator
        self.encoding = encoding
        self.isWhole = isWhole
    }

    /// The file's bytes from `offset` on, decompressed by the file name's suffix, as UTF-8 text.
    func open(_ path: String, offset: Int = 0) throws -> any ByteSource {
        var source: any ByteSource = try FileByteSource(path: path, offset: offset)
        if let codec = CompressionCodec(fileName: path) {
            source = try DecompressingByteSource(source, codec: codec, path: path)
        }
        if let encoding {
            source = try TranscodingByteSource(source, encoding: encoding, path: path)
        }
        return source
    }

    /// Cuts the files into pieces of at most `maxBytes` where a reader can find the next record from any byte on.
    func splits(of files: [SourceFile], maxBytes: Int) -> [FileSplit] {
        let isSplittable = !isWhole && encoding == nil && (separator?.count ?? 1) == 1
        return files.flatMap { file -> [FileSplit] in
            guard isSplittable, CompressionCodec(fileName: file.path) == nil, file.size > maxBytes, maxBytes > 0 else {
                return [FileSplit(file: file, byteRange: 0..<file.size)]
            }
            return stride(from: 0, to: file.size, by: maxBytes).map { start in
                FileSplit(file: file, byteRange: start..<min(start + maxBytes, file.size))
            }
        }
    }

    /// The encoding that an option names, `nil` for those that are UTF-8 as they stand.
    static func encoding(named name: String?) -> String? {
        let charset = (name ?? "UTF-8").uppercased()
        return ["UTF-8", "UTF8", "US-ASCII", "ASCII"].contains(charset) ? nil : charset
    }
}

extension CompressionCodec {
    /// What the option `compression` of a text, CSV or JSON writer says.
    static func ofTextFile(_ options: FormatOptions) throws -> CompressionCodec {
        let name = options["compression"] ?? options["codec"] ?? "none"
        let known: Set<CompressionCodec> = [.uncompressed, .gzip, .zstd, .bzip2, .deflate]
        guard let codec = CompressionCodec(optionName: name), known.contains(codec) else {
            let available = "none, uncompressed, gzip, zstd, bzip2, deflate"
            throw PyriteError(
                .illegalArgument, "CODEC_NOT_AVAILABLE.WITH_AVAILABLE_CODECS_SUGGESTION", sqlState: "56038",
                "The codec \(name) is not available. Available codecs are \(available).",
                parameters: ["codecName": name, "availableCodecs": available])
        }
        return codec
    }
}
