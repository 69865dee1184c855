import Columnar
import Glibc

/// Bytes of a file in order, whatever the file is stored as.
package protocol ByteSource: AnyObject {
    /// Reads up to `count` bytes to `target`; 0 at the end.
    func read(into target: UnsafeMutableRawPointer, count: Int) throws -> Int
}

/// The bytes of a file from some offset on.
package final class FileByteSource: ByteSource {
    private let descriptor: Int32
    private let path: String
    private var offset: Int

    package init(path: String, offset: Int = 0) throws {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        self.path = path
        self.offset = offset
        guard descriptor >= 0 else { throw FileError.cannotRead(path, code: errno) }
        posix_fadvise(descriptor, offset, 0, POSIX_FADV_SEQUENTIAL)
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    package func read(into target: UnsafeMutableRawPointer, count: Int) throws -> Int {
        while true {
            let got = pread(descriptor, target, count, offset)
            if got >= 0 {
                offset += got
                return got
            }
            guard errno == EINTR else { throw FileError.cannotRead(path, code: errno) }
        }
    }
}

/// The bytes that a compressed file holds.
package final class DecompressingByteSource: ByteSource {
    private let base: any ByteSource
    private let decompressor: StreamDecompressor
    private let path: String
    private let input = Buffer(capacity: 1 << 17)
    private var position = 0
    private var available = 0
    private var inputEnded = false
    private var isComplete = false

    package init(_ base: any ByteSource, codec: CompressionCodec, path: String) throws {
        self.base = base
        self.path = path
        decompressor = try StreamDecompressor(codec)
    }

    package func read(into target: UnsafeMutableRawPointer, count: Int) throws -> Int {
        while true {
            if position == available && !inputEnded {
                available = try base.read(into: input.pointer, count: 1 << 17)
                position = 0
                inputEnded = available == 0
            }
            let step: StreamDecompressor.Step
            do {
                step = try decompressor.decompress(
                    UnsafeRawBufferPointer(start: input.pointer + position, count: available - position),
                    into: UnsafeMutableRawBufferPointer(start: target, count: count))
            } catch let error as CompressionError {
                throw FileError.damaged(path, error.message)
            }
            position += step.consumed
            isComplete = step.isComplete
            if step.produced > 0 { return step.produced }
            if inputEnded && position == available {
                guard isComplete else { throw FileError.damaged(path, "the compressed data ends too early") }
                return 0
            }
        }
    }
}

/// Bytes of another character encoding as UTF-8, through the C library's iconv.
package final class TranscodingByteSource: ByteSource {
    private let base: any ByteSource
    private let converter: iconv_t
    private let path: String
    private let input = Buffer(capacity: 1 << 16)
    private var available = 0
    private var inputEnded = false

    package init(_ base: any ByteSource, encoding: String, path: String) throws {
        self.base = base
        self.path = path
        converter = iconv_open("UTF-8", encoding)
        guard Int(bitPattern: converter) != -1 else {
            throw PyriteError(
                .illegalArgument, "INVALID_PARAMETER_VALUE.CHARSET", sqlState: "22023",
                "The encoding '\(encoding)' is not known. Give the option \"encoding\" a name such as UTF-8, ISO-8859-1 "
                    + "or UTF-16.", parameters: ["charset": encoding])
        }
    }

    deinit { if Int(bitPattern: converter) != -1 { iconv_close(converter) } }

    package func read(into target: UnsafeMutableRawPointer, count: Int) throws -> Int {
        while true {
            if !inputEnded && available < 1 << 15 {
                let got = try base.read(into: input.pointer + available, count: (1 << 16) - available)
                available += got
                inputEnded = got == 0
            }
            if available == 0 { return 0 }
            var source: UnsafeMutablePointer<CChar>? = input.pointer.assumingMemoryBound(to: CChar.self)
            var sourceLeft = available
            var destination: UnsafeMutablePointer<CChar>? = target.assumingMemoryBound(to: CChar.self)
            var destinationLeft = count
            let result = iconv(converter, &source, &sourceLeft, &destination, &destinationLeft)
            let failure = result == Int.max.magnitude * 2 + 1 ? errno : 0
            var consumed = available - sourceLeft
            var produced = count - destinationLeft
            let stuck = failure == EILSEQ || (failure == EINVAL && inputEnded)
            if stuck, consumed < available, count - produced >= 3 {
                // What is no character becomes U+FFFD, as Java's decoders do.
                let replacement = target.assumingMemoryBound(to: UInt8.self) + produced
                replacement[0] = 0xEF
                replacement[1] = 0xBF
                replacement[2] = 0xBD
                consumed += 1
                produced += 3
            }
            memmove(input.pointer, input.pointer + consumed, available - consumed)
            available -= consumed
            if produced > 0 { return produced }
        }
    }
}

/// Errors of the file system, in Spark's terms.
package enum FileError {
    package static func cannotRead(_ path: String, code: Int32) -> PyriteError {
        if code == ENOENT { return notFound(path) }
        return PyriteError(
            .sparkException, "FAILED_READ_FILE.NO_HINT", sqlState: "KD001",
            "Encountered error while reading file file://\(path): \(String(cString: strerror(code))).",
            parameters: ["path": "file://\(path)"])
    }

    package static func notFound(_ path: String) -> PyriteError {
        PyriteError(
            .analysis, "PATH_NOT_FOUND", sqlState: "42K03", "Path does not exist: file:\(path).",
            parameters: ["path": "file:\(path)"])
    }

    package static func damaged(_ path: String, _ what: String) -> PyriteError {
        PyriteError(
            .sparkException, "FAILED_READ_FILE.NO_HINT", sqlState: "KD001",
            "Encountered error while reading file file://\(path): \(what).", parameters: ["path": "file://\(path)"])
    }

    /// Nothing but the column of malformed records is asked for: it would always be null, as no other is read.
    package static let onlyCorruptRecords = PyriteError(
        .analysis, "UNSUPPORTED_FEATURE.QUERY_ONLY_CORRUPT_RECORD_COLUMN", sqlState: "0A000",
        "The feature is not supported: Queries from raw JSON/CSV/XML files are disallowed when the referenced columns only "
            + "include the internal corrupt record column. Read another column too, or cache the parsed rows first.")

    package static func cannotWrite(_ path: String, code: Int32) -> PyriteError {
        PyriteError(
            .sparkException, "TASK_WRITE_FAILED", sqlState: "58030",
            "Task failed while writing rows to file:\(path): \(String(cString: strerror(code))).",
            parameters: ["path": "file:\(path)"])
    }
}
