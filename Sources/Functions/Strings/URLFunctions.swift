import Columnar
import Glibc

/// Parts of URLs and their percent encoding.
enum URLFunctions {
    static let definitions: [FunctionDefinition] = [
        parse("parse_url", isAttempt: false, since: "2.0.0"),
        parse("try_parse_url", isAttempt: true, since: "4.0.0"),
        .rows(
            "url_encode", .url, "url_encode(str) - The text as a form's field is sent in a URL.",
            ["url_encode('https://spark.apache.org')"], since: "3.4.0", parameters: [.text], result: .string
        ) { rows, _ in
            let x = rows.text(0)
            return rows.mapText { row, out in
                for byte in x[row] {
                    switch byte {
                    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x2A: out.append(byte)
                    case 0x20: out.append(0x2B)
                    default:
                        out.append(0x25)
                        HexText.write(byte, upper: true, into: &out)
                    }
                }
                return true
            }
        },
        decode("url_decode", isAttempt: false, since: "3.4.0"),
        decode("try_url_decode", isAttempt: true, since: "4.0.0"),
    ]

    private static func decode(_ name: String, isAttempt: Bool, since: String) -> FunctionDefinition {
        .rows(
            name, .url, "\(name)(str) - The text of a form's field of a URL.",
            ["\(name)('https%3A%2F%2Fspark.apache.org')"], since: since, parameters: [.text], result: .string,
            nullable: isAttempt ? .always : .whenArgumentsAre, canFail: !isAttempt
        ) { rows, _ in
            let x = rows.text(0)
            return try rows.mapText { row, out in
                let bytes = x[row]
                var index = 0
                while index < bytes.count {
                    let byte = bytes[index]
                    index &+= 1
                    if byte == 0x2B {
                        out.append(0x20)
                    } else if byte != 0x25 {
                        out.append(byte)
                    } else if index &+ 1 < bytes.count, let high = HexText.value(bytes[index]),
                        let low = HexText.value(bytes[index &+ 1])
                    {
                        out.append(high << 4 | low)
                        index &+= 2
                    } else {
                        if isAttempt { return false }
                        let url = String(decoding: bytes, as: UTF8.self)
                        throw PyriteError(
                            .illegalArgument, "CANNOT_DECODE_URL", sqlState: "22546",
                            "The provided URL cannot be decoded: \(url). Please ensure that the URL is properly "
                                + "formatted and try again.",
                            parameters: ["url": url])
                    }
                }
                return true
            }
        }
    }

    private static func parse(_ name: String, isAttempt: Bool, since: String) -> FunctionDefinition {
        .scalar(
            name, .url,
            "\(name)(url, part[, key]) - A part of a URL: PROTOCOL, AUTHORITY, USERINFO, HOST, PATH, FILE, "
                + "QUERY or REF; with a key the value of the query's parameter.",
            ["\(name)('http://spark.apache.org/path?query=1', 'HOST')"], since: since, count: 2...3
        ) { call in
            let types = try call.coerced([.text, .text, .text])
            return .rows(call, argumentTypes: types, result: .string, nullable: .always, canFail: !isAttempt) {
                rows, _ in
                let (urls, parts) = (rows.text(0), rows.text(1))
                let keys = types.count > 2 ? rows.text(2) : nil
                let expressions = RegularExpressionCache()
                return try rows.slices(of: urls) { row in
                    guard let url = URLParts(urls[row]) else {
                        if isAttempt { return nil }
                        let text = String(decoding: urls[row], as: UTF8.self)
                        throw PyriteError(
                            .illegalArgument, "INVALID_URL", sqlState: "22P02",
                            "The url is invalid: \(text). Use `try_parse_url` to tolerate invalid URL and return NULL "
                                + "instead.",
                            parameters: ["url": text])
                    }
                    guard let part = url.part(parts[row]) else { return nil }
                    guard let keys else { return part }
                    guard String(decoding: parts[row], as: UTF8.self) == "QUERY" else { return nil }
                    guard keys[row].contains(where: { "\\^$.|?*+()[]{}".utf8.contains($0) }) else {
                        return URLParts.value(of: keys[row], in: part)
                    }
                    // To Spark the key is part of a regular expression.
                    let pattern = Array("(&|^)".utf8) + Array(keys[row]) + Array("=([^&]*)".utf8)
                    let expression = try pattern.withUnsafeBytes { try expressions.expression($0, function: name) }
                    let matcher = RegularExpression.Matcher(expression)
                    guard matcher.find(part), let value = matcher.range(2) else { return nil }
                    return UnsafeRawBufferPointer(rebasing: part[value])
                }
            }
        }
    }
}

/// A URL (RFC 2396) taken apart in place.
struct URLParts {
    private let bytes: UnsafeRawBufferPointer
    private var scheme: Range<Int>?
    private var authority: Range<Int>?
    private var path = 0..<0
    private var query: Range<Int>?
    private var fragment: Range<Int>?
    private var isOpaque = false

    /// `nil` for characters that no URL has.
    init?(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case 0...0x20, 0x22, 0x3C, 0x3E, 0x5C, 0x5E, 0x60, 0x7B, 0x7C, 0x7D, 0x7F: return nil
            case 0x25:
                guard index + 2 < bytes.count, HexText.value(bytes[index + 1]) != nil,
                    HexText.value(bytes[index + 2]) != nil
                else { return nil }
            default: break
            }
        }
        var end = bytes.count
        if let hash = bytes.firstIndex(of: 0x23) {
            fragment = (hash + 1)..<end
            end = hash
        }
        var start = 0
        if let colon = bytes[..<end].firstIndex(where: { $0 == 0x3A || $0 == 0x2F || $0 == 0x3F }),
            bytes[colon] == 0x3A
        {
            guard colon > 0, bytes[0] | 0x20 >= 0x61, bytes[0] | 0x20 <= 0x7A,
                bytes[..<colon].allSatisfy({ byte in
                    (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || byte &- 0x30 <= 9 || byte == 0x2B || byte == 0x2D
                        || byte == 0x2E
                })
            else { return nil }
            scheme = 0..<colon
            start = colon + 1
            if start < end, bytes[start] != 0x2F { isOpaque = true }
            if start == end { return nil }
        }
        if isOpaque { return }
        if start + 1 < end, bytes[start] == 0x2F, bytes[start + 1] == 0x2F {
            let first = start + 2
            let stop = bytes[first..<end].firstIndex { $0 == 0x2F || $0 == 0x3F } ?? end
            if stop > first {
                guard URLParts.isAuthority(bytes[first..<stop]) else { return nil }
                authority = first..<stop
            }
            start = stop
        }
        if let mark = bytes[start..<end].firstIndex(of: 0x3F) {
            query = (mark + 1)..<end
            end = mark
        }
        guard !bytes[start..<end].contains(where: { $0 == 0x5B || $0 == 0x5D }) else { return nil }
        path = start..<end
    }

    /// Brackets stand around an IPv6 address only.
    private static func isAuthority(_ bytes: Slice<UnsafeRawBufferPointer>) -> Bool {
        guard bytes.contains(where: { $0 == 0x5B || $0 == 0x5D }) else { return true }
        let host = bytes[(bytes.lastIndex(of: 0x40).map { $0 + 1 } ?? bytes.startIndex)...]
        guard host.first == 0x5B, let close = host.firstIndex(of: 0x5D) else { return false }
        let rest = host[(close + 1)...]
        guard rest.isEmpty || rest.first == 0x3A && rest.dropFirst().allSatisfy({ $0 &- 0x30 <= 9 }) else {
            return false
        }
        let address = host[(host.startIndex + 1)..<close]
        let zone = address.firstIndex(of: 0x25) ?? address.endIndex
        var parsed = in6_addr()
        return inet_pton(AF_INET6, String(decoding: address[..<zone], as: UTF8.self), &parsed) == 1
    }

    func part(_ name: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        switch String(decoding: name, as: UTF8.self) {
        case "PROTOCOL": return slice(scheme)
        case "AUTHORITY": return slice(authority)
        case "REF": return slice(fragment)
        case "QUERY": return slice(query)
        case "PATH": return isOpaque ? nil : slice(path)
        case "FILE":
            if isOpaque { return nil }
            guard let query else { return slice(path) }
            return slice(path.lowerBound..<query.upperBound)
        case "USERINFO":
            guard let authority, let at = bytes[authority].lastIndex(of: 0x40) else { return nil }
            return slice(authority.lowerBound..<at)
        case "HOST":
            guard let authority else { return nil }
            let start = bytes[authority].lastIndex(of: 0x40).map { $0 + 1 } ?? authority.lowerBound
            var end = authority.upperBound
            if start < end, bytes[start] == 0x5B {
                guard let bracket = bytes[start..<end].firstIndex(of: 0x5D) else { return nil }
                end = bracket + 1
            } else if let colon = bytes[start..<end].lastIndex(of: 0x3A) {
                guard bytes[(colon + 1)..<end].allSatisfy({ $0 &- 0x30 <= 9 }) else { return nil }
                end = colon
            }
            return start < end ? slice(start..<end) : nil
        default: return nil
        }
    }

    private func slice(_ range: Range<Int>?) -> UnsafeRawBufferPointer? {
        range.map { UnsafeRawBufferPointer(rebasing: bytes[$0]) }
    }

    /// The value of the first parameter of this name.
    static func value(
        of key: UnsafeRawBufferPointer, in query: UnsafeRawBufferPointer
    ) -> UnsafeRawBufferPointer? {
        var start = 0
        while start < query.count {
            let end = query[start...].firstIndex(of: 0x26) ?? query.count
            if end &- start > key.count, query[start &+ key.count] == 0x3D,
                query[start..<(start &+ key.count)].elementsEqual(key)
            {
                return UnsafeRawBufferPointer(rebasing: query[(start &+ key.count &+ 1)..<end])
            }
            start = end &+ 1
        }
        return nil
    }
}
