internal import IndexCore
internal import IndexStorage
internal import PluginAPI

/// Looks through inputs before they are read, for what format plugins can know of many at once.
struct FormatSurvey {
    /// Inputs looked at; of more, as many at equal distances.
    static let inputLimit = 1024

    let sources: [any SourceAdapter]
    let plugins: PluginSet
    let threadCount: Int

    /// What repeats in groups of the inputs; a function of the inputs in their order alone.
    ///
    /// Members of containers are passed over: to read some of them alone could mean to unpack all.
    ///
    /// - Complexity: reads `inputLimit` inputs at most.
    func knowledge(of inputs: [PlannedInput]) throws(StorageError) -> FormatKnowledge {
        let files = inputs.filter { $0.entry.member == nil }
        let count = min(files.count, Self.inputLimit)
        let notes = try Workers.map(count: count, threadCount: threadCount) {
            index throws(StorageError) -> [FormatNotes] in
            let input = files[index * files.count / count]
            guard input.entry.byteCount < Document.byteCountLimit,
                let format = try? sources[input.source].read(input.entry)
            else { return [] }
            return plugins.format(for: format)?.notes(on: format).map { [$0] } ?? []
        }
        return FormatKnowledge(notes.joined())
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
