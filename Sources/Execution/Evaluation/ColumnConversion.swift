import Columnar
import Functions

/// A cast that raises an error for values the type cannot hold. In a file of its own because the plan's cast expression
/// and the registry's casts share a name.
func convertColumn(_ column: Column, to type: DataType, context: EvaluationContext) throws -> Column {
    try Cast.cast(column, to: type, mode: .ansi, context: context)
}
