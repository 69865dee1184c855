import Columnar

extension Bitmap {
    /// A changeable copy; all set for `nil`.
    static func copy(of bitmap: Bitmap?, count: Int) -> Bitmap {
        let result = Bitmap(count: count, filledWith: true)
        if let bitmap {
            let words = (count &+ 63) / 64
            for index in 0..<words { result.words[index] = bitmap.words[index] }
        }
        return result
    }
}

extension Rows {
    /// Computes every row, null or not: for operations that cannot fail and cost less than looking.
    @inline(__always) func map<R: BitwiseCopyable>(_ body: (Int) -> R) -> Column {
        let buffer = Buffer(capacity: count &* MemoryLayout<R>.stride)
        let out = buffer.typed(R.self)
        for row in 0..<count { out[row] = body(row) }
        return Column(type, count: count, layout: .fixed(buffer), validity: validity)
    }

    /// Computes a boolean for every row, null or not.
    @inline(__always) func test(_ body: (Int) -> Bool) -> Column {
        map { row -> UInt8 in body(row) ? 1 : 0 }
    }

    /// Computes the rows that are not null; may throw.
    @inline(__always) func mapValid<R: BitwiseCopyable>(_ zero: R, _ body: (Int) throws -> R) rethrows -> Column {
        let buffer = Buffer(capacity: count &* MemoryLayout<R>.stride)
        let out = buffer.typed(R.self)
        if let validity {
            for row in 0..<count { out[row] = validity[row] ? try body(row) : zero }
        } else {
            for row in 0..<count { out[row] = try body(row) }
        }
        return Column(type, count: count, layout: .fixed(buffer), validity: validity)
    }

    /// Computes the rows that are not null; `nil` makes a null.
    @inline(__always) func mapOptional<R: BitwiseCopyable>(_ zero: R, _ body: (Int) throws -> R?) rethrows -> Column {
        let buffer = Buffer(capacity: count &* MemoryLayout<R>.stride)
        let out = buffer.typed(R.self)
        let result = Bitmap.copy(of: validity, count: count)
        var hasNew = false
        for row in 0..<count {
            out[row] = zero
            guard result[row] else { continue }
            if let value = try body(row) {
                out[row] = value
            } else {
                result.clear(row)
                hasNew = true
            }
        }
        return Column(type, count: count, layout: .fixed(buffer), validity: hasNew ? result : validity)
    }

    /// Writes the text of the rows that are not null; `false` makes a null.
    @inline(__always)
    func mapText(_ body: (Int, inout ByteWriter) throws -> Bool) rethrows -> Column {
        let buffer = Buffer(capacity: count &* 16)
        let out = buffer.typed(StringView.self)
        var writer = ByteWriter(capacity: count < 64 ? 256 : 4096)
        var result: Bitmap?
        for row in 0..<count {
            if let validity, !validity[row] {
                out[row] = StringView()
                continue
            }
            if try body(row, &writer) {
                out[row] = writer.takeView()
            } else {
                writer.clear()
                out[row] = StringView()
                if result == nil { result = Bitmap.copy(of: validity, count: count) }
                result?.clear(row)
            }
        }
        return Column(
            type, count: count, layout: .view(buffer, heap: writer.heap), validity: result ?? validity)
    }

    /// Parts of the strings of an argument, without copying their bytes; `nil` makes a null.
    @inline(__always)
    func slices(of source: TextInput, _ body: (Int) throws -> UnsafeRawBufferPointer?) rethrows -> Column {
        let buffer = Buffer(capacity: count &* 16)
        let out = buffer.typed(StringView.self)
        var result: Bitmap?
        for row in 0..<count {
            out[row] = StringView()
            if let validity, !validity[row] { continue }
            guard let slice = try body(row) else {
                if result == nil { result = Bitmap.copy(of: validity, count: count) }
                result?.clear(row)
                continue
            }
            if let base = slice.baseAddress { out[row] = StringView(base, length: slice.count) }
        }
        return Column(type, count: count, layout: .view(buffer, heap: source.heap), validity: result ?? validity)
    }

    /// Appends a value or a null for each row to a builder: for nested results.
    func build(_ body: (Int, ColumnBuilder) throws -> Void) rethrows -> Column {
        let builder = ColumnBuilder(type, capacity: count)
        for row in 0..<count {
            if let validity, !validity[row] {
                builder.appendNull()
            } else {
                try body(row, builder)
            }
        }
        return builder.finish()
    }

    /// The first row that is not null and for which `body` holds.
    func firstRow(where body: (Int) -> Bool) -> Int? {
        (0..<count).first { (validity?[$0] ?? true) && body($0) }
    }
}
