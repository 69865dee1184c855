import Columnar
import Formats

/// The column `_metadata` of a scan: what is known of the file, and the piece of it, that rows come from.
struct FileMetadata {
    static let fields = [
        StructField("file_path", .string, nullable: false), StructField("file_name", .string, nullable: false),
        StructField("file_size", .long, nullable: false), StructField("file_block_start", .long, nullable: false),
        StructField("file_block_length", .long, nullable: false),
        StructField("file_modification_time", .timestamp, nullable: false),
    ]
    static let rowIndex = StructField("row_index", .long, nullable: false)

    /// The place in the file of the next row; `nil` where rows are not counted.
    private(set) var firstRow: Int?
    private let type: DataType
    private let values: [Value]

    init(_ split: FileSplit, _ type: DataType, firstRow: Int?) {
        self.type = type
        self.firstRow = firstRow
        let path = split.file.path
        let name = path.utf8.lastIndex(of: 0x2F).map { String(path[path.utf8.index(after: $0)...]) } ?? path
        values = [
            .string("file:" + Self.encoded(path)), .string(Self.encoded(name)), .integer(Int64(split.file.size)),
            .integer(Int64(split.byteRange.lowerBound)), .integer(Int64(split.byteRange.count)),
            .integer(split.file.modificationTime / 1000 &* 1000),
        ]
    }

    /// The column for the next rows.
    mutating func next(_ count: Int) -> Column {
        var children = zip(Self.fields, values).map { field, value in
            Column.constant(value, field.dataType, count: count).flattened()
        }
        if let first = firstRow {
            let rows = Buffer(capacity: count * 8)
            let out = rows.typed(Int64.self)
            for row in 0..<count { out[row] = Int64(truncatingIfNeeded: first &+ row) }
            children.append(Column(.long, count: count, layout: .fixed(rows)))
            firstRow = first &+ count
        }
        return Column(type, count: count, layout: .structure(children))
    }

    /// A path as part of a URI: what may not stand in one by its bytes in hexadecimal.
    private static func encoded(_ path: String) -> String {
        var out: [UInt8] = []
        let digits = Array("0123456789ABCDEF".utf8)
        for byte in path.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80...: out.append(byte)
            case _ where "/-_.!~*'():@&=+$,;".utf8.contains(byte): out.append(byte)
            default: out += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}
