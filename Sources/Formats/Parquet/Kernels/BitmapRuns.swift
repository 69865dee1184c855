/// Writing runs of bits into bitmaps (see ``Bitmap``'s layout).

/// Sets `count` bits from bit `start` on.
func setBits(_ words: UnsafeMutablePointer<UInt64>, _ start: Int, _ count: Int) {
    var position = start
    let end = start &+ count
    while position < end {
        let offset = position & 63
        let length = min(64 &- offset, end &- position)
        let ones = length == 64 ? UInt64.max : ((1 &<< UInt64(length)) &- 1) &<< UInt64(offset)
        words[position &>> 6] |= ones
        position &+= length
    }
}

/// Ors `count` bits of `source`, from bit `from` on, into `words` from bit `start` on, and tells how many are set. At
/// least 8 bytes behind the last source byte must be readable.
func copyBits(
    _ words: UnsafeMutablePointer<UInt64>, _ start: Int, _ source: UnsafeRawPointer, _ from: Int, _ count: Int
) -> Int {
    var done = 0
    var ones = 0
    while done < count {
        // Up to 56 bits from one load whatever its bit offset, and never across a word of the target.
        let offset = (start &+ done) & 63
        let length = min(min(64 &- offset, 56), count &- done)
        let bit = from &+ done
        let word = source.loadUnaligned(fromByteOffset: bit &>> 3, as: UInt64.self) &>> UInt64(bit & 7)
        let bits = word & ((1 &<< UInt64(length)) &- 1)
        words[(start &+ done) &>> 6] |= bits &<< UInt64(offset)
        ones &+= bits.nonzeroBitCount
        done &+= length
    }
    return ones
}

/// Moves `dense` values that stand packed at the start of `values` to the rows whose bit is set, of `count` rows from
/// bit `start` on. Rows without a value become zero. O(count), in place.
func spreadValues<T: BitwiseCopyable>(
    _ values: UnsafeMutablePointer<T>, dense: Int, _ words: UnsafePointer<UInt64>, _ start: Int, _ count: Int, zero: T
) {
    var next = dense
    var row = count
    while row > 0 {
        row &-= 1
        let bit = start &+ row
        let isValid = words[bit &>> 6] &>> UInt64(bit & 63) & 1
        next &-= Int(isValid)
        // In the gaps this reads a value that is not used, inside the rows' own memory.
        let value = values[next]
        values[row] = isValid != 0 ? value : zero
    }
}
