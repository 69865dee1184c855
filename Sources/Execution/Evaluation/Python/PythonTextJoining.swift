import Columnar

/// A part of a text that is put together: a constant, texts, or whole numbers under a format.
enum TextPart {
    case constant([UInt8])
    case texts(PythonVector)
    case numbers(PythonVector, PythonFormat)
    /// Floats under a format; without one as `str` writes them.
    case floats(PythonVector, PythonFormat?)
    case dates(PythonVector)
}

/// The parts of each row one behind the other.
func joinTexts(_ parts: [TextPart], count: Int) -> PythonVector {
    let values = Buffer(capacity: count * 16)
    let target = values.typed(StringView.self)
    let status = Buffer(capacity: count, zeroed: true)
    let statuses = status.typed(UInt8.self)
    var any: UInt8 = 0
    for part in parts {
        let vector: PythonVector
        switch part {
        case .constant: continue
        case .texts(let texts): vector = texts
        case .numbers(let numbers, _): vector = numbers
        case .floats(let floats, _): vector = floats
        case .dates(let dates): vector = dates
        }
        guard let found = vector.statuses else { continue }
        for row in 0..<count where found[row] != 0 {
            statuses[row] = PythonStatus.doubt
            any = PythonStatus.doubt
        }
    }
    var heap = TextHeap()
    if any == 0, joinPlain(parts, target, count: count, &heap) {
        return PythonVector(.text, count: count, values: values, status: nil, heap: heap.chunks)
    }
    var scratch = TextScratch()
    for row in 0..<count {
        guard statuses[row] == 0 else {
            target[row] = StringView()
            continue
        }
        scratch.length = 0
        var isDone = true
        for part in parts {
            switch part {
            case .constant(let bytes): bytes.withUnsafeBytes { scratch.append($0) }
            case .texts(let texts): scratch.append(StringView.bytes(texts.texts + row))
            case .numbers(let numbers, let format): scratch.append(numbers.integers[row], format)
            case .floats(let floats, let format?):
                isDone = scratch.append(floats.floats[row], fixed: format) && isDone
            case .floats(let floats, nil): isDone = scratch.append(shortest: floats.floats[row]) && isDone
            case .dates(let dates): scratch.append(day: dates.integers[row])
            }
        }
        if isDone {
            target[row] = heap.keep(scratch)
        } else {
            target[row] = StringView()
            statuses[row] = PythonStatus.doubt
            any = PythonStatus.doubt
        }
    }
    return PythonVector(.text, count: count, values: values, status: any == 0 ? nil : status, heap: heap.chunks)
}

/// A part of which the row loop knows only pointers.
private struct PlainPart: BitwiseCopyable {
    enum Kind: UInt8, BitwiseCopyable { case constant, texts, numbers }
    var kind: Kind
    var bytes: UnsafeRawPointer?
    var count = 0
    var texts: UnsafePointer<StringView>?
    var numbers: UnsafePointer<Int64>?
    var format = PythonFormat.standard
}

/// Joins constants, texts and whole numbers, which always succeeds. False, and nothing done, with other parts or much
/// constant text.
private func joinPlain(
    _ parts: [TextPart], _ target: UnsafeMutablePointer<StringView>, count: Int, _ heap: inout TextHeap
) -> Bool {
    var plain: [PlainPart] = []
    var constants: [UInt8] = []
    var room = 16
    for part in parts {
        switch part {
        case .constant(let bytes):
            plain.append(PlainPart(kind: .constant, count: bytes.count))
            constants += bytes
            room += bytes.count
        case .texts(let texts): plain.append(PlainPart(kind: .texts, texts: texts.texts))
        case .numbers(let numbers, let format):
            plain.append(PlainPart(kind: .numbers, numbers: numbers.integers, format: format))
            room += PythonFormat.room(format.width)
        case .floats, .dates: return false
        }
    }
    guard room <= 4_096 else { return false }
    constants += [UInt8](repeating: 0, count: 8)
    var scratch = Buffer(capacity: room + 1_024)
    withExtendedLifetime(parts) {
        constants.withUnsafeBytes { constants in
            plain.withUnsafeMutableBufferPointer { plain in
                var offset = 0
                for index in plain.indices where plain[index].kind == .constant {
                    plain[index].bytes = constants.baseAddress.map { $0 + offset }
                    offset += plain[index].count
                }
                joinRows(UnsafeBufferPointer(plain), target, count: count, room: room, &scratch, &heap)
            }
        }
    }
    return true
}

/// - Parameter room: bytes that all parts but the texts may take.
private func joinRows(
    _ parts: UnsafeBufferPointer<PlainPart>, _ target: UnsafeMutablePointer<StringView>, count: Int, room: Int,
    _ scratch: inout Buffer, _ heap: inout TextHeap
) {
    var base = scratch.pointer
    var capacity = scratch.capacity
    for row in 0..<count {
        var length = 0
        for part in parts {
            let place = base + length
            switch part.kind {
            case .constant:
                guard let bytes = part.bytes else { continue }
                if part.count <= 8 {
                    place.storeBytes(of: bytes.loadUnaligned(as: UInt64.self), as: UInt64.self)
                } else {
                    place.copyMemory(from: bytes, byteCount: part.count)
                }
                length &+= part.count
            case .texts:
                guard let texts = part.texts else { continue }
                let bytes = StringView.bytes(texts + row)
                guard let source = bytes.baseAddress else { continue }
                if length &+ bytes.count &+ room > capacity {
                    let larger = Buffer(capacity: (length &+ bytes.count &+ room) &* 2)
                    larger.pointer.copyMemory(from: base, byteCount: length)
                    scratch = larger
                    (base, capacity) = (larger.pointer, larger.capacity)
                }
                (base + length).copyMemory(from: source, byteCount: bytes.count)
                length &+= bytes.count
            case .numbers:
                guard let numbers = part.numbers else { continue }
                length &+= writeNumber(numbers[row], part.format, at: place)
            }
        }
        if length <= StringView.inlineCapacity {
            target[row] = StringView(base, length: length)
        } else {
            let kept = heap.reserve(length)
            kept.copyMemory(from: base, byteCount: length)
            target[row] = StringView(kept, length: length)
        }
    }
}

extension PythonFormat {
    /// Bytes that a number under a format of this width may take.
    @inline(__always) static func room(_ width: Int) -> Int { max(width, 88) }
}

/// Writes a number as Python formats it, and returns its length: zeros stand between sign and digits, spaces before the
/// sign. The place must have ``PythonFormat/room(_:)``.
@inline(__always)
func writeNumber(_ number: Int64, _ format: PythonFormat, at place: UnsafeMutableRawPointer) -> Int {
    let sign = number < 0 ? 1 : 0
    let letters: UInt8 = (format.isUppercase ? UInt8(ascii: "A") : UInt8(ascii: "a")) &- 10
    var rest = number.magnitude
    if format.radix == 16, !format.hasCommas {
        let digits = max(1, (67 &- rest.leadingZeroBitCount) / 4)
        let padding = max(0, format.width &- digits &- sign)
        let start = writeLead(padding, isNegative: sign == 1, zeros: format.padsWithZeros, at: place)
        var at = start &+ digits
        while at > start {
            at &-= 1
            let digit = UInt8(truncatingIfNeeded: rest & 15)
            place.storeBytes(of: digit < 10 ? digit &+ 0x30 : digit &+ letters, toByteOffset: at, as: UInt8.self)
            rest &>>= 4
        }
        return start &+ digits
    }
    let radix = UInt64(format.radix)
    var digits = 0
    // Digits come last first: they are written elsewhere and moved.
    return withUnsafeTemporaryAllocation(byteCount: 64, alignment: 8) { reversed in
        repeat {
            let digit = UInt8(truncatingIfNeeded: rest % radix)
            rest /= radix
            reversed[digits] = digit < 10 ? digit &+ 0x30 : digit &+ letters
            digits &+= 1
        } while rest != 0
        let commas = format.hasCommas ? (digits &- 1) / 3 : 0
        let padding = max(0, format.width &- digits &- sign &- commas)
        var at = writeLead(padding, isNegative: sign == 1, zeros: format.padsWithZeros, at: place)
        for left in (0..<digits).reversed() {
            place.storeBytes(of: reversed[left], toByteOffset: at, as: UInt8.self)
            at &+= 1
            if commas > 0, left > 0, left % 3 == 0 {
                place.storeBytes(of: UInt8(ascii: ","), toByteOffset: at, as: UInt8.self)
                at &+= 1
            }
        }
        return at
    }
}

/// Writes what stands before a number's digits and returns its length.
@inline(__always)
private func writeLead(_ padding: Int, isNegative: Bool, zeros: Bool, at place: UnsafeMutableRawPointer) -> Int {
    var at = 0
    if isNegative, zeros {
        place.storeBytes(of: UInt8(ascii: "-"), as: UInt8.self)
        at = 1
    }
    for _ in 0..<padding {
        place.storeBytes(of: zeros ? 0x30 : 0x20, toByteOffset: at, as: UInt8.self)
        at &+= 1
    }
    if isNegative, !zeros {
        place.storeBytes(of: UInt8(ascii: "-"), toByteOffset: at, as: UInt8.self)
        at &+= 1
    }
    return at
}
