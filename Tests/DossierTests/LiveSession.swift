import IndexStorage
import PluginAPI
import TestSupport
import Testing

@testable import Dossier

/// Small documents for live indexes, and what an index must hold after each of a row of changes.
enum LiveSession {
    enum Change: Sendable, Equatable {
        case add([String: String])
        case delete(String)
    }

    /// Documents by identifier, as `Question.documents` tells them.
    typealias Contents = [String: String]

    static let places = ["Seoul", "Tokyo", "Ankara"]

    static func text(_ name: String, _ version: Int) -> String {
        """
        Report \(name)

        The ministers of \(places[(name.utf8.reduce(0) { $0 + Int($1) } + version) % 3]) met about missile defence \
        talks, mark\(version)\(name).

        Grain left the harbour\(version % 2 == 0 ? " before the ministers came" : "").
        """
    }

    /// Values of the facet `tag` that the document of a text states.
    static func tags(_ text: String) -> [String] {
        (text.contains("before") ? ["press", "press"] : []) + places.filter(text.contains)
    }

    /// The document of a text, as a format plugin reads it.
    static func document(_ identifier: String, _ text: String) throws -> Document {
        var input = FormatInput(bytes: Array(text.utf8), identifier: identifier, fileName: "article.txt")
        input.known.published = CalendarDate(iso8601: "2015-06-0\(1 + text.utf8.count % 9)")
        let plugin = try #require(try SmallPlugins.make().format(for: input))
        var document = try plugin.read(input)
        document.statedValues["tag"] = tags(text)
        return document
    }

    /// Adding, replacing and deleting, in turns that a seed decides.
    static func changes(_ count: Int, seed: UInt64) -> [Change] {
        var generator = SeededGenerator(state: seed)
        return (0..<count).map { step in
            let name = "n\(Int.random(in: 0..<max(4, count / 3), using: &generator))"
            switch Int.random(in: 0..<8, using: &generator) {
            case 0: return .delete("news/\(name)")
            case 1:
                return .add(
                    Dictionary(
                        uniqueKeysWithValues: (0..<3).map { ("news/m\($0)", text("m\($0)", step)) }))
            default: return .add(["news/\(name)": text(name, step)])
            }
        }
    }

    static func apply(_ change: Change, to live: LiveIndex) throws {
        switch change {
        case .add(let texts):
            let problems = try live.addAll(
                texts.sorted { $0.key < $1.key }.map { try document($0.key, $0.value) })
            #expect(problems.isEmpty)
        case .delete(let identifier): try live.delete(identifier)
        }
    }

    /// What must be there before the first change and after each.
    static func contents(after changes: [Change]) throws -> [Contents] {
        var current: Contents = [:]
        var all = [current]
        for change in changes {
            switch change {
            case .add(let texts):
                for (identifier, text) in texts {
                    current[identifier] = Question.told(
                        StoredDocument(try document(identifier, text)), stated: Set(tags(text)).sorted())
                }
            case .delete(let identifier): current[identifier] = nil
            }
            all.append(current)
        }
        return all
    }

    /// A live index that folds after a few documents, with the facet `tag` of what documents state.
    static func open(
        _ fileSystem: any FileSystem, runByteCount: Int = 1 << 20, recovers: Bool = false
    ) throws -> LiveIndex {
        var options = IndexOptions()
        options.runByteCount = runByteCount
        options.threadCount = 1
        options.recovers = recovers
        options.schema.facetFields = [FacetField("tag")]
        return try LiveIndex(
            fileSystem, path: "/index", lock: nil, plugins: SmallPlugins.make(), options: options)
    }
}
