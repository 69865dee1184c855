import Columnar

extension CastTask {
    /// The seconds of a time of day, rounded down, in an integer type.
    func timeToInteger<R: FixedWidthInteger & SignedInteger & BitwiseCopyable>(_ type: R.Type) throws -> Column {
        let x = rows.fixed(0, as: Int64.self)
        return try convert(R.zero, failure: overflow) { R(exactly: x[$0] / 1_000_000_000) }
    }

    /// A time of day on the day that the query runs.
    func timeToDatetime() -> Column {
        var cursor = TimeZoneCursor(context.timeZone)
        let day = floorDivide(cursor.local(fromUTC: context.queryStart), microsPerDay) &* microsPerDay
        let x = rows.fixed(0, as: Int64.self)
        let isLocal = to == .timestampNTZ
        return rows.map { row in
            let local = day &+ x[row] / 1_000
            return isLocal ? local : cursor.utc(fromLocal: local)
        }
    }
}
