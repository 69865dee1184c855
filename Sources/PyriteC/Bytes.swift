import CPyrite
import Columnar
import Glibc

/// Gives bytes to the caller, who frees them with `pyrite_bytes_free`.
func handOut(_ bytes: [UInt8], to out: UnsafeMutablePointer<pyrite_bytes>) throws(PyriteError) {
    guard !bytes.isEmpty else {
        out.pointee = pyrite_bytes(data: nil, size: 0)
        return
    }
    guard let copy = malloc(bytes.count) else {
        throw PyriteError.internalError("no memory for \(bytes.count) bytes")
    }
    bytes.withUnsafeBytes { source in
        if let base = source.baseAddress { memcpy(copy, base, source.count) }
    }
    out.pointee = pyrite_bytes(data: copy.assumingMemoryBound(to: UInt8.self), size: bytes.count)
}

@_cdecl("pyrite_bytes_free")
public func bytesFree(_ bytes: UnsafeMutablePointer<pyrite_bytes>?) {
    guard let bytes else { return }
    free(bytes.pointee.data)
    bytes.pointee = pyrite_bytes(data: nil, size: 0)
}
