internal import PluginAPI
internal import SourceAdapters

/// The judged queries of a collection in the layout of BEIR.
///
/// Source: Thakur et al., "BEIR" (2021): `corpus.jsonl`, `queries.jsonl`, and `qrels/test.tsv`, here also `qrels.tsv`.
struct RankingCollection: Sendable {
    struct Query: Sendable {
        var identifier: String
        var text: String
        /// By document.
        var grades: [String: Int]
    }

    /// In the order of `queries.jsonl`; those without a judgement are left out.
    var queries: [Query] = []
    /// Lines that cannot be read, and judgements of queries that do not exist.
    var problems: [SourceProblem] = []

    init(folder: String) throws(SourceError) {
        let judgements = try Judgements(folder: folder)
        problems = judgements.problems
        let source = JSONLinesSource(path: folder + "/queries.jsonl")
        let listing = try source.walk()
        problems += listing.problems
        var known: Set<String> = []
        for entry in listing.entries {
            guard known.insert(entry.identifier).inserted else {
                problems.append(
                    SourceProblem(
                        path: entry.displayPath, reason: "a second query ‘\(entry.identifier)’, left out"))
                continue
            }
            guard let grades = judgements.grades[entry.identifier] else { continue }
            let text = String(decoding: try source.read(entry).bytes, as: UTF8.self)
            queries.append(Query(identifier: entry.identifier, text: text, grades: grades))
        }
        for (query, path) in judgements.queries where !known.contains(query) {
            problems.append(
                SourceProblem(path: path, reason: "no query ‘\(query)’ in queries.jsonl; it is left out"))
        }
    }
}

/// Which documents are relevant to which query, and how much.
private struct Judgements {
    /// By query, then by document.
    var grades: [String: [String: Int]] = [:]
    /// Each query with the place that names it first, in the order of the file.
    var queries: [(query: String, path: String)] = []
    var problems: [SourceProblem] = []

    init(folder: String) throws(SourceError) {
        var source = FileSource(path: folder + "/qrels.tsv")
        let listing: SourceListing
        do throws(SourceError) {
            listing = try source.walk()
        } catch {
            source = FileSource(path: folder + "/qrels/test.tsv")
            do throws(SourceError) {
                listing = try source.walk()
            } catch {
                throw SourceError(
                    path: folder, reason: "has neither qrels.tsv nor qrels/test.tsv: \(error.reason)")
            }
        }
        for entry in listing.entries {
            let lines = try source.read(entry).bytes.split(
                separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            for (index, line) in lines.enumerated() {
                read(line.last == UInt8(ascii: "\r") ? line.dropLast() : line, entry.displayPath, index + 1)
            }
        }
    }

    /// Reads `query document grade`, or trec_eval's `query iteration document grade`.
    private mutating func read(_ line: ArraySlice<UInt8>, _ file: String, _ number: Int) {
        let isSpace = { (byte: UInt8) in byte == UInt8(ascii: "\t") || byte == UInt8(ascii: " ") }
        let isTabbed = line.contains(UInt8(ascii: "\t"))
        let fields = line.split { isTabbed ? $0 == UInt8(ascii: "\t") : isSpace($0) }
            .map { String(decoding: $0, as: UTF8.self) }
        if fields.isEmpty || (number == 1 && Self.headers.contains(fields[0])) { return }
        let path = "\(file):\(number)"
        guard fields.count == 3 || fields.count == 4 else {
            problems.append(
                SourceProblem(
                    path: path, reason: "\(fields.count) columns, not a query, a document and a grade"))
            return
        }
        let (query, document, text) = (fields[0], fields[fields.count - 2], fields[fields.count - 1])
        guard let grade = Int(text) else {
            problems.append(SourceProblem(path: path, reason: "‘\(text)’ is no grade, a whole number"))
            return
        }
        if grades[query] == nil { queries.append((query, path)) }
        if let known = grades[query]?[document], known != grade {
            problems.append(
                SourceProblem(
                    path: path, reason: "judges ‘\(document)’ again and otherwise; grade \(known) stays"))
            return
        }
        grades[query, default: [:]][document] = grade
    }

    private static let headers = ["query-id", "qid", "query_id"]
}
