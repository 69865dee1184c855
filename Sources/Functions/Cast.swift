import Columnar

/// What a cast does with a value that the target type cannot hold.
package enum CastMode: Hashable, Sendable {
    /// Raise an error (`CAST` when ANSI mode is on).
    case ansi
    /// Give null or wrap around as Hive did (`CAST` when it is off).
    case legacy
    /// Give null (`try_cast`).
    case attempt
}
