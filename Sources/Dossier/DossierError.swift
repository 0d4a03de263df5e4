internal import IndexSearch
internal import IndexStorage

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
        /// A file of the index is damaged or missing.
        public static let damaged = Code(rawValue: "damaged")
        /// The format of the index, or what made its terms, is not that of this program and its libraries.
        public static let otherVersion = Code(rawValue: "other-version")
        /// The index cannot hold what it was to take up, or not in one segment.
        public static let tooLarge = Code(rawValue: "too-large")
        /// The operating system refused.
        public static let system = Code(rawValue: "system")
        /// A source cannot be read at all, or two sources do not go together.
        public static let source = Code(rawValue: "source")
        /// No document has the identifier.
        public static let unknownDocument = Code(rawValue: "unknown-document")
        /// No commit that is kept is the one asked for, or several may be.
        public static let unknownCommit = Code(rawValue: "unknown-commit")
        /// No facet has the name.
        public static let unknownFacet = Code(rawValue: "unknown-facet")
        /// No value of the facet has the name.
        public static let unknownValue = Code(rawValue: "unknown-value")
        /// The name fits several values, which the message lists.
        public static let ambiguousValue = Code(rawValue: "ambiguous-value")
        /// An overlay cannot be read, or not be applied; the message has a line for each problem.
        public static let overlay = Code(rawValue: "overlay")
        /// The text of a query is not right; the message shows where.
        public static let badQuery = Code(rawValue: "bad-query")
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

extension DossierError {
    /// What the index's storage says, with the remedy.
    init(_ error: StorageError, path: String) {
        switch error {
        case .locked:
            self.init(
                .locked, "Another process is writing to \(path); try again when it is done.", path: path)
        case .tooLarge(let reason):
            self.init(
                .tooLarge, "This is more than the index at \(path) can hold: \(reason). It stays as it was.",
                path: path)
        case .io:
            self.init(.system, "\(error)", path: path)
        case .otherVersion:
            self.init(
                .otherVersion,
                "The index at \(path) was written by another version of this program or its libraries: delete the folder "
                    + "and index again, or use the version that wrote it.",
                path: path, cause: error.description)
        case .checksum, .truncated, .missing, .corrupt:
            self.init(
                .damaged,
                "The index at \(path) is damaged. ‘dossier check’ tells what is wrong; delete the folder and index "
                    + "again to mend it.",
                path: path, cause: error.description)
        }
    }

    init(_ error: QueryError, path: String) {
        switch error {
        case .storage(let error): self.init(error, path: path)
        case .badDate(let text):
            self.init(
                .badRequest,
                "‘\(text)’ is no date; write 2014, 2014-05, 2014-05-31, or two of them with .. between.")
        case .badProximity(let reason), .badPattern(let reason): self.init(.badRequest, reason)
        case .noNumbers(let facet):
            self.init(.badRequest, "\(facet) has no values that are numbers, and so no range of them.")
        case .noMembers(let facet, let name):
            self.init(.badRequest, "\(facet) ‘\(name)’ has no members: leave +members out.")
        case .unknownZone(let name, let known):
            self.init(
                .badRequest,
                known.isEmpty
                    ? "The index at \(path) does not tell zones apart, as zone:\(name) asks."
                    : "There is no zone ‘\(name)’; there are \(known.joined(separator: ", ")).")
        case .unknownFacet(let name, let known):
            self.init(
                .unknownFacet, "There is no facet ‘\(name)’; there are \(known.joined(separator: ", ")).")
        case .unknownValue(let facet, let name, let similar):
            let help =
                similar.isEmpty
                ? "‘dossier facets \(facet)’ lists those the articles name."
                : "Do you mean " + Self.list(similar) + "?"
            self.init(.unknownValue, "No \(facet) is named ‘\(name)’. \(help)")
        case .ambiguousValue(let facet, let name, let candidates):
            self.init(
                .ambiguousValue,
                "‘\(name)’ names more than one \(facet): \(Self.list(candidates)). Name the facet or the id.")
        }
    }

    private static func list(_ candidates: [QueryError.Candidate]) -> String {
        candidates.map { "\($0.facet):\($0.id) (\($0.label))" }.joined(separator: ", ")
    }

    /// Runs `body` and turns whatever it throws into an error for users.
    @inline(__always)
    static func wrapping<Result>(path: String, _ body: () throws -> Result) throws(DossierError) -> Result {
        do {
            return try body()
        } catch let error as DossierError {
            throw error
        } catch let error as StorageError {
            throw DossierError(error, path: path)
        } catch let error as QueryError {
            throw DossierError(error, path: path)
        } catch {
            throw DossierError(.system, "\(error)", path: path)
        }
    }
}
