import Dossier
import JSONValues
import PluginAPI
import TerminalText

extension Option {
    static let cite = flag(
        "cite",
        help:
            "Print after the answer what it depends on, in words for a footnote, and the command that repeats it as long "
            + "as the commit is kept; ‘dossier pin’ keeps it."
    ) { $0.cites = true }
}

extension Arguments {
    /// The command with what its answer depends on; nil where that was not asked for.
    func cited(_ command: String, _ index: SearchIndex, isPartial: Bool) throws -> CitedCommand? {
        guard cites else { return nil }
        var options = given
        // Tomorrow today is another day.
        if let recency = request.recency, recencyDay == nil {
            options.append(GivenOption(name: "recency-from", value: recency.day.description))
        }
        return CitedCommand(
            name: command, operands: operands, options: options, citation: try index.citation(),
            isPartial: isPartial)
    }
}

/// An answer as others can look it up.
struct CitedCommand {
    let name: String
    let operands: [String]
    let options: [GivenOption]
    let citation: Citation
    let isPartial: Bool

    /// Options that no answer depends on, or that the reference stands for.
    private static let dropped: Set = ["at", "cite", "no-color", "recover", "help"]
    /// Options that matter to whoever repeats the command, not to whoever reads of it.
    private static let technical: Set = ["index", "json", "csv", "plot", "overlay"]

    /// Repeats the command, in the words of a shell.
    var repeating: String {
        let chosen = options.filter { !Self.dropped.contains($0.name) }.flatMap(\.words)
        let start = ["dossier", name, "--at", citation.reference]
        // Words that look like options come behind all of them.
        let isPlain = operands.allSatisfy { !$0.hasPrefix("-") || $0 == "-" }
        return (start + (isPlain ? operands + chosen : chosen + ["--"] + operands))
            .map { shellWord(printable($0)) }.joined(separator: " ")
    }

    /// One sentence for a footnote.
    var sentence: String {
        let query = printable(operands.joined(separator: " "))
        let filters = options.filter { !Self.dropped.union(Self.technical).contains($0.name) }
            .map { $0.words.map { shellWord(printable($0)) }.joined(separator: " ") }
        let settings = filters.isEmpty ? "" : " (\(filters.joined(separator: " ")))"
        let commit = citation.commit
        let sources = citation.sources.prefix(3).map { "“\(printable($0))”" }.joined(separator: ", ")
        let more = citation.sources.count > 3 ? " and \(citation.sources.count - 3) more" : ""
        let facets = citation.facets.map { facet in
            guard let version = facet.pluginVersion else { return "\(facet.name) stated" }
            return "\(facet.name) \(version) [\(facet.fingerprint ?? "")]"
        }
        return [
            "dossier \(name)" + (query.isEmpty ? "" : " ‘\(query)’") + settings
                + (isPartial ? ", cut short by its time limit" : ""),
            " in an index of \(sources)\(more), \(counted(commit.documentCount, "article")), commit "
                + "\(commit.hash.prefix(16))" + (commit.publishedDate.map { " of \($0)" } ?? ""),
            citation.overlayHash.map { ", overlay \($0.prefix(16))" } ?? "",
            "; Dossier \(version), index format \(citation.formatVersion); facets "
                + facets.joined(separator: ", "),
            citation.formats.isEmpty
                ? ""
                : "; formats " + citation.formats.map { "\($0.name) \($0.version)" }.joined(separator: ", "),
            "; analyzer \(citation.analyzerName).",
        ].joined()
    }

    /// Both, after the answer as text.
    func text(on screen: Screen) -> String {
        let kept =
            citation.commit.isPinned
            ? "" : "kept:   until ten changes later; dossier pin \(citation.commit.shortHash) keeps it\n"
        return "\n" + screen.dim("cite:   ") + sentence + "\n" + screen.dim("repeat: ") + repeating + "\n"
            + screen.dim(kept)
    }
}

extension GivenOption {
    fileprivate var words: [String] { ["--" + name] + (value.map { [$0] } ?? []) }
}

/// A word as a shell of POSIX reads it.
func shellWord(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy { byte in
        (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte)
            || "-_./:=@%+,".utf8.contains(byte)
    }
    if isPlain, !word.isEmpty { return word }
    return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
}

extension JSON {
    /// The object with a member that tells what it depends on; as it is without.
    func citing(_ cited: CitedCommand?) -> JSON {
        guard let cited, case .object(var object) = self else { return self }
        let citation = cited.citation
        let facets = citation.facets.map { facet in
            JSON.object([
                ("name", .string(facet.name)),
                ("pluginVersion", facet.pluginVersion.map { .integer($0) } ?? .null),
                ("fingerprint", .string(facet.fingerprint)),
            ])
        }
        let formats = citation.formats.map { format in
            JSON.object([("name", .string(format.name)), ("version", .string(format.version))])
        }
        let told = JSON.object([
            ("text", .string(cited.sentence)), ("command", .string(cited.repeating)),
            ("reference", .string(citation.reference)), ("commit", .commit(citation.commit)),
            ("overlay", .string(citation.overlayHash)),
            ("sources", .array(citation.sources.map { .string($0) })),
            ("version", .string(version)), ("format", .integer(citation.formatVersion)),
            ("analyzer", .string(citation.analyzer)), ("facets", .array(facets)),
            ("formats", .array(formats)),
        ])
        object.members.append(.init("citation", told))
        return .object(object)
    }
}
