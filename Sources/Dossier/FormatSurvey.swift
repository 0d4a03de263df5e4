internal import IndexCore
internal import IndexStorage
internal import PluginAPI

/// Looks through inputs before they are read, for what format plugins can know of many at once.
struct FormatSurvey {
    /// Files looked at; of more, as many at equal distances. And so many members of containers.
    static let inputLimit = 1024
    /// Members of one container, the first: to read others could mean to unpack all.
    static let memberLimit = 256
    /// None after so many that gave no notes.
    static let leastMemberCount = 4
    /// And no more once they are of so many bytes.
    static let memberByteLimit = 1 << 26

    let sources: [any SourceAdapter]
    let plugins: PluginSet
    let threadCount: Int

    /// What repeats in groups of the inputs; a function of the inputs in their order alone.
    ///
    /// - Complexity: reads twice `inputLimit` inputs at most.
    func knowledge(of inputs: [PlannedInput]) throws(StorageError) -> FormatKnowledge {
        let lists =
            Self.spread(inputs.filter { $0.entry.member == nil }, count: Self.inputLimit).map { [$0] }
            + Self.members(inputs)
        let all = try Workers.map(count: lists.count, threadCount: threadCount) {
            index throws(StorageError) -> [FormatNotes] in notes(lists[index])
        }
        return FormatKnowledge(all.joined())
    }

    /// Notes on members of one container, until it is plain that they give none, as messages do.
    private func notes(_ inputs: [PlannedInput]) -> [FormatNotes] {
        var notes: [FormatNotes] = []
        for (index, input) in inputs.enumerated() where !notes.isEmpty || index < Self.leastMemberCount {
            if let note = note(input) { notes.append(note) }
        }
        return notes
    }

    private func note(_ input: PlannedInput) -> FormatNotes? {
        guard input.entry.byteCount < Document.byteCountLimit,
            let format = try? sources[input.source].read(input.entry)
        else { return nil }
        return plugins.format(for: format)?.notes(on: format)
    }

    /// The members to be looked at, container by container.
    private static func members(_ inputs: [PlannedInput]) -> [[PlannedInput]] {
        var (lists, byteCounts, places) = ([[PlannedInput]](), [Int](), [String: Int]())
        for input in inputs where input.entry.member != nil {
            let place = places[input.entry.filePath] ?? lists.count
            if place == lists.count {
                places[input.entry.filePath] = place
                lists.append([])
                byteCounts.append(0)
            }
            byteCounts[place] += input.entry.byteCount
            guard lists[place].count < memberLimit, byteCounts[place] <= memberByteLimit else { continue }
            lists[place].append(input)
        }
        let chosen = spread(lists, count: inputLimit)
        let limit = max(1, inputLimit / max(1, chosen.count))
        return chosen.map { Array($0.prefix(limit)) }
    }

    /// So many elements at equal distances.
    private static func spread<Element>(_ all: [Element], count: Int) -> [Element] {
        let count = min(all.count, count)
        return (0..<count).map { all[$0 * all.count / count] }
    }
}

extension PluginSet {
    /// The same plugins, which read in the light of what is known.
    func knowing(_ knowledge: FormatKnowledge) -> PluginSet {
        PluginSet(formats: formats.map { $0.knowing(knowledge) }, facets: facets)
    }
}

extension FormatKnowledge {
    /// `groupCount | (group text | documentCount | markCount | mark u64…)…`, groups ascending by their bytes.
    func append(to bytes: inout [UInt8]) {
        bytes.appendInteger(groups.count)
        for (name, group) in groups.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
            bytes.appendText(name)
            bytes.appendInteger(group.documentCount)
            bytes.appendInteger(group.marks.count)
            for mark in group.marks { bytes.appendFixed64(mark) }
        }
    }

    init(from reader: inout ByteReader) throws(StorageError) {
        var groups: [String: Group] = [:]
        for _ in 0..<(try reader.count()) {
            let name = try reader.text()
            let documentCount = try reader.count()
            var marks: [UInt64] = []
            for _ in 0..<(try reader.count()) {
                marks.append(try reader.bytes(8).reversed().reduce(0) { $0 << 8 | UInt64($1) })
            }
            groups[name] = Group(documentCount: documentCount, marks: marks)
        }
        self.init(groups: groups)
    }
}
