import CCrypto
import Columnar

/// MD5 (RFC 1321), SHA-1 or SHA-2 (FIPS 180-4) by OpenSSL, for many messages in turn. Used by one thread.
final class MessageDigest {
    enum Algorithm: Sendable {
        case md5, sha1, sha224, sha256, sha384, sha512

        /// SHA-2 of so many bits, of which 0 means 256; `nil` for sizes that there are not.
        init?(sha2 bits: Int) {
            switch bits {
            case 224: self = .sha224
            case 0, 256: self = .sha256
            case 384: self = .sha384
            case 512: self = .sha512
            default: return nil
            }
        }

        fileprivate var method: OpaquePointer? {
            CryptoLibrary.start()
            return switch self {
            case .md5: EVP_md5()
            case .sha1: EVP_sha1()
            case .sha224: EVP_sha224()
            case .sha256: EVP_sha256()
            case .sha384: EVP_sha384()
            case .sha512: EVP_sha512()
            }
        }
    }

    private let context: OpaquePointer?
    private let result = UnsafeMutablePointer<UInt8>.allocate(capacity: Int(EVP_MAX_MD_SIZE))

    init(_ algorithm: Algorithm) throws {
        context = EVP_MD_CTX_new()
        guard EVP_DigestInit_ex(context, algorithm.method, nil) == 1 else {
            throw CryptoLibrary.failure("begin a digest")
        }
    }

    deinit {
        EVP_MD_CTX_free(context)
        result.deallocate()
    }

    /// The digest of a message; its bytes stay as they are until the next.
    func digest(_ bytes: UnsafeRawBufferPointer) throws -> UnsafeRawBufferPointer {
        var size: UInt32 = 0
        // Without a method, the context takes the one it has.
        guard EVP_DigestInit_ex(context, nil, nil) == 1,
            EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1,
            EVP_DigestFinal_ex(context, result, &size) == 1
        else { throw CryptoLibrary.failure("compute a digest") }
        return UnsafeRawBufferPointer(start: result, count: Int(size))
    }

    /// The message's authentication code under a key (RFC 2104), which must not be empty.
    static func authenticationCode(
        _ message: UnsafeRawBufferPointer, key: UnsafeRawBufferPointer, _ algorithm: Algorithm
    ) throws -> [UInt8] {
        var size: UInt32 = 0
        guard let length = CInt(exactly: key.count) else { throw CryptoLibrary.failure("take so long a key") }
        var code = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        guard
            HMAC(
                algorithm.method, key.baseAddress, length,
                message.baseAddress?.assumingMemoryBound(to: UInt8.self), message.count, &code, &size) != nil
        else { throw CryptoLibrary.failure("compute a message authentication code") }
        return Array(code.prefix(Int(size)))
    }
}

/// OpenSSL's libcrypto, as the engine carries it.
enum CryptoLibrary {
    /// Prepares the library; the machine's OpenSSL configuration is not for this copy of it. Cheap after the first time.
    static func start() { _ = isStarted }

    private static let isStarted = OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_LOAD_CONFIG), nil) == 1

    static func failure(_ what: String) -> PyriteError { .internalError("OpenSSL could not \(what)") }
}
