/// BYTE_STREAM_SPLIT: byte k of value i stands at k * stride + i. Gathers `count` values from value `index` on.
func joinByteStreams(
    _ source: UnsafeRawPointer, stride: Int, index: Int, width: Int, into out: UnsafeMutableRawPointer, count: Int
) {
    switch width {
    case 4:
        let to = out.assumingMemoryBound(to: UInt32.self)
        let bytes = source.assumingMemoryBound(to: UInt8.self) + index
        for i in 0..<count {
            let low = UInt32(bytes[i]) | UInt32(bytes[stride &+ i]) &<< 8
            let high = UInt32(bytes[2 &* stride &+ i]) &<< 16 | UInt32(bytes[3 &* stride &+ i]) &<< 24
            to[i] = low | high
        }
    default:
        let to = out.assumingMemoryBound(to: UInt8.self)
        for k in 0..<width {
            let stream = source.assumingMemoryBound(to: UInt8.self) + (k &* stride &+ index)
            var at = k
            for i in 0..<count {
                to[at] = stream[i]
                at &+= width
            }
        }
    }
}
