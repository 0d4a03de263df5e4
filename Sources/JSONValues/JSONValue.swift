/// A JSON value whole in memory: a `plugin.json`, or a line that a program wrote.
///
/// Articles come as JSON through `SimdJSON`; this is for what is small, and must be told where it is wrong.
public enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    case integer(Int)
    /// Finite.
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)

    /// In words for messages: `a text`.
    public var kind: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .integer, .number: "a number"
        case .string: "a text"
        case .array: "a list"
        case .object: "an object"
        }
    }
}

/// The members of a JSON object in their order; no two have one name.
public struct JSONObject: Sendable, Equatable {
    public struct Member: Sendable, Equatable {
        public var name: String
        public var value: JSONValue
        /// The line on which its name stands, from 1; 0 where it was not read.
        public var line: Int

        public init(_ name: String, _ value: JSONValue, line: Int = 0) {
            self.name = name
            self.value = value
            self.line = line
        }
    }

    public var members: [Member]

    public init(_ members: [Member] = []) { self.members = members }

    public subscript(name: String) -> JSONValue? { members.first { $0.name == name }?.value }

    public func line(of name: String) -> Int? { members.first { $0.name == name }?.line }
}

/// Why bytes are no JSON.
public struct JSONError: Error, Equatable, Sendable {
    /// From 1.
    public var line: Int
    /// Of the byte, from 1.
    public var column: Int
    public var reason: String

    public init(line: Int, column: Int, reason: String) {
        self.line = line
        self.column = column
        self.reason = reason
    }
}
