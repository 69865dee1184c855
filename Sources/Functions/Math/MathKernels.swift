import Glibc

/// The C library's functions where their names meet others.
enum MathKernels {
    static func log(_ value: Double) -> Double { Glibc.log(value) }
}
