/// Where the bytes of a file are wrong, and how.
package struct FileDamage: Hashable, Sendable {
    /// The file.
    package var path: String
    /// The byte of the file at which it shows, counted from 0; `nil` where no one byte is at fault.
    package var byteOffset: Int?
    /// The part of the file, such as `coef_` or `header`.
    package var field: String
    /// What belongs there.
    package var expected: String
    /// What is there instead, cut short where it is long.
    package var actual: String

    /// Describes a place in a file.
    package init(path: String, byteOffset: Int?, field: String, expected: String, actual: String) {
        self.path = path
        self.byteOffset = byteOffset
        self.field = field
        self.expected = expected
        self.actual = actual
    }
}

/// An error that can say where a file's bytes are wrong.
package protocol DamageError: ExplainedError {
    /// The error of a file that is damaged there.
    static func damaged(_ damage: FileDamage) -> Self
}
