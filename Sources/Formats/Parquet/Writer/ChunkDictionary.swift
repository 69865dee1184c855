import Columnar

/// The dictionary of a column chunk being written, by the width of its values. Booleans have none.
struct ChunkDictionary {
    private enum Table {
        case four(ValueDictionary<UInt32>)
        case eight(ValueDictionary<UInt64>)
        case sixteen(ValueDictionary<UInt128>)
        case views(ViewDictionary)
    }

    private var table: Table
    /// A dictionary page has at most about this many bytes: beyond, plain pages are as good and reading is slower.
    private static let maxByteCount = 1 << 20

    init?(_ storage: ParquetStorage) {
        switch (storage.kind, storage.width) {
        case (.boolean, _): return nil
        case (.bytes, _): table = .views(ViewDictionary())
        case (_, 4): table = .four(ValueDictionary())
        case (_, 8): table = .eight(ValueDictionary())
        default: table = .sixteen(ValueDictionary())
        }
    }

    var count: Int {
        switch table {
        case .four(let values): values.count
        case .eight(let values): values.count
        case .sixteen(let values): values.count
        case .views(let values): values.count
        }
    }

    var byteCount: Int {
        switch table {
        case .four(let values): values.count * 4
        case .eight(let values): values.count * 8
        case .sixteen(let values): values.count * 16
        case .views(let values): values.byteCount
        }
    }

    /// The distinct values in the storage's width. Valid while the dictionary is kept and not changed.
    var values: UnsafeRawPointer {
        switch table {
        case .four(let values): UnsafeRawPointer(values.values.pointer)
        case .eight(let values): UnsafeRawPointer(values.values.pointer)
        case .sixteen(let values): UnsafeRawPointer(values.values.pointer)
        case .views(let values): UnsafeRawPointer(values.values.pointer)
        }
    }

    /// Numbers `n` values; gives how many it could before it grew too large.
    mutating func number(_ source: UnsafeRawPointer, _ n: Int, into out: UnsafeMutablePointer<UInt32>) -> Int {
        switch table {
        case .four(var values):
            let done = values.number(
                source.assumingMemoryBound(to: UInt32.self), n, into: out, limit: Self.maxByteCount / 4)
            table = .four(values)
            return done
        case .eight(var values):
            let done = values.number(
                source.assumingMemoryBound(to: UInt64.self), n, into: out, limit: Self.maxByteCount / 8)
            table = .eight(values)
            return done
        case .sixteen(var values):
            let done = values.number(
                source.assumingMemoryBound(to: UInt128.self), n, into: out, limit: Self.maxByteCount / 16)
            table = .sixteen(values)
            return done
        case .views(var values):
            let done = values.number(
                source.assumingMemoryBound(to: StringView.self), n, into: out, limit: Self.maxByteCount)
            table = .views(values)
            return done
        }
    }

    /// Whether so many rows have so many distinct values that a dictionary costs more than it saves.
    func isWasteful(rows: Int) -> Bool { rows >= 1 << 14 && count > rows / 2 }
}
