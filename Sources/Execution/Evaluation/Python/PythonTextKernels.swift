import Columnar
import Functions
import Glibc

/// Whether all bytes are ASCII, so that bytes are characters.
@inline(__always)
func isASCII(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard let base = bytes.baseAddress else { return true }
    var index = 0
    var bits: UInt64 = 0
    while index &+ 8 <= bytes.count {
        bits |= base.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        index &+= 8
    }
    while index < bytes.count {
        bits |= UInt64(base.load(fromByteOffset: index, as: UInt8.self))
        index &+= 1
    }
    return bits & 0x8080_8080_8080_8080 == 0
}

/// `int(text)`: a sign and up to 18 digits. Python knows more (spaces, underscores, other digits): those rows are its.
func parseIntegers(_ texts: PythonVector) -> PythonVector {
    let count = texts.count
    let values = Buffer(capacity: count * 8)
    let target = values.typed(Int64.self)
    let status = doubting(texts)
    let statuses = status.typed(UInt8.self)
    let views = texts.texts
    var any: UInt8 = 0
    for row in 0..<count {
        guard statuses[row] == 0 else {
            any = PythonStatus.doubt
            continue
        }
        let bytes = StringView.bytes(views + row)
        var index = 0
        var isNegative = false
        if bytes.count > 0, bytes[0] == UInt8(ascii: "-") || bytes[0] == UInt8(ascii: "+") {
            isNegative = bytes[0] == UInt8(ascii: "-")
            index = 1
        }
        let digits = bytes.count &- index
        var number: Int64 = 0
        var isNumber = digits > 0 && digits <= 18
        if isNumber {
            while index < bytes.count {
                let digit = bytes[index] &- 0x30
                isNumber = isNumber && digit <= 9
                number = number &* 10 &+ Int64(digit)
                index &+= 1
            }
        }
        target[row] = isNegative ? 0 &- number : number
        statuses[row] = isNumber ? 0 : PythonStatus.doubt
        any |= statuses[row]
    }
    return PythonVector(.integer, count: count, values: values, status: any == 0 ? nil : status)
}

/// `text[start:stop]`. A single character at a place is a slice that must not be empty (`isIndex`).
func sliceTexts(_ texts: PythonVector, start: Int?, stop: Int?, isIndex: Bool) -> PythonVector {
    let count = texts.count
    let values = Buffer(capacity: count * 16)
    let target = values.typed(StringView.self)
    let status = doubting(texts)
    let statuses = status.typed(UInt8.self)
    let views = texts.texts
    var any: UInt8 = 0
    for row in 0..<count {
        let bytes = StringView.bytes(views + row)
        guard statuses[row] == 0, isASCII(bytes) else {
            statuses[row] = PythonStatus.doubt
            any = PythonStatus.doubt
            target[row] = StringView()
            continue
        }
        let length = bytes.count
        let lower = start.map { clamped($0, length) } ?? 0
        let upper = stop.map { clamped($0, length) } ?? length
        if lower < upper, let base = bytes.baseAddress {
            target[row] = StringView(base + lower, length: upper &- lower)
        } else {
            target[row] = StringView()
            if isIndex {
                statuses[row] = PythonStatus.doubt
                any = PythonStatus.doubt
            }
        }
    }
    return PythonVector(.text, count: count, values: values, status: any == 0 ? nil : status, heap: texts.heap)
}

/// A place in a sequence, counted from its end when negative.
@inline(__always)
private func clamped(_ place: Int, _ length: Int) -> Int {
    place < 0 ? max(0, length &+ max(place, -length)) : min(place, length)
}

/// `len(text)`: code points.
func lengths(_ texts: PythonVector) -> PythonVector {
    let count = texts.count
    let values = Buffer(capacity: count * 8)
    let target = values.typed(Int64.self)
    let views = texts.texts
    let status = doubting(texts)
    let statuses = status.typed(UInt8.self)
    for row in 0..<count {
        guard statuses[row] == 0 else { continue }
        let bytes = StringView.bytes(views + row)
        var continuations = 0
        if !isASCII(bytes) { for byte in bytes where byte & 0xC0 == 0x80 { continuations &+= 1 } }
        target[row] = Int64(bytes.count &- continuations)
    }
    return PythonVector(.integer, count: count, values: values, status: texts.status == nil ? nil : status)
}

/// `text.upper()`, `text.lower()` and `text.strip()` with its kin, of ASCII text.
func changeTexts(_ name: String, _ texts: PythonVector) -> PythonVector {
    let count = texts.count
    let values = Buffer(capacity: count * 16)
    let target = values.typed(StringView.self)
    let status = doubting(texts)
    let statuses = status.typed(UInt8.self)
    let views = texts.texts
    var heap = TextHeap()
    var any: UInt8 = 0
    let changesCase = name == "upper" || name == "lower"
    let (first, flip): (UInt8, UInt8) = name == "upper" ? (UInt8(ascii: "a"), 0x20) : (UInt8(ascii: "A"), 0x20)
    let (left, right) = (name != "rstrip", name != "lstrip")
    for row in 0..<count {
        let bytes = StringView.bytes(views + row)
        guard statuses[row] == 0, isASCII(bytes) else {
            statuses[row] = PythonStatus.doubt
            any = PythonStatus.doubt
            target[row] = StringView()
            continue
        }
        guard changesCase else {
            var (lower, upper) = (0, bytes.count)
            if left { while lower < upper, isSpace(bytes[lower]) { lower &+= 1 } }
            if right { while upper > lower, isSpace(bytes[upper &- 1]) { upper &-= 1 } }
            if lower < upper, let base = bytes.baseAddress {
                target[row] = StringView(base + lower, length: upper &- lower)
            } else {
                target[row] = StringView()
            }
            continue
        }
        let length = bytes.count
        let place = length <= StringView.inlineCapacity ? nil : heap.reserve(length)
        var short = (UInt64(0), UInt64(0))
        withUnsafeMutableBytes(of: &short) { scratch in
            guard let base = place ?? scratch.baseAddress else { return }
            for index in 0..<length {
                let byte = bytes[index]
                let isLetter = byte &- first < 26
                base.storeBytes(of: isLetter ? byte ^ flip : byte, toByteOffset: index, as: UInt8.self)
            }
            target[row] = StringView(base, length: length)
        }
    }
    return PythonVector(
        .text, count: count, values: values, status: any == 0 ? nil : status, heap: texts.heap + heap.chunks)
}

/// What `str.strip` takes away of ASCII.
@inline(__always)
func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 9 && byte <= 13) || (byte >= 28 && byte <= 31) }

/// `text.startswith(part)`, `text.endswith(part)`, `part in text`.
func findTexts(_ name: String, _ texts: PythonVector, _ parts: PythonVector) -> PythonVector {
    let count = texts.count
    let values = Buffer(capacity: count, zeroed: true)
    let target = values.typed(UInt8.self)
    let (x, y) = (texts.texts, parts.texts)
    let status = combined(texts, parts)
    let statuses = status.typed(UInt8.self)
    for row in 0..<count where statuses[row] == 0 {
        let (text, part) = (StringView.bytes(x + row), StringView.bytes(y + row))
        guard part.count <= text.count else {
            target[row] = 0
            continue
        }
        guard part.count > 0, let a = text.baseAddress, let b = part.baseAddress else {
            target[row] = 1
            continue
        }
        switch name {
        case "startswith": target[row] = memcmp(a, b, part.count) == 0 ? 1 : 0
        case "endswith": target[row] = memcmp(a + (text.count &- part.count), b, part.count) == 0 ? 1 : 0
        default:
            target[row] = UTF8Text.find(UnsafeRawBufferPointer(part), in: UnsafeRawBufferPointer(text)) != nil ? 1 : 0
        }
    }
    return PythonVector(.boolean, count: count, values: values, status: status)
}

/// Bytes of a text while it is put together.
struct TextScratch {
    private var buffer = Buffer(capacity: 512)
    var length = 0

    var base: UnsafeMutableRawPointer { buffer.pointer }

    /// Room for so many more bytes.
    private mutating func grow(_ more: Int) {
        guard length + more + 8 > buffer.capacity else { return }
        let larger = Buffer(capacity: (length + more + 8) * 2)
        larger.pointer.copyMemory(from: buffer.pointer, byteCount: length)
        buffer = larger
    }

    @inline(__always)
    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress, bytes.count > 0 else { return }
        grow(bytes.count)
        let place = buffer.pointer + length
        if bytes.count <= 8 {
            for index in 0..<bytes.count {
                place.storeBytes(of: bytes[index], toByteOffset: index, as: UInt8.self)
            }
        } else {
            place.copyMemory(from: source, byteCount: bytes.count)
        }
        length &+= bytes.count
    }

    /// A number as Python formats it.
    @inline(__always)
    mutating func append(_ number: Int64, _ format: PythonFormat) {
        grow(PythonFormat.room(format.width))
        length &+= writeNumber(number, format, at: buffer.pointer + length)
    }
}
