/// What went wrong, in words for a user: what is wrong, and what to do about it.
public struct DossierError: Error, Sendable, Equatable {
    /// The kind of error; new kinds may come.
    public struct Code: Hashable, Sendable {
        public let rawValue: String

        public init(rawValue: String) { self.rawValue = rawValue }

        /// There is no index at the path.
        public static let noIndex = Code(rawValue: "no-index")
        /// Another process is writing to the index.
        public static let locked = Code(rawValue: "locked")
        /// A file of the index is damaged or missing, or of another format version.
        public static let damaged = Code(rawValue: "damaged")
        /// The operating system refused.
        public static let system = Code(rawValue: "system")
        /// A source cannot be read at all, or two sources do not go together.
        public static let source = Code(rawValue: "source")
        /// No document has the identifier.
        public static let unknownDocument = Code(rawValue: "unknown-document")
        /// No facet has the name.
        public static let unknownFacet = Code(rawValue: "unknown-facet")
        /// No value of the facet has the name.
        public static let unknownValue = Code(rawValue: "unknown-value")
        /// The name fits several values, which the message lists.
        public static let ambiguousValue = Code(rawValue: "ambiguous-value")
        /// A date or another part of a request cannot be read.
        public static let badRequest = Code(rawValue: "bad-request")
    }

    public var code: Code
    /// What is wrong and what helps, in one sentence or two.
    public var message: String
    /// The file or folder concerned.
    public var path: String?
    /// The error below, as it described itself.
    public var cause: String?

    public init(_ code: Code, _ message: String, path: String? = nil, cause: String? = nil) {
        self.code = code
        self.message = message
        self.path = path
        self.cause = cause
    }
}

extension DossierError: CustomStringConvertible {
    public var description: String { cause.map { "\(message) (\($0))" } ?? message }
}
