import Columnar
import Glibc

/// Several doubles a group: the running values of statistical aggregates.
class StatisticsAccumulator: Accumulator {
    let width: Int
    /// ``width`` doubles a group, side by side.
    private var buffer = Buffer(capacity: 16 * 8, zeroed: true)
    private var capacity: Int
    private(set) var groups = 0

    init(width: Int) {
        self.width = width
        capacity = 16 / width
    }

    var base: UnsafeMutablePointer<Double> { buffer.typed(Double.self) }

    func resize(groups count: Int) {
        guard count > groups else { return }
        if count > capacity {
            capacity = max(capacity * 2, count)
            let larger = Buffer(capacity: capacity * width * 8, zeroed: true)
            memcpy(larger.pointer, buffer.pointer, groups * width * 8)
            buffer = larger
        }
        groups = count
    }

    /// Takes one row into the doubles at `state`; overridden.
    func update(_ arguments: [Column], groups: UnsafePointer<Int32>, count: Int, context: EvaluationContext) throws {}
    /// Takes another group's doubles into those at `state`; overridden.
    func combine(_ state: UnsafeMutablePointer<Double>, _ other: UnsafePointer<Double>) {}
    /// The result of one group; `nil` for null; overridden.
    func finish(_ state: UnsafePointer<Double>) -> Double? { nil }

    func merge(_ state: [Column], groups: UnsafePointer<Int32>, count: Int) throws {
        let columns = state.map { $0.flattened() }
        defer { withExtendedLifetime(columns) {} }
        let inputs = columns.compactMap { $0.fixedValues(Double.self) }
        guard inputs.count == width else { return }
        let other = UnsafeMutablePointer<Double>.allocate(capacity: width)
        defer { other.deallocate() }
        for row in 0..<count {
            for index in 0..<width { other[index] = inputs[index][row] }
            combine(base + Int(groups[row]) * width, UnsafePointer(other))
        }
    }

    func state(groups: Range<Int>) throws -> [Column] {
        (0..<width).map { index in
            let copy = Buffer(capacity: groups.count * 8)
            for (row, group) in groups.enumerated() {
                copy.typed(Double.self)[row] = base[group * width + index]
            }
            return Column(.double, count: groups.count, layout: .fixed(copy))
        }
    }

    func result(groups: Range<Int>, context: EvaluationContext) throws -> Column {
        let builder = ColumnBuilder(.double, capacity: groups.count)
        for group in groups {
            if let value = finish(UnsafePointer(base + group * width)) {
                builder.append(value)
            } else {
                builder.appendNull()
            }
        }
        return builder.finish()
    }

    var byteCount: Int { buffer.capacity }
}

/// Central moments by Welford's updates, merged by Chan's formulas: count, mean, m2, m3, m4.
final class MomentsAccumulator: StatisticsAccumulator {
    enum Statistic: Sendable {
        case varianceSample, variancePopulation, deviationSample, deviationPopulation, skewness, kurtosis
    }

    private let statistic: Statistic

    init(_ statistic: Statistic) {
        self.statistic = statistic
        super.init(width: 5)
    }

    override func update(
        _ arguments: [Column], groups: UnsafePointer<Int32>, count: Int, context: EvaluationContext
    ) throws {
        guard let column = arguments[0].flatUnlessNull(), let values = column.fixedValues(Double.self) else { return }
        let states = base
        let isHigher = statistic == .skewness || statistic == .kurtosis
        eachValid(column.validity, groups, count) { row, group in
            let s = states + group &* 5
            let n = s[0] + 1
            let delta = values[row] - s[1]
            let deltaN = delta / n
            s[0] = n
            s[1] += deltaN
            s[2] += delta * (delta - deltaN)
            if isHigher {
                let (delta2, deltaN2) = (delta * delta, deltaN * deltaN)
                s[3] = s[3] - 3 * deltaN * s[2] + delta * (delta2 - deltaN2)
                s[4] = s[4] - 4 * deltaN * s[3] - 6 * deltaN2 * s[2] + delta * (delta * delta2 - deltaN * deltaN2)
            }
        }
    }

    override func combine(_ s: UnsafeMutablePointer<Double>, _ o: UnsafePointer<Double>) {
        let (n1, n2) = (s[0], o[0])
        let n = n1 + n2
        if n == 0 { return }
        let delta = o[1] - s[1]
        let deltaN = delta / n
        let (a2, b2, a3, b3) = (s[2], o[2], s[3], o[3])
        s[0] = n
        s[1] += deltaN * n2
        s[2] = a2 + b2 + delta * deltaN * n1 * n2
        s[3] = a3 + b3 + deltaN * deltaN * delta * n1 * n2 * (n1 - n2) + 3 * deltaN * (n1 * b2 - n2 * a2)
        let spread = deltaN * deltaN * deltaN * delta * n1 * n2 * (n1 * n1 - n1 * n2 + n2 * n2)
        let squares = 6 * deltaN * deltaN * (n1 * n1 * b2 + n2 * n2 * a2)
        s[4] = s[4] + o[4] + spread + squares + 4 * deltaN * (n1 * b3 - n2 * a3)
    }

    override func finish(_ s: UnsafePointer<Double>) -> Double? {
        let (n, m2, m3, m4) = (s[0], s[2], s[3], s[4])
        if n == 0 { return nil }
        switch statistic {
        case .variancePopulation: return m2 / n
        case .deviationPopulation: return (m2 / n).squareRoot()
        case .varianceSample: return n == 1 ? nil : m2 / (n - 1)
        case .deviationSample: return n == 1 ? nil : (m2 / (n - 1)).squareRoot()
        case .skewness: return m2 == 0 ? nil : n.squareRoot() * m3 / (m2 * m2 * m2).squareRoot()
        case .kurtosis: return m2 == 0 ? nil : n * m4 / (m2 * m2) - 3
        }
    }
}

/// Covariance and correlation: count, both means, co-moment, both second moments.
final class CovarianceAccumulator: StatisticsAccumulator {
    enum Statistic: Sendable {
        case covariancePopulation, covarianceSample, correlation
        case count, averageX, averageY, sxx, syy, sxy, slope, intercept, r2
    }

    private let statistic: Statistic

    init(_ statistic: Statistic) {
        self.statistic = statistic
        super.init(width: 6)
    }

    /// The arguments are x and y.
    override func update(
        _ arguments: [Column], groups: UnsafePointer<Int32>, count: Int, context: EvaluationContext
    ) throws {
        guard let first = arguments[0].flatUnlessNull(), let second = arguments[1].flatUnlessNull(),
            let xs = first.fixedValues(Double.self), let ys = second.fixedValues(Double.self)
        else { return }
        let states = base
        eachValid(Bitmap.and(first.validity, second.validity), groups, count) { row, group in
            let s = states + group &* 6
            let n = s[0] + 1
            let (dx, dy) = (xs[row] - s[1], ys[row] - s[2])
            s[0] = n
            s[1] += dx / n
            s[2] += dy / n
            s[3] += dx * (ys[row] - s[2])
            s[4] += dx * (xs[row] - s[1])
            s[5] += dy * (ys[row] - s[2])
        }
    }

    override func combine(_ s: UnsafeMutablePointer<Double>, _ o: UnsafePointer<Double>) {
        let n = s[0] + o[0]
        if n == 0 { return }
        let (dx, dy) = (o[1] - s[1], o[2] - s[2])
        let weight = s[0] * o[0]
        s[3] += o[3] + dx * (dy / n) * weight
        s[4] += o[4] + dx * (dx / n) * weight
        s[5] += o[5] + dy * (dy / n) * weight
        s[1] += dx / n * o[0]
        s[2] += dy / n * o[0]
        s[0] = n
    }

    override func finish(_ s: UnsafePointer<Double>) -> Double? {
        let (n, ck, xx, yy) = (s[0], s[3], s[4], s[5])
        if statistic == .count { return n }
        if n == 0 { return nil }
        switch statistic {
        case .covariancePopulation: return ck / n
        case .covarianceSample: return n == 1 ? nil : ck / (n - 1)
        case .correlation: return n == 1 || xx == 0 || yy == 0 ? nil : ck / (xx * yy).squareRoot()
        case .count: return n
        case .averageX: return s[1]
        case .averageY: return s[2]
        case .sxx: return xx
        case .syy: return yy
        case .sxy: return ck
        case .slope: return xx == 0 ? nil : ck / xx
        case .intercept: return xx == 0 ? nil : s[2] - ck / xx * s[1]
        case .r2: return xx == 0 ? nil : yy == 0 ? 1 : ck * ck / xx / yy
        }
    }
}

enum StatisticsFunctions {
    static let definitions: [FunctionDefinition] = [
        moments(
            "stddev", aliases: ["std", "stddev_samp"], .deviationSample, "stddev(expr) - The sample standard deviation."
        ),
        moments("stddev_pop", .deviationPopulation, "stddev_pop(expr) - The population standard deviation."),
        moments("variance", aliases: ["var_samp"], .varianceSample, "variance(expr) - The sample variance."),
        moments("var_pop", .variancePopulation, "var_pop(expr) - The population variance."),
        moments("skewness", .skewness, "skewness(expr) - The skewness."),
        moments("kurtosis", .kurtosis, "kurtosis(expr) - The excess kurtosis."),
        pairs("corr", .correlation, "corr(x, y) - Pearson's correlation of two columns."),
        pairs("covar_pop", .covariancePopulation, "covar_pop(x, y) - The population covariance."),
        pairs("covar_samp", .covarianceSample, "covar_samp(x, y) - The sample covariance."),
        pairs("regr_avgx", .averageX, swapped: true, "regr_avgx(y, x) - The mean of x over pairs without nulls."),
        pairs("regr_avgy", .averageY, swapped: true, "regr_avgy(y, x) - The mean of y over pairs without nulls."),
        pairs("regr_sxx", .sxx, swapped: true, "regr_sxx(y, x) - The sum of squares of x around its mean."),
        pairs("regr_syy", .syy, swapped: true, "regr_syy(y, x) - The sum of squares of y around its mean."),
        pairs("regr_sxy", .sxy, swapped: true, "regr_sxy(y, x) - The sum of products of both around their means."),
        pairs("regr_slope", .slope, swapped: true, "regr_slope(y, x) - The slope of the regression line."),
        pairs(
            "regr_intercept", .intercept, swapped: true,
            "regr_intercept(y, x) - Where the regression line crosses x = 0."),
        pairs("regr_r2", .r2, swapped: true, "regr_r2(y, x) - The coefficient of determination."),
        .aggregate(
            "regr_count", "regr_count(y, x) - The number of pairs without nulls.", ["regr_count(y, x)"],
            since: "3.4.0", count: 2...2
        ) { call in
            .make(call.types, result: .long, nullable: false, state: [.long]) { CountAccumulator() }
        },
    ]

    private static func moments(
        _ name: String, aliases: [String] = [], _ statistic: MomentsAccumulator.Statistic, _ usage: String
    ) -> FunctionDefinition {
        .aggregate(name, aliases: aliases, usage, ["\(name)(col)"], since: "1.6.0", count: 1...1) { call in
            .make(try call.coerced([.double]), result: .double, state: Array(repeating: .double, count: 5)) {
                MomentsAccumulator(statistic)
            }
        }
    }

    private static func pairs(
        _ name: String, _ statistic: CovarianceAccumulator.Statistic, swapped: Bool = false, _ usage: String
    ) -> FunctionDefinition {
        .aggregate(name, usage, ["\(name)(\(swapped ? "y, x" : "x, y"))"], since: "2.0.0", count: 2...2) { call in
            .make(try call.coerced([.double]), result: .double, state: Array(repeating: .double, count: 6)) {
                () -> any Accumulator in
                let accumulator = CovarianceAccumulator(statistic)
                return swapped ? SwappedArguments(accumulator) : accumulator
            }
        }
    }
}

/// Hands the arguments of SQL's regression functions, (y, x), on as (x, y).
final class SwappedArguments: Accumulator {
    private let inner: CovarianceAccumulator

    init(_ inner: CovarianceAccumulator) { self.inner = inner }

    func resize(groups: Int) { inner.resize(groups: groups) }
    func update(_ arguments: [Column], groups: UnsafePointer<Int32>, count: Int, context: EvaluationContext) throws {
        try inner.update([arguments[1], arguments[0]], groups: groups, count: count, context: context)
    }
    func merge(_ state: [Column], groups: UnsafePointer<Int32>, count: Int) throws {
        try inner.merge(state, groups: groups, count: count)
    }
    func state(groups: Range<Int>) throws -> [Column] { try inner.state(groups: groups) }
    func result(groups: Range<Int>, context: EvaluationContext) throws -> Column {
        try inner.result(groups: groups, context: context)
    }
    var byteCount: Int { inner.byteCount }
}
