import CCrypto

/// The AES cipher (FIPS 197) with a key of 128, 192 or 256 bits, by OpenSSL.
struct AES {
    private enum Mode { case codebook, chained, galoisCounter }

    private let key: UnsafeRawBufferPointer

    /// `nil` for a key of another length than 16, 24 or 32 bytes. The key's bytes must outlive the value.
    init?(key: UnsafeRawBufferPointer) {
        guard [16, 24, 32].contains(key.count) else { return nil }
        CryptoLibrary.start()
        self.key = key
    }

    /// Blocks in sequence, each on its own (ECB) or chained from `iv` on (CBC), padded as PKCS #7 says.
    func encryptPadded(_ text: UnsafeRawBufferPointer, iv: [UInt8]?) throws -> [UInt8] {
        guard let sealed = run(iv == nil ? .codebook : .chained, text, iv: iv ?? [], isEncrypting: true) else {
            throw CryptoLibrary.failure("encrypt")
        }
        return sealed
    }

    /// `nil` when the length or the padding is wrong. No block at all is no text, as in Java.
    func decryptPadded(_ text: UnsafeRawBufferPointer, iv: [UInt8]?) -> [UInt8]? {
        text.isEmpty ? [] : run(iv == nil ? .codebook : .chained, text, iv: iv ?? [], isEncrypting: false)
    }

    /// Galois counter mode (NIST SP 800-38D) with a nonce of 12 bytes: the encrypted text and its tag of 16 bytes.
    func seal(_ text: UnsafeRawBufferPointer, nonce: [UInt8], additional: [UInt8]) throws -> [UInt8] {
        guard let sealed = run(.galoisCounter, text, iv: nonce, additional: additional, isEncrypting: true) else {
            throw CryptoLibrary.failure("encrypt")
        }
        return sealed
    }

    /// The text that ``seal(_:nonce:additional:)`` made these bytes of; `nil` when the tag, the last 16, does not fit.
    func open(_ sealed: UnsafeRawBufferPointer, nonce: [UInt8], additional: [UInt8]) -> [UInt8]? {
        guard sealed.count >= AES.tagSize else { return nil }
        return run(.galoisCounter, sealed, iv: nonce, additional: additional, isEncrypting: false)
    }

    private static let tagSize = 16

    private func method(_ mode: Mode) -> OpaquePointer? {
        switch (mode, key.count) {
        case (.codebook, 16): EVP_aes_128_ecb()
        case (.codebook, 24): EVP_aes_192_ecb()
        case (.codebook, _): EVP_aes_256_ecb()
        case (.chained, 16): EVP_aes_128_cbc()
        case (.chained, 24): EVP_aes_192_cbc()
        case (.chained, _): EVP_aes_256_cbc()
        case (.galoisCounter, 16): EVP_aes_128_gcm()
        case (.galoisCounter, 24): EVP_aes_192_gcm()
        case (.galoisCounter, _): EVP_aes_256_gcm()
        }
    }

    /// The other text; in Galois counter mode the encrypted one ends with the tag. `nil` when the library refuses.
    private func run(
        _ mode: Mode, _ text: UnsafeRawBufferPointer, iv: [UInt8], additional: [UInt8] = [], isEncrypting: Bool
    ) -> [UInt8]? {
        let context = EVP_CIPHER_CTX_new()
        defer { EVP_CIPHER_CTX_free(context) }
        let keyBytes = key.baseAddress?.assumingMemoryBound(to: UInt8.self)
        let isTagged = mode == .galoisCounter
        let inputCount = isTagged && !isEncrypting ? text.count - AES.tagSize : text.count
        guard let count = CInt(exactly: inputCount), let additionalCount = CInt(exactly: additional.count),
            EVP_CipherInit_ex2(context, method(mode), keyBytes, iv, isEncrypting ? 1 : 0, nil) == 1
        else { return nil }
        let input = text.baseAddress?.assumingMemoryBound(to: UInt8.self)
        if isTagged && !isEncrypting {
            var tag = Array(text.suffix(AES.tagSize))
            guard EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, CInt(AES.tagSize), &tag) == 1 else { return nil }
        }
        var written: CInt = 0
        if additionalCount > 0, EVP_CipherUpdate(context, nil, &written, additional, additionalCount) != 1 {
            return nil
        }
        var out = [UInt8](repeating: 0, count: inputCount + 2 * AES.tagSize)
        var total = 0
        let isDone = out.withUnsafeMutableBufferPointer { out in
            guard let to = out.baseAddress else { return false }
            if count > 0 {
                guard EVP_CipherUpdate(context, to, &written, input, count) == 1 else { return false }
                total = Int(written)
            }
            guard EVP_CipherFinal_ex(context, to + total, &written) == 1 else { return false }
            total += Int(written)
            guard isTagged && isEncrypting else { return true }
            guard EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, CInt(AES.tagSize), to + total) == 1 else {
                return false
            }
            total += AES.tagSize
            return true
        }
        guard isDone else { return nil }
        out.removeLast(out.count - total)
        return out
    }
}
