import Columnar

/// How values of a Spark type are stored in a file that this engine writes.
struct ParquetStorage {
    enum Kind {
        case boolean, int32, int64, float, double, bytes
        /// Nanoseconds of the day and the Julian day: how Spark stores timestamps unless told otherwise.
        case int96
        /// Big-endian two's complement of so many bytes.
        case fixed(Int)
    }

    let type: DataType
    let kind: Kind
    let timestamps: ParquetTimestamps
    /// Bytes of a value on its way to the page: of the storage type, 16 for views and wide decimals.
    let width: Int

    /// A nested type has leaves with a storage each; asking for its own is an error.
    init(_ type: DataType, _ timestamps: ParquetTimestamps) throws {
        self.type = type
        self.timestamps = timestamps
        switch type {
        case .timestamp where timestamps == .int96: kind = .int96
        case .boolean: kind = .boolean
        case .byte, .short, .integer, .date, .yearMonthInterval, .null: kind = .int32
        case .long, .timestamp, .timestampNTZ, .dayTimeInterval: kind = .int64
        case .float: kind = .float
        case .double: kind = .double
        case .string, .collated, .char, .varchar, .binary: kind = .bytes
        case .decimal(let precision, _):
            if precision <= 9 {
                kind = .int32
            } else if precision <= 18 {
                kind = .int64
            } else {
                kind = .fixed(Self.byteCount(precision: precision))
            }
        case .time, .timestampNanos, .spatial, .calendarInterval, .variant:
            throw PyriteError.unsupported("writing a column of type \(type.sql) to Parquet")
        case .array, .map, .structure:
            throw PyriteError.internalError("A nested type is no Parquet leaf.")
        }
        switch kind {
        case .boolean: width = 1
        case .int32, .float: width = 4
        case .int64, .double: width = 8
        case .bytes, .fixed, .int96: width = 16
        }
    }

    /// The fewest bytes that hold every decimal of so many digits.
    private static func byteCount(precision: Int) -> Int {
        var bytes = 1
        while ParquetSchema.Node.maxPrecision(bytes: bytes) < precision { bytes += 1 }
        return bytes
    }

    /// The present values of a flat column one behind the other, in the storage's width: the column's own memory where
    /// that is already so, else `scratch`.
    func dense(_ column: Column, _ n: Int, present: Int, scratch: inout Buffer) -> UnsafeRawPointer {
        let source: Buffer
        switch column.layout {
        case .fixed(let buffer), .view(let buffer, _): source = buffer
        default: source = Buffer(capacity: n * 16, zeroed: true)
        }
        let physical = type.physicalType
        if type == .timestamp, timestamps != .micros {
            return timestampValues(source, column, n, present: present, &scratch)
        }
        if present == n && physical.width == width { return UnsafeRawPointer(source.pointer) }
        if scratch.capacity < n * width { scratch = Buffer(capacity: n * width) }
        let words = present == n ? nil : column.validity.map { UnsafePointer($0.words) }
        let (from, out) = (UnsafeRawPointer(source.pointer), scratch.pointer)
        switch (physical, width) {
        case (.bool, _): compact(from, UInt8.self, out, UInt8.self, words, n)
        case (.int8, _): compact(from, Int8.self, out, Int32.self, words, n)
        case (.int16, _): compact(from, Int16.self, out, Int32.self, words, n)
        case (.int64, 4): compact(from, Int64.self, out, Int32.self, words, n)
        case (_, 4): compact(from, UInt32.self, out, UInt32.self, words, n)
        case (_, 8): compact(from, UInt64.self, out, UInt64.self, words, n)
        default: compact(from, UInt128.self, out, UInt128.self, words, n)
        }
        return UnsafeRawPointer(out)
    }

    private func timestampValues(
        _ source: Buffer, _ column: Column, _ n: Int, present: Int, _ scratch: inout Buffer
    ) -> UnsafeRawPointer {
        if scratch.capacity < n * width { scratch = Buffer(capacity: n * width) }
        let words = present == n ? nil : column.validity.map { UnsafePointer($0.words) }
        let micros = UnsafePointer(source.typed(Int64.self))
        if timestamps == .millis {
            milliseconds(micros, scratch.typed(), words, n)
        } else {
            julianDays(micros, scratch.typed(), words, n)
        }
        return UnsafeRawPointer(scratch.pointer)
    }

    var physicalType: ParquetPhysicalType {
        switch kind {
        case .boolean: .boolean
        case .int32: .int32
        case .int64: .int64
        case .float: .float
        case .double: .double
        case .bytes: .byteArray
        case .fixed: .fixedLengthByteArray
        case .int96: .int96
        }
    }
}

/// Converts values by width and leaves out those whose bit is not set. Branch-free.
private func compact<A: FixedWidthInteger & BitwiseCopyable, B: FixedWidthInteger & BitwiseCopyable>(
    _ source: UnsafeRawPointer, _: A.Type, _ out: UnsafeMutableRawPointer, _: B.Type, _ words: UnsafePointer<UInt64>?,
    _ n: Int
) {
    let from = source.assumingMemoryBound(to: A.self)
    let to = out.assumingMemoryBound(to: B.self)
    guard let words else {
        for i in 0..<n { to[i] = B(truncatingIfNeeded: from[i]) }
        return
    }
    var written = 0
    for i in 0..<n {
        to[written] = B(truncatingIfNeeded: from[i])
        written &+= Int(truncatingIfNeeded: words[i &>> 6] &>> UInt64(truncatingIfNeeded: i & 63) & 1)
    }
}

/// The present values in whole milliseconds.
private func milliseconds(
    _ micros: UnsafePointer<Int64>, _ out: UnsafeMutablePointer<Int64>, _ words: UnsafePointer<UInt64>?, _ n: Int
) {
    var written = 0
    for i in 0..<n {
        let (quotient, remainder) = micros[i].quotientAndRemainder(dividingBy: 1000)
        out[written] = remainder < 0 ? quotient &- 1 : quotient
        written &+= words.map { Int(truncatingIfNeeded: $0[i &>> 6] &>> UInt64(truncatingIfNeeded: i & 63) & 1) } ?? 1
    }
}

/// The present values as nanoseconds of the day in the low eight bytes and the Julian day in the four above.
private func julianDays(
    _ micros: UnsafePointer<Int64>, _ out: UnsafeMutablePointer<UInt128>, _ words: UnsafePointer<UInt64>?, _ n: Int
) {
    var written = 0
    for i in 0..<n {
        var (day, time) = micros[i].quotientAndRemainder(dividingBy: 86_400_000_000)
        if time < 0 {
            day &-= 1
            time &+= 86_400_000_000
        }
        // 1970-01-01 is Julian day 2,440,588.
        let julian = UInt32(truncatingIfNeeded: day &+ 2_440_588)
        out[written] = UInt128(julian) &<< 64 | UInt128(UInt64(bitPattern: time &* 1000))
        written &+= words.map { Int(truncatingIfNeeded: $0[i &>> 6] &>> UInt64(truncatingIfNeeded: i & 63) & 1) } ?? 1
    }
}
