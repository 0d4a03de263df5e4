import PluginAPI
import Synchronization

/// Matches the tables of several facets in one pass.
struct GazetteerReader: Sendable {
    /// The table of one facet, and how its metonyms are told apart.
    struct Part: Sendable {
        var table: Table
        var senses: SenseRules
    }

    private let automaton: Automaton
    private let senses: [SenseRules]

    init(_ parts: [Part]) {
        automaton = Automaton(parts.map(\.table))
        senses = parts.map(\.senses)
    }

    /// - Returns: for each part its mentions in each document.
    func mentions(in documents: [TokenizedDocument]) -> [[DocumentMentions]] {
        var matcher = Matcher(automaton)
        var all = Array(repeating: [DocumentMentions](), count: senses.count)
        for document in documents {
            TokenView.with(document.columns) { view in
                matcher.match(document, view)
                let cues = Cues.of(document.document.language)
                for (facet, rules) in senses.enumerated() {
                    var mentions = matcher.found[facet].map { mention($0, rules) }
                    if rules.hasMetonyms, !mentions.isEmpty {
                        SenseReader(view: view, zones: matcher.zones, rules: rules, cues: cues).read(
                            &mentions)
                    }
                    all[facet].append(DocumentMentions(mentions))
                }
            }
        }
        return all
    }

    private func mention(_ match: Matcher.Match, _ rules: SenseRules) -> Mention {
        let form = automaton.forms[match.form]
        var mention = Mention(
            value: form.value, firstToken: UInt32(match.firstToken), tokenCount: UInt32(match.tokenCount),
            rule: rules.ruleOfKind[Int(form.kind)], row: form.row)
        if form.weight != MentionWeight.one.eighths { mention.weight = MentionWeight(eighths: form.weight) }
        return mention
    }
}

/// A reader that is made when it is first asked, once for all threads.
final class LazyReader: JointFacetReader {
    let parts: [GazetteerReader.Part]
    private let reader = Mutex<GazetteerReader?>(nil)

    init(_ parts: [GazetteerReader.Part]) { self.parts = parts }

    var value: GazetteerReader {
        reader.withLock { reader in
            if let reader { return reader }
            let made = GazetteerReader(parts)
            reader = made
            return made
        }
    }

    func mentions(in documents: [TokenizedDocument]) throws(FacetError) -> [[DocumentMentions]] {
        value.mentions(in: documents)
    }
}
