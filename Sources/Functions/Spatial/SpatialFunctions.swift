import Columnar

/// Geometries and geographies, which are stored as well-known binary; their reference system is part of the type.
enum SpatialFunctions {
    static let definitions: [FunctionDefinition] = [
        .scalar(
            "st_geomfromwkb", .st, "st_geomfromwkb(wkb[, srid]) - The geometry of a well-known binary.",
            ["hex(st_asbinary(st_geomfromwkb(X'0101000000000000000000F03F0000000000000040')))"], since: "4.1.0",
            count: 1...2
        ) { call in
            let srid = call.arguments.count > 1 ? call.integerLiteral(1) : 0
            return try parse(call, isGeography: false, srid)
        },
        .scalar(
            "st_geogfromwkb", .st, "st_geogfromwkb(wkb) - The geography of a well-known binary.",
            ["hex(st_asbinary(st_geogfromwkb(X'0101000000000000000000F03F0000000000000040')))"], since: "4.1.0",
            count: 1...1
        ) { try parse($0, isGeography: true, 4326) },
        .scalar(
            "st_asbinary", .st,
            "st_asbinary(geo[, endianness]) - The well-known binary, its numbers lowest byte first (NDR) or last (XDR).",
            ["hex(st_asbinary(st_geomfromwkb(X'0101000000000000000000F03F0000000000000040'), 'XDR'))"],
            since: "4.1.0", count: 1...2
        ) { call in
            try requireSpatial(call)
            let types = [call.types[0]] + call.types.dropFirst().map { _ in DataType.string }
            return .rows(call, argumentTypes: types, result: .binary, canFail: true) { rows, _ in
                let x = rows.text(0)
                let orders = types.count > 1 ? rows.text(1) : nil
                return try rows.mapText { row, out in
                    let order = orders.map { String(decoding: $0[row], as: UTF8.self).uppercased() } ?? "NDR"
                    guard order == "NDR" || order == "XDR" else {
                        throw FunctionError.invalidParameter(
                            call.name, parameter: "endianness", condition: "ST_ENDIANNESS",
                            detail: "expects 'NDR' or 'XDR', but got '\(order)'.")
                    }
                    var reader = WellKnownBinary(x[row])
                    guard reader.copy(isBigEndian: order == "XDR", into: &out, depth: 0) else {
                        throw malformed(x[row])
                    }
                    return true
                }
            }
        },
        .scalar(
            "st_srid", .st, "st_srid(geo) - The number of the reference system.",
            ["st_srid(st_geomfromwkb(X'0101000000000000000000F03F0000000000000040', 4326))"], since: "4.1.0",
            count: 1...1
        ) { call in
            try requireSpatial(call)
            guard case .spatial(_, let srid) = call.types[0] else {
                return ScalarBinding(argumentTypes: call.types, resultType: .integer, nullable: true) { _, count, _ in
                    .nulls(.integer, count: count)
                }
            }
            return .rows(call, argumentTypes: call.types, result: .integer) { rows, _ in
                let value = Int32(truncatingIfNeeded: srid)
                return rows.map { _ in value }
            }
        },
        .scalar(
            "st_setsrid", .st, "st_setsrid(geo, srid) - The same shape in another reference system.",
            ["st_srid(st_setsrid(st_geomfromwkb(X'0101000000000000000000F03F0000000000000040'), 3857))"],
            since: "4.1.0", count: 2...2
        ) { call in
            try requireSpatial(call)
            guard let srid = call.integerLiteral(1) else {
                throw FunctionError.nonFoldable(
                    sql: call.sql, name: "srid", type: .integer, input: call.arguments[1].sql)
            }
            var isGeography = false
            if case .spatial(true, _) = call.types[0] { isGeography = true }
            try requireKnown(srid, isGeography, call)
            let type = DataType.spatial(isGeography: isGeography, srid: Int(srid))
            return ScalarBinding(
                argumentTypes: call.types, resultType: type, nullable: call.anyNullable
            ) { arguments, _, _ in arguments[0].reinterpreted(as: type) }
        },
    ]

    private static func requireSpatial(_ call: Call) throws {
        switch call.types[0] {
        case .spatial, .null: return
        default: throw call.mismatch(0, required: "(\"GEOMETRY\" or \"GEOGRAPHY\")")
        }
    }

    private static func requireKnown(_ srid: Int64, _ isGeography: Bool, _ call: Call) throws {
        let known: [Int64] = isGeography ? [4326] : [0, 3857, 4326]
        guard !known.contains(srid) else { return }
        throw PyriteError(
            .analysis, "ST_INVALID_SRID_VALUE", sqlState: "22023",
            "Invalid or unsupported SRID (spatial reference identifier) value: \(srid).",
            parameters: ["srid": "\(srid)"])
    }

    private static func malformed(_ bytes: UnsafeRawBufferPointer) -> PyriteError {
        PyriteError(
            .runtime, "WKB_PARSE_ERROR", sqlState: "22023",
            "Error parsing WKB: the binary of \(bytes.count) bytes is no well-known binary.",
            parameters: ["parseError": "malformed", "pos": "0"])
    }

    private static func parse(_ call: Call, isGeography: Bool, _ srid: Int64?) throws -> ScalarBinding {
        guard let srid else {
            throw FunctionError.nonFoldable(sql: call.sql, name: "srid", type: .integer, input: call.arguments[1].sql)
        }
        try requireKnown(srid, isGeography, call)
        let type = DataType.spatial(isGeography: isGeography, srid: Int(srid))
        let types = try call.coerced([.binary, .any])
        return .rows(call, argumentTypes: types, result: type, canFail: true) { rows, _ in
            let x = rows.text(0)
            return try rows.mapText { row, out in
                var reader = WellKnownBinary(x[row])
                guard reader.copy(isBigEndian: false, into: &out, depth: 0), reader.isAtEnd else {
                    throw malformed(x[row])
                }
                return true
            }
        }
    }
}

/// Walks over well-known binary (OGC 06-103r4).
private struct WellKnownBinary {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    /// Copies a shape with its numbers in one byte order; false when it is malformed.
    mutating func copy(isBigEndian: Bool, into out: inout ByteWriter, depth: Int) -> Bool {
        guard depth < 64, position < bytes.count, bytes[position] <= 1 else { return false }
        let sourceIsBig = bytes[position] == 0
        position += 1
        out.append(isBigEndian ? 0 : 1)
        guard let kind = number(sourceIsBig, isBigEndian, into: &out) else { return false }
        guard kind < 4000 else { return false }
        let dimensions = [2, 3, 3, 4][Int(kind / 1000)]
        switch kind % 1000 {
        case 1: return coordinates(dimensions, sourceIsBig, isBigEndian, into: &out)
        case 2: return points(dimensions, sourceIsBig, isBigEndian, into: &out)
        case 3:
            guard let rings = number(sourceIsBig, isBigEndian, into: &out), rings <= bytes.count else { return false }
            for _ in 0..<rings {
                guard points(dimensions, sourceIsBig, isBigEndian, into: &out) else { return false }
            }
            return true
        case 4...7:
            guard let parts = number(sourceIsBig, isBigEndian, into: &out), parts <= bytes.count else { return false }
            for _ in 0..<parts {
                guard copy(isBigEndian: isBigEndian, into: &out, depth: depth + 1) else { return false }
            }
            return true
        default: return false
        }
    }

    private mutating func number(_ sourceIsBig: Bool, _ isBigEndian: Bool, into out: inout ByteWriter) -> UInt32? {
        guard position + 4 <= bytes.count else { return nil }
        let raw = bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self)
        let value = sourceIsBig ? UInt32(bigEndian: raw) : UInt32(littleEndian: raw)
        append(position..<(position + 4), reversed: sourceIsBig != isBigEndian, to: &out)
        position += 4
        return value
    }

    private func append(_ range: Range<Int>, reversed: Bool, to out: inout ByteWriter) {
        if reversed {
            for index in range.reversed() { out.append(bytes[index]) }
        } else {
            out.append(UnsafeRawBufferPointer(rebasing: bytes[range]))
        }
    }

    private mutating func coordinates(
        _ count: Int, _ sourceIsBig: Bool, _ isBigEndian: Bool, into out: inout ByteWriter
    ) -> Bool {
        guard position + count * 8 <= bytes.count else { return false }
        for _ in 0..<count {
            append(position..<(position + 8), reversed: sourceIsBig != isBigEndian, to: &out)
            position += 8
        }
        return true
    }

    private mutating func points(
        _ dimensions: Int, _ sourceIsBig: Bool, _ isBigEndian: Bool, into out: inout ByteWriter
    ) -> Bool {
        guard let count = number(sourceIsBig, isBigEndian, into: &out), count <= bytes.count else { return false }
        for _ in 0..<count {
            guard coordinates(dimensions, sourceIsBig, isBigEndian, into: &out) else { return false }
        }
        return true
    }
}
