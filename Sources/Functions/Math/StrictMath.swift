/// Exponentials and logarithms to the last bit as Java's StrictMath gives them, which Spark promises for them and the C
/// library differs from in the last digit.
///
/// The algorithms are those of the freely distributable math library fdlibm (Sun Microsystems, 1993): reduction to a small
/// range by ln 2 in two parts, then a minimax polynomial.
enum StrictMath {
    private static let ln2High = 6.93147180369123816490e-01
    private static let ln2Low = 1.90821492927058770002e-10
    private static let inverseLn2 = 1.44269504088896338700e+00

    /// The upper half of the bits, which range checks look at.
    private static func high(_ x: Double) -> Int32 { Int32(truncatingIfNeeded: Int64(bitPattern: x.bitPattern) >> 32) }

    private static func addingExponent(_ x: Double, _ k: Int) -> Double {
        Double(bitPattern: UInt64(bitPattern: Int64(bitPattern: x.bitPattern) &+ Int64(k) << 52))
    }

    static func exp(_ value: Double) -> Double {
        if value.isNaN { return value }
        if value > 7.09782712893383973096e+02 { return .infinity }
        if value < -7.45133219101941108420e+02 { return 0 }
        let size = high(value) & 0x7FFF_FFFF
        var (x, low, upper, k) = (value, 0.0, 0.0, 0)
        if size > 0x3FD6_2E42 {
            if size < 0x3FF0_A2B2 {
                k = value < 0 ? -1 : 1
                upper = value - Double(k) * ln2High
                low = Double(k) * ln2Low
            } else {
                k = Int(inverseLn2 * value + (value < 0 ? -0.5 : 0.5))
                upper = value - Double(k) * ln2High
                low = Double(k) * ln2Low
            }
            x = upper - low
        } else if size < 0x3E30_0000 {
            return 1 + value
        }
        let t = x * x
        let c =
            x - t
            * (1.66666666666666019037e-01
                + t
                * (-2.77777777770155933842e-03
                    + t
                    * (6.61375632143793436117e-05 + t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08))))
        if k == 0 { return 1 - ((x * c) / (c - 2) - x) }
        let y = 1 - ((low - (x * c) / (2 - c)) - upper)
        return k >= -1021 ? addingExponent(y, k) : addingExponent(y, k + 1000) * 0x1p-1000
    }

    static func log(_ value: Double) -> Double {
        if value == 0 { return -.infinity }
        if value < 0 { return .nan }
        if !value.isFinite { return value }
        var x = value
        var k = 0
        if x < 0x1p-1022 {
            k -= 54
            x *= 0x1p54
        }
        var bits = Int(high(x))
        k += (bits >> 20) - 1023
        bits &= 0xFFFFF
        // x or half of it, near 1.
        let half = (bits + 0x95F64) & 0x100000
        let low = x.bitPattern & 0xFFFF_FFFF
        x = Double(bitPattern: UInt64(bits | (half ^ 0x3FF0_0000)) << 32 | low)
        k += half >> 20
        let f = x - 1
        let dk = Double(k)
        if (0xFFFFF & (2 + bits)) < 3 {
            if f == 0 { return k == 0 ? 0 : dk * ln2High + dk * ln2Low }
            let r = f * f * (0.5 - 0.33333333333333333 * f)
            return k == 0 ? f - r : dk * ln2High - ((r - dk * ln2Low) - f)
        }
        let s = f / (2 + f)
        let z = s * s
        let w = z * z
        let t1 = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01))
        let t2 =
            z
            * (6.666666666666735130e-01
                + w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)))
        let r = t2 + t1
        if (bits - 0x6147A) | (0x6B851 - bits) > 0 {
            let square = 0.5 * f * f
            if k == 0 { return f - (square - s * (square + r)) }
            return dk * ln2High - ((square - (s * (square + r) + dk * ln2Low)) - f)
        }
        if k == 0 { return f - s * (f - r) }
        return dk * ln2High - ((s * (f - r) - dk * ln2Low) - f)
    }

    static func log10(_ value: Double) -> Double {
        if value == 0 { return -.infinity }
        if value < 0 { return .nan }
        if !value.isFinite { return value }
        var x = value
        var k = 0
        if x < 0x1p-1022 {
            k -= 54
            x *= 0x1p54
        }
        let bits = Int(high(x))
        k += (bits >> 20) - 1023
        let isSmall = k < 0 ? 1 : 0
        let upper = (bits & 0xFFFFF) | ((0x3FF - isSmall) << 20)
        let y = Double(k + isSmall)
        x = Double(bitPattern: UInt64(upper) << 32 | x.bitPattern & 0xFFFF_FFFF)
        let z = y * 3.69423907715893078616e-13 + 4.34294481903251816668e-01 * log(x)
        return z + y * 3.01029995663611771306e-01
    }

    static func expm1(_ value: Double) -> Double {
        if value.isNaN { return value }
        let size = high(value) & 0x7FFF_FFFF
        if value > 7.09782712893383973096e+02 { return .infinity }
        // Beyond 56 ln 2 nothing is left of the exponential.
        if value < 0, size >= 0x4043_687A { return -1 }
        var (x, c, k) = (value, 0.0, 0)
        if size > 0x3FD6_2E42 {
            let upper: Double
            let low: Double
            if size < 0x3FF0_A2B2 {
                k = value < 0 ? -1 : 1
            } else {
                k = Int(inverseLn2 * value + (value < 0 ? -0.5 : 0.5))
            }
            upper = value - Double(k) * ln2High
            low = Double(k) * ln2Low
            x = upper - low
            c = (upper - x) - low
        } else if size < 0x3C90_0000 {
            return value
        }
        let halfX = 0.5 * x
        let h = x * halfX
        let r =
            1 + h
            * (-3.33333333333331316428e-02
                + h
                * (1.58730158725481460165e-03
                    + h
                    * (-7.93650757867487942473e-05 + h * (4.00821782732936239552e-06 + h * -2.01099218183624371326e-07))))
        let t = 3 - r * halfX
        var e = h * ((r - t) / (6 - x * t))
        if k == 0 { return x - (x * e - h) }
        e = x * (e - c) - c
        e -= h
        if k == -1 { return 0.5 * (x - e) - 0.5 }
        if k == 1 { return x < -0.25 ? -2 * (e - (x + 0.5)) : 1 + 2 * (x - e) }
        if k <= -2 || k > 56 { return addingExponent(1 - (e - x), k) - 1 }
        if k < 20 {
            let t = 1 - Double(sign: .plus, exponent: -k, significand: 1)
            return addingExponent(t - (e - x), k)
        }
        let tiny = Double(sign: .plus, exponent: -k, significand: 1)
        return addingExponent(x - (e + tiny) + 1, k)
    }

    static func cosh(_ value: Double) -> Double {
        let x = abs(value)
        if !x.isFinite { return x }
        if high(x) < 0x3FD6_2E43 {
            let t = expm1(x)
            let w = 1 + t
            return high(x) < 0x3C80_0000 ? w : 1 + (t * t) / (w + w)
        }
        if x < 22 {
            let t = exp(x)
            return 0.5 * t + 0.5 / t
        }
        if high(x) < 0x4086_2E42 { return 0.5 * exp(x) }
        let w = exp(0.5 * x)
        return (0.5 * w) * w
    }

    static func sinh(_ value: Double) -> Double {
        if !value.isFinite { return value }
        let half = value < 0 ? -0.5 : 0.5
        let x = abs(value)
        if x < 22 {
            if high(x) < 0x3E30_0000 { return value }
            let t = expm1(x)
            return high(x) < 0x3FF0_0000 ? half * (2 * t - t * t / (t + 1)) : half * (t + t / (t + 1))
        }
        if high(x) < 0x4086_2E42 { return half * exp(x) }
        let w = exp(0.5 * x)
        return (half * w) * w
    }

    static func tanh(_ value: Double) -> Double {
        if value.isNaN { return value }
        let x = abs(value)
        var z = 1.0
        if x < 22 {
            if high(x) < 0x3C80_0000 { return value * (1 + value) }
            if x >= 1 {
                z = 1 - 2 / (expm1(2 * x) + 2)
            } else {
                let t = expm1(-2 * x)
                z = -t / (t + 2)
            }
        }
        return value < 0 || value.sign == .minus ? -z : z
    }
}
