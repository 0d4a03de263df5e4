/// Why a gazetteer table cannot be used. Lines count from 1.
public enum GazetteerError: Error, Equatable, Sendable {
    /// The table is not valid UTF-8.
    case encoding(line: Int)
    /// A row has the wrong number of columns or an unknown word in one of them.
    case row(line: Int, reason: String)
    /// The table names no value at all.
    case empty
}

extension GazetteerError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .encoding(let line): "line \(line): not UTF-8; save the table as UTF-8"
        case .row(let line, let reason): "line \(line): \(reason)"
        case .empty: "the table has no rows; add lines of id, label, form, kind, case, conditions"
        }
    }
}
