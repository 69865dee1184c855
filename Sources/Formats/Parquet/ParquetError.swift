import Columnar

/// What is wrong with a file, in words, before the file's name is known.
struct ParquetError: Error {
    let message: String
    /// More bytes might have helped.
    let isTruncation: Bool

    init(_ message: String, isTruncation: Bool = false) {
        self.message = message
        self.isTruncation = isTruncation
    }

    /// Runs `body` and turns whatever it throws into the user's error about the file at `path`.
    static func naming<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as PyriteError {
            throw error
        } catch let error as ParquetError {
            throw failedRead(path, error.message)
        } catch let error as CompressionError {
            throw failedRead(path, error.message)
        }
    }

    static func failedRead(_ path: String, _ reason: String) -> PyriteError {
        PyriteError(
            .sparkException, "FAILED_READ_FILE.NO_HINT", sqlState: "KD001",
            "Encountered error while reading file \(uri(path)). \(sentence(reason))", parameters: ["path": uri(path)])
    }

    static func unreadableFooter(_ path: String, _ reason: String) -> PyriteError {
        PyriteError(
            .sparkException, "FAILED_READ_FILE.CANNOT_READ_FILE_FOOTER", sqlState: "KD001",
            "Encountered error while reading file \(uri(path)). Could not read footer. Please ensure that the file is "
                + "in Parquet format and not damaged: \(reason).", parameters: ["path": uri(path)])
    }

    static func missingFile(_ path: String) -> PyriteError {
        PyriteError(
            .sparkException, "FAILED_READ_FILE.FILE_NOT_EXIST", sqlState: "KD001",
            "Encountered error while reading file \(uri(path)). File does not exist. It is possible the underlying "
                + "files have been updated.", parameters: ["path": uri(path)])
    }

    static func typeMismatch(_ path: String, column: String, expected: DataType, actual: String) -> PyriteError {
        PyriteError(
            .sparkException, "FAILED_READ_FILE.PARQUET_COLUMN_DATA_TYPE_MISMATCH", sqlState: "KD001",
            "Encountered error while reading file \(uri(path)). Data type mismatches when reading Parquet column "
                + "[\(column)]. Expected Spark type \(expected.simpleString), actual Parquet type \(actual).",
            parameters: [
                "path": uri(path), "column": "[\(column)]", "expectedType": expected.simpleString,
                "actualType": actual,
            ])
    }

    /// Spark names files by URI.
    static func uri(_ path: String) -> String { path.hasPrefix("/") ? "file://" + path : path }

    private static func sentence(_ reason: String) -> String {
        reason.prefix(1).uppercased() + reason.dropFirst() + "."
    }
}
