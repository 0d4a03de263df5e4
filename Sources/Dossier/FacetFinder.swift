internal import IndexCore
internal import PluginAPI

/// What a plugin found in one document, as the index keeps it.
struct FoundMentions: Sendable, Equatable {
    /// Ascending by `start`; a value is an index into the plugin's list, or behind that into `discovered`.
    var mentions: [FacetMention] = []
    var discovered: [[UInt8]] = []
}

/// Asks the plugins of all facets for the mentions in documents: those that others build on first, and gazetteers
/// together.
struct FacetFinder: Sendable {
    /// The plugins whose mentions it gives, in that order.
    let plugins: [any FacetPlugin]
    private let fieldOfZone: [Int?]
    /// The plugins and their parts.
    private let nodes: [Node]
    /// Indices of nodes that read documents together, and those that follow, each after those it builds on.
    private let joint: (reader: any JointFacetReader, nodes: [Int])?
    private let order: [Int]

    /// A plugin, and where those stand that it builds on; nil for one that is missing.
    private struct Node: Sendable {
        var plugin: any FacetPlugin
        var basis: [Int?] = []
        let valueCount: Int
        let ruleCount: Int

        init(_ plugin: any FacetPlugin) {
            self.plugin = plugin
            (valueCount, ruleCount) = (plugin.values.count, plugin.rules.count)
        }
    }

    init(plugins: [any FacetPlugin], fieldOfZone: [Int?]) {
        self.plugins = plugins
        self.fieldOfZone = fieldOfZone
        var nodes = plugins.map(Node.init)
        for index in plugins.indices {
            nodes[index].basis = plugins[index].basis.map { name in
                plugins.firstIndex { $0.manifest.name == name }
            }
            for part in plugins[index].parts {
                nodes[index].basis.append(nodes.count)
                nodes.append(Node(part))
            }
        }
        let joined = nodes.indices.filter {
            nodes[$0].basis.isEmpty && nodes[$0].plugin is any JointFacetPlugin
        }
        let gazetteers = joined.compactMap { nodes[$0].plugin as? any JointFacetPlugin }
        joint = gazetteers.first?.joint(with: Array(gazetteers.dropFirst())).map { ($0, joined) }
        order = Self.order(of: &nodes, without: Set(joint == nil ? [] : joined))
        self.nodes = nodes
    }

    /// The nodes that are left, each after those it builds on. Of a cycle one node does without the others.
    private static func order(of nodes: inout [Node], without done: Set<Int>) -> [Int] {
        var (order, isDone) = ([Int](), nodes.indices.map { done.contains($0) })
        while order.count + done.count < nodes.count {
            let rest = nodes.indices.filter { !isDone[$0] }
            let next = rest.first { nodes[$0].basis.allSatisfy { $0.map { isDone[$0] } ?? true } } ?? rest[0]
            nodes[next].basis = nodes[next].basis.map { $0.flatMap { isDone[$0] ? $0 : nil } }
            isDone[next] = true
            order.append(next)
        }
        return order
    }

    /// - Parameter problems: receives what plugins say of documents they cannot read.
    /// - Returns: for each plugin and document the mentions as the index keeps them; nil where the plugin failed.
    func mentions(
        in documents: [TokenizedDocument], problems: inout [SourceProblem]
    ) -> [[FoundMentions?]] {
        var found = [[DocumentMentions?]](repeating: [], count: nodes.count)
        var waiting = order
        if let joint {
            let all = (try? joint.reader.mentions(in: documents)) ?? []
            if all.count == joint.nodes.count, all.allSatisfy({ $0.count == documents.count }) {
                for (node, lists) in zip(joint.nodes, all) { found[node] = lists.map { sound($0, of: node) } }
            } else {
                waiting = joint.nodes + waiting
            }
        }
        for node in waiting {
            let lists = mentions(of: node, documents, basis(of: node, found), &problems)
            found[node] = lists.map { $0.map { sound($0, of: node) } }
        }
        let places = documents.map { $0.places(fieldOfZone: fieldOfZone) }
        return plugins.indices.map { plugin in
            documents.indices.map { index in
                found[plugin][index].map { placed($0, documents[index], places[index]) }
            }
        }
    }

    /// What the plugins before it found; nothing in documents where one failed, or of one that is missing.
    private func basis(of node: Int, _ found: [[DocumentMentions?]]) -> [FacetBasis] {
        nodes[node].basis.map { other in
            guard let other else {
                return FacetBasis(facet: "", fingerprint: 0, values: [], rules: [], documents: [])
            }
            let plugin = nodes[other].plugin
            return FacetBasis(
                facet: plugin.manifest.name, fingerprint: plugin.fingerprint, values: plugin.values,
                rules: plugin.rules,
                documents: found[other].map { $0 ?? DocumentMentions() })
        }
    }

    private func mentions(
        of node: Int, _ documents: [TokenizedDocument], _ basis: [FacetBasis],
        _ problems: inout [SourceProblem]
    ) -> [DocumentMentions?] {
        let plugin = nodes[node].plugin
        if let all = try? plugin.mentions(in: documents, over: basis), all.count == documents.count {
            return all
        }
        // One by one, so that a document that cannot be read costs no other its facets.
        return documents.indices.map { index in
            let own = basis.map { basis in
                FacetBasis(
                    facet: basis.facet, fingerprint: basis.fingerprint, values: basis.values,
                    rules: basis.rules,
                    documents: basis.documents.isEmpty ? [] : [basis.documents[index]])
            }
            var reason = "it gave no answer"
            do throws(FacetError) {
                let found = try plugin.mentions(in: [documents[index]], over: own)
                if found.count == 1 { return found[0] }
            } catch {
                switch error {
                case .failed(_, let text): reason = text
                }
            }
            problems.append(
                SourceProblem(
                    path: documents[index].document.identifier,
                    reason: "the plugin \(plugin.manifest.name) failed: \(reason)"))
            return nil
        }
    }

    /// What keeps to the contract: values and rules that exist, under ids that an index can hold.
    private func sound(_ found: DocumentMentions, of node: Int) -> DocumentMentions {
        let (listedCount, ruleCount) = (nodes[node].valueCount, nodes[node].ruleCount)
        func isSound(_ mention: Mention) -> Bool {
            guard mention.rule < ruleCount else { return false }
            let place = Int(mention.value) - listedCount
            if place < 0 { return true }
            guard place < found.discovered.count else { return false }
            let size = found.discovered[place].utf8.count
            return size > 0 && size <= FacetField.maximumValueByteCount
        }
        if found.mentions.allSatisfy(isSound) { return found }
        var sound = found
        sound.mentions.removeAll { !isSound($0) }
        return sound
    }

    /// Mentions as the index keeps them, without those that lie outside the document.
    private func placed(
        _ found: DocumentMentions, _ document: TokenizedDocument, _ places: [ZonePlace]
    ) -> FoundMentions {
        var mentions: [FacetMention] = []
        mentions.reserveCapacity(found.mentions.count)
        var ascends = true
        for mention in found.mentions {
            let (first, count) = (Int(mention.firstToken), Int(mention.tokenCount))
            guard count > 0, first + count <= document.tokenCount, let place = places.place(of: first)
            else { continue }
            var placed = FacetMention(
                value: mention.value, field: UInt8(place.field), position: place.position,
                tokenCount: mention.tokenCount, start: document.starts[first],
                size: document.ends[first + count - 1] - document.starts[first], rule: mention.rule,
                row: mention.row)
            placed.sense = mention.sense.rawValue
            placed.weight = mention.weight.eighths
            if let last = mentions.last, last.start > placed.start { ascends = false }
            mentions.append(placed)
        }
        if !ascends { mentions.sort { $0.start < $1.start } }
        return FoundMentions(mentions: mentions, discovered: found.discovered.map { Array($0.utf8) })
    }
}
