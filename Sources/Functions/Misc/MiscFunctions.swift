import Columnar
import Synchronization

/// The session, the task, random numbers.
enum MiscFunctions {
    static let definitions: [FunctionDefinition] = [
        session("current_user", aliases: ["user", "session_user"], "current_user() - The user's name.") {
            $0.currentUser
        },
        session("current_database", aliases: ["current_schema"], "current_database() - The current database.") {
            $0.currentDatabase
        },
        session("current_catalog", "current_catalog() - The current catalog.") { $0.currentCatalog },
        session("version", "version() - The version of Spark whose behaviour this is.") { _ in "4.3.0 pyrite" },
        .scalar("typeof", .misc, "typeof(expr) - The type as DDL.", ["typeof(1)"], since: "3.0.0", count: 1...1) {
            call in
            let name = call.types[0].simpleString
            return ScalarBinding(argumentTypes: call.types, resultType: .string, nullable: false) { _, count, _ in
                .constant(.string(name), .string, count: count)
            }
        },
        .scalar(
            "spark_partition_id", .misc, "spark_partition_id() - The number of the partition.",
            ["spark_partition_id()"], since: "1.4.0", count: 0...0
        ) { _ in
            ScalarBinding(argumentTypes: [], resultType: .integer, nullable: false, isDeterministic: false) {
                _, count, context in
                .constant(.integer(Int64(context.partitionIndex)), .integer, count: count)
            }
        },
        .scalar(
            "monotonically_increasing_id", .misc,
            "monotonically_increasing_id() - Ascending unique numbers: the "
                + "partition in the upper 31 bits, the row in it below.", ["monotonically_increasing_id()"],
            since: "1.4.0",
            count: 0...0
        ) { _ in
            let counters = PartitionStates { _ in Int64(0) }
            return ScalarBinding(argumentTypes: [], resultType: .long, nullable: false, isDeterministic: false) {
                _, count, context in
                let buffer = Buffer(capacity: count * 8)
                let out = buffer.typed(Int64.self)
                let high = Int64(context.partitionIndex) << 33
                counters.use(context.partitionIndex) { next in
                    for row in 0..<count { out[row] = high &+ next &+ Int64(row) }
                    next &+= Int64(count)
                }
                return Column(.long, count: count, layout: .fixed(buffer))
            }
        },
        random("rand", aliases: ["random"], "rand([seed]) - A random number of [0, 1).") { $0.nextDouble() },
        random("randn", aliases: [], "randn([seed]) - A random number of the standard normal distribution.") {
            $0.nextGaussian()
        },
        .scalar("uuid", .misc, "uuid() - A random UUID.", ["uuid()"], since: "2.3.0", count: 0...1) { call in
            let seed = call.integerLiteral(0) ?? Int64.random(in: Int64.min...Int64.max)
            let generators = PartitionStates { MersenneTwister(seed: seed &+ Int64($0)) }
            return ScalarBinding(
                argumentTypes: call.types, resultType: .string, nullable: false, isDeterministic: false
            ) { _, count, context in
                let rows = Rows(arguments: [], count: count, type: .string, validity: nil)
                var column: Column?
                generators.use(context.partitionIndex) { generator in
                    column = rows.mapText { _, out in
                        let high = generator.nextLong() & ~0xF000 | 0x4000
                        let low = generator.nextLong() & ~(0xC << 60) | 0x8 << 60
                        for index in 0..<16 {
                            if index == 4 || index == 6 || index == 8 || index == 10 { out.append(0x2D) }
                            let word = index < 8 ? high : low
                            HexText.write(
                                UInt8(truncatingIfNeeded: word >> UInt64(56 - index % 8 * 8)), upper: false, into: &out)
                        }
                        return true
                    }
                }
                return column ?? .nulls(.string, count: count)
            }
        },
        .scalar(
            "raise_error", .misc, "raise_error(message) - Fails with the message.", ["raise_error('custom error')"],
            since: "3.1.0", count: 1...1
        ) { call in
            let types = try call.coerced([.text])
            return .rows(
                call, argumentTypes: types, result: .null, nullable: .always, isDeterministic: false,
                canFail: true, strict: false
            ) { rows, _ in
                if rows.count > 0 {
                    let message = String(decoding: rows.text(0)[0], as: UTF8.self)
                    throw PyriteError(
                        .runtime, "USER_RAISED_EXCEPTION", sqlState: "P0001", message,
                        parameters: ["errorMessage": message])
                }
                return .nulls(.null, count: 0)
            }
        },
    ]

    private static func session(
        _ name: String, aliases: [String] = [], _ usage: String,
        _ value: @escaping @Sendable (EvaluationContext) -> String
    ) -> FunctionDefinition {
        .scalar(name, aliases: aliases, .misc, usage, ["\(name)()"], since: "3.2.0", count: 0...0) { _ in
            ScalarBinding(argumentTypes: [], resultType: .string, nullable: false) { _, count, context in
                .constant(.string(value(context)), .string, count: count)
            }
        }
    }

    private static func random(
        _ name: String, aliases: [String], _ usage: String,
        _ draw: @escaping @Sendable (inout XORShiftRandom) -> Double
    ) -> FunctionDefinition {
        .scalar(name, aliases: aliases, .math, usage, ["\(name)()"], since: "1.5.0", count: 0...1) { call in
            var seed = Int64.random(in: Int64.min...Int64.max)
            if !call.arguments.isEmpty {
                if let given = call.integerLiteral(0) {
                    seed = given
                } else if case .null? = call.arguments[0].literal {
                    seed = 0
                } else {
                    throw FunctionError.nonFoldable(
                        sql: call.sql, name: "seed", type: .long, input: call.arguments[0].sql)
                }
            }
            let start = seed
            let generators = PartitionStates { XORShiftRandom(seed: start &+ Int64($0)) }
            return ScalarBinding(
                argumentTypes: call.types, resultType: .double, nullable: false, isDeterministic: false
            ) { _, count, context in
                let buffer = Buffer(capacity: count * 8)
                let out = buffer.typed(Double.self)
                generators.use(context.partitionIndex) { generator in
                    for row in 0..<count { out[row] = draw(&generator) }
                }
                return Column(.double, count: count, layout: .fixed(buffer))
            }
        }
    }
}

/// A state for each partition of a query: each continues from batch to batch.
final class PartitionStates<State: Sendable>: Sendable {
    private let states = Mutex<[Int: State]>([:])
    private let make: @Sendable (Int) -> State

    init(_ make: @escaping @Sendable (Int) -> State) { self.make = make }

    func use(_ partition: Int, _ body: (inout State) -> Void) {
        states.withLock { states in
            var state = states[partition] ?? make(partition)
            body(&state)
            states[partition] = state
        }
    }
}

/// Marsaglia's xorshift with the seed hashed first, as Spark draws its random numbers.
struct XORShiftRandom: Sendable {
    private var seed: Int64
    private var spare: Double?

    init(seed: Int64) {
        // Spark hashes the eight bytes of the seed, highest first.
        var bytes = [UInt8](repeating: 0, count: 8)
        for index in 0..<8 { bytes[index] = UInt8(truncatingIfNeeded: seed >> Int64(56 - index * 8)) }
        let low = bytes.withUnsafeBytes { XORShiftRandom.murmur($0, 0x3C07_4A61) }
        let high = bytes.withUnsafeBytes { XORShiftRandom.murmur($0, low) }
        self.seed = Int64(high) << 32 | Int64(low) & 0xFFFF_FFFF
    }

    /// Scala's MurmurHash3 over whole words.
    private static func murmur(_ bytes: UnsafeRawBufferPointer, _ seed: UInt32) -> UInt32 {
        func mix(_ key: UInt32) -> UInt32 {
            let k = key &* 0xCC9E_2D51
            return (k << 15 | k >> 17) &* 0x1B87_3593
        }
        var h = seed
        var position = 0
        while position + 4 <= bytes.count {
            h ^= mix(bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self))
            h = (h << 13 | h >> 19) &* 5 &+ 0xE654_6B64
            position += 4
        }
        h ^= UInt32(bytes.count)
        h = (h ^ h >> 16) &* 0x85EB_CA6B
        h = (h ^ h >> 13) &* 0xC2B2_AE35
        return h ^ h >> 16
    }

    private mutating func next(bits: Int64) -> Int64 {
        var x = seed ^ seed << 21
        x ^= Int64(bitPattern: UInt64(bitPattern: x) >> 35)
        x ^= x << 4
        seed = x
        return x & (1 << bits - 1)
    }

    mutating func nextInt() -> Int32 { Int32(truncatingIfNeeded: next(bits: 32)) }

    mutating func nextDouble() -> Double {
        let high = next(bits: 26) << 27
        return Double(high + next(bits: 27)) * 0x1p-53
    }

    /// Marsaglia's polar method, as java.util.Random has it.
    mutating func nextGaussian() -> Double {
        if let value = spare {
            spare = nil
            return value
        }
        while true {
            let x = 2 * nextDouble() - 1
            let y = 2 * nextDouble() - 1
            let s = x * x + y * y
            if s >= 1 || s == 0 { continue }
            let factor = (-2 * MathKernels.log(s) / s).squareRoot()
            spare = y * factor
            return x * factor
        }
    }
}
