/// `TRANSFORM (…) USING 'command'`: a command of the shell that gets rows as lines and gives lines back.
package struct ScriptTransformation: Hashable, Sendable {
    /// How rows are lines: what stands between fields, and for null.
    package struct RowFormat: Hashable, Sendable {
        package var separator = "\u{1}"
        package var null = "\\N"
        package init() {}
    }
    package var command: String
    package var input = RowFormat()
    package var output = RowFormat()
    /// Whether no columns were named: the first field is the key, the second the value, and nothing is null but what
    /// is missing.
    package var isKeyValue = false

    package init(command: String) { self.command = command }
}
