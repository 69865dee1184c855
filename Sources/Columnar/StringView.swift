#if canImport(Glibc)
    import Glibc
#endif

/// A string or binary value in 16 bytes: its length, then either all of its bytes (at most 12) or the first four bytes
/// and the address of the whole.
///
/// The address points into a buffer that the column holding the view keeps alive. Because the first word holds length
/// and prefix, most unequal strings differ there, and comparing them needs no memory access.
///
/// Public, like ``Bitmap`` and ``Buffer``, only because the compiler inlines what is `@inlinable` into other modules when
/// it is public, and not when it is `package` (Swift 6.3): every kernel reads rows through these three.
@frozen
public struct StringView: BitwiseCopyable, Sendable {
    /// Low half: length in bytes. High half: the first four bytes.
    public var head: UInt64
    /// Bytes 4..<12, or the address.
    public var tail: UInt64

    package static let inlineCapacity = 12
    package static let maxLength = Int(Int32.max)

    @inlinable public init() {
        head = 0
        tail = 0
    }

    @inlinable public init(head: UInt64, tail: UInt64) {
        self.head = head
        self.tail = tail
    }

    /// A view of `length` bytes at `pointer`, which are copied when they fit and referred to otherwise.
    @inlinable @inline(__always) public init(_ pointer: UnsafeRawPointer, length: Int) {
        if length > 12 {
            let prefix = pointer.loadUnaligned(as: UInt32.self)
            head = UInt64(truncatingIfNeeded: length) | UInt64(prefix) &<< 32
            tail = UInt64(UInt(bitPattern: pointer))
            return
        }
        let first = StringView.word(pointer, length < 8 ? length : 8)
        head = UInt64(truncatingIfNeeded: length) | first &<< 32
        tail = first &>> 32
        if length > 8 {
            // The last four bytes, without those among them that are there already.
            let last = UInt64(pointer.loadUnaligned(fromByteOffset: length &- 4, as: UInt32.self))
            tail |= (last &>> UInt64(truncatingIfNeeded: (12 &- length) &* 8)) &<< 32
        }
    }

    /// The `count` bytes at `pointer`, at most 8, in the low bytes of a word. Reads nothing behind them.
    @inlinable @inline(__always) public static func word(_ pointer: UnsafeRawPointer, _ count: Int) -> UInt64 {
        if count >= 4 {
            let low = UInt64(pointer.loadUnaligned(as: UInt32.self))
            let high = UInt64(pointer.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self))
            return low | high &<< UInt64(truncatingIfNeeded: (count &- 4) &* 8)
        }
        if count <= 0 { return 0 }
        let middle = count &>> 1
        let first = UInt64(pointer.load(as: UInt8.self))
        let second = UInt64(pointer.load(fromByteOffset: middle, as: UInt8.self))
        let last = UInt64(pointer.load(fromByteOffset: count &- 1, as: UInt8.self))
        return first | second &<< UInt64(truncatingIfNeeded: middle &* 8)
            | last &<< UInt64(truncatingIfNeeded: (count &- 1) &* 8)
    }

    @inlinable public var length: Int { Int(truncatingIfNeeded: head & 0xFFFF_FFFF) }
    @inlinable public var isInline: Bool { length <= 12 }
    /// The address of the bytes; only for views that are not inline.
    @inlinable public var address: UnsafeRawPointer? { UnsafeRawPointer(bitPattern: UInt(truncatingIfNeeded: tail)) }

    /// The bytes of the view stored at `view`; valid while that memory and the view's buffer live.
    @inlinable @inline(__always) public static func bytes(_ view: UnsafePointer<StringView>) -> UnsafeRawBufferPointer {
        let length = view.pointee.length
        if length <= 12 {
            return UnsafeRawBufferPointer(start: UnsafeRawPointer(view) + 4, count: length)
        }
        return UnsafeRawBufferPointer(start: view.pointee.address, count: length)
    }

    /// Byte equality. O(1) when length or prefix differ or both are inline.
    @inlinable @inline(__always) public static func equal(
        _ a: UnsafePointer<StringView>, _ b: UnsafePointer<StringView>
    ) -> Bool {
        if a.pointee.head != b.pointee.head { return false }
        if a.pointee.tail == b.pointee.tail { return true }
        let length = a.pointee.length
        if length <= 12 { return false }
        guard let x = a.pointee.address, let y = b.pointee.address else { return false }
        if length > 32 { return memcmp(x, y, length) == 0 }
        // Most texts are short: fewer words than a call costs. The last ones overlap those before.
        var difference: UInt64 = 0
        var offset = 4
        while offset &+ 8 < length {
            difference |=
                x.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                ^ y.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            offset &+= 8
        }
        difference |=
            x.loadUnaligned(fromByteOffset: length &- 8, as: UInt64.self)
            ^ y.loadUnaligned(fromByteOffset: length &- 8, as: UInt64.self)
        return difference == 0
    }

    /// Unsigned byte order: negative, zero or positive.
    @inlinable public static func compare(_ a: UnsafePointer<StringView>, _ b: UnsafePointer<StringView>) -> Int {
        let p = UInt32(truncatingIfNeeded: a.pointee.head &>> 32).byteSwapped
        let q = UInt32(truncatingIfNeeded: b.pointee.head &>> 32).byteSwapped
        if p != q { return p < q ? -1 : 1 }
        let x = bytes(a)
        let y = bytes(b)
        let common = x.count < y.count ? x.count : y.count
        if common > 0, let s = x.baseAddress, let t = y.baseAddress {
            let order = memcmp(s, t, common)
            if order != 0 { return order < 0 ? -1 : 1 }
        }
        return x.count &- y.count
    }
}
