import Formats

/// A condition on a column that an operator finds while it runs, for the scans below it: rows that fail it are not wanted.
enum RuntimeFilter: Sendable {
    /// The values that a join's other side has.
    case keys(KeyMembership)
    /// How far an order's first rows reach.
    case bound(MovingBound)

    func condition(onColumn name: String) -> ScanFilter {
        switch self {
        case .keys(let keys): .member(column: name, keys)
        case .bound(let bound): .within(column: name, bound)
        }
    }
}
