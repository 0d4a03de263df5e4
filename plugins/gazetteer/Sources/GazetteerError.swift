/// Why a table facet cannot be used: what is wrong in its files, in their order.
public struct GazetteerError: Error, Equatable, Sendable {
    /// Something wrong in one line.
    public struct Problem: Equatable, Sendable {
        /// `table.tsv`, `members.tsv`, `lists.tsv` or `plugin.json`.
        public var file: String
        /// From 1; 0 for the file as a whole.
        public var line: Int
        public var reason: String

        public init(file: String, line: Int, reason: String) {
            self.file = file
            self.line = line
            self.reason = reason
        }
    }

    /// At most `maximumCount`.
    public var problems: [Problem]
    /// How many more there are.
    public var omittedCount: Int

    public static let maximumCount = 20

    public init(problems: [Problem], omittedCount: Int = 0) {
        self.problems = problems
        self.omittedCount = omittedCount
    }
}

extension GazetteerError: CustomStringConvertible {
    /// A line each: `table.tsv:12: the form has no word`.
    public var description: String {
        var lines = problems.map { problem in
            problem.line == 0
                ? "\(problem.file): \(problem.reason)" : "\(problem.file):\(problem.line): \(problem.reason)"
        }
        if omittedCount > 0 { lines.append("… and \(omittedCount) more") }
        return lines.joined(separator: "\n")
    }
}

/// Collects what is wrong, without end but for the messages.
struct ProblemList {
    private var problems: [GazetteerError.Problem] = []
    private var omittedCount = 0

    /// The first problems are kept: add in the order of lines.
    mutating func add(_ file: String, _ line: Int, _ reason: String) {
        guard problems.count < 4 * GazetteerError.maximumCount else {
            omittedCount += 1
            return
        }
        problems.append(.init(file: file, line: line, reason: reason))
    }

    var isEmpty: Bool { problems.isEmpty }

    /// In the order of files, and of lines within each.
    var error: GazetteerError {
        var files: [String] = []
        for problem in problems where !files.contains(problem.file) { files.append(problem.file) }
        let ordered = files.flatMap { file in
            problems.filter { $0.file == file }.enumerated()
                .sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }.map(\.element)
        }
        let kept = Array(ordered.prefix(GazetteerError.maximumCount))
        return GazetteerError(problems: kept, omittedCount: omittedCount + ordered.count - kept.count)
    }
}
