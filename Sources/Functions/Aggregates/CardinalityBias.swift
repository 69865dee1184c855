/// The tables of HyperLogLog++ ("HyperLogLog in Practice", Heule, Nunkesser and Hall, 2013; its published appendix): by
/// how much raw estimates are too high, measured, for precisions of 4 to 18 bits.
///
/// Each is kept as text and read when an estimate of its precision is first made, so that they cost a program that makes
/// none only their bytes.
enum CardinalityBias {
    /// Below these counts the number of empty registers tells more than their values.
    static let thresholds: [Double] = [
        10, 20, 40, 80, 220, 400, 900, 1800, 3100, 6500, 15500, 20000, 50000, 120000, 350000,
    ]

    /// Raw estimates in ascending order, and the bias at each.
    static func table(precision: Int) -> (estimates: [Double], biases: [Double]) {
        guard let texts = text(precision) else { return ([], []) }
        return (numbers(texts.0), numbers(texts.1))
    }

    private static func numbers(_ text: StaticString) -> [Double] {
        let bytes = UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        return bytes.split(whereSeparator: { $0 <= 0x20 }).compactMap {
            NumberParsing.double(UnsafeRawBufferPointer(rebasing: $0))
        }
    }

    private static func text(_ precision: Int) -> (StaticString, StaticString)? {
        switch precision {
        case 4: (Self.estimates4, Self.biases4)
        case 5: (Self.estimates5, Self.biases5)
        case 6: (Self.estimates6, Self.biases6)
        case 7: (Self.estimates7, Self.biases7)
        case 8: (Self.estimates8, Self.biases8)
        case 9: (Self.estimates9, Self.biases9)
        case 10: (Self.estimates10, Self.biases10)
        case 11: (Self.estimates11, Self.biases11)
        case 12: (Self.estimates12, Self.biases12)
        case 13: (Self.estimates13, Self.biases13)
        case 14: (Self.estimates14, Self.biases14)
        case 15: (Self.estimates15, Self.biases15)
        case 16: (Self.estimates16, Self.biases16)
        case 17: (Self.estimates17, Self.biases17)
        case 18: (Self.estimates18, Self.biases18)
        default: nil
        }
    }
}
