import Columnar

/// Encryption, and hashes with a key.
enum CipherFunctions {
    static let definitions: [FunctionDefinition] = [
        cipher(
            "aes_encrypt", 2...6,
            "aes_encrypt(text, key[, mode[, padding[, iv[, aad]]]]) - The text encrypted by AES in mode GCM, CBC or ECB.",
            ["hex(aes_encrypt('Spark', '0000111122223333', 'ECB'))"], since: "3.3.0", isAttempt: false, encrypt),
        cipher(
            "aes_decrypt", 2...5,
            "aes_decrypt(bytes, key[, mode[, padding[, aad]]]) - The text that aes_encrypt made the bytes of.",
            ["aes_decrypt(unbase64('3lmwu+Mw0H3fi5NDvcu9lg=='), '1234567890abcdef', 'ECB', 'PKCS')"], since: "3.3.0",
            isAttempt: false, decrypt),
        cipher(
            "try_aes_decrypt", 2...5,
            "try_aes_decrypt(bytes, key[, mode[, padding[, aad]]]) - As aes_decrypt, but null where that fails.",
            ["try_aes_decrypt(unhex('00'), '0000111122223333', 'GCM')"], since: "3.5.0", isAttempt: true, decrypt),
        .scalar(
            "hmac", .hash, "hmac(key, message[, algorithm]) - The message's authentication code.",
            ["hex(hmac('key', 'message'))"], since: "4.3.0", count: 2...3
        ) { call in
            let types = try call.coerced([.binary, .binary, .text])
            return .rows(call, argumentTypes: types, result: .binary, canFail: true) { rows, _ in
                let (keys, messages) = (rows.text(0), rows.text(1))
                let names = types.count > 2 ? rows.text(2) : nil
                return try rows.mapText { row, out in
                    let name = names.map { String(decoding: $0[row], as: UTF8.self).uppercased() } ?? "SHA-256"
                    guard let code = try hmac(keys[row], messages[row], name) else {
                        throw FunctionError.invalidParameter(
                            "hmac", parameter: "algorithm", condition: "HMAC_ALGORITHM",
                            detail: "expects one of SHA-1, SHA-224, SHA-256, SHA-384, SHA-512 or MD5, but got \(name).",
                            extra: ["algorithm": name])
                    }
                    code.withUnsafeBytes { out.append($0) }
                    return true
                }
            }
        },
    ]

    private static func hmac(
        _ key: UnsafeRawBufferPointer, _ message: UnsafeRawBufferPointer, _ name: String
    ) throws -> [UInt8]? {
        let algorithm: MessageDigest.Algorithm
        switch name.filter({ $0 != "-" }) {
        case "MD5": algorithm = .md5
        case "SHA1", "SHA": algorithm = .sha1
        case "SHA224": algorithm = .sha224
        case "SHA256": algorithm = .sha256
        case "SHA384": algorithm = .sha384
        case "SHA512": algorithm = .sha512
        default: return nil
        }
        if key.isEmpty {
            throw FunctionError.invalidParameter(
                "hmac", parameter: "key", condition: "HMAC_CRYPTO_ERROR", detail: "the key is empty.")
        }
        return try MessageDigest.authenticationCode(message, key: key, algorithm)
    }

    // MARK: AES

    private struct Arguments {
        let text: UnsafeRawBufferPointer
        let key: UnsafeRawBufferPointer
        let mode: String
        let padding: String
        let more: [UnsafeRawBufferPointer]
    }

    private static func cipher(
        _ name: String, _ count: ClosedRange<Int>, _ usage: String, _ examples: [String], since: String,
        isAttempt: Bool, _ body: @escaping @Sendable (Arguments) throws -> [UInt8]
    ) -> FunctionDefinition {
        .scalar(name, .misc, usage, examples, since: since, count: count) { call in
            let types = try call.coerced([.binary, .binary, .text, .text, .binary, .binary])
            return .rows(
                call, argumentTypes: types, result: .binary, nullable: isAttempt ? .always : .whenArgumentsAre,
                isDeterministic: name != "aes_encrypt" || types.count > 4, canFail: !isAttempt
            ) { rows, _ in
                let inputs = types.indices.map { rows.text($0) }
                return try rows.mapText { row, out in
                    let arguments = Arguments(
                        text: inputs[0][row], key: inputs[1][row],
                        mode: inputs.count > 2 ? String(decoding: inputs[2][row], as: UTF8.self).uppercased() : "GCM",
                        padding: inputs.count > 3
                            ? String(decoding: inputs[3][row], as: UTF8.self).uppercased() : "DEFAULT",
                        more: inputs.dropFirst(4).map { $0[row] })
                    do {
                        try body(arguments).withUnsafeBytes { out.append($0) }
                        return true
                    } catch {
                        if isAttempt { return false }
                        throw error
                    }
                }
            }
        }
    }

    private static func invalid(_ condition: String, _ parameter: String, _ detail: String) -> PyriteError {
        FunctionError.invalidParameter(
            "aes_encrypt`/`aes_decrypt", parameter: parameter, condition: condition, detail: detail)
    }

    private static func opened(_ arguments: Arguments) throws -> AES {
        guard let aes = AES(key: arguments.key) else {
            throw invalid(
                "AES_KEY_LENGTH", "key",
                "expects a binary value with 16, 24 or 32 bytes, but got \(arguments.key.count) bytes.")
        }
        let isPKCS = arguments.padding == "PKCS" || arguments.padding == "DEFAULT"
        switch arguments.mode {
        case "GCM" where arguments.padding == "NONE" || arguments.padding == "DEFAULT": break
        case "ECB" where isPKCS, "CBC" where isPKCS: break
        default:
            throw PyriteError(
                .runtime, "UNSUPPORTED_FEATURE.AES_MODE", sqlState: "0A000",
                "The feature is not supported: AES-\(arguments.mode) with the padding \(arguments.padding) by the "
                    + "`aes_encrypt`/`aes_decrypt` function.",
                parameters: [
                    "mode": arguments.mode, "padding": arguments.padding, "functionName": "`aes_encrypt`/`aes_decrypt`",
                ])
        }
        return aes
    }

    @Sendable private static func encrypt(_ arguments: Arguments) throws -> [UInt8] {
        let aes = try opened(arguments)
        let length = arguments.mode == "CBC" ? 16 : 12
        var iv = arguments.more.first.map { Array($0) } ?? []
        let additional = arguments.more.count > 1 ? Array(arguments.more[1]) : []
        if arguments.mode == "ECB" && !iv.isEmpty {
            throw unsupported("AES_MODE_IV", "an initialization vector in mode ECB")
        }
        // Only mode GCM vouches for data that is not encrypted.
        if arguments.mode != "GCM" && !additional.isEmpty {
            throw unsupported("AES_MODE_AAD", "additional authenticated data in mode \(arguments.mode)")
        }
        if arguments.mode == "ECB" {
            return try aes.encryptPadded(arguments.text, iv: nil)
        }
        if iv.isEmpty {
            var generator = SystemRandomNumberGenerator()
            iv = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
        }
        guard iv.count == length else {
            throw invalid(
                "AES_IV_LENGTH", "iv",
                "supports \(length)-byte IVs for \(arguments.mode), but got \(iv.count) bytes.")
        }
        if arguments.mode == "CBC" { return iv + (try aes.encryptPadded(arguments.text, iv: iv)) }
        return iv + (try aes.seal(arguments.text, nonce: iv, additional: additional))
    }

    private static func unsupported(_ condition: String, _ what: String) -> PyriteError {
        PyriteError(
            .runtime, "UNSUPPORTED_FEATURE.\(condition)", sqlState: "0A000",
            "The feature is not supported: \(what) by the `aes_encrypt`/`aes_decrypt` function.",
            parameters: ["functionName": "`aes_encrypt`/`aes_decrypt`"])
    }

    @Sendable private static func decrypt(_ arguments: Arguments) throws -> [UInt8] {
        let aes = try opened(arguments)
        let text = arguments.text
        let failure = FunctionError.invalidParameter(
            "aes_encrypt`/`aes_decrypt", parameter: "expr`, `key", condition: "AES_CRYPTO_ERROR",
            detail: "the bytes cannot be decrypted with this key.")
        switch arguments.mode {
        case "ECB":
            guard let plain = aes.decryptPadded(text, iv: nil) else { throw failure }
            return plain
        case "CBC":
            guard text.count >= 16,
                let plain = aes.decryptPadded(
                    UnsafeRawBufferPointer(rebasing: text[16...]), iv: Array(text[..<16]))
            else {
                throw failure
            }
            return plain
        default:
            guard text.count >= 28,
                let plain = aes.open(
                    UnsafeRawBufferPointer(rebasing: text[12...]), nonce: Array(text[..<12]),
                    additional: arguments.more.first.map { Array($0) } ?? [])
            else { throw failure }
            return plain
        }
    }
}
