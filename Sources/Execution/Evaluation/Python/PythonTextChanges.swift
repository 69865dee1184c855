import Columnar
import Functions
import Glibc

/// A method of texts whose other arguments are constants.
enum PythonTextChange: Sendable {
    /// `text.replace(old, new)`; `old` is not empty.
    case replace([UInt8], with: [UInt8])
    /// `text.ljust(width, fill)`, `rjust` and `zfill`.
    case pad(Alignment, width: Int, fill: UInt8)
    /// `text.split(separator)[index]`; an empty separator stands for runs of white space.
    case part([UInt8], Int)
    case reversed, capitalized, titled, swapped

    enum Alignment: Sendable { case left, right, zeros }

    /// Texts longer than this are left to Python.
    static let maximumLength = 1 << 20
}

/// Each text changed. Where characters count one by one only ASCII is changed here.
func changeTexts(_ change: PythonTextChange, _ texts: PythonVector) -> PythonVector {
    let count = texts.count
    let values = Buffer(capacity: count * 16)
    let target = values.typed(StringView.self)
    let status = doubting(texts)
    let statuses = status.typed(UInt8.self)
    let views = texts.texts
    var heap = TextHeap()
    var scratch = TextScratch()
    var any: UInt8 = 0
    for row in 0..<count {
        target[row] = StringView()
        guard statuses[row] == 0 else {
            any = PythonStatus.doubt
            continue
        }
        let bytes = StringView.bytes(views + row)
        if case .part(let separator, let index) = change {
            if let (start, end) = part(of: bytes, separator, index) {
                if start < end, let base = bytes.baseAddress {
                    target[row] = StringView(base + start, length: end &- start)
                }
            } else {
                statuses[row] = PythonStatus.doubt
                any = PythonStatus.doubt
            }
            continue
        }
        scratch.length = 0
        guard scratch.append(bytes, change) else {
            statuses[row] = PythonStatus.doubt
            any = PythonStatus.doubt
            continue
        }
        target[row] = heap.keep(scratch)
    }
    return PythonVector(
        .text, count: count, values: values, status: any == 0 ? nil : status, heap: texts.heap + heap.chunks)
}

/// The bounds of one part of a split text; `nil` where there is none, or Python has to look.
private func part(of bytes: UnsafeRawBufferPointer, _ separator: [UInt8], _ index: Int) -> (Int, Int)? {
    if separator.isEmpty {
        guard isASCII(bytes) else { return nil }
        return chosen(index) { position in
            var start = position
            while start < bytes.count, isSpace(bytes[start]) { start &+= 1 }
            guard start < bytes.count else { return nil }
            var end = start
            while end < bytes.count, !isSpace(bytes[end]) { end &+= 1 }
            return (start, end, end)
        }
    }
    return separator.withUnsafeBytes { needle in
        chosen(index) { position in
            guard position <= bytes.count else { return nil }
            let rest = UnsafeRawBufferPointer(rebasing: bytes[position...])
            guard let found = UTF8Text.find(needle, in: rest) else { return (position, bytes.count, bytes.count &+ 1) }
            return (position, position &+ found, position &+ found &+ needle.count)
        }
    }
}

/// Walks over parts, each given by its start, its end and where the next one begins to be looked for.
private func chosen(_ index: Int, _ next: (Int) -> (Int, Int, Int)?) -> (Int, Int)? {
    var wanted = index
    if index < 0 {
        var (total, position) = (0, 0)
        while let (_, _, after) = next(position) { (total, position) = (total &+ 1, after) }
        wanted = total &+ index
        guard wanted >= 0 else { return nil }
    }
    var position = 0
    while let (start, end, after) = next(position) {
        if wanted == 0 { return (start, end) }
        (wanted, position) = (wanted &- 1, after)
    }
    return nil
}

extension TextScratch {
    /// A changed text behind what is there; false where Python has to do it.
    mutating func append(_ bytes: UnsafeRawBufferPointer, _ change: PythonTextChange) -> Bool {
        switch change {
        case .part: return false
        case .replace(let old, let new):
            return old.withUnsafeBytes { old in
                new.withUnsafeBytes { new in
                    var position = 0
                    while position < bytes.count {
                        let rest = UnsafeRawBufferPointer(rebasing: bytes[position...])
                        guard let found = UTF8Text.find(old, in: rest) else { break }
                        append(UnsafeRawBufferPointer(rebasing: rest[..<found]))
                        append(new)
                        position &+= found &+ old.count
                        guard length < PythonTextChange.maximumLength else { return false }
                    }
                    append(UnsafeRawBufferPointer(rebasing: bytes[position...]))
                    return true
                }
            }
        case .pad(let alignment, let width, let fill):
            let missing = max(0, width &- UTF8Text.characters(bytes))
            var rest = bytes
            if alignment == .zeros, let first = bytes.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
                append(UnsafeRawBufferPointer(rebasing: bytes[..<1]))
                rest = UnsafeRawBufferPointer(rebasing: bytes[1...])
            }
            if alignment != .left { append(fill, times: missing) }
            append(rest)
            if alignment == .left { append(fill, times: missing) }
            return true
        case .reversed:
            guard isASCII(bytes) else { return false }
            for byte in bytes.reversed() { append(byte, times: 1) }
            return true
        case .capitalized, .titled, .swapped:
            guard isASCII(bytes) else { return false }
            var isStart = true
            for byte in bytes {
                let isUpper = byte &- UInt8(ascii: "A") < 26
                let isLower = byte &- UInt8(ascii: "a") < 26
                let makesUpper: Bool
                if case .swapped = change { makesUpper = isLower } else { makesUpper = isStart }
                append((isUpper && !makesUpper) || (isLower && makesUpper) ? byte ^ 0x20 : byte, times: 1)
                if case .titled = change { isStart = !isUpper && !isLower } else { isStart = false }
            }
            return true
        }
    }

    /// A byte, several times.
    mutating func append(_ byte: UInt8, times: Int) {
        var value = byte
        for _ in 0..<times { withUnsafeBytes(of: &value) { append($0) } }
    }
}

extension TextHeap {
    /// The text that was put together, at a place where it stays.
    mutating func keep(_ scratch: TextScratch) -> StringView {
        if scratch.length <= StringView.inlineCapacity { return StringView(scratch.base, length: scratch.length) }
        let place = reserve(scratch.length)
        place.copyMemory(from: scratch.base, byteCount: scratch.length)
        return StringView(place, length: scratch.length)
    }
}

extension UTF8Text {
    /// The number of code points.
    @inline(__always) static func characters(_ bytes: UnsafeRawBufferPointer) -> Int {
        var count = 0
        for index in 0..<bytes.count { count &+= bytes[index] & 0xC0 != 0x80 ? 1 : 0 }
        return count
    }
}

/// `text.isdigit()` and its kin, of ASCII text.
func classifyTexts(_ name: String, _ texts: PythonVector) -> PythonVector {
    let count = texts.count
    let values = Buffer(capacity: count, zeroed: true)
    let target = values.typed(UInt8.self)
    let status = doubting(texts)
    let statuses = status.typed(UInt8.self)
    let views = texts.texts
    for row in 0..<count where statuses[row] == 0 {
        let bytes = StringView.bytes(views + row)
        guard isASCII(bytes) else {
            statuses[row] = PythonStatus.doubt
            continue
        }
        var (digits, uppers, lowers, spaces) = (0, 0, 0, 0)
        for byte in bytes {
            digits &+= byte &- 0x30 < 10 ? 1 : 0
            uppers &+= byte &- UInt8(ascii: "A") < 26 ? 1 : 0
            lowers &+= byte &- UInt8(ascii: "a") < 26 ? 1 : 0
            spaces &+= isSpace(byte) ? 1 : 0
        }
        let holds =
            switch name {
            case "isalpha": uppers &+ lowers == bytes.count
            case "isalnum": uppers &+ lowers &+ digits == bytes.count
            case "isspace": spaces == bytes.count
            case "isupper": uppers > 0 && lowers == 0
            case "islower": lowers > 0 && uppers == 0
            default: digits == bytes.count
            }
        target[row] = holds && bytes.count > 0 ? 1 : 0
    }
    return PythonVector(.boolean, count: count, values: values, status: status)
}

/// `text.find(part)` of ASCII text, and `text.count(part)`.
func placeTexts(_ name: String, _ texts: PythonVector, _ parts: PythonVector) -> PythonVector {
    let count = texts.count
    let values = Buffer(capacity: count * 8)
    let target = values.typed(Int64.self)
    let (x, y) = (texts.texts, parts.texts)
    let status = combined(texts, parts)
    let statuses = status.typed(UInt8.self)
    for row in 0..<count where statuses[row] == 0 {
        let (text, part) = (StringView.bytes(x + row), StringView.bytes(y + row))
        guard part.count > 0, name == "count" || isASCII(text) else {
            statuses[row] = PythonStatus.doubt
            continue
        }
        if name == "find" {
            target[row] = Int64(UTF8Text.find(part, in: text) ?? -1)
            continue
        }
        var (found, position) = (Int64(0), 0)
        while position < text.count,
            let place = UTF8Text.find(part, in: UnsafeRawBufferPointer(rebasing: text[position...]))
        {
            (found, position) = (found &+ 1, position &+ place &+ part.count)
        }
        target[row] = found
    }
    return PythonVector(.integer, count: count, values: values, status: status)
}

/// `text.removeprefix(part)` and `text.removesuffix(part)`.
func trimTexts(_ name: String, _ texts: PythonVector, _ parts: PythonVector) -> PythonVector {
    let count = texts.count
    let values = Buffer(capacity: count * 16)
    let target = values.typed(StringView.self)
    let (x, y) = (texts.texts, parts.texts)
    let status = combined(texts, parts)
    let statuses = status.typed(UInt8.self)
    for row in 0..<count {
        target[row] = StringView()
        guard statuses[row] == 0 else { continue }
        let (text, part) = (StringView.bytes(x + row), StringView.bytes(y + row))
        guard let base = text.baseAddress, text.count > 0 else { continue }
        let isFirst = name == "removeprefix"
        var (start, length) = (0, text.count)
        if part.count > 0, part.count <= text.count, let other = part.baseAddress,
            memcmp(base + (isFirst ? 0 : text.count &- part.count), other, part.count) == 0
        {
            start = isFirst ? part.count : 0
            length &-= part.count
        }
        if length > 0 { target[row] = StringView(base + start, length: length) }
    }
    return PythonVector(.text, count: count, values: values, status: status, heap: texts.heap)
}
