import Glibc

/// The C library's functions where their names meet others or their last digit is not the nearest.
enum MathKernels {
    static func sine(_ value: Double) -> Double { sin(value) }
    static func log(_ value: Double) -> Double { StrictMath.log(value) }

    /// One Newton step beyond the C library, so that the roots of cubes are exact.
    static func cubeRoot(_ value: Double) -> Double {
        let root = cbrt(value)
        guard root.isFinite, root != 0 else { return root }
        return root - (root * root * root - value) / (3 * root * root)
    }
}
